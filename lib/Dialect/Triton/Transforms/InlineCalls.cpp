//===- InlineCalls.cpp - Replace calls by what they call -------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Functions are visited callees first, so what is inlined has no calls of its own:
//
//   k calls f, g;  f calls g      order: g, f, k
//
// Sizes are known before anything is copied: f that calls g twice, which calls h twice,
// … doubles at each step, and stops being a program long before memory ends.
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Dialect/Triton/IR/Triton.h"
#include "triton-metal/Dialect/Triton/Transforms/Passes.h"

#include "mlir/Interfaces/CallInterfaces.h"
#include "mlir/Transforms/InliningUtils.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace tritonmetal;

namespace tritonmetal::tt {
#define GEN_PASS_DEF_INLINECALLS
#include "triton-metal/Dialect/Triton/Transforms/Passes.h.inc"
} // namespace tritonmetal::tt

/// Ops of a function after inlining: far above any kernel, far below what fills memory.
static constexpr uint64_t maxOps = 200000;

namespace {

/// Of `noinline` functions too: a kernel is one function.
struct Inliner final : InlinerInterface {
  using InlinerInterface::InlinerInterface;
  using InlinerInterface::isLegalToInline;
  bool isLegalToInline(Operation *, Operation *, bool) const override { return true; }
};

class CallInliner {
public:
  explicit CallInliner(ModuleOp module) : module(module), inliner(module.getContext()) {}

  LogicalResult run();

private:
  LogicalResult visit(tt::FuncOp func);
  LogicalResult visitCall(tt::CallOp call, uint64_t &size);
  LogicalResult refuseRecursion(tt::CallOp call, tt::FuncOp callee);
  LogicalResult inlineInto(tt::FuncOp func);

  ModuleOp module;
  Inliner inliner;
  llvm::SetVector<Operation *> path;            // functions whose calls are being visited
  llvm::MapVector<Operation *, uint64_t> sizes; // ops of those that are done, callees first
  llvm::SetVector<Operation *> called;
};

} // namespace

LogicalResult CallInliner::refuseRecursion(tt::CallOp call, tt::FuncOp callee) {
  InFlightDiagnostic diag = call.emitOpError("calls '")
                            << callee.getSymName()
                            << "' recursively, but threads of an Apple GPU have no stack for "
                               "calls; write the recursion as a loop";
  auto first = llvm::find(path, callee.getOperation());
  for (Operation *op : llvm::make_range(first, path.end()))
    diag.attachNote(op->getLoc()) << "by way of '" << cast<tt::FuncOp>(op).getSymName() << "'";
  return diag;
}

/// Adds what `call` is going to be replaced by.
LogicalResult CallInliner::visitCall(tt::CallOp call, uint64_t &size) {
  auto callee = module.lookupSymbol<tt::FuncOp>(call.getCallee());
  if (path.contains(callee))
    return refuseRecursion(call, callee);
  if (!callee || callee.getBody().empty())
    return call.emitOpError("calls '")
           << call.getCallee() << "', which has no body; all functions of a kernel have to be "
           << "in its file";
  if (!llvm::hasSingleElement(callee.getBody()))
    return call.emitOpError("calls '") << callee.getSymName() << "', which has several blocks";
  if (failed(visit(callee)))
    return failure();
  called.insert(callee);
  size = llvm::SaturatingAdd(size, sizes.lookup(callee));
  return success();
}

LogicalResult CallInliner::visit(tt::FuncOp func) {
  if (sizes.contains(func) || func.getBody().empty())
    return success();
  path.insert(func);
  uint64_t size = 0;
  WalkResult result = func.walk([&](Operation *op) {
    ++size;
    auto call = dyn_cast<tt::CallOp>(op);
    return WalkResult(call ? visitCall(call, size) : success());
  });
  path.remove(func);
  if (result.wasInterrupted())
    return failure();
  if (size > maxOps)
    return func.emitOpError("grows beyond ")
           << maxOps << " ops where its calls are replaced by what they call; call less often";
  sizes[func] = size;
  return success();
}

LogicalResult CallInliner::inlineInto(tt::FuncOp func) {
  auto clone = [](OpBuilder &, Region *source, Block *before, Block *after, IRMapping &mapping,
                  bool) { source->cloneInto(before->getParent(), after->getIterator(), mapping); };
  SmallVector<tt::CallOp> calls;
  func.walk([&](tt::CallOp call) { calls.push_back(call); });
  for (tt::CallOp call : calls) {
    auto callee = module.lookupSymbol<tt::FuncOp>(call.getCallee());
    if (failed(inlineCall(inliner, clone, call, callee, &callee.getBody())))
      return call.emitOpError("cannot be inlined");
    call.erase();
  }
  return success();
}

LogicalResult CallInliner::run() {
  for (tt::FuncOp func : module.getOps<tt::FuncOp>())
    if (failed(visit(func)))
      return failure();
  for (auto &[func, size] : sizes)
    if (failed(inlineInto(cast<tt::FuncOp>(func))))
      return failure();
  for (tt::FuncOp func : llvm::make_early_inc_range(module.getOps<tt::FuncOp>()))
    if (called.contains(func) || func.isPrivate())
      func.erase();
  return success();
}

namespace {
struct InlineCalls final : tt::impl::InlineCallsBase<InlineCalls> {
  void runOnOperation() override {
    CallInliner inliner(getOperation());
    if (failed(inliner.run()))
      signalPassFailure();
  }
};
} // namespace
