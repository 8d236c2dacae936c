//===- Replan.cpp - TTGIR of other GPUs ------------------------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "Replan.h"

#include "triton-metal/Dialect/TritonGPU/IR/TritonGPU.h"
#include "triton-metal/Remarks/Explain.h"

#include "llvm/ADT/SetVector.h"

using namespace mlir;
using namespace tritonmetal;

namespace {

/// What an Apple GPU cannot follow, in the words of the file, in the file's order.
struct Foreign {
  llvm::SetVector<StringRef, SmallVector<StringRef>> names;
  Operation *first = nullptr; // that has any of it

  void add(Operation *op, StringRef name) {
    names.insert(name);
    if (!first)
      first = op;
  }
};

} // namespace

/// The layout that the threads of other GPUs follow, by name; empty if ours do as well.
static StringRef findForeignLayout(Attribute layout) {
  if (!layout || isa<ttg::BlockedEncodingAttr, ttg::GenericLinearEncodingAttr,
                     ttg::LinearEncodingAttr, ttg::SimdgroupMatrixEncodingAttr>(layout))
    return "";
  if (auto slice = dyn_cast<ttg::SliceEncodingAttr>(layout))
    return findForeignLayout(slice.getParent());
  if (auto operand = dyn_cast<ttg::DotOperandEncodingAttr>(layout))
    return findForeignLayout(operand.getParent());
  return layout.getAbstractAttribute().getName();
}

/// Ops of TTGIR that are lowered as they are.
static bool isHonoured(Operation *op) { return isa<ttg::ConvertLayoutOp, ttg::BarrierOp>(op); }

static Foreign findForeign(ModuleOp module) {
  Foreign foreign;
  module->walk<WalkOrder::PreOrder>([&](Operation *op) {
    StringRef dialect = op->getName().getDialectNamespace();
    bool isPlanned = dialect == "ttg" || dialect == "ttng" || dialect == "amdg";
    if (isPlanned && !isHonoured(op))
      foreign.add(op, op->getName().getStringRef());
    auto addLayout = [&](Type type) {
      auto tensor = dyn_cast<RankedTensorType>(type);
      StringRef name = tensor ? findForeignLayout(tensor.getEncoding()) : "";
      if (!name.empty())
        foreign.add(op, name);
    };
    for (Type type : op->getResultTypes())
      addLayout(type);
    for (Region &region : op->getRegions())
      for (Block &block : region)
        for (Type type : block.getArgumentTypes())
          addLayout(type);
  });
  return foreign;
}

/// "'ttg.nvidia_mma', 'ttg.local_alloc' and 2 more".
static std::string list(const Foreign &foreign) {
  constexpr size_t kShown = 3;
  std::string text;
  for (StringRef name : llvm::ArrayRef(foreign.names.getArrayRef()).take_front(kShown))
    text += (text.empty() ? "'" : ", '") + name.str() + "'";
  if (foreign.names.size() > kShown)
    text += " and " + std::to_string(foreign.names.size() - kShown) + " more";
  return text;
}

std::string tritonmetal::whyNoLargeFragments(const CompileOptions &options) {
  constexpr LanguageVersion firstAIR = {2, 8};
  const GPUFamily &family = *options.target.family;
  if (!family.hasMatrix16x16)
    return family.name.str() + " does not have; pass the --target that it is for, to keep it";
  if (options.matrixUnit == MatrixUnit::Small)
    return "--matrix-unit=8x8 turns off";
  if (options.output == OutputKind::MSL)
    return "Metal source does not reach";
  if (options.deployment.airVersion < firstAIR)
    return options.deployment.str() + " does not have";
  return "";
}

/// The first dot that is planned for the 16x16 unit.
static Operation *findLargeDot(ModuleOp module) {
  Operation *found = nullptr;
  module->walk([&](tt::DotOp dot) {
    auto layout = dyn_cast_or_null<ttg::SimdgroupMatrixEncodingAttr>(dot.getType().getEncoding());
    if (!layout || layout.getSize() != 16)
      return WalkResult::advance();
    found = dot;
    return WalkResult::interrupt();
  });
  return found;
}

unsigned tritonmetal::getPlannedWarps(ModuleOp module) {
  return module->getAttrOfType<IntegerAttr>(ttg::kNumWarpsAttrName).getInt();
}

/// What of the numbers of threads an Apple GPU, or the options, cannot follow; empty if
/// nothing.
static std::string findOtherThreads(ModuleOp module, const CompileOptions &options) {
  unsigned warps = getPlannedWarps(module);
  if (options.numWarps && *options.numWarps != warps)
    return "it is planned for " + std::to_string(warps) + " SIMD-groups, not " +
           std::to_string(*options.numWarps);
  int lanes = ttg::lookupThreadsPerWarp(module).value_or(32);
  if (lanes != 32)
    return "it is planned for " + std::to_string(lanes) +
           " lanes in a warp, and Apple GPUs have 32";
  if (int ctas = ttg::lookupNumCTAs(module); ctas != 1)
    return "it is planned for clusters of " + std::to_string(ctas) +
           " CTAs, which Apple GPUs do not have";
  return "";
}

FailureOr<bool> tritonmetal::mustReplan(ModuleOp module, const CompileOptions &options) {
  auto warps = module->getAttrOfType<IntegerAttr>(ttg::kNumWarpsAttrName);
  if (!warps)
    return module.emitError("'") << ttg::kNumWarpsAttrName << "' is not an integer";
  if (options.replan == Replan::Always)
    return true;
  std::string reason = findOtherThreads(module, options);
  Operation *where = module;
  if (reason.empty()) {
    Foreign foreign = findForeign(module);
    Operation *large = findLargeDot(module);
    std::string missing = large ? whyNoLargeFragments(options) : "";
    if (foreign.names.empty() && missing.empty())
      return false;
    reason = foreign.names.empty() ? "it uses the 16x16 matrix unit, which " + missing
                                   : "it uses " + list(foreign) + ", which Apple GPUs do not have";
    where = foreign.names.empty() ? large : foreign.first;
  }
  if (options.replan == Replan::Never)
    return emitError(where->getLoc())
           << "the plan of this TTGIR cannot be followed: " << reason
           << "; let it be planned anew (--replan=auto), or compile the TTIR of the kernel";
  std::string words = "planned anew for " + options.target.family->name.str() + ": " + reason;
  if (options.explain == ExplainFormat::None)
    emitRemark(where->getLoc()) << words;
  explain(where->getLoc(), topic::kPlan, [&] { return words; });
  return true;
}
