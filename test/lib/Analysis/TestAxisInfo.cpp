//===- TestAxisInfo.cpp - Remarks that show axis information --------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// `test-print-axis-info` emits a remark at every op with an integer or pointer
// result, and for every loop at its op with what its induction variable has.
//
//===----------------------------------------------------------------------===//

#include "TestPasses.h"

#include "triton-metal/Analysis/AxisInfo.h"
#include "triton-metal/Dialect/Triton/IR/Triton.h"

#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Pass/Pass.h"

using namespace mlir;
using namespace tritonmetal;

namespace {

struct TestPrintAxisInfo final : PassWrapper<TestPrintAxisInfo, OperationPass<ModuleOp>> {
  MLIR_DEFINE_EXPLICIT_INTERNAL_INLINE_TYPE_ID(TestPrintAxisInfo)

  StringRef getArgument() const override { return "test-print-axis-info"; }
  StringRef getDescription() const override { return "Emit remarks with axis information"; }

  void runOnOperation() override {
    AxisInfoAnalysis analysis(getOperation());
    auto report = [&](Operation *op, Value value) {
      Type element = getElementTypeOrSelf(value);
      if (!element.isInteger() && !isa<tt::PointerType>(element))
        return;
      std::string text;
      llvm::raw_string_ostream stream(text);
      analysis.lookup(value).print(stream);
      op->emitRemark() << text;
    };
    getOperation()->walk([&](Operation *op) {
      if (auto loop = dyn_cast<scf::ForOp>(op))
        report(op, loop.getInductionVar());
      for (Value result : op->getResults())
        report(op, result);
    });
    markAllAnalysesPreserved();
  }
};

} // namespace

void tritonmetal::test::registerTestAxisInfo() { PassRegistration<TestPrintAxisInfo>(); }
