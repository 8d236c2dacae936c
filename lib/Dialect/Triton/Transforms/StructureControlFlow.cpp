//===- StructureControlFlow.cpp - Write branches between blocks as scf ----===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// MLIR lifts a control flow graph to scf: each branch with all that it decides becomes an
// op with regions, each cycle a do-while loop. Where paths join that carry different
// values, a number says which way was taken, and an `scf.index_switch` asks for it:
//
//   ^a: br ^c(1)    ^b: br ^c(2)    ^c(n): switch n      (returns of different places)
//
// Here that becomes a chain of scf.if, so that later passes know three ops, not four.
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Dialect/Triton/IR/Triton.h"
#include "triton-metal/Dialect/Triton/Transforms/Passes.h"

#include "mlir/Conversion/ControlFlowToSCF/ControlFlowToSCF.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlow.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/UB/IR/UBOps.h"
#include "mlir/IR/Dominance.h"
#include "mlir/IR/PatternMatch.h"
#include "mlir/Transforms/RegionUtils.h"

using namespace mlir;
using namespace tritonmetal;

namespace tritonmetal::tt {
#define GEN_PASS_DEF_STRUCTURECONTROLFLOW
#include "triton-metal/Dialect/Triton/Transforms/Passes.h.inc"
} // namespace tritonmetal::tt

/// Zero, which any layout and both outputs have; poison for pointers.
static Value createUndefined(OpBuilder &builder, Location loc, Type type) {
  if (getElementTypeOrSelf(type).isIntOrIndexOrFloat())
    return arith::ConstantOp::create(builder, loc, cast<TypedAttr>(builder.getZeroAttr(type)));
  return ub::PoisonOp::create(builder, loc, type);
}

namespace {

class TritonToSCF final : public ControlFlowToSCFTransformation {
public:
  Value getUndefValue(Location loc, OpBuilder &builder, Type type) override {
    return createUndefined(builder, loc, type);
  }

  /// The end of a loop without one.
  FailureOr<Operation *> createUnreachableTerminator(Location loc, OpBuilder &builder,
                                                     Region &region) override {
    auto func = dyn_cast<tt::FuncOp>(region.getParentOp());
    if (!func)
      return emitError(loc) << "is a loop without an end inside of '"
                            << region.getParentOp()->getName() << "', which cannot be structured";
    SmallVector<Value> results;
    for (Type type : func.getResultTypes())
      results.push_back(createUndefined(builder, loc, type));
    return tt::ReturnOp::create(builder, loc, results).getOperation();
  }
};

struct StructureControlFlow final : tt::impl::StructureControlFlowBase<StructureControlFlow> {
  void runOnOperation() override {
    SmallVector<Operation *> parents;
    getOperation().walk([&](Operation *op) {
      if (llvm::any_of(op->getRegions(), hasSeveralBlocks))
        parents.push_back(op);
    });
    for (Operation *op : parents)
      for (Region &region : op->getRegions())
        if (hasSeveralBlocks(region) && failed(structure(region)))
          return signalPassFailure();
  }

private:
  static bool hasSeveralBlocks(Region &region) {
    return !region.empty() && !llvm::hasSingleElement(region);
  }

  LogicalResult structure(Region &region) {
    IRRewriter rewriter(&getContext());
    (void)eraseUnreachableBlocks(rewriter, region);
    if (failed(checkTerminators(region)))
      return failure();
    TritonToSCF interface;
    DominanceInfo dominance(region.getParentOp());
    if (failed(transformCFGToSCF(region, interface, dominance)))
      return region.getParentOp()->emitOpError(
          "has branches that cannot be written as structured control flow; use if, while and "
          "for without jumps into them");
    region.walk([](scf::IndexSwitchOp op) { replaceSwitch(op); });
    return success();
  }

  static LogicalResult checkTerminators(Region &region) {
    for (Block &block : region) {
      Operation *terminator = block.getTerminator();
      bool isKnown = isa<cf::BranchOp, cf::CondBranchOp, cf::SwitchOp>(terminator) ||
                     terminator->hasTrait<OpTrait::ReturnLike>();
      if (!isKnown)
        return terminator->emitOpError("ends a block in a way that cannot be structured; expected "
                                       "'cf.br', 'cf.cond_br', 'cf.switch' or a return");
    }
    return success();
  }

  /// scf.index_switch %n case 1 { A } case 2 { B } default { C }
  ///   ->  scf.if %n == 1 { A } else { scf.if %n == 2 { B } else { C } }
  static void replaceSwitch(scf::IndexSwitchOp op) {
    OpBuilder builder(op);
    Location loc = op.getLoc();
    Value number = op.getArg();
    if (auto cast = number.getDefiningOp<arith::IndexCastUIOp>())
      number = cast.getIn();
    scf::IfOp outermost;
    for (auto [taken, region] : llvm::zip(op.getCases(), op.getCaseRegions())) {
      Value expected =
          arith::ConstantOp::create(builder, loc, builder.getIntegerAttr(number.getType(), taken));
      Value isTaken =
          arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::eq, number, expected);
      auto branch = scf::IfOp::create(builder, loc, op.getResultTypes(), isTaken,
                                      /*addThenBlock=*/false, /*addElseBlock=*/false);
      branch.getThenRegion().takeBody(region);
      if (outermost)
        scf::YieldOp::create(builder, loc, branch.getResults());
      else
        outermost = branch;
      builder.createBlock(&branch.getElseRegion());
    }
    if (!outermost)
      return; // no cases: MLIR's lifting makes none of these
    Block *end = builder.getInsertionBlock();
    end->getOperations().splice(end->end(), op.getDefaultBlock().getOperations());
    op.replaceAllUsesWith(outermost.getResults());
    op.erase();
  }
};
} // namespace
