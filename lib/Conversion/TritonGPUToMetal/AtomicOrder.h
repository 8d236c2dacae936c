//===- AtomicOrder.h - Which atomics need fences ----------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Triton's atomics are `acq_rel` unless told otherwise; most need no order:
//
//   tl.atomic_add(histogram + x, 1)          nobody looks at an old value, so no
//                                            program learns what another has done
//   while tl.atomic_cas(lock, 0, 1) == 1:    what follows must see what the last
//     pass                                   owner of the lock has written
//
// An order is dropped where no program can tell: no kernel of the module
//   - uses an old value or reads memory that is volatile, or
//   - writes device memory but by one atomic, which is in no loop.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_CONVERSION_TRITONGPUTOMETAL_ATOMICORDER_H
#define TRITON_METAL_LIB_CONVERSION_TRITONGPUTOMETAL_ATOMICORDER_H

#include "triton-metal/Dialect/Metal/IR/Metal.h"
#include "triton-metal/Dialect/Triton/IR/Triton.h"

namespace tritonmetal {

class AtomicOrder {
public:
  /// Looks at the whole module, before conversion.
  explicit AtomicOrder(mlir::Operation *root);

  /// True if relaxed atomics mean the same as ordered ones.
  bool isRelaxed() const { return relaxed; }

  /// Whether the accesses before an atomic stay before it, and those behind it behind.
  bool releases(tt::MemSemantic semantic) const;
  bool acquires(tt::MemSemantic semantic) const;

private:
  bool relaxed;
};

/// Of a fence beside an atomic.
metal::MemoryScope getFenceScope(tt::MemSyncScope scope);

} // namespace tritonmetal

#endif // TRITON_METAL_LIB_CONVERSION_TRITONGPUTOMETAL_ATOMICORDER_H
