//===- TestIntegerRanges.cpp - Remarks that show ranges of integers --------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// `test-print-integer-ranges` emits a remark at every op with an integer result.
//
//===----------------------------------------------------------------------===//

#include "TestPasses.h"

#include "triton-metal/Analysis/IntegerRanges.h"

#include "mlir/IR/TypeUtilities.h"
#include "mlir/Pass/Pass.h"

using namespace mlir;
using namespace tritonmetal;

namespace {

struct TestPrintIntegerRanges final : PassWrapper<TestPrintIntegerRanges, OperationPass<ModuleOp>> {
  MLIR_DEFINE_EXPLICIT_INTERNAL_INLINE_TYPE_ID(TestPrintIntegerRanges)

  StringRef getArgument() const override { return "test-print-integer-ranges"; }
  StringRef getDescription() const override { return "Emit remarks with ranges of integers"; }

  void runOnOperation() override {
    IntegerRanges ranges(getOperation());
    getOperation()->walk([&](Operation *op) {
      for (Value result : op->getResults()) {
        if (!getElementTypeOrSelf(result).isInteger())
          continue;
        SignedRange range = ranges.of(result);
        op->emitRemark() << range.low << " to " << range.high;
      }
    });
    markAllAnalysesPreserved();
  }
};

} // namespace

void tritonmetal::test::registerTestIntegerRanges() { PassRegistration<TestPrintIntegerRanges>(); }
