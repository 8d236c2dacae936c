//===- VerifyLoopForm.cpp - Preconditions of the back ends -----------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "triton-metal/Dialect/Metal/IR/Metal.h"
#include "triton-metal/Dialect/Metal/Transforms/Passes.h"

using namespace mlir;
using namespace tritonmetal::metal;

namespace tritonmetal::metal {
#define GEN_PASS_DEF_VERIFYLOOPFORM
#include "triton-metal/Dialect/Metal/Transforms/Passes.h.inc"
} // namespace tritonmetal::metal

/// What is wrong with `type`; empty if the back ends take it.
static StringRef findFault(Type type) {
  if (isa<PointerType, ThreadArrayType>(type) || type.isIndex())
    return {};
  if (auto vector = dyn_cast<VectorType>(type)) {
    if (vector.getRank() != 1 || vector.getNumElements() < 2 || vector.getNumElements() > 4)
      return "is not a vector of two to four elements";
    type = vector.getElementType();
  }
  if (type.isF64())
    return "has no counterpart: Metal has no 64-bit float";
  if (auto integer = dyn_cast<IntegerType>(type)) {
    unsigned width = integer.getWidth();
    bool known = width == 1 || width == 8 || width == 16 || width == 32 || width == 64;
    return known ? StringRef() : "is not an integer that Metal has (1, 8, 16, 32, 64 bits)";
  }
  return isa<FloatType>(type) ? StringRef() : "is not a type of the loop form";
}

namespace {
struct VerifyLoopForm final : tritonmetal::metal::impl::VerifyLoopFormBase<VerifyLoopForm> {
  void runOnOperation() override {
    WalkResult result = getOperation().walk([](Operation *op) {
      if (!op->getParentOfType<KernelOp>())
        return WalkResult::advance();
      if (op->hasTrait<ValueFormOp>()) {
        op->emitOpError("is of the value form; run metal-form-loops first");
        return WalkResult::interrupt();
      }
      for (Value value : llvm::concat<Value>(llvm::to_vector_of<Value>(op->getOperands()),
                                             llvm::to_vector_of<Value>(op->getResults())))
        if (StringRef fault = findFault(value.getType()); !fault.empty()) {
          op->emitOpError("type ") << value.getType() << " " << fault;
          return WalkResult::interrupt();
        }
      return WalkResult::advance();
    });
    if (result.wasInterrupted())
      signalPassFailure();
  }
};
} // namespace
