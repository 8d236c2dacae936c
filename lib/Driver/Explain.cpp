//===- Explain.cpp - Remarks of passes, for --explain ----------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "Explain.h"

#include "triton-metal/Dialect/Metal/IR/Marks.h"
#include "triton-metal/Dialect/Metal/IR/SourceLines.h"
#include "triton-metal/Dialect/TritonGPU/IR/TritonGPU.h"
#include "triton-metal/Remarks/Explain.h"
#include "triton-metal/Target/Metadata/ExplainKernel.h"

#include "llvm/Support/JSON.h"

#include <tuple>

using namespace mlir;
using namespace tritonmetal;

namespace {

class Collector final : public remark::detail::MLIRRemarkStreamerBase {
public:
  explicit Collector(std::vector<Explanations::Fact> &facts) : facts(facts) {}

  void streamOptimizationRemark(const remark::detail::Remark &remark) override {
    Explanations::Fact fact{remark.getLocation(), remark.getRemarkName().str(), "", ""};
    for (const remark::detail::Remark::Arg &arg : remark.getArgs())
      (arg.key == kWayOutKey ? fact.wayOut : fact.text) += arg.val;
    facts.push_back(std::move(fact));
  }

private:
  std::vector<Explanations::Fact> &facts;
};

/// The kernel of a module, at any stage; it has one.
Operation *findKernel(ModuleOp module) {
  for (auto kernel : module.getOps<metal::KernelOp>())
    return kernel;
  for (auto function : module.getOps<tt::FuncOp>())
    if (function.isPublic())
      return function;
  return *module.getOps<tt::FuncOp>().begin();
}

StringRef getName(Operation *kernel) {
  if (auto op = dyn_cast<metal::KernelOp>(kernel))
    return op.getTritonName();
  auto function = dyn_cast<tt::FuncOp>(kernel);
  return function ? function.getSymName() : "";
}

/// Empty for TTIR.
StringRef getTarget(Operation *kernel) {
  if (auto op = dyn_cast<metal::KernelOp>(kernel))
    return op.getTarget();
  auto target =
      kernel->getParentOfType<ModuleOp>()->getAttrOfType<StringAttr>(ttg::kTargetAttrName);
  StringRef name = target ? target.getValue() : "";
  return name.consume_front("metal:") ? name : "";
}

/// Where a topic stands among those of one line.
unsigned getRank(StringRef name) {
  static constexpr StringRef order[] = {
      topic::kKernel,   topic::kPlan,      topic::kSubstitution, topic::kMemory,
      topic::kMatrix,   topic::kRegisters, topic::kConversion,   topic::kReduction,
      topic::kDoubles,  topic::kAtomic,    topic::kThreadgroup,  topic::kBarrier,
      topic::kResidency};
  return llvm::find(order, name) - std::begin(order);
}

} // namespace

void Explanations::listenTo(MLIRContext &context) {
  remark::RemarkCategories categories;
  categories.analysis = kExplainCategory.str();
  isListening = succeeded(remark::enableOptimizationRemarks(
      context, std::make_unique<Collector>(facts),
      std::make_unique<remark::RemarkEmittingPolicyAll>(), categories));
}

/// Those that a pass made before this compilation: the input is past it.
void Explanations::addSubstitutions(metal::KernelOp kernel) {
  auto list = kernel->getAttrOfType<ArrayAttr>(metal::kSubstitutionsAttrName);
  if (!list)
    return;
  for (StringAttr words : list.getAsRange<StringAttr>()) {
    bool isKnown = llvm::any_of(facts, [&](const Fact &fact) { return fact.text == words; });
    if (!isKnown)
      facts.push_back({kernel.getLoc(), topic::kSubstitution.str(), words.str(), ""});
  }
}

void Explanations::finish(ModuleOp module) {
  if (!isListening)
    return;
  for (auto kernel : module.getOps<metal::KernelOp>()) {
    addSubstitutions(kernel);
    metal::explainKernel(kernel);
  }
  Operation *kernel = findKernel(module);
  FileLineColLoc place = metal::getSourceLine(kernel->getLoc());
  StringRef file = place ? place.getFilename().strref() : "";
  kernels.push_back({getName(kernel).str(), getTarget(kernel).str(), sortLines(facts, file)});
  facts.clear();
}

Explanations::Line Explanations::makeLine(const Fact &fact, StringRef file) {
  Line line;
  if (FileLineColLoc place = metal::getSourceLine(fact.loc, file))
    line.place = {place.getFilename().str(), place.getLine(), place.getColumn()};
  line.topic = fact.topic;
  line.text = fact.text;
  line.wayOut = fact.wayOut;
  return line;
}

/// In the order of the source, what is not of the kernel's own file last.
std::vector<Explanations::Line> Explanations::sortLines(ArrayRef<Fact> facts, StringRef file) {
  std::vector<Line> lines;
  for (const Fact &fact : facts) {
    Line line = makeLine(fact, file);
    auto isSame = [&](const Line &other) {
      return std::tie(other.place.file, other.place.line, other.place.column, other.topic,
                      other.text, other.wayOut) == std::tie(line.place.file, line.place.line,
                                                            line.place.column, line.topic,
                                                            line.text, line.wayOut);
    };
    if (auto it = llvm::find_if(lines, isSame); it != lines.end())
      ++it->count;
    else
      lines.push_back(std::move(line));
  }
  auto getKey = [&](const Line &line) {
    bool isWhole = line.topic == topic::kKernel;
    return std::tuple(!isWhole, line.place.file != file, line.place.file, line.place.line,
                      line.place.column, getRank(line.topic));
  };
  llvm::stable_sort(lines, [&](const Line &a, const Line &b) { return getKey(a) < getKey(b); });
  return lines;
}

void Explanations::printText(const Kernel &kernel, llvm::raw_ostream &os) {
  for (const Line &line : kernel.lines) {
    auto printPlace = [&] {
      printPlain(line.place.file.empty() ? kernel.name : line.place.file, os);
      if (line.place.line != 0)
        os << ":" << line.place.line << ":" << line.place.column;
    };
    printPlace();
    os << ": remark: " << line.topic << ": ";
    printPlain(line.text, os);
    if (line.count > 1)
      os << " (" << line.count << " times)";
    os << "\n";
    if (line.wayOut.empty())
      continue;
    printPlace();
    os << ": note: ";
    printPlain(line.wayOut, os);
    os << "\n";
  }
}

void Explanations::printJson(const Kernel &kernel, llvm::raw_ostream &os) {
  llvm::json::OStream json(os);
  auto writeLine = [&](const Line &line) {
    json.attribute("topic", line.topic);
    json.attribute("message", llvm::json::fixUTF8(line.text));
    json.attribute("count", line.count);
    if (!line.wayOut.empty())
      json.attribute("way_out", llvm::json::fixUTF8(line.wayOut));
    if (line.place.file.empty())
      return;
    json.attribute("file", llvm::json::fixUTF8(line.place.file));
    if (line.place.line == 0)
      return; // the whole file
    json.attribute("line", line.place.line);
    json.attribute("column", line.place.column);
  };
  json.object([&] {
    json.attribute("kernel", llvm::json::fixUTF8(kernel.name));
    if (!kernel.target.empty())
      json.attribute("target", kernel.target);
    json.attributeArray("remarks", [&] {
      for (const Line &line : kernel.lines)
        json.object([&] { writeLine(line); });
    });
  });
  os << "\n";
}

void Explanations::print(ExplainFormat format, llvm::raw_ostream &os) const {
  for (const Kernel &kernel : kernels)
    format == ExplainFormat::JSON ? printJson(kernel, os) : printText(kernel, os);
}
