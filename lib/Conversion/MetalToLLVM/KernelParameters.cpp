//===- KernelParameters.cpp - Parameters of a lowered kernel ----*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "triton-metal/Conversion/MetalToLLVM/KernelParameters.h"

#include "triton-metal/Dialect/Metal/IR/ArgumentBinding.h"

#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;

namespace tritonmetal::metal {

// In the order that they take in the signature.
static const BuiltIn kBuiltIns[] = {
    {"threadgroup_position_in_grid", "uint3", true},   {"threadgroups_per_grid", "uint3", true},
    {"thread_index_in_threadgroup", "uint", false},    {"thread_index_in_simdgroup", "uint", false},
    {"simdgroup_index_in_threadgroup", "uint", false},
};

const BuiltIn *getBuiltInOf(Operation *op) {
  return llvm::TypeSwitch<Operation *, const BuiltIn *>(op)
      .Case([](ThreadgroupPositionOp) { return &kBuiltIns[0]; })
      .Case([](ThreadgroupsPerGridOp) { return &kBuiltIns[1]; })
      .Case([](ThreadIndexOp) { return &kBuiltIns[2]; })
      .Case([](LaneIndexOp) { return &kBuiltIns[3]; })
      .Case([](SimdgroupIndexOp) { return &kBuiltIns[4]; })
      .Default([](Operation *) { return nullptr; });
}

/// The struct parameter for `binding`, added at the end if there is none yet.
static KernelParameter &getScalarsAt(SmallVectorImpl<KernelParameter> &structs, KernelOp kernel,
                                     unsigned binding) {
  for (KernelParameter &parameter : structs)
    if (kernel.getArgumentInfo(parameter.arguments.front()).getBinding() == binding)
      return parameter;
  structs.push_back({KernelParameter::Kind::Scalars, {}});
  return structs.back();
}

SmallVector<KernelParameter> getKernelParameters(KernelOp kernel) {
  SmallVector<KernelParameter> parameters, structs;
  for (unsigned i = 0, e = kernel.getNumArguments(); i < e; ++i) {
    ArgumentAttr info = kernel.getArgumentInfo(i);
    if (!isField(info))
      parameters.push_back({KernelParameter::Kind::Pointer, {i}});
    else
      getScalarsAt(structs, kernel, info.getBinding()).arguments.push_back(i);
  }
  parameters.append(structs);

  bool isRead[std::size(kBuiltIns)] = {};
  kernel.walk([&](Operation *op) {
    if (const BuiltIn *builtIn = getBuiltInOf(op))
      isRead[builtIn - kBuiltIns] = true;
  });
  for (auto [builtIn, read] : llvm::zip(kBuiltIns, isRead))
    if (read)
      parameters.push_back({KernelParameter::Kind::BuiltIn, {}, &builtIn});
  return parameters;
}

} // namespace tritonmetal::metal
