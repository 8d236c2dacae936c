//===- BlockPatterns.h - The patterns of the rewrite ------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
//   !tt.ptr<tensor<8x16xf32>>          base, shape0, shape1, stride0, stride1  (i64),
//                                      offset0, offset1  (i32)
//   !tt.tensordesc<tensor<8x16xf32>>   base, shape0, shape1, stride0  (i64; the last
//                                      stride is 1), pads with NaN  (i1; floats only)
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_DIALECT_TRITON_TRANSFORMS_BLOCKPATTERNS_H
#define TRITON_METAL_LIB_DIALECT_TRITON_TRANSFORMS_BLOCKPATTERNS_H

#include "triton-metal/Dialect/Triton/IR/Triton.h"

#include "mlir/Transforms/DialectConversion.h"

namespace tritonmetal::tt {

/// Block pointers and descriptors to their parts.
class BlockTypeConverter final : public mlir::TypeConverter {
public:
  BlockTypeConverter();
};

void populateBlockPointerPatterns(const BlockTypeConverter &converter,
                                  mlir::RewritePatternSet &patterns);
void populateDescriptorPatterns(const BlockTypeConverter &converter,
                                mlir::RewritePatternSet &patterns);
/// Selects, branches and the parameters of kernels.
void populateBlockCarrierPatterns(const BlockTypeConverter &converter,
                                  mlir::RewritePatternSet &patterns);

/// What a parameter of descriptor type becomes.
struct DescriptorPart {
  llvm::StringRef role; // `metal.role`
  std::string suffix;   // of its name
  int64_t divisibility; // that Triton promises; 1: nothing
};
llvm::SmallVector<DescriptorPart> getDescriptorParts(TensorDescType type);

} // namespace tritonmetal::tt

#endif // TRITON_METAL_LIB_DIALECT_TRITON_TRANSFORMS_BLOCKPATTERNS_H
