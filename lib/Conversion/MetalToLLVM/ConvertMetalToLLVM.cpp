//===- ConvertMetalToLLVM.cpp - Metal dialect to LLVM dialect ---*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Kernels first, as a whole (LowerKernel.cpp), then their ops by patterns. The casts
// between `!metal.ptr` and `!llvm.ptr` that the first step leaves meet those that the
// patterns ask for, and both go away.
//
//===----------------------------------------------------------------------===//

#include "Patterns.h"
#include "triton-metal/Conversion/MetalToLLVM/Passes.h"

#include "mlir/Conversion/LLVMCommon/TypeConverter.h"
#include "mlir/Conversion/UBToLLVM/UBToLLVM.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlow.h"
#include "mlir/Transforms/DialectConversion.h"

using namespace mlir;
using namespace tritonmetal::metal;

namespace tritonmetal::metal {
#define GEN_PASS_DEF_CONVERTMETALTOLLVM
#include "triton-metal/Conversion/MetalToLLVM/Passes.h.inc"
} // namespace tritonmetal::metal

static void addPointerConversions(LLVMTypeConverter &converter) {
  converter.addConversion([](PointerType type) -> Type {
    return LLVM::LLVMPointerType::get(type.getContext(), unsigned(type.getSpace()));
  });
  converter.addConversion(
      [](ThreadArrayType type) -> Type { return LLVM::LLVMPointerType::get(type.getContext()); });
  // All of an 8x8 matrix in name, a lane's own elements of a 16x16 one.
  converter.addConversion([](SimdgroupMatrixType type) -> Type {
    int64_t count = type.getSize() == 8 ? 64 : type.getElementsPerLane();
    return VectorType::get({count}, type.getElementType());
  });
}

namespace {
struct ConvertMetalToLLVM final
    : tritonmetal::metal::impl::ConvertMetalToLLVMBase<ConvertMetalToLLVM> {
  using ConvertMetalToLLVMBase::ConvertMetalToLLVMBase;

  void runOnOperation() override {
    ModuleOp module = getOperation();
    LLVMTypeConverter converter(&getContext());
    addPointerConversions(converter);
    for (KernelOp kernel : llvm::make_early_inc_range(module.getOps<KernelOp>()))
      lowerKernel(kernel, converter);

    RewritePatternSet patterns(&getContext());
    populateControlFlowPatterns(converter, patterns);
    populateAtomicPatterns(converter, patterns, airMinor);
    populateMatrixPatterns(converter, patterns);
    populateMemoryPatterns(converter, patterns);
    populateSimdPatterns(converter, patterns, airMinor);
    populateMathPatterns(converter, patterns);
    populateVectorPatterns(converter, patterns);
    ub::populateUBToLLVMConversionPatterns(converter, patterns);

    ConversionTarget target(getContext());
    target.addLegalDialect<LLVM::LLVMDialect>();
    target.addLegalOp<ModuleOp, UnrealizedConversionCastOp>();
    if (failed(applyFullConversion(module, target, std::move(patterns))))
      return signalPassFailure();
    removeCasts(module);
  }

  void removeCasts(ModuleOp module) {
    SmallVector<UnrealizedConversionCastOp> casts;
    module.walk([&](UnrealizedConversionCastOp op) { casts.push_back(op); });
    reconcileUnrealizedCasts(casts);
  }
};
} // namespace
