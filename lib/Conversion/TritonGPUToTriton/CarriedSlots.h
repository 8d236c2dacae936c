//===- CarriedSlots.h - Contents of slots as values -------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_CONVERSION_TRITONGPUTOTRITON_CARRIEDSLOTS_H
#define TRITON_METAL_LIB_CONVERSION_TRITONGPUTOTRITON_CARRIEDSLOTS_H

#include "SlotContents.h"

namespace tritonmetal {

/// Gives loops and conditionals the values that the definitions stand for, and each
/// definition its value. The ops are replaced: what points at loops and conditionals is
/// invalid afterwards. `makeUnwritten` makes one where
/// nothing was written and nobody looks.
void makeValues(llvm::ArrayRef<Definition *> definitions,
                llvm::function_ref<mlir::Value(mlir::Type)> makeUnwritten);

/// The value of a definition, after `makeValues`.
mlir::Value getValue(const Definition &definition);

} // namespace tritonmetal

#endif // TRITON_METAL_LIB_CONVERSION_TRITONGPUTOTRITON_CARRIEDSLOTS_H
