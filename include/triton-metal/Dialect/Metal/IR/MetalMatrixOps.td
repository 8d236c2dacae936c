//===- MetalMatrixOps.td - Products of matrices -------------*- tablegen -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// In value form one op multiplies all that a SIMD-group holds of two matrices. In loop
// form fragments live in thread arrays: they are read and written by the elements of a
// lane, and multiplied in place.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_METAL_IR_METALMATRIXOPS_TD
#define TRITON_METAL_DIALECT_METAL_IR_METALMATRIXOPS_TD

include "triton-metal/Dialect/Metal/IR/MetalBase.td"

def Metal_MatrixMultiplyOp : Metal_ValueOp<"matrix_multiply", [
    Pure, AllTypesMatch<["c", "result"]>]> {
  let summary = "multiply fragments and add up";
  let description = [{
    `result = a * b + c`. The registers of each operand are fragments of `size` rows and
    columns: the lowest bits of a register's number select an element of the lane within
    its fragment, the others the fragment. `aRows`, `aDepth`, … say which register each
    bit of a fragment's row, depth, column and batch number adds (by XOR); a and b start
    at registers `aStart` and `bStart`, so that a part of the depth may be taken.

    All lanes of the SIMD-group must reach it together. The order of additions is that of
    the depth, from low to high, each product added by one fused multiply-add.

    ```mlir
    // [16 x 8] * [8 x 16] + [16 x 16]: 2 and 2 fragments make 4
    %d = metal.matrix_multiply %a rows = [2] depth = [], %b depth = [] columns = [2],
                               %c rows = [4] columns = [2] size = 8
      : vector<4xf16>, vector<4xf16>, vector<8xf32>
    ```
  }];
  let arguments = (ins Metal_Vector:$a, Metal_Vector:$b, Metal_Vector:$c, I32Attr:$size,
                       DenseI32ArrayAttr:$aRows, DenseI32ArrayAttr:$aDepth,
                       DenseI32ArrayAttr:$bDepth, DenseI32ArrayAttr:$bColumns,
                       DenseI32ArrayAttr:$cRows, DenseI32ArrayAttr:$cColumns,
                       DefaultValuedAttr<DenseI32ArrayAttr, "{}">:$aBatch,
                       DefaultValuedAttr<DenseI32ArrayAttr, "{}">:$bBatch,
                       DefaultValuedAttr<DenseI32ArrayAttr, "{}">:$cBatch,
                       DefaultValuedAttr<I32Attr, "0">:$aStart,
                       DefaultValuedAttr<I32Attr, "0">:$bStart);
  let results = (outs Metal_Vector:$result);
  let assemblyFormat = [{
    $a `rows` `=` $aRows `depth` `=` $aDepth `,` $b `depth` `=` $bDepth `columns` `=` $bColumns
    `,` $c `rows` `=` $cRows `columns` `=` $cColumns `size` `=` $size attr-dict
    `:` type($a) `,` type($b) `,` type($c)
  }];
  let extraClassDeclaration = [{
    /// Elements that a lane holds of a fragment.
    int64_t getElementsPerLane() { return int64_t(getSize()) * getSize() / 32; }
  }];
  let hasCanonicalizer = 1;
  let hasVerifier = 1;
}

def Metal_FragmentLoadOp : Metal_Op<"fragment_load"> {
  let summary = "the elements that this lane holds of a fragment";
  let description = [{
    Two or four neighbours of a row, from element `start` on: both elements of an 8x8
    fragment, or a half of the eight of a 16x16 one.

    Example: `%v = metal.fragment_load %f[%i] : !metal.thread_array<4 x !metal.simdgroup_matrix<8x8xf32>> -> vector<2xf32>`
    reads `f[i].thread_elements()`.
  }];
  let arguments = (ins Arg<Metal_ThreadArrayType, "", [MemRead]>:$array, I32:$index,
                       DefaultValuedAttr<I32Attr, "0">:$start);
  let results = (outs Metal_Vector:$value);
  let assemblyFormat = "$array `[` $index `]` attr-dict `:` type($array) `->` type($value)";
  let hasVerifier = 1;
}

def Metal_FragmentStoreOp : Metal_Op<"fragment_store"> {
  let summary = "set the elements that this lane holds of a fragment";
  let description = [{
    The counterpart of `metal.fragment_load`. A fragment is whole when all lanes have set
    all their elements.

    Example: `metal.fragment_store %v, %f[%i] : vector<2xf32>, !metal.thread_array<4 x !metal.simdgroup_matrix<8x8xf32>>`
  }];
  let arguments = (ins Metal_Vector:$value, Arg<Metal_ThreadArrayType, "", [MemWrite]>:$array,
                       I32:$index, DefaultValuedAttr<I32Attr, "0">:$start);
  let assemblyFormat = "$value `,` $array `[` $index `]` attr-dict `:` type($value) `,` type($array)";
  let hasVerifier = 1;
}

def Metal_FragmentFillOp : Metal_Op<"fragment_fill"> {
  let summary = "set all elements of a fragment to one value";
  let description = [{
    Example: `metal.fragment_fill %v, %f[%i] : !metal.thread_array<4 x !metal.simdgroup_matrix<8x8xf32>>`
    is `f[i] = make_filled_simdgroup_matrix<float, 8, 8>(v);`
  }];
  let arguments = (ins Metal_Scalar:$value, Arg<Metal_ThreadArrayType, "", [MemWrite]>:$array,
                       I32:$index);
  let assemblyFormat = "$value `,` $array `[` $index `]` attr-dict `:` type($value) `,` type($array)";
  let hasVerifier = 1;
}

def Metal_SimdgroupMultiplyAccumulateOp : Metal_Op<"simdgroup_multiply_accumulate"> {
  let summary = "add the product of two fragments to a third";
  let description = [{
    `c[k] += a[i] * b[j]`, in the matrix unit, by all lanes of the SIMD-group together.

    Example: `metal.simdgroup_multiply_accumulate %a[%i], %b[%j], %c[%k] : …` is
    `simdgroup_multiply_accumulate(c[k], a[i], b[j], c[k]);`
  }];
  let arguments = (ins Arg<Metal_ThreadArrayType, "", [MemRead]>:$a, I32:$aIndex,
                       Arg<Metal_ThreadArrayType, "", [MemRead]>:$b, I32:$bIndex,
                       Arg<Metal_ThreadArrayType, "", [MemRead, MemWrite]>:$c, I32:$cIndex);
  let assemblyFormat = [{
    $a `[` $aIndex `]` `,` $b `[` $bIndex `]` `,` $c `[` $cIndex `]` attr-dict
    `:` type($a) `,` type($b) `,` type($c)
  }];
  let hasVerifier = 1;
}

#endif // TRITON_METAL_DIALECT_METAL_IR_METALMATRIXOPS_TD
