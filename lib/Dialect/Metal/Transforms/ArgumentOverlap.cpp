//===- ArgumentOverlap.cpp - Which arguments need to be apart --------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "triton-metal/Dialect/Metal/Transforms/ArgumentOverlap.h"

#include "triton-metal/Dialect/Metal/IR/PointerOrigins.h"

#include <set>

using namespace mlir;
using namespace tritonmetal::metal;

/// A buffer that the caller gives: the log of prints is the host's own.
static bool isBuffer(KernelOp kernel, unsigned i) {
  ArgumentAttr info = kernel.getArgumentInfo(i);
  return info.getKind() == ArgumentKind::Pointer && info.getRole() != ArgumentRole::Log;
}

namespace {

/// Walks a kernel in order with the parameters written so far.
class OrderedPairs {
public:
  explicit OrderedPairs(KernelOp kernel) : kernel(kernel) {}

  void walk(Block &block) {
    for (Operation &op : block) {
      if (auto load = dyn_cast<LoadOp>(op))
        access(load.getBase(), /*isWrite=*/false);
      if (auto store = dyn_cast<StoreOp>(op))
        access(store.getBase(), /*isWrite=*/true);
      // A second time round, the loop's own writes have happened.
      bool isLoop = isa<scf::ForOp, scf::WhileOp>(op);
      for (unsigned round = 0; round < (isLoop ? 2 : 1); ++round)
        for (Region &region : op.getRegions())
          for (Block &inner : region)
            walk(inner);
    }
  }

  std::set<std::pair<unsigned, unsigned>> pairs;

private:
  SmallVector<unsigned> originsOf(Value pointer) {
    PointerOrigins origins = getPointerOrigins(pointer);
    SmallVector<unsigned> parameters;
    for (unsigned i = 0; i < kernel.getNumArguments(); ++i)
      if (isBuffer(kernel, i) &&
          (origins.isAnywhere() || origins.values.contains(kernel.getArgument(i))))
        parameters.push_back(i);
    return parameters;
  }

  void access(Value pointer, bool isWrite) {
    if (cast<PointerType>(pointer.getType()).getSpace() != MemorySpace::Device)
      return;
    SmallVector<unsigned> origins = originsOf(pointer);
    for (unsigned origin : origins)
      for (unsigned other : written)
        if (origin != other)
          pairs.insert({origin, other});
    if (isWrite)
      written.insert(origins.begin(), origins.end());
  }

  KernelOp kernel;
  std::set<unsigned> written;
};

} // namespace

/// Every pair of pointers of which one at least is written.
static SmallVector<std::pair<unsigned, unsigned>> findWrittenPairs(KernelOp kernel) {
  SmallVector<std::pair<unsigned, unsigned>> pairs;
  auto isWritten = [&](unsigned i) {
    Access access = kernel.getArgumentInfo(i).getAccess();
    return access == Access::Write || access == Access::ReadWrite;
  };
  for (unsigned i = 0; i < kernel.getNumArguments(); ++i)
    for (unsigned j = 0; j < kernel.getNumArguments(); ++j)
      if (i != j && isBuffer(kernel, i) && isBuffer(kernel, j) && isWritten(j) &&
          !(isWritten(i) && i > j))
        pairs.push_back({i, j});
  return pairs;
}

SmallVector<std::pair<unsigned, unsigned>> tritonmetal::metal::findOrderedPairs(KernelOp kernel) {
  if (kernel.getDisjointArguments())
    return findWrittenPairs(kernel);
  OrderedPairs walker(kernel);
  for (Block &block : kernel.getBody())
    walker.walk(block);
  return llvm::to_vector(walker.pairs);
}
