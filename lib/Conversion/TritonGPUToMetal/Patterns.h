//===- Patterns.h - The op families of the conversion -----------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_CONVERSION_TRITONGPUTOMETAL_PATTERNS_H
#define TRITON_METAL_LIB_CONVERSION_TRITONGPUTOMETAL_PATTERNS_H

#include "AccessShapes.h"
#include "AtomicOrder.h"
#include "DebugSites.h"
#include "TypeConversion.h"

#include "triton-metal/Dialect/Triton/IR/Triton.h"
#include "triton-metal/TargetInfo/TargetInfo.h"

#include "llvm/ADT/StringMap.h"

namespace tritonmetal {

/// Inline PTX.
void populateAssemblyPatterns(const TritonGPUToMetalTypeConverter &converter,
                              mlir::RewritePatternSet &patterns);
/// Atomics.
void populateAtomicPatterns(const TritonGPUToMetalTypeConverter &converter,
                            const AtomicOrder &order, mlir::RewritePatternSet &patterns);
/// Prints and asserts.
void populateDebugPatterns(const TritonGPUToMetalTypeConverter &converter, const DebugSites &sites,
                           mlir::RewritePatternSet &patterns);
/// Dots, on the matrix unit.
void populateDotPatterns(const TritonGPUToMetalTypeConverter &converter, const GPUFamily &family,
                         mlir::RewritePatternSet &patterns);
/// Tensors that are part of the program.
void populateConstantPatterns(const TritonGPUToMetalTypeConverter &converter,
                              mlir::RewritePatternSet &patterns);
/// What structured control flow leaves: undefined pointers, promises.
void populateControlPatterns(const TritonGPUToMetalTypeConverter &converter,
                             mlir::RewritePatternSet &patterns);
/// `arith`, `math` and Triton's own arithmetic, register by register.
void populateElementwisePatterns(const TritonGPUToMetalTypeConverter &converter,
                                 mlir::RewritePatternSet &patterns);
/// Functions of device libraries.
void populateExternPatterns(const TritonGPUToMetalTypeConverter &converter,
                            mlir::RewritePatternSet &patterns);
/// Gathers from tensors.
void populateGatherPatterns(const TritonGPUToMetalTypeConverter &converter,
                            mlir::RewritePatternSet &patterns);
/// Histograms.
void populateHistogramPatterns(const TritonGPUToMetalTypeConverter &converter,
                               mlir::RewritePatternSet &patterns);
/// Kernels, program ids and returns.
void populateKernelPatterns(const TritonGPUToMetalTypeConverter &converter, bool disjointArguments,
                            mlir::RewritePatternSet &patterns);
/// Scalar code for each element.
void populateMapPatterns(const TritonGPUToMetalTypeConverter &converter,
                         mlir::RewritePatternSet &patterns);
/// Loads, stores and barriers.
void populateMemoryPatterns(const TritonGPUToMetalTypeConverter &converter,
                            const AccessShapes &accesses, mlir::RewritePatternSet &patterns);
/// Pointer arithmetic, casts and choices.
void populatePointerPatterns(const TritonGPUToMetalTypeConverter &converter,
                             mlir::RewritePatternSet &patterns);
/// Reductions: registers, lanes, SIMD-groups.
void populateReducePatterns(const TritonGPUToMetalTypeConverter &converter,
                            mlir::RewritePatternSet &patterns);
/// Scans: levels of registers, lanes and SIMD-groups.
void populateScanPatterns(const TritonGPUToMetalTypeConverter &converter,
                          mlir::RewritePatternSet &patterns);
/// Ranges, splats, and the ops that move elements without looking at them.
void populateShapePatterns(const TritonGPUToMetalTypeConverter &converter, const GPUFamily &family,
                           mlir::RewritePatternSet &patterns);

/// Refuses a function that is not known, by its name, and one of doubles if they are not
/// emulated.
mlir::LogicalResult checkExtern(tt::ExternElementwiseOp op, bool emulateDoubles);
/// Refuses assembly that has no meaning here, by its text and line.
mlir::LogicalResult checkInlineAssembly(tt::ElementwiseInlineAsmOp op);

/// What dots compute otherwise than asked for, by function and in words.
llvm::StringMap<llvm::SmallVector<llvm::StringRef>> collectSubstitutions(mlir::ModuleOp module);
/// Refuses a dot of types or layouts that the matrix unit does not take.
mlir::LogicalResult checkDot(tt::DotOp op);

/// Gives the functions of `tt.map_elementwise` one block, and makes tensor arithmetic of
/// those that are arithmetic. Fails, with a message, on what a thread cannot do alone.
mlir::LogicalResult prepareMaps(mlir::ModuleOp module);

/// Refuses what the patterns do not cover, at the op's own location, with the way
/// out. Runs before the conversion, whose own messages would not say why. Arithmetic on
/// f64 passes with `emulateDoubles` only.
mlir::LogicalResult checkSupported(mlir::ModuleOp module, bool emulateDoubles);

} // namespace tritonmetal

#endif // TRITON_METAL_LIB_CONVERSION_TRITONGPUTOMETAL_PATTERNS_H
