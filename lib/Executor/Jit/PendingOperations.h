//===- PendingOperations.h - Operations of a block on their way to a meeting point ---*- C++
//-*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Instructions of a block are shown one after the other. Operations at which threads meet are
// collected, until an instruction comes that must not be done in front of them. Sums of products
// are often in an array, since a loop elsewhere in the kernel goes over it:
//
//   %c0 = load <64 x float>, ptr %p
//   %c1 = multiply(%a0, %b0, %c0)
//   store %c1, ptr %p                 overwritten before anybody reads it: not done
//   %c2 = load <64 x float>, ptr %p   is %c1
//   %c3 = multiply(%a1, %b1, %c2)
//   store %c3, ptr %p                 behind the meeting point
//
// Variables are a thread's own, so none of that can be seen. What is not a variable for sure, or
// may be a part of what is to be stored, ends the collection.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EXECUTOR_JIT_PENDINGOPERATIONS_H
#define TRITON_METAL_LIB_EXECUTOR_JIT_PENDINGOPERATIONS_H

#include "MeetingPoints.h"

namespace tritonmetal::executor::jit {

class PendingOperations {
public:
  explicit PendingOperations(const llvm::DataLayout &layout) : layout(layout) {}

  bool empty() const { return point.sites.empty(); }
  /// Whether `inst`, at `site`, may come in front of what is pending. If it is an access to a
  /// variable, it becomes a part of the meeting point where need be. `air` is what it asks for if
  /// it is a call.
  bool pass(const llvm::Instruction &inst, const AirCall *air, unsigned site);
  void add(const llvm::Instruction &inst, const AirCall &air, unsigned site);
  /// Their meeting point; nothing is pending any more.
  MeetingPoint take();

private:
  /// Bytes of a variable, from a pointer that others may have as well.
  struct Place {
    const llvm::Value *variable = nullptr;
    const llvm::Value *base = nullptr;
    int64_t offset = 0;
    int64_t size = 0;
  };
  /// A store of a product that is not there yet.
  struct Store {
    unsigned site = 0;
    int64_t size = 0;
    const llvm::Type *type = nullptr;
  };
  /// Those to one variable, by offset; none overlap.
  struct Stores {
    const llvm::Value *base = nullptr;
    std::map<int64_t, Store> byOffset;
  };

  bool takesResult(const llvm::Instruction &inst, bool mayTakeProducts) const;
  std::optional<Place> findPlace(const llvm::Value *pointer, const llvm::Type *type) const;
  bool isApart(const Place &place) const;
  Store *findSame(const Place &place, const llvm::Type *type);
  bool passLoad(const llvm::LoadInst &load, unsigned site);
  bool passStore(const llvm::StoreInst &store, unsigned site);

  const llvm::DataLayout &layout;
  MeetingPoint point;
  llvm::DenseMap<const llvm::Value *, bool> isProduct; // results, and what is the same
  llvm::DenseMap<const llvm::Value *, Stores> stores;  // by variable
};

/// Whether operations behind `inst` must not be done together with those in front of it.
bool separates(const llvm::Instruction &inst, const AirCall *air);

} // namespace tritonmetal::executor::jit

#endif // TRITON_METAL_LIB_EXECUTOR_JIT_PENDINGOPERATIONS_H
