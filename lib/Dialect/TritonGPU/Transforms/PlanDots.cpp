//===- PlanDots.cpp - Layouts of matrix units for dots --------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Decides, for each dot, how SIMD-groups share its result and how fragments interleave.
//
// A SIMD-group of wm x wn of them reads M/wm rows of a and N/wn columns of b, so the
// sharing that reads least is the squarest:
//
//   M = N = 64, 4 SIMD-groups:   2 x 2 reads 32 rows + 32 columns, 4 x 1 reads 16 + 64
//
// A dot whose result is an operand of another dot (scores of an attention) has all
// SIMD-groups along its rows instead, and so has the other: then the result is the operand
// in the same registers, and sums over a row stay within a SIMD-group.
//
// Results are stored from the matrix layout, in which a lane holds neighbours of a row: a
// trip through threadgroup memory for wider stores rarely pays.
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Dialect/TritonGPU/Transforms/Passes.h"

#include "LayoutAssignment.h"

#include "triton-metal/Analysis/AxisInfo.h"
#include "triton-metal/Dialect/TritonGPU/IR/LinearLayoutConversions.h"
#include "triton-metal/Dialect/TritonGPU/IR/TritonGPU.h"
#include "triton-metal/Remarks/Explain.h"
#include "triton-metal/TargetInfo/TargetInfo.h"

#include "mlir/Dialect/SCF/IR/SCF.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace tritonmetal;
using namespace tritonmetal::ttg;

namespace tritonmetal::ttg {
#define GEN_PASS_DEF_PLANDOTS
#include "triton-metal/Dialect/TritonGPU/Transforms/Passes.h.inc"
} // namespace tritonmetal::ttg

namespace {

/// Neighbours of a row that a lane holds at most: 16 bytes of f16.
constexpr int64_t kMaxColumns = 8;
/// Fragments that interleave along K at most: a lane then holds 8 bytes of f16 of a column of
/// b, and 16 of a row of a.
constexpr int64_t kMaxDepth = 4;

/// The extents of a dot in fragments.
struct Extents {
  Extents(tt::DotOp dot, int64_t size) {
    auto countFragments = [&](int64_t extent) { return std::max<int64_t>(1, extent / size); };
    ArrayRef<int64_t> result = dot.getD().getType().getShape();
    unsigned rank = result.size();
    batch = rank == 3 ? result[0] : 1;
    rows = countFragments(result[rank - 2]);
    columns = countFragments(result[rank - 1]);
    depth = countFragments(dot.getA().getType().getDimSize(rank - 1));
  }
  int64_t batch, rows, columns, depth;
};

/// SIMD-groups along batch, rows and columns.
struct Share {
  int64_t batch, rows, columns;
};

Share shareOut(const Extents &extents, int64_t warps, bool rowsFirst) {
  Share best{std::min(extents.batch, warps), 1, 1};
  warps /= best.batch;
  if (rowsFirst) {
    best.rows = std::min(extents.rows, warps);
    best.columns = warps / best.rows;
    return best;
  }
  std::optional<int64_t> bestCost;
  for (int64_t rows = 1; rows <= warps; rows *= 2) {
    // What several SIMD-groups hold alike is no gain.
    int64_t cost = std::max<int64_t>(1, extents.rows / rows) +
                   std::max<int64_t>(1, extents.columns / (warps / rows));
    if (bestCost && *bestCost < cost)
      continue;
    bestCost = cost;
    best.rows = rows;
    best.columns = warps / rows;
  }
  return best;
}

/// Whether an operand of `dot` is made of the result of another dot.
bool isFedByDot(tt::DotOp dot) {
  llvm::SetVector<Operation *> reached;
  auto reach = [&](Value value) {
    if (Operation *op = value.getDefiningOp())
      reached.insert(op);
  };
  reach(dot.getA());
  reach(dot.getB());
  for (unsigned i = 0; i < reached.size(); ++i) {
    Operation *op = reached[i];
    if (isa<tt::DotOp>(op))
      return true;
    if (isa<ConvertLayoutOp>(op) || getLayoutKind(op) == LayoutKind::Same)
      for (Value operand : op->getOperands())
        reach(operand);
  }
  return false;
}

/// Rows and columns of a fragment. The 16x16 unit rounds f32 to fewer bits: not for that.
int64_t chooseSize(tt::DotOp dot, bool largeFragments) {
  RankedTensorType a = dot.getA().getType(), d = dot.getD().getType();
  unsigned rank = d.getRank();
  bool isLarge =
      largeFragments && a.getElementTypeBitWidth() <= 16 &&
      std::min({d.getDimSize(rank - 2), d.getDimSize(rank - 1), a.getDimSize(rank - 1)}) >= 16;
  return isLarge ? 16 : 8;
}

void explainShare(tt::DotOp dot, const Share &share, bool isChained) {
  explain(dot.getLoc(), topic::kMatrix, [&] {
    std::string text;
    llvm::raw_string_ostream os(text);
    os << "SIMD-groups share the result ";
    if (share.batch > 1)
      os << share.batch << " x ";
    os << share.rows << " x " << share.columns
       << (share.batch > 1 ? " (batch, rows, columns), " : " (rows, columns), ")
       << (isChained ? "rows first: the result of one dot is an operand of another"
                     : "which reads least of the operands");
    return text;
  });
}

SimdgroupMatrixEncodingAttr chooseLayout(tt::DotOp dot, int64_t warps, int64_t size) {
  Extents extents(dot, size);
  bool isChained = feedsDot(dot) || isFedByDot(dot);
  Share share = shareOut(extents, warps, isChained);
  int64_t own = std::max<int64_t>(1, extents.columns / share.columns);
  explainShare(dot, share, isChained);
  SmallVector<int32_t> counts{int32_t(share.rows), int32_t(share.columns)};
  if (dot.getD().getType().getRank() == 3)
    counts.insert(counts.begin(), int32_t(share.batch));
  // A lane holds 2 neighbours of a row of an 8x8 fragment, 4 of a 16x16 one.
  return SimdgroupMatrixEncodingAttr::get(dot.getContext(), size, counts,
                                          std::min(kMaxColumns, size / 4 * own));
}

/// Stores of the result of `dot`, perhaps after element-wise ops, through loops and branches.
void findStores(tt::DotOp dot, llvm::SetVector<Operation *> &stores) {
  llvm::SetVector<Value> reached;
  reached.insert(dot.getD());
  for (unsigned i = 0; i < reached.size(); ++i)
    for (OpOperand &use : reached[i].getUses()) {
      Operation *user = use.getOwner();
      unsigned number = use.getOperandNumber();
      if (isa<tt::StoreOp>(user) && number == 1)
        stores.insert(user);
      else if (isa<ConvertLayoutOp>(user) || getLayoutKind(user) == LayoutKind::Same)
        reached.insert(user->result_begin(), user->result_end());
      else if (isa<scf::YieldOp>(user) && isa<scf::ForOp, scf::IfOp>(user->getParentOp()))
        reached.insert(user->getParentOp()->getResult(number));
    }
}

/// The load that an operand is made of, perhaps after conversions of its elements; null if
/// something else uses the values as well.
tt::LoadOp findLoad(Value operand) {
  Operation *op = operand.getDefiningOp();
  while (op && op->hasOneUse() && op->getNumOperands() == 1 &&
         (isa<ConvertLayoutOp>(op) || getLayoutKind(op) == LayoutKind::Same))
    op = op->getOperand(0).getDefiningOp();
  auto load = dyn_cast_or_null<tt::LoadOp>(op);
  return load && load->hasOneUse() ? load : tt::LoadOp();
}

/// The layout of an operand with its registers in the order of memory, so that a lane loads
/// neighbours along `dim` in one access.
Attribute sortRegisters(RankedTensorType type, unsigned dim) {
  layout::LinearLayout layout = toLinearLayout(type);
  SmallVector<layout::LinearLayout::InBases> inputs;
  for (StringRef name : layout.getInDimNames()) {
    layout::LinearLayout::InBases bases{name, {}};
    for (int bit = 0; bit < layout.getInDimSizeLog2(name); ++bit)
      bases.second.push_back(layout.getBasis(name, bit));
    if (name == "register")
      llvm::stable_sort(bases.second, [&](const auto &a, const auto &b) {
        auto rank = [&](const auto &basis) {
          return basis[dim] == 0 ? std::numeric_limits<int32_t>::max() : basis[dim];
        };
        return rank(a) < rank(b);
      });
    inputs.push_back(std::move(bases));
  }
  return makeLinearEncoding(type.getContext(), layout::LinearLayout(inputs, layout.getOutDims()));
}

/// Bytes of a lane's access that make direct loads as good as staging: together, four or more
/// lanes then read whole sectors of a line.
constexpr int64_t kMinDirectBytes = 8;
/// Bytes of a row that a SIMD-group reads: half a line. Each access brings whole lines, so with
/// less of them the caches decide.
constexpr int64_t kMinDirectRow = 64;
/// Registers of 32 bits that a direct load keeps from the load to the last product; staged
/// operands come from threadgroup memory when a product needs them.
constexpr int64_t kMaxDirectRegisters = 32;

/// Whether a SIMD-group that loads `type` directly uses the lines that it brings, and has the
/// registers for it. dim: along which memory runs.
/// Empty if so, else why not.
std::string whyNotDirect(RankedTensorType type, unsigned dim) {
  layout::LinearLayout layout = toLinearLayout(type);
  int64_t bytes = tt::getElementBytes(type.getElementType());
  uint32_t own = 0;
  for (StringRef input : {"register", "lane"})
    for (int bit = 0; bit < layout.getInDimSizeLog2(input); ++bit)
      own |= uint32_t(layout.getBasis(input, bit)[dim]);
  int64_t row = bytes << llvm::countr_one(own);
  if (row < kMinDirectRow)
    return "a SIMD-group would read " + std::to_string(row) + " bytes of a row, less than " +
           std::to_string(kMinDirectRow);
  int64_t registers = layout.getInDimSize("register") * bytes / int64_t(sizeof(int32_t));
  if (registers > kMaxDirectRegisters)
    return "it would take " + std::to_string(registers) + " registers of a thread, more than " +
           std::to_string(kMaxDirectRegisters);
  return "";
}

struct PlanDots final : ttg::impl::PlanDotsBase<PlanDots> {
  using PlanDotsBase::PlanDotsBase;

  void runOnOperation() override {
    bool hasDots =
        getOperation()->walk([](tt::DotOp) { return WalkResult::interrupt(); }).wasInterrupted();
    if (!hasDots)
      return; // before the analysis, which takes its time
    AxisInfoAnalysis analysis(getOperation());
    for (auto function : getOperation().getOps<tt::FuncOp>()) {
      std::optional<int> warps = lookupNumWarps(function);
      if (!warps || lookupThreadsPerWarp(function) != 32)
        continue;
      SmallVector<std::pair<tt::DotOp, SimdgroupMatrixEncodingAttr>> plans;
      llvm::MapVector<Operation *, Attribute> stores;
      function->walk([&](tt::DotOp dot) {
        if (!isa_and_present<BlockedEncodingAttr>(dot.getD().getType().getEncoding()) ||
            getElementTypeOrSelf(dot.getType()).isF64())
          return;
        plans.push_back({dot, chooseLayout(dot, *warps, chooseSize(dot, largeFragments))});
        llvm::SetVector<Operation *> found;
        findStores(dot, found);
        for (Operation *store : found)
          if (isAlongRows(store, analysis))
            stores.insert({store, plans.back().second});
      });
      for (auto [store, layout] : stores)
        rewriteStore(store, layout);
      for (auto [dot, layout] : plans)
        rewrite(dot, layout, analysis);
    }
  }

  /// Where the family has caches for that, operands come from device memory as the matrix unit
  /// wants them, each SIMD-group its own rows and columns.
  void loadDirectly(Value operand, DotOperandEncodingAttr layout,
                    const AxisInfoAnalysis &analysis) {
    auto target = getOperation()->getAttrOfType<StringAttr>(kTargetAttrName);
    StringRef name = target ? target.getValue() : "";
    const GPUFamily *family = name.consume_front("metal:") ? lookupFamily(name) : nullptr;
    tt::LoadOp load = findLoad(operand);
    auto type = load ? dyn_cast<RankedTensorType>(load.getType()) : RankedTensorType();
    if (!family || !type || !isa_and_present<BlockedEncodingAttr>(type.getEncoding()))
      return;
    StringRef side = layout.getOpIdx() == 0 ? "left" : "right";
    auto stage = [&](const std::string &reason) {
      explain(load.getLoc(), topic::kMatrix,
              [&] { return side.str() + " operand of a dot, staged: " + reason; });
    };
    if (!family->prefersDirectMatmulLoads)
      return stage("on " + name.str() + " it is loaded once for all SIMD-groups");
    AxisInfo info = analysis.lookup(load.getPtr());
    unsigned dim =
        info.getContiguity(type.getRank() - 1) > 1 ? type.getRank() - 1 : type.getRank() - 2;
    RankedTensorType wanted = type.cloneWithEncoding(layout);
    Attribute sorted = sortRegisters(wanted, dim);
    int64_t run =
        toLinearLayout(type.getShape(), sorted).getNumConsecutive("register", {getDimName(dim)});
    run = std::min<int64_t>(run, info.getAlignedRun(dim));
    int64_t bytes = run * tt::getElementBytes(type.getElementType());
    if (bytes < kMinDirectBytes)
      return stage("a lane would read " + std::to_string(bytes) + " bytes at once, less than " +
                   std::to_string(kMinDirectBytes));
    if (std::string reason = whyNotDirect(wanted, dim); !reason.empty())
      return stage(reason);
    explain(load.getLoc(), topic::kMatrix, [&] {
      return side.str() + " operand of a dot, direct: on " + name.str() +
             " each SIMD-group loads what it needs";
    });
    OpBuilder builder(load);
    for (OpOperand &use : load->getOpOperands())
      if (isa<RankedTensorType>(use.get().getType()))
        use.set(convert(builder, use.get(), sorted));
    builder.setInsertionPointAfter(load);
    load.getResult().setType(type.cloneWithEncoding(sorted));
    Value back = convert(builder, load.getResult(), type.getEncoding());
    load.getResult().replaceAllUsesExcept(back, back.getDefiningOp());
  }

  /// Whether what is stored lies in memory row by row, as a lane holds it.
  static bool isAlongRows(Operation *store, const AxisInfoAnalysis &analysis) {
    AxisInfo info = analysis.lookup(store->getOperand(0));
    return info.getRank() >= 2 && info.getContiguity(info.getRank() - 1) > 1;
  }

  static void rewriteStore(Operation *store, Attribute layout) {
    OpBuilder builder(store);
    for (OpOperand &operand : store->getOpOperands())
      if (isa<RankedTensorType>(operand.get().getType()))
        operand.set(convert(builder, operand.get(), layout));
  }

  static Value convert(OpBuilder &builder, Value value, Attribute layout) {
    auto type = cast<RankedTensorType>(value.getType());
    return ConvertLayoutOp::create(builder, value.getLoc(), type.cloneWithEncoding(layout), value);
  }

  void rewrite(tt::DotOp dot, SimdgroupMatrixEncodingAttr layout,
               const AxisInfoAnalysis &analysis) {
    OpBuilder builder(dot);
    unsigned depth = std::min(kMaxDepth, Extents(dot, layout.getSize()).depth);
    auto operandLayout = [&](unsigned index) {
      return DotOperandEncodingAttr::get(dot.getContext(), index, layout, depth);
    };
    loadDirectly(dot.getA(), operandLayout(0), analysis);
    loadDirectly(dot.getB(), operandLayout(1), analysis);
    Value a = convert(builder, dot.getA(), operandLayout(0));
    Value b = convert(builder, dot.getB(), operandLayout(1));
    Value c = convert(builder, dot.getC(), layout);
    Value d = tt::DotOp::create(builder, dot.getLoc(), c.getType(), a, b, c,
                                dot.getInputPrecision(), dot.getMaxNumImpreciseAcc());
    dot.replaceAllUsesWith(convert(builder, d, dot.getD().getType().getEncoding()));
    dot.erase();
  }
};

} // namespace
