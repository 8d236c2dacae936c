//===- TritonShapeOps.td - Ranges, splats and changes of shape *- tablegen -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_TRITON_IR_TRITONSHAPEOPS_TD
#define TRITON_METAL_DIALECT_TRITON_IR_TRITONSHAPEOPS_TD

include "triton-metal/Dialect/Triton/IR/TritonBase.td"

def Triton_MakeRangeOp : Triton_Op<"make_range", [Pure]> {
  let summary = "consecutive integers";
  let description = [{
    Element i is `start + i`; both ends are signed.

    ```mlir
    %r = tt.make_range {end = 64 : i32, start = 0 : i32} : tensor<64xi32>
    ```
  }];
  let arguments = (ins I32Attr:$start, I32Attr:$end);
  let results = (outs Triton_I32Tensor:$result);
  let assemblyFormat = "attr-dict `:` type($result)";
  let hasFolder = 1;
  let hasVerifier = 1;
}

def Triton_SplatOp : Triton_Op<"splat", [Pure]> {
  let summary = "a tensor of one value";
  let description = [{
    ```mlir
    %t = tt.splat %s : f32 -> tensor<8x16xf32>
    ```
  }];
  let arguments = (ins Triton_Scalar:$src);
  let results = (outs Triton_Tensor:$result);
  let assemblyFormat = "$src attr-dict `:` type($src) `->` type($result)";
  let hasFolder = 1;
  let hasVerifier = 1;
}

def Triton_UnsplatOp : Triton_InferringOp<"unsplat", [Pure]> {
  let summary = "the only element of a tensor";
  let description = [{
    ```mlir
    %s = tt.unsplat %t : tensor<1xf32>
    ```
  }];
  let arguments = (ins Triton_Tensor:$src);
  let results = (outs Triton_Scalar:$result);
  let assemblyFormat = "$src attr-dict `:` type($src)";
  let hasFolder = 1;
}

def Triton_ExpandDimsOp : Triton_InferringOp<"expand_dims", [Pure]> {
  let summary = "insert a dimension of size one";
  let description = [{
    With layouts the source's is the slice of the result's along `axis`.

    ```mlir
    %e = tt.expand_dims %t {axis = 0 : i32} : tensor<64xf32> -> tensor<1x64xf32>
    ```
  }];
  let arguments = (ins Triton_Tensor:$src, I32Attr:$axis);
  let results = (outs Triton_Tensor:$result);
  let assemblyFormat = "$src attr-dict `:` type($src) `->` type($result)";
  let hasCanonicalizeMethod = 1;
  let hasFolder = 1;
  let hasVerifier = 1;
}

def Triton_BroadcastOp : Triton_Op<"broadcast", [Pure, SameLayout]> {
  let summary = "repeat along dimensions of size one";
  let description = [{
    ```mlir
    %b = tt.broadcast %t : tensor<1x64xf32> -> tensor<8x64xf32>
    ```
  }];
  let arguments = (ins Triton_Tensor:$src);
  let results = (outs Triton_Tensor:$result);
  let assemblyFormat = "$src attr-dict `:` type($src) `->` type($result)";
  let hasCanonicalizeMethod = 1;
  let hasFolder = 1;
  let hasVerifier = 1;
}

def Triton_ReshapeOp : Triton_Op<"reshape", [Pure]> {
  let summary = "the same elements under another shape";
  let description = [{
    Row-major order, or any order with `allow_reorder`; `efficient_layout` says
    that the result's layout was chosen for the reader, so better keep it. Triton
    3.0 prints `{allow_reorder = true}` instead of the keyword; both parse.

    ```mlir
    %r = tt.reshape %t allow_reorder : tensor<64xf32> -> tensor<8x8xf32>
    ```
  }];
  let arguments = (ins Triton_Tensor:$src, UnitAttr:$allow_reorder, UnitAttr:$efficient_layout);
  let results = (outs Triton_Tensor:$result);
  let hasCustomAssemblyFormat = 1;
  let hasCanonicalizeMethod = 1;
  let hasFolder = 1;
  let hasVerifier = 1;
}

def Triton_TransOp : Triton_InferringOp<"trans", [Pure]> {
  let summary = "permute dimensions";
  let description = [{
    Dimension i of the result is dimension `order[i]` of the source.

    ```mlir
    %t = tt.trans %x {order = array<i32: 1, 0>} : tensor<8x16xf32> -> tensor<16x8xf32>
    ```
  }];
  let arguments = (ins Triton_Tensor:$src, DenseI32ArrayAttr:$order);
  let results = (outs Triton_Tensor:$result);
  let assemblyFormat = "$src attr-dict `:` type($src) `->` type($result)";
  let hasCanonicalizeMethod = 1;
  let hasFolder = 1;
  let hasVerifier = 1;
}

def Triton_CatOp : Triton_Op<"cat", [Pure, SameTypeOperands]> {
  let summary = "the elements of two tensors, in any order";
  let description = [{
    ```mlir
    %c = tt.cat %a, %b : tensor<64xf32> -> tensor<128xf32>
    ```
  }];
  let arguments = (ins Triton_Tensor:$lhs, Triton_Tensor:$rhs);
  let results = (outs Triton_Tensor:$result);
  let assemblyFormat = "$lhs `,` $rhs attr-dict `:` type($lhs) `->` type($result)";
  let hasCanonicalizeMethod = 1;
  let hasFolder = 1;
  let hasVerifier = 1;
}

def Triton_JoinOp : Triton_Op<"join", [Pure, SameTypeOperands]> {
  let summary = "two tensors along a new last dimension";
  let description = [{
    With layouts each thread holds both elements of a pair. Several layouts of the
    result do so for one of the operands; each of them splits back into that one.

    ```mlir
    %j = tt.join %a, %b : tensor<64xf32> -> tensor<64x2xf32>
    ```
  }];
  let arguments = (ins Triton_Tensor:$lhs, Triton_Tensor:$rhs);
  let results = (outs Triton_Tensor:$result);
  let assemblyFormat = "$lhs `,` $rhs attr-dict `:` type($lhs) `->` type($result)";
  let hasCanonicalizeMethod = 1;
  let hasFolder = 1;
  let hasVerifier = 1;
}

def Triton_SplitOp : Triton_InferringOp<"split", [Pure, AllTypesMatch<["outLHS", "outRHS"]>]> {
  let summary = "the two halves of a last dimension of size two";
  let description = [{
    ```mlir
    %a, %b = tt.split %j : tensor<64x2xf32> -> tensor<64xf32>
    ```
  }];
  let arguments = (ins Triton_Tensor:$src);
  let results = (outs Triton_Tensor:$outLHS, Triton_Tensor:$outRHS);
  let assemblyFormat = "$src attr-dict `:` type($src) `->` type($outLHS)";
  let hasCanonicalizeMethod = 1;
  let hasFolder = 1;
  let hasVerifier = 1;
}

def Triton_GatherOp : Triton_InferringOp<"gather", [Pure]> {
  let summary = "pick elements along one dimension";
  let description = [{
    `r[i, j] = src[indices[i, j], j]` for `axis = 0`. An index out of range is
    undefined.

    ```mlir
    %r = tt.gather %a[%i] {axis = 0 : i32} : (tensor<64xf32>, tensor<64xi32>) -> tensor<64xf32>
    ```
  }];
  let arguments = (ins Triton_Tensor:$src, Triton_IntTensor:$indices, I32Attr:$axis,
                       UnitAttr:$efficient_layout);
  let results = (outs Triton_Tensor:$result);
  let assemblyFormat = [{
    $src `[` $indices `]` attr-dict `:` functional-type(operands, results)
  }];
  let hasCanonicalizeMethod = 1;
  let hasFolder = 1;
  let hasVerifier = 1;
}

def Triton_HistogramOp : Triton_Op<"histogram", [Pure, MaskMatches<"src">]> {
  let summary = "count how often each small integer occurs";
  let description = [{
    Bin b counts the elements equal to b, where the mask is true.

    ```mlir
    %h = tt.histogram %i, %m : tensor<64xi32> -> tensor<16xi32>
    ```
  }];
  let arguments = (ins Triton_IntTensor:$src, Optional<Triton_TensorOf<[I1]>>:$mask);
  let results = (outs Triton_IntTensor:$result);
  let assemblyFormat = "$src (`,` $mask^)? attr-dict `:` type($src) `->` type($result)";
  let hasVerifier = 1;
}

#endif // TRITON_METAL_DIALECT_TRITON_IR_TRITONSHAPEOPS_TD
