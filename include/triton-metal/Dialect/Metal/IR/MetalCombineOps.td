//===- MetalCombineOps.td - Ops with a combine function -----*- tablegen -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Ops of the value form whose region works on single elements: on each register, or
// over the registers of a thread. Which registers belong together is said in bits of
// the register number: `along = [0, 2]` of eight registers are the two sets of four
//
//   000 001 100 101     and     010 011 110 111
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_METAL_IR_METALCOMBINEOPS_TD
#define TRITON_METAL_DIALECT_METAL_IR_METALCOMBINEOPS_TD

include "triton-metal/Dialect/Metal/IR/MetalBase.td"

class Metal_CombineOp<string mnemonic> : Metal_ValueOp<mnemonic, [
    Pure, SingleBlock, SingleBlockImplicitTerminator<"YieldOp">]> {
  let results = (outs Variadic<Metal_Vector>:$results);
  let regions = (region SizedRegion<1>:$combine);
  let hasVerifier = 1;
}

def Metal_MapOp : Metal_ValueOp<"map", [
    RecursiveMemoryEffects, SingleBlock, SingleBlockImplicitTerminator<"YieldOp">]> {
  let summary = "scalar code for each group of registers";
  let description = [{
    Runs the region for registers 0 … P-1, then P … 2P-1, …, where P is `pack`: with P
    elements of each operand (all of the first operand first) it gives P elements of
    each result. For functions that vectors have no ops for: branches, loops, several
    elements in one word. With P = 1 a region of elementwise ops becomes vector code all
    the same. It writes no memory.

    ```mlir
    %r = metal.map %a, %b pack = 1 : (vector<8xi32>, vector<8xi32>) -> vector<8xi32> {
    ^bb0(%x: i32, %y: i32):
      %c = arith.cmpi slt, %x, %y : i32
      %z = scf.if %c -> i32 { … } else { … }
      metal.yield %z : i32
    }
    ```
  }];
  let arguments = (ins Variadic<Metal_Vector>:$sources, I32Attr:$pack);
  let results = (outs Variadic<Metal_Vector>:$results);
  let regions = (region SizedRegion<1>:$code);
  let assemblyFormat = [{
    $sources `pack` `=` $pack attr-dict `:` functional-type($sources, $results) $code
  }];
  let hasVerifier = 1;
  let hasRegionVerifier = 1;
}

def Metal_ReduceRegistersOp : Metal_CombineOp<"reduce_registers"> {
  let summary = "combine registers of a thread";
  let description = [{
    Combines the registers that differ only in the bits `along` (ascending) of their
    number; the results have those bits taken out of theirs. The region combines two
    elements (of every operand): first the n accumulated ones, then the n incoming
    ones. It is associative and commutative up to rounding; the order is fixed but
    not specified.

    ```mlir
    // [a, b, c, d, e, f, g, h] -> [a+c+e+g, b+d+f+h]
    %s = metal.reduce_registers %v along = [1, 2] : (vector<8xf32>) -> vector<2xf32> {
    ^bb0(%a: f32, %b: f32):
      %c = arith.addf %a, %b : f32
      metal.yield %c : f32
    }
    ```
  }];
  let arguments = (ins Variadic<Metal_Vector>:$sources, DenseI32ArrayAttr:$along);
  let assemblyFormat = [{
    $sources `along` `=` $along attr-dict `:` functional-type($sources, $results) $combine
  }];
}

def Metal_ScanRegistersOp : Metal_CombineOp<"scan_registers"> {
  let summary = "combine each register of a thread with those before it";
  let description = [{
    Of the registers that differ only in the bits `along` (ascending) of their
    number, each becomes the combination of those of lower number, in order, and
    itself: region arguments as for `metal.reduce_registers`, which need only be
    associative. With `reverse` the order is from the highest number down. With
    `exclusive` a register takes no part in its own result; the first of each set,
    for which nothing is left, stays as it is.

    ```mlir
    // [a, b, c, d] -> [a, a+b, c, c+d]
    %s = metal.scan_registers %v along = [0] : (vector<4xf32>) -> vector<4xf32> {
    ^bb0(%a: f32, %b: f32):
      %c = arith.addf %a, %b : f32
      metal.yield %c : f32
    }
    ```
  }];
  let arguments = (ins Variadic<Metal_Vector>:$sources, DenseI32ArrayAttr:$along,
                       UnitAttr:$reverse, UnitAttr:$exclusive);
  let assemblyFormat = [{
    $sources `along` `=` $along (`reverse` $reverse^)? (`exclusive` $exclusive^)? attr-dict
    `:` functional-type($sources, $results) $combine
  }];
}

def Metal_YieldOp : Metal_Op<"yield", [Pure, ReturnLike, Terminator,
    ParentOneOf<["MapOp", "ReduceRegistersOp", "ScanRegistersOp"]>]> {
  let summary = "result of a combine region";
  let arguments = (ins Variadic<AnyType>:$values);
  let assemblyFormat = "($values^ `:` type($values))? attr-dict";
  let builders = [OpBuilder<(ins), [{ }]>];
}

#endif // TRITON_METAL_DIALECT_METAL_IR_METALCOMBINEOPS_TD
