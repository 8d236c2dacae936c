//===- Locations.h - From places in edited text to the user's ---*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_READER_LOCATIONS_H
#define TRITON_METAL_LIB_READER_LOCATIONS_H

#include "triton-metal/Reader/SourcePrefixes.h"
#include "triton-metal/Reader/Spelling.h"

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/Location.h"
#include "llvm/ADT/DenseMap.h"

namespace tritonmetal {

/// Turns locations as the parser makes them into those that a user knows: places in the
/// edited text become places in the file, and the paths of Python files are cut to the
/// file name or to what `prefixes` leave, since output must not depend on the machine that
/// ran Triton.
class LocationMap {
public:
  /// The parser was given the edited text under the name `parsedName`.
  LocationMap(llvm::StringRef parsedName, llvm::StringRef name, SpellingEdits edits,
              const SourcePrefixMap &prefixes)
      : parsedName(parsedName), name(name), edits(std::move(edits)), prefixes(prefixes) {}

  mlir::Location map(mlir::Location loc);

  /// Maps the locations of all ops and block arguments.
  void apply(mlir::ModuleOp module);

private:
  mlir::Location mapNew(mlir::Location loc);
  mlir::Location mapFile(mlir::FileLineColRange loc);

  llvm::StringRef parsedName, name;
  SpellingEdits edits;
  const SourcePrefixMap &prefixes;
  llvm::DenseMap<mlir::Attribute, mlir::LocationAttr> known;
};

} // namespace tritonmetal

#endif // TRITON_METAL_LIB_READER_LOCATIONS_H
