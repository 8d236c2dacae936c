//===- TypeConversion.cpp - Tensors to registers ---------------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "TypeConversion.h"

#include "triton-metal/Dialect/Triton/IR/Triton.h"
#include "triton-metal/Dialect/TritonGPU/IR/LinearLayoutConversions.h"

#include "mlir/Interfaces/ControlFlowInterfaces.h"

using namespace mlir;
using namespace tritonmetal;

bool tritonmetal::isPointerTensor(Type type) {
  auto tensor = dyn_cast<RankedTensorType>(type);
  return tensor && isa<tt::PointerType>(tensor.getElementType());
}

int64_t tritonmetal::getRegisterCount(RankedTensorType type) {
  return ttg::toLinearLayout(type).getInDimSize("register");
}

/// Ops that move pointers and leave the base as it is.
static bool movesElements(Operation *op) {
  return isa_and_nonnull<tt::BroadcastOp, tt::ExpandDimsOp, tt::ReshapeOp, tt::TransOp,
                         ttg::ConvertLayoutOp>(op);
}

bool tritonmetal::hasNoOffset(Value pointerTensor) {
  Operation *op = pointerTensor.getDefiningOp();
  if (movesElements(op))
    return hasNoOffset(op->getOperand(0));
  return isa_and_nonnull<tt::SplatOp>(op);
}

/// True if `value` meets others of its type: carried by a loop, result of a branch.
static bool isCarried(Value value) {
  auto passesOn = [](Operation *op) {
    return op->getNumRegions() != 0 || op->hasTrait<OpTrait::IsTerminator>() ||
           isa<arith::SelectOp>(op);
  };
  return !value.getDefiningOp() || passesOn(value.getDefiningOp()) ||
         llvm::any_of(value.getUsers(), passesOn);
}

OffsetWidths::OffsetWidths(Operation *root) {
  root->walk<WalkOrder::PreOrder>([&](Operation *op) {
    for (Value result : op->getResults()) {
      if (!isPointerTensor(result.getType()) || isCarried(result))
        continue;
      unsigned width = 64;
      if (isa<tt::SplatOp>(op))
        width = 32;
      else if (movesElements(op))
        width = of(op->getOperand(0));
      else if (auto add = dyn_cast<tt::AddPtrOp>(op); add && hasNoOffset(add.getPtr()))
        width =
            std::max(32u, getElementTypeOrSelf(add.getOffset().getType()).getIntOrFloatBitWidth());
      widths[result] = width;
    }
  });
}

VectorType TritonGPUToMetalTypeConverter::registersFor(RankedTensorType type, Type element) const {
  return VectorType::get({getRegisterCount(type)}, element);
}

TritonGPUToMetalTypeConverter::TritonGPUToMetalTypeConverter(const OffsetWidths &widths) {
  addConversion([](Type type) { return type; });
  addConversion([](tt::PointerType type) -> std::optional<Type> {
    if (!type.getPointeeType().isIntOrFloat())
      return Type(); // pointers to pointers and block pointers have no counterpart here
    return metal::PointerType::get(type.getContext(), type.getPointeeType(),
                                   metal::MemorySpace::Device);
  });
  auto addTensor = [this](RankedTensorType type, unsigned offsetWidth,
                          SmallVectorImpl<Type> &results) -> std::optional<LogicalResult> {
    if (!type.getEncoding())
      return failure();
    if (auto pointer = dyn_cast<tt::PointerType>(type.getElementType())) {
      results.push_back(convertType(pointer));
      results.push_back(registersFor(type, IntegerType::get(type.getContext(), offsetWidth)));
      return success(bool(results.front()));
    }
    results.push_back(registersFor(type, type.getElementType()));
    return success();
  };
  addConversion([addTensor](RankedTensorType type, SmallVectorImpl<Type> &results) {
    return addTensor(type, 64, results);
  });
  addConversion([addTensor, &widths](
                    Value value, SmallVectorImpl<Type> &results) -> std::optional<LogicalResult> {
    if (!isPointerTensor(value.getType()))
      return std::nullopt;
    return addTensor(cast<RankedTensorType>(value.getType()), widths.of(value), results);
  });
}
