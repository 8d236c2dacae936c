//===- EmitAIR.h - From the Metal dialect to AIR bitcode --------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// The AIR back end in one call. Input: kernels in loop form, after metal-expand-math.
// Output: for each kernel, in the order of the module, one AIR module as bitcode,
// ready for the metallib. The input is not changed.
//
//   convert-metal-to-llvm     on a copy of the kernel, alone in its module
//   translate                 LLVM dialect to LLVM IR
//   describeKernel            how the host binds each parameter
//   buildAIR                  optimise, legalise, conventions        AIRBuilder.h
//   writeAIRBitcode           typed LLVM-14 bitcode                  BitcodeWriter.h
//
//   AIREmissionOptions options;
//   options.target = cantFail(air::getModuleTarget(air::Platform::MacOS, {15, 0}));
//   std::vector<EmittedKernel> kernels;
//   if (failed(emitAIR(module, options, kernels)))
//     return failure();                              // said at the kernel's location
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_TARGET_AIR_EMITAIR_H
#define TRITON_METAL_TARGET_AIR_EMITAIR_H

#include "triton-metal/Dialect/Metal/IR/Metal.h"
#include "triton-metal/Target/AIR/AIRBuilder.h"

#include "mlir/IR/BuiltinOps.h"

namespace tritonmetal::metal {

struct AIREmissionOptions {
  air::ModuleTarget target;
  air::AIROptions air;
  /// Keep the lines of the Python source, for profilers and reports.
  bool debugInfo = false;
  /// Fill EmittedKernel::text.
  bool wantText = false;
};

struct EmittedKernel {
  std::string name;    // symbol in the module and in the archive
  std::string bitcode; // raw, 'B' 'C' 0xC0DE
  std::string text;    // the same module as LLVM 22 assembly
};

/// Appends to `kernels`. Fails, with a diagnostic at the op or the kernel, on IR outside the loop
/// form and on what AIR does not have; `kernels` then holds those before the failing one.
mlir::LogicalResult emitAIR(mlir::ModuleOp module, const AIREmissionOptions &options,
                            std::vector<EmittedKernel> &kernels);

/// How the host binds the parameters of the LLVM function that `kernel` becomes.
air::KernelDescription describeKernel(KernelOp kernel);

/// MSL's name of a scalar type, signed where the type does not say: "float", "bfloat", "int",
/// "bool"; 8-bit floats are "uchar". Empty for what MSL does not have.
llvm::StringRef getMSLTypeName(mlir::Type scalar);

} // namespace tritonmetal::metal

#endif // TRITON_METAL_TARGET_AIR_EMITAIR_H
