//===- Explain.h - What a pass decided, for --explain ----------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// A pass that decides something a user may wonder about says so where it decides:
//
//   explain(load.getLoc(), topic::kMemory, [&] { return "loads 1024 f32 with …"; });
//
// These are MLIR's remarks. Without an engine in the context, which only --explain sets up,
// no text is made. A pass says what it did, never what a later one might do.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_REMARKS_EXPLAIN_H
#define TRITON_METAL_REMARKS_EXPLAIN_H

#include "mlir/IR/Remarks.h"

#include <string>

namespace tritonmetal {

/// All remarks of ours are of this category.
constexpr llvm::StringLiteral kExplainCategory = "triton-metal";
/// Key of what a user can do about it.
constexpr llvm::StringLiteral kWayOutKey = "way out";

/// What a remark is about, in the order in which those of one line are listed.
namespace topic {
constexpr llvm::StringLiteral kKernel = "kernel";
constexpr llvm::StringLiteral kPlan = "plan";
constexpr llvm::StringLiteral kSubstitution = "substitution";
constexpr llvm::StringLiteral kMemory = "memory";
constexpr llvm::StringLiteral kMatrix = "matrix";
constexpr llvm::StringLiteral kRegisters = "registers";
constexpr llvm::StringLiteral kConversion = "conversion";
constexpr llvm::StringLiteral kReduction = "reduction";
constexpr llvm::StringLiteral kDoubles = "doubles";
constexpr llvm::StringLiteral kAtomic = "atomic";
constexpr llvm::StringLiteral kThreadgroup = "threadgroup memory";
constexpr llvm::StringLiteral kBarrier = "barrier";
constexpr llvm::StringLiteral kResidency = "residency";
} // namespace topic

/// `text` and `wayOut` give strings and are called if somebody listens; an empty way out is
/// none.
template <typename Text, typename WayOut>
void explain(mlir::Location loc, llvm::StringRef topic, Text text, WayOut wayOut) {
  auto remark =
      mlir::remark::analysis(loc, mlir::remark::RemarkOpts::name(topic).category(kExplainCategory));
  if (!remark)
    return;
  using Arg = mlir::remark::detail::Remark::Arg;
  remark << Arg("text", std::string(text()));
  if (std::string words = wayOut(); !words.empty())
    remark << Arg(kWayOutKey, std::move(words));
}

template <typename Text>
void explain(mlir::Location loc, llvm::StringRef topic, Text text) {
  explain(loc, topic, text, [] { return std::string(); });
}

} // namespace tritonmetal

#endif // TRITON_METAL_REMARKS_EXPLAIN_H
