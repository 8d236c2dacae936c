//===- PointerUses.h - What a function does through a pointer ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_TARGET_AIR_POINTERUSES_H
#define TRITON_METAL_LIB_TARGET_AIR_POINTERUSES_H

namespace llvm {
class Value;
} // namespace llvm

namespace tritonmetal::air {

/// Accesses through a pointer and through everything computed from it (getelementptr, phi, select).
/// Calls count as what AIRFunctions.def says of their name; integers made of the pointer as all
/// three.
struct PointerUses {
  bool reads = false;
  bool writes = false;
  bool escapes = false;
};

PointerUses collectPointerUses(const llvm::Value &pointer);

} // namespace tritonmetal::air

#endif // TRITON_METAL_LIB_TARGET_AIR_POINTERUSES_H
