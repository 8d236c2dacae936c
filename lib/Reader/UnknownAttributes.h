//===- UnknownAttributes.h - Attributes that an op does not have -*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// MLIR lets an op have attributes that mean nothing to it, and passes over unknown entries
// of its properties. For an op of Triton that would be meaning lost: a newer version may
// have given it the attribute, or its name may be misspelt.
//
//   "tt.scan"(%x) <{axis = 0 : i32, revers = true}> ({...}) : ...
//   -> op 'tt.scan' has no attribute 'revers'; did you mean 'reverse'?
//
// Names with a dialect, `tt.divisibility`, are hints, and allowed everywhere.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_READER_UNKNOWNATTRIBUTES_H
#define TRITON_METAL_LIB_READER_UNKNOWNATTRIBUTES_H

#include "mlir/IR/BuiltinOps.h"

namespace tritonmetal {

/// Refuses attributes in `{...}` that their ops do not have.
mlir::LogicalResult checkAttributes(mlir::ModuleOp module);

/// An entry of properties `<{...}>` that the op in generic form does not have.
struct UnknownProperty {
  size_t offset; // in the text
  std::string message;
};

/// The first one in a text that was parsed: the module does not have it any more.
std::optional<UnknownProperty> findUnknownProperty(llvm::StringRef text,
                                                   mlir::MLIRContext &context);

} // namespace tritonmetal

#endif // TRITON_METAL_LIB_READER_UNKNOWNATTRIBUTES_H
