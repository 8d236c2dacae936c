//===- Identifiers.h - Names that Metal source allows ---*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// A kernel has one name in the source, in the archive and for the host, so it is chosen
// before either is made:
//
//   softmax_k  ->  softmax_k        kernel  ->  kernel_ (a word of the language)
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_METAL_IR_IDENTIFIERS_H
#define TRITON_METAL_DIALECT_METAL_IR_IDENTIFIERS_H

#include "llvm/ADT/StringRef.h"

#include <string>

namespace tritonmetal::metal {

/// `hint` as an identifier that is no word of C++ or MSL and no name of Metal's library
/// that a reader could take it for.
std::string makeIdentifier(llvm::StringRef hint);

/// Whether a kernel may have this name.
bool isKernelName(llvm::StringRef name);

/// `name` itself if a kernel may have it, else one made from it.
std::string makeKernelName(llvm::StringRef name);

} // namespace tritonmetal::metal

#endif // TRITON_METAL_DIALECT_METAL_IR_IDENTIFIERS_H
