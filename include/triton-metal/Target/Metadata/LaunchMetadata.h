//===- LaunchMetadata.h - What a host needs to launch -----------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Everything a host program needs to bind and dispatch a kernel, as JSON, read off
// the kernel op that the code was made from. docs/metadata.md explains each field,
// docs/launch-metadata.schema.json is its schema.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_TARGET_METADATA_LAUNCHMETADATA_H
#define TRITON_METAL_TARGET_METADATA_LAUNCHMETADATA_H

#include "triton-metal/TargetInfo/TargetInfo.h"

#include "mlir/IR/BuiltinOps.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/Support/raw_ostream.h"

#include <string>

namespace tritonmetal::metal {

struct MetadataOptions {
  Target target; // family set
  DeploymentTarget deployment;
  std::string compiler; // "triton-metal 0.1.0"
  std::string hash;     // of input, options and compiler, lower-case hex
  bool fastFunctions = false;
  /// f64 is computed in software where the kernel has it.
  bool emulatesDoubles = false;
  bool fpFusion = true; // products were fused with additions where Triton does it
};

/// Describes the kernels of all modules, in order, in loop form. The text depends on
/// the arguments only.
mlir::LogicalResult writeMetadata(llvm::ArrayRef<mlir::ModuleOp> modules,
                                  const MetadataOptions &options, llvm::raw_ostream &os);

} // namespace tritonmetal::metal

#endif // TRITON_METAL_TARGET_METADATA_LAUNCHMETADATA_H
