//===- TypeConversion.cpp - Tensors to registers ---------------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "TypeConversion.h"

#include "triton-metal/Dialect/Triton/IR/Triton.h"
#include "triton-metal/Dialect/TritonGPU/IR/LinearLayoutConversions.h"

using namespace mlir;
using namespace tritonmetal;

int64_t tritonmetal::getRegisterCount(RankedTensorType type) {
  return ttg::toLinearLayout(type).getInDimSize("register");
}

Type tritonmetal::getMemoryElement(Type scalar) {
  return isa<tt::PointerType>(scalar) ? IntegerType::get(scalar.getContext(), 64) : scalar;
}

VectorType TritonGPUToMetalTypeConverter::registersFor(RankedTensorType type, Type element) const {
  return VectorType::get({getRegisterCount(type)}, element);
}

TritonGPUToMetalTypeConverter::TritonGPUToMetalTypeConverter() {
  addConversion([](Type type) { return type; });
  addConversion([](tt::PointerType type) -> std::optional<Type> {
    Type pointee = getMemoryElement(type.getPointeeType());
    if (!pointee.isIntOrFloat())
      return Type(); // block pointers have no counterpart here
    return metal::PointerType::get(type.getContext(), pointee, metal::MemorySpace::Device);
  });
  addConversion([this](RankedTensorType type,
                       SmallVectorImpl<Type> &results) -> std::optional<LogicalResult> {
    if (!type.getEncoding())
      return failure();
    auto pointer = dyn_cast<tt::PointerType>(type.getElementType());
    if (!pointer) {
      results.push_back(registersFor(type, getMemoryElement(type.getElementType())));
      return success();
    }
    PointerForm form = getPointerForm(type);
    if (form != PointerForm::Address) {
      results.push_back(convertType(pointer));
      if (!results.back())
        return failure();
    }
    auto offset = IntegerType::get(type.getContext(), getOffsetWidth(form));
    results.push_back(registersFor(type, offset));
    return success();
  });
}
