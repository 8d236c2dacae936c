//===- Pipelines.h - The stages of the compiler, in order -------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// The table of contents: which pass runs when.
//
//   TTGIR for another GPU --buildTritonGPUToTritonPipeline--> TTIR
//   TTIR --buildTritonToTritonGPUPipeline--> TTGIR
//   TTGIR --buildTritonGPUToMetalPipeline--> Metal dialect, loop form
//   loop form -> printMSL (MSLPrinter.h) or emitAIR (EmitAIR.h)
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_PIPELINES_PIPELINES_H
#define TRITON_METAL_PIPELINES_PIPELINES_H

#include <string>

namespace mlir {
class OpPassManager;
} // namespace mlir

namespace tritonmetal {

struct TritonToTritonGPUOptions {
  /// SIMD-groups in a threadgroup, a power of two.
  int numWarps = 4;
  /// GPU family to plan for, `apple7` ….
  std::string target = "apple7";
  /// Dots may use the 16x16 matrix unit, where the target has it: in AIR, not in Metal source.
  bool largeFragments = false;
  /// Products of f64 become loops, so that their operands need no layout of operands.
  bool emulateDoubles = false;
};

/// TTIR to TTGIR: every tensor gets a layout, with few conversions between layouts.
/// TTGIR stays TTGIR.
void buildTritonToTritonGPUPipeline(mlir::OpPassManager &pm,
                                    const TritonToTritonGPUOptions &options);

/// TTGIR that was planned for another GPU, back to what it means.
void buildTritonGPUToTritonPipeline(mlir::OpPassManager &pm);

/// What the stages below TTGIR need to know of the target.
struct MetalOptions {
  /// 32-bit values that a thread may hold in unrolled arrays.
  unsigned registerBudget = 64;
  /// Fuse products with additions where Triton does (its `enable_fp_fusion`).
  bool fpFusion = true;
  /// Functions may be the GPU's fast ones.
  bool fastFunctions = false;
  /// Oldest system that shall load the kernel.
  std::string deploymentTarget = "macos15.0";
  /// Arguments may overlap, in Metal source too: by way of an argument buffer.
  bool allowOverlap = false;
  /// Arguments do not overlap where one of them is written; the host sees to it.
  bool disjointArguments = false;
  /// As in TritonToTritonGPUOptions, for dots that come with another GPU's layout.
  bool largeFragments = false;
  /// Compute with f64 in software (metal-emulate-doubles) instead of refusing it.
  bool emulateDoubles = false;
};

/// TTGIR whose layouts are all known, to kernels in loop form.
void buildTritonGPUToMetalPipeline(mlir::OpPassManager &pm, const MetalOptions &options);

/// Kernels in value form to loop form: the second half of the pipeline above.
void buildLoopFormPipeline(mlir::OpPassManager &pm, const MetalOptions &options);

/// `triton-to-tritongpu` and the like for the command line of triton-metal-opt.
void registerPipelines();

} // namespace tritonmetal

#endif // TRITON_METAL_PIPELINES_PIPELINES_H
