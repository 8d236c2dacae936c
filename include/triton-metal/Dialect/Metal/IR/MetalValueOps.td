//===- MetalValueOps.td - Ops of the value form -------------*- tablegen -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// In the value form `vector<R x T>` holds one element for each register of a
// thread. R is a power of two. `metal-form-loops` removes all of these ops.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_METAL_IR_METALVALUEOPS_TD
#define TRITON_METAL_DIALECT_METAL_IR_METALVALUEOPS_TD

include "triton-metal/Dialect/Metal/IR/MetalBase.td"

def Metal_CoordinateOp : Metal_ValueOp<"coordinate", [Pure]> {
  let summary = "one tensor coordinate of each register";
  let description = [{
    The layout of a tensor, asked for one dimension: register r of lane l in
    SIMD-group s holds the element whose coordinate is

      start + XOR of registers[i] over the set bits i of r
              XOR of lanes[i]     over the set bits i of l
              XOR of simdgroups[i] over the set bits i of s

    (the addition comes last). `registers` has log2(R) entries, `lanes` five.

    ```mlir
    // 512 elements over 128 threads, four neighbours a thread
    %i = metal.coordinate registers = [1, 2] lanes = [4, 8, 16, 32, 64]
                          simdgroups = [128, 256] : vector<4xi32>
    ```
  }];
  let arguments = (ins DenseI32ArrayAttr:$registers, DenseI32ArrayAttr:$lanes,
                       DenseI32ArrayAttr:$simdgroups,
                       DefaultValuedAttr<I32Attr, "0">:$start);
  let results = (outs VectorOfRankAndType<[1], [I32]>:$result);
  let assemblyFormat = [{
    `registers` `=` $registers `lanes` `=` $lanes `simdgroups` `=` $simdgroups
    (`start` `=` $start^)? attr-dict `:` type($result)
  }];
  let hasVerifier = 1;
}

def Metal_GatherOp : Metal_ValueOp<"gather", [
    DeclareOpInterfaceMethods<MemoryEffectsOpInterface>, AttrSizedOperandSegments,
    OptionalTypesMatchWith<"mask has an i1 for each register", "result", "mask",
      "::mlir::VectorType::get(::mlir::cast<::mlir::VectorType>($_self).getShape(), "
      "::mlir::IntegerType::get($_self.getContext(), 1))">,
    OptionalTypesMatchWith<"other has the type of the result", "result", "other", "$_self">]> {
  let summary = "read one element for each register";
  let description = [{
    Register r reads `base + offsets[r]` (in pointees, signed) where `mask[r]`
    holds, and takes `other[r]` (zero without `other`) where not; no access then.
    The result may be of another type than the pointee.

    `contiguous = W` (a power of two that divides R) states, for each aligned
    group of W registers: what they read is consecutive in memory, the address of
    the first is a multiple of `alignment` bytes, and the mask is the same for all
    W. So W elements may travel in one access.

    ```mlir
    %v = metal.gather %x[%i], %m, %zero {alignment = 16 : i32, contiguous = 4 : i32}
      : !metal.ptr<f32, device>, vector<8xi32> -> vector<8xf32>
    ```
  }];
  let arguments = (ins Metal_PointerType:$base, Metal_IndexVector:$offsets,
                       Optional<Metal_MaskVector>:$mask, Optional<Metal_Vector>:$other,
                       DefaultValuedAttr<I32Attr, "1">:$contiguous, I32Attr:$alignment,
                       UnitAttr:$isVolatile);
  let results = (outs Metal_Vector:$result);
  let assemblyFormat = [{
    $base `[` $offsets `]` (`,` $mask^)? (`,` $other^)? attr-dict
    `:` type($base) `,` type($offsets) `->` type($result)
  }];
  let hasVerifier = 1;
}

def Metal_ScatterOp : Metal_ValueOp<"scatter", [
    OptionalTypesMatchWith<"mask has an i1 for each register", "value", "mask",
      "::mlir::VectorType::get(::mlir::cast<::mlir::VectorType>($_self).getShape(), "
      "::mlir::IntegerType::get($_self.getContext(), 1))">]> {
  let summary = "write one element for each register";
  let description = [{
    The counterpart of `metal.gather`; registers whose mask is false write nothing.

    ```mlir
    metal.scatter %v, %x[%i], %m {alignment = 16 : i32, contiguous = 4 : i32}
      : vector<8xf32>, !metal.ptr<f32, device>, vector<8xi32>
    ```
  }];
  let arguments = (ins Metal_Vector:$value, Arg<Metal_PointerType, "", [MemWrite]>:$base,
                       Metal_IndexVector:$offsets, Optional<Metal_MaskVector>:$mask,
                       DefaultValuedAttr<I32Attr, "1">:$contiguous, I32Attr:$alignment,
                       UnitAttr:$isVolatile);
  let assemblyFormat = [{
    $value `,` $base `[` $offsets `]` (`,` $mask^)? attr-dict
    `:` type($value) `,` type($base) `,` type($offsets)
  }];
  let hasVerifier = 1;
}

def Metal_RearrangeOp : Metal_ValueOp<"rearrange", [AttrSizedOperandSegments, Pure]> {
  let summary = "move values among the registers of a thread";
  let description = [{
    Register r of the result is the sources' register

      start XOR shift XOR of registers[i] over the set bits i of r

    where the registers of all sources, of one type and a power of two in number,
    are counted through: register k of source s is s * R + k. `registers` has log2
    entries of the result's length, each below the number of source registers, and
    so is `shift`, an i32 that all threads share. Covers broadcasts, transpositions,
    permutations, joins and parts that stay within a thread.

    ```mlir
    // repeat each value: [a, b] -> [a, a, b, b]
    %r = metal.rearrange %v registers = [0, 1] : vector<2xf32> -> vector<4xf32>
    // pairs: [a, b], [c, d] -> [a, c, b, d]
    %j = metal.rearrange %v, %w registers = [2, 1] : vector<2xf32>, vector<2xf32> -> vector<4xf32>
    // quarter %k of eight registers
    %q = metal.rearrange %x shift %s registers = [1] : vector<8xf32> -> vector<2xf32>
    ```
  }];
  let arguments = (ins Variadic<Metal_Vector>:$sources, Optional<I32>:$shift,
                       DenseI32ArrayAttr:$registers, DefaultValuedAttr<I32Attr, "0">:$start);
  let results = (outs Metal_Vector:$result);
  let assemblyFormat = [{
    $sources (`shift` $shift^)? `registers` `=` $registers (`start` `=` $start^)? attr-dict
    `:` type($sources) `->` type($result)
  }];
  let builders = [
    // Of one source.
    OpBuilder<(ins "::mlir::Type":$result, "::mlir::Value":$source,
                   "::llvm::ArrayRef<int32_t>":$registers, CArg<"int32_t", "0">:$start)>
  ];
  let extraClassDeclaration = [{
    /// Registers of one source.
    int64_t getSourceLength() {
      return ::mlir::cast<::mlir::VectorType>(getSources().front().getType()).getNumElements();
    }
    /// True if register r of the result is register r of the only source.
    bool isIdentity();
  }];
  let hasCanonicalizer = 1;
  let hasFolder = 1;
  let hasVerifier = 1;
}

def Metal_InsertRegistersOp : Metal_ValueOp<"insert_registers", [Pure,
    AllTypesMatch<["whole", "result"]>]> {
  let summary = "replace some registers of a thread";
  let description = [{
    The result is `whole`, but its register

      start XOR shift XOR of registers[i] over the set bits i of r

    is register r of `part`. `registers` has log2 entries of the part's length, and
    they are linearly independent; all of them, and `shift`, are below the length
    of `whole`.

    ```mlir
    // registers 4 to 7 of eight
    %w = metal.insert_registers %p into %v registers = [1, 2] start = 4
      : vector<4xf32> into vector<8xf32>
    ```
  }];
  let arguments = (ins Metal_Vector:$part, Metal_Vector:$whole, Optional<I32>:$shift,
                       DenseI32ArrayAttr:$registers, DefaultValuedAttr<I32Attr, "0">:$start);
  let results = (outs Metal_Vector:$result);
  let assemblyFormat = [{
    $part `into` $whole (`shift` $shift^)? `registers` `=` $registers (`start` `=` $start^)?
    attr-dict `:` type($part) `into` type($whole)
  }];
  let hasVerifier = 1;
}

def Metal_LaneGatherOp : Metal_ValueOp<"lane_gather", [MemoryEffects<[MemRead]>,
    AllTypesMatch<["value", "result"]>]> {
  let summary = "read registers of other lanes, each of a lane of its own";
  let description = [{
    Register r of the result is register r of `value` in lane `lanes[r]`, 0 to 31.
    All lanes of the SIMD-group must reach it together.

    ```mlir
    %r = metal.lane_gather %v[%lanes] : vector<4xf32>, vector<4xi32>
    ```
  }];
  let arguments = (ins Metal_Vector:$value, VectorOfRankAndType<[1], [I32]>:$lanes);
  let results = (outs Metal_Vector:$result);
  let assemblyFormat = "$value `[` $lanes `]` attr-dict `:` type($value) `,` type($lanes)";
  let hasVerifier = 1;
}

#endif // TRITON_METAL_DIALECT_METAL_IR_METALVALUEOPS_TD
