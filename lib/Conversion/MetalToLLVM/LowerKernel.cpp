//===- LowerKernel.cpp - From metal.kernel to llvm.func ---------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// What concerns the kernel as a whole, before the patterns look at single ops:
//
//   metal.kernel @k(%x: !metal.ptr<f32, device>, %n: i32) {
//     %t = metal.thread_index : i32
//     %b = metal.threadgroup_alloc 8 : !metal.ptr<f32, threadgroup>
//     …
//   }
//
// becomes
//
//   llvm.mlir.global internal @k.threadgroup0() {addr_space = 3, alignment = 16} = undef
//   llvm.func @k(%0: !llvm.ptr<1>, %1: !llvm.ptr<2>, %t: i32) {
//     %x = unrealized_conversion_cast %0 : !llvm.ptr<1> to !metal.ptr<f32, device>
//     %n = llvm.load %1 : !llvm.ptr<2> -> i32
//     %2 = llvm.mlir.addressof @k.threadgroup0 : !llvm.ptr<3>
//     %b = unrealized_conversion_cast %2 : !llvm.ptr<3> to !metal.ptr<f32, threadgroup>
//     …
//   }
//
//===----------------------------------------------------------------------===//

#include "Patterns.h"

#include "triton-metal/Conversion/MetalToLLVM/KernelParameters.h"
#include "triton-metal/Dialect/Metal/IR/ArgumentBinding.h"

using namespace mlir;
using namespace tritonmetal::metal;

namespace {

class KernelLowering {
public:
  KernelLowering(KernelOp kernel, const LLVMTypeConverter &converter)
      : kernel(kernel), body(kernel.getBody().front()), converter(converter), builder(kernel) {}
  void run();

private:
  Type getParameterType(const KernelParameter &parameter);
  void replaceArguments(const KernelParameter &parameter, Value value);
  void replacePositions(const BuiltIn &builtIn, Value value);
  void replaceAllocation(ThreadgroupAllocOp alloc);
  void replaceTable(ConstantTableOp table);
  Value castTo(Type type, Value value, Location loc);

  KernelOp kernel;
  Block &body; // its arguments are the kernel's
  const LLVMTypeConverter &converter;
  OpBuilder builder;
  unsigned numThreadgroupVariables = 0;
  unsigned numTables = 0;
};

} // namespace

Type KernelLowering::getParameterType(const KernelParameter &parameter) {
  switch (parameter.kind) {
  case KernelParameter::Kind::Pointer:
    return converter.convertType(kernel.getArgumentTypes()[parameter.arguments.front()]);
  case KernelParameter::Kind::Scalars:
    return LLVM::LLVMPointerType::get(builder.getContext(), unsigned(MemorySpace::Constant));
  case KernelParameter::Kind::BuiltIn:
    break;
  }
  Type i32 = builder.getI32Type();
  return parameter.builtIn->isVector ? VectorType::get(3, i32) : i32;
}

Value KernelLowering::castTo(Type type, Value value, Location loc) {
  if (value.getType() == type)
    return value;
  return UnrealizedConversionCastOp::create(builder, loc, type, value).getResult(0);
}

/// Loads scalars and addresses from their struct, once, at the top of the kernel.
void KernelLowering::replaceArguments(const KernelParameter &parameter, Value value) {
  for (unsigned index : parameter.arguments) {
    BlockArgument argument = body.getArgument(index);
    Location loc = argument.getLoc();
    Value replacement = value;
    if (parameter.kind == KernelParameter::Kind::Scalars) {
      unsigned offset = kernel.getArgumentInfo(index).getOffset();
      Value address = value;
      if (offset != 0)
        address = LLVM::GEPOp::create(builder, loc, value.getType(), builder.getI8Type(), value,
                                      ArrayRef<LLVM::GEPArg>{int32_t(offset)},
                                      LLVM::GEPNoWrapFlags::inbounds);
      Type type = converter.convertType(argument.getType());
      Value loaded =
          LLVM::LoadOp::create(builder, loc, getMemoryType(type), address,
                               /*alignment=*/getFieldSize(kernel.getArgumentInfo(index)));
      replacement = fromMemory(builder, loc, loaded, type);
    }
    argument.replaceAllUsesWith(castTo(argument.getType(), replacement, loc));
  }
}

/// `metal.threadgroup_position y` is element 1 of the vector.
void KernelLowering::replacePositions(const BuiltIn &builtIn, Value value) {
  SmallVector<Operation *> positions;
  kernel.walk([&](Operation *op) {
    if (getBuiltInOf(op) == &builtIn)
      positions.push_back(op);
  });
  for (Operation *op : positions) {
    Value replacement = value;
    if (builtIn.isVector) {
      OpBuilder here(op);
      auto axis = op->getAttrOfType<AxisAttr>("axis").getValue();
      Value position = makeI32(here, op->getLoc(), int32_t(axis));
      replacement = LLVM::ExtractElementOp::create(here, op->getLoc(), value, position);
    }
    op->getResult(0).replaceAllUsesWith(replacement);
    op->erase();
  }
}

void KernelLowering::replaceAllocation(ThreadgroupAllocOp alloc) {
  Location loc = alloc.getLoc();
  PointerType pointer = alloc.getResult().getType();
  Type element = getMemoryType(converter.convertType(pointer.getPointee()));
  Type type = LLVM::LLVMArrayType::get(element, alloc.getCount());
  std::string name = (kernel.getName() + ".threadgroup" + Twine(numThreadgroupVariables++)).str();
  OpBuilder global(kernel);
  // 16 bytes: the widest access of a thread.
  auto variable = LLVM::GlobalOp::create(global, loc, type, /*isConstant=*/false,
                                         LLVM::Linkage::Internal, name, Attribute(),
                                         /*alignment=*/16, unsigned(MemorySpace::Threadgroup));
  global.createBlock(&variable.getInitializerRegion());
  Value undef = LLVM::UndefOp::create(global, loc, type);
  LLVM::ReturnOp::create(global, loc, undef);

  builder.setInsertionPoint(alloc);
  Value address = LLVM::AddressOfOp::create(builder, loc, variable);
  alloc.replaceAllUsesWith(castTo(pointer, address, loc));
  alloc.erase();
}

void KernelLowering::replaceTable(ConstantTableOp table) {
  Location loc = table.getLoc();
  PointerType pointer = table.getResult().getType();
  auto values = cast<DenseElementsAttr>(table.getValues());
  Type element = getMemoryType(converter.convertType(pointer.getPointee()));
  std::string name = (kernel.getName() + ".table" + Twine(numTables++)).str();
  OpBuilder global(kernel);
  auto variable =
      LLVM::GlobalOp::create(global, loc, LLVM::LLVMArrayType::get(element, values.size()),
                             /*isConstant=*/true, LLVM::Linkage::Internal, name, values,
                             /*alignment=*/16, unsigned(MemorySpace::Constant));
  builder.setInsertionPoint(table);
  Value address = LLVM::AddressOfOp::create(builder, loc, variable);
  table.replaceAllUsesWith(castTo(pointer, address, loc));
  table.erase();
}

void KernelLowering::run() {
  SmallVector<KernelParameter> parameters = getKernelParameters(kernel);
  SmallVector<Type> types;
  SmallVector<Location> locs(parameters.size(), kernel.getLoc());
  for (const KernelParameter &parameter : parameters)
    types.push_back(getParameterType(parameter));
  auto functionType =
      LLVM::LLVMFunctionType::get(LLVM::LLVMVoidType::get(builder.getContext()), types);
  kernel.walk([&](ThreadgroupAllocOp alloc) { replaceAllocation(alloc); });
  kernel.walk([&](ConstantTableOp table) { replaceTable(table); });
  builder.setInsertionPoint(kernel);
  auto function =
      LLVM::LLVMFuncOp::create(builder, kernel.getLoc(), kernel.getName(), functionType);

  Block *entry = builder.createBlock(&kernel.getBody(), kernel.getBody().begin(), types, locs);
  for (auto [parameter, value] : llvm::zip(parameters, entry->getArguments())) {
    if (parameter.kind == KernelParameter::Kind::BuiltIn)
      replacePositions(*parameter.builtIn, value);
    else
      replaceArguments(parameter, value);
  }
  // Nothing branches to an entry block, so the two are one.
  entry->getOperations().splice(entry->end(), body.getOperations());
  body.erase();

  kernel.walk([&](ReturnOp op) {
    OpBuilder here(op);
    LLVM::ReturnOp::create(here, op.getLoc(), ValueRange());
    op.erase();
  });
  function.getBody().takeBody(kernel.getBody());
  kernel.erase();
}

void tritonmetal::metal::lowerKernel(KernelOp kernel, const LLVMTypeConverter &converter) {
  KernelLowering(kernel, converter).run();
}
