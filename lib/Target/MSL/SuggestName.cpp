//===- SuggestName.cpp - Names for values that Python has none for ---*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "Names.h"

#include "triton-metal/Dialect/Metal/IR/Metal.h"

#include "mlir/Dialect/Math/IR/Math.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;

namespace tritonmetal::metal {

/// The kernel argument that a pointer starts from: "x"; empty if it is not certain.
static StringRef getArgumentName(Value pointer) {
  while (isa_and_nonnull<OffsetOp, PointerCastOp>(pointer.getDefiningOp()))
    pointer = pointer.getDefiningOp()->getOperand(0);
  auto argument = dyn_cast<BlockArgument>(pointer);
  auto kernel = argument ? dyn_cast<KernelOp>(argument.getOwner()->getParentOp()) : KernelOp();
  return kernel ? kernel.getArgumentInfo(argument.getArgNumber()).getName() : StringRef();
}

static std::string suggestForMemory(Value pointer, StringRef what) {
  StringRef argument = getArgumentName(pointer);
  return argument.empty() ? what.str() : (argument + "_" + what).str();
}

static StringRef suggestForReduction(SimdReduction kind) {
  switch (kind) {
  case SimdReduction::Sum:
    return "sum";
  case SimdReduction::Product:
    return "product";
  case SimdReduction::MinSigned:
  case SimdReduction::MinUnsigned:
    return "smallest";
  case SimdReduction::MaxSigned:
  case SimdReduction::MaxUnsigned:
    return "largest";
  case SimdReduction::And:
  case SimdReduction::Or:
  case SimdReduction::Xor:
    return "bits";
  }
  llvm_unreachable("all reductions are listed");
}

/// A parameter of the kernel, or what a loop carries: named after what it becomes.
static std::string suggestForArgument(BlockArgument argument) {
  Operation *parent = argument.getOwner()->getParentOp();
  if (auto kernel = dyn_cast<KernelOp>(parent))
    return kernel.getArgumentInfo(argument.getArgNumber()).getName().str();
  auto loop = dyn_cast<scf::ForOp>(parent);
  StringRef hint;
  if (loop && argument != loop.getInductionVar())
    hint = getNameHint(loop.getTiedLoopYieldedValue(argument)->get());
  return hint.empty() ? "acc" : hint.str();
}

std::string suggestName(Value value) {
  Operation *op = value.getDefiningOp();
  if (!op)
    return suggestForArgument(cast<BlockArgument>(value));
  using Name = std::string;
  return llvm::TypeSwitch<Operation *, Name>(op)
      .Case([](LoadOp load) { return suggestForMemory(load.getBase(), "value"); })
      .Case([](OffsetOp offset) { return suggestForMemory(offset.getBase(), "start"); })
      .Case([](PointerCastOp cast) { return suggestForMemory(cast.getSource(), "view"); })
      .Case([](PtrToIntOp cast) { return suggestForMemory(cast.getSource(), "address"); })
      .Case<IntToPtrOp>([](auto) { return Name("pointer"); })
      .Case([&](scf::IfOp branch) {
        unsigned index = cast<OpResult>(value).getResultNumber();
        Value chosen = branch.thenYield().getOperand(index);
        StringRef hint = getNameHint(chosen);
        return hint.empty() ? suggestName(chosen) : hint.str();
      })
      .Case([](SimdReduceOp reduce) { return suggestForReduction(reduce.getKind()).str(); })
      .Case<SimdShuffleOp>([](auto) { return Name("other"); })
      .Case<ArrayLoadOp, FragmentLoadOp>([](auto) { return Name("value"); })
      .Case<arith::AddFOp, arith::AddIOp>([](auto) { return Name("sum"); })
      .Case<arith::MulFOp, arith::MulIOp>([](auto) { return Name("product"); })
      .Case<arith::SubFOp, arith::SubIOp>([](auto) { return Name("difference"); })
      .Case<arith::DivFOp>([](auto) { return Name("quotient"); })
      .Case<arith::MaxNumFOp, arith::MaxSIOp, arith::MaxUIOp>([](auto) { return Name("largest"); })
      .Case<arith::MinNumFOp, arith::MinSIOp, arith::MinUIOp>([](auto) { return Name("smallest"); })
      .Case<arith::CmpIOp, arith::CmpFOp>([](auto) { return Name("test"); })
      .Case<arith::BitcastOp, vector::BitCastOp>([](auto) { return Name("bits"); })
      .Default([](Operation *) { return Name("v"); });
}

} // namespace tritonmetal::metal
