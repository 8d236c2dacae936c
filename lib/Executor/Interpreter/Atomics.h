//===- Atomics.h - Atomic operations ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Lanes of a SIMD-group perform an atomic one after the other, in the order of the lanes, and
// SIMD-groups take turns: every operation is atomic and sequentially consistent, whatever order it
// asks for. A kernel that relies on more order than it asks for is caught where races are looked
// for (Synchronisation.h).
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EXECUTOR_INTERPRETER_ATOMICS_H
#define TRITON_METAL_LIB_EXECUTOR_INTERPRETER_ATOMICS_H

#include "Decoder.h"

#include "llvm/ADT/StringRef.h"

namespace tritonmetal::executor {

/// The handler for an update of an integer, by LLVM's or AIR's name without sign: add, min, xchg.
/// Null if there is none of that name.
Handler getIntegerUpdate(llvm::StringRef name, bool isSigned);
/// Likewise for a float; xchg is the integers'.
Handler getFloatUpdate(llvm::StringRef name, FloatFormat format);

/// Adds an update of what `pointer` points to; the result, if there is one, is the old value. A
/// store takes no notice of it.
void emitUpdate(Decoder &decoder, const llvm::Instruction &inst, Handler handler,
                const llvm::Value *pointer, const llvm::Value *operand, bool isStore = false);

void decodeNativeUpdate(Decoder &decoder, const llvm::AtomicRMWInst &inst);
void decodeNativeExchange(Decoder &decoder, const llvm::AtomicCmpXchgInst &inst);

} // namespace tritonmetal::executor

#endif // TRITON_METAL_LIB_EXECUTOR_INTERPRETER_ATOMICS_H
