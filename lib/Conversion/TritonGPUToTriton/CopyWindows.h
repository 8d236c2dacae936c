//===- CopyWindows.h - How late a copy may read -----------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// An asynchronous copy reads device memory at some time between its start and the first
// wait that covers it. For a loop that makes G groups an iteration and waits until at most
// k of them are under way,
//
//   copy; commit        // group 0 of iteration n: number n · G
//   wait {num = k}      // in iteration m, after w of its groups: completes the groups
//                       // below m · G + w - k
//
// the copy is complete at the wait of iteration n + d only if d · G > k - w, so that it may
// as well read at the start of iteration n + d as long as (d - 1) · G <= k - w. Copies before
// the loop count their groups backwards from it.
//
// As a load, the copy keeps that number as a note for `tt-undo-prefetch`.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_CONVERSION_TRITONGPUTOTRITON_COPYWINDOWS_H
#define TRITON_METAL_LIB_CONVERSION_TRITONGPUTOTRITON_COPYWINDOWS_H

#include "triton-metal/Dialect/Triton/IR/Triton.h"

namespace tritonmetal {

/// i32 on a load: at the start of so many iterations later (in a loop), or of that iteration
/// of the next loop (before one), it may read device memory as well as now.
constexpr llvm::StringLiteral kMayLoadLateAttrName = "tt.may_load_late";

/// Notes on every asynchronous copy how late it may read, where that is known.
void noteCopyWindows(tt::FuncOp function);

} // namespace tritonmetal

#endif // TRITON_METAL_LIB_CONVERSION_TRITONGPUTOTRITON_COPYWINDOWS_H
