//===- DescribeKernel.cpp - The interface of a kernel, for AIR --*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Reads `#metal.argument` and getKernelParameters, nothing else. The scalars of
//
//   metal.kernel @softmax_k(%out: …, %in: …, %stride: i32, %n: i32)
//
// are described as `constant softmax_k_args &args [[buffer(2)]]`, a struct of two int.
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Conversion/MetalToLLVM/KernelParameters.h"
#include "triton-metal/Dialect/Metal/IR/ArgumentBinding.h"
#include "triton-metal/Target/AIR/EmitAIR.h"

#include "llvm/ADT/TypeSwitch.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace tritonmetal::air;

namespace tritonmetal::metal {

StringRef getMSLTypeName(Type scalar) {
  if (isa<FloatType>(scalar) && scalar.getIntOrFloatBitWidth() == 8)
    return "uchar";
  return llvm::TypeSwitch<Type, StringRef>(scalar)
      .Case([](Float32Type) { return "float"; })
      .Case([](Float16Type) { return "half"; })
      .Case([](BFloat16Type) { return "bfloat"; })
      .Case([](Float64Type) { return "long"; }) // carried as its bits
      .Case([](IntegerType type) -> StringRef {
        switch (type.getWidth()) {
        case 1:
          return "bool";
        case 8:
          return "char";
        case 16:
          return "short";
        case 32:
          return "int";
        case 64:
          return "long";
        default:
          return "";
        }
      })
      .Default([](Type) { return ""; });
}

static BufferAccess getAccess(Access access) {
  switch (access) {
  case Access::None:
  case Access::Read:
    return BufferAccess::Read;
  case Access::Write:
    return BufferAccess::Write;
  case Access::ReadWrite:
    return BufferAccess::ReadWrite;
  }
  llvm_unreachable("all accesses are listed");
}

static KernelArgument describePointer(ArgumentAttr info) {
  uint32_t size = getByteSize(info.getElement());
  return KernelArgument::deviceBuffer(info.getName().str(), info.getBinding(),
                                      getMSLTypeName(info.getElement()).str(), size, size,
                                      getAccess(info.getAccess()));
}

/// The struct is as long as its last field demands, rounded up to its alignment, as in C.
static KernelArgument describeScalars(KernelOp kernel, ArrayRef<unsigned> arguments) {
  std::vector<StructField> fields;
  uint32_t alignment = 1, end = 0;
  for (unsigned index : arguments) {
    ArgumentAttr info = kernel.getArgumentInfo(index);
    uint32_t size = getFieldSize(info);
    StructField field = {info.getOffset(), size, /*arrayCount=*/0,
                         getMSLTypeName(info.getElement()).str(), info.getName().str()};
    if (info.getIndirect())
      field.pointee = {true, getByteSize(info.getElement()), getAccess(info.getAccess())};
    fields.push_back(std::move(field));
    alignment = std::max(alignment, size);
    end = std::max(end, info.getOffset() + size);
  }
  unsigned binding = kernel.getArgumentInfo(arguments.front()).getBinding();
  return KernelArgument::constantBuffer("args", binding, (kernel.getName() + "_args").str(),
                                        llvm::alignTo(end, alignment), alignment,
                                        std::move(fields));
}

KernelDescription describeKernel(KernelOp kernel) {
  KernelDescription description;
  description.name = kernel.getName().str();
  description.maxTotalThreads = kernel.getThreadsPerThreadgroup();
  for (const KernelParameter &parameter : getKernelParameters(kernel)) {
    switch (parameter.kind) {
    case KernelParameter::Kind::Pointer:
      description.arguments.push_back(
          describePointer(kernel.getArgumentInfo(parameter.arguments.front())));
      break;
    case KernelParameter::Kind::Scalars:
      description.arguments.push_back(describeScalars(kernel, parameter.arguments));
      break;
    case KernelParameter::Kind::BuiltIn: {
      const BuiltIn &builtIn = *parameter.builtIn;
      description.arguments.push_back(KernelArgument::builtIn(
          builtIn.name.str(), builtIn.name.str(), builtIn.mslTypeName.str()));
      break;
    }
    }
  }
  return description;
}

} // namespace tritonmetal::metal
