//===- Driver.h - Input text to artifacts -----------------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// The compiler as a function: buffers in, artifacts in memory out. No command line,
// no files, no exit; the tool does those.
//
//   CompileOptions options;
//   options.output = OutputKind::Metallib;
//   Artifacts artifacts;
//   if (failed(compile(inputs, options, artifacts, llvm::errs())))
//     …                          // located errors were written
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DRIVER_DRIVER_H
#define TRITON_METAL_DRIVER_DRIVER_H

#include "triton-metal/Reader/Messages.h"
#include "triton-metal/Reader/SourcePrefixes.h"
#include "triton-metal/Reader/Spelling.h"
#include "triton-metal/TargetInfo/TargetInfo.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/raw_ostream.h"

#include <optional>
#include <string>

namespace tritonmetal {

/// What is asked for. The stages in order: TTIR, TTGIR, Metal dialect (loop form);
/// from there Metal source, or LLVM IR, AIR bitcode and the archive.
enum class OutputKind { MSL, Metallib, AIR, LLVM, MetalIR, TTGIR, TTIR };

/// Every kind with its name on the command line and the file ending that asks for it.
struct OutputKindInfo {
  OutputKind kind;
  llvm::StringRef name;
  llvm::StringRef ending;
};
llvm::ArrayRef<OutputKindInfo> getOutputKinds();

/// What becomes of the plan of TTGIR: taken back where an Apple GPU cannot follow it, or
/// where another number of SIMD-groups is asked for; always; never, which makes that an
/// error.
enum class Replan { Auto, Always, Never };

/// Safe: functions as exact as the host of Triton expects. Fast: Metal's `fast::` ones.
enum class FPMode { Safe, Fast };
/// Arithmetic on f64, which the GPUs do not have: an error, or software.
enum class FP64 { Error, Emulate };
/// Whether buffers of different arguments may overlap where one of them is written. Auto:
/// in the archive yes, in Metal source except where the metadata says no. Allowed: always.
/// None: never, which lets both be faster; the metadata lists what the host must see to.
enum class Overlap { Auto, Allowed, None };

/// Matrix units that dots may use. Auto: the largest that the target and the output have.
/// Small: the 8x8 one, which every family has.
enum class MatrixUnit { Auto, Small };

/// How the compiler tells, beside its output, what it decided. JSON: one object a kernel, each
/// on a line of its own.
enum class ExplainFormat { None, Text, JSON };

struct CompileOptions {
  OutputKind output = OutputKind::Metallib;
  Target target; // family set
  DeploymentTarget deployment;
  /// SIMD-groups in a threadgroup, a power of two from 1 to 32. None: what the TTGIR
  /// says, 4 for TTIR.
  std::optional<unsigned> numWarps;
  /// What the TTIR was made for, where its meaning depends on that.
  SourceTarget sourceTarget = SourceTarget::Unknown;
  Replan replan = Replan::Auto;
  /// Fuse products with additions where Triton does (its `enable_fp_fusion`).
  bool fpFusion = true;
  FPMode fpMode = FPMode::Safe;
  FP64 fp64 = FP64::Error;
  Overlap overlap = Overlap::Auto;
  MatrixUnit matrixUnit = MatrixUnit::Auto;
  /// File name of the archive, without folder; some formats repeat it inside.
  std::string libraryName;
  bool wantMetadata = false;
  ExplainFormat explain = ExplainFormat::None;
  /// Keep the lines of the Python source: `#line` in Metal source, line tables in AIR.
  bool debugInfo = false;
  /// What to keep of the folders of Python files, in all that is written.
  SourcePrefixMap sourcePrefixes;
  MessageOptions messages;
};

using Input = SourceText;

struct Artifacts {
  std::string output;
  std::string metadata; // JSON, if wanted
};

enum class CompileResult {
  Done,
  Rejected,     // the input is at fault; an error was written
  InternalError // the compiler is at fault; an error was written
};

/// Compiles the inputs, one kernel each, into one output. Errors, with location and
/// notes, warnings and explanations go to `messages`; `artifacts` is filled only if all is
/// done.
CompileResult compile(llvm::ArrayRef<Input> inputs, const CompileOptions &options,
                      Artifacts &artifacts, llvm::raw_ostream &messages);

} // namespace tritonmetal

#endif // TRITON_METAL_DRIVER_DRIVER_H
