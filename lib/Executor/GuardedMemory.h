//===- GuardedMemory.h - Memory between unmapped pages ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A kernel that writes past the end of a buffer must not write into the executor. So each buffer
// ends where its last page does:
//
//   | unmapped, 1 MiB |        buffer of 4000 bytes | unmapped, 1 MiB |
//
// Its start is as aligned as its size is, but to four bytes at least: buffers of floats, vectors or
// structures start where their elements may, and nobody may rely on more.
//
// Hosts without mmap have plain memory: there, only checks find such accesses.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EXECUTOR_GUARDEDMEMORY_H
#define TRITON_METAL_LIB_EXECUTOR_GUARDEDMEMORY_H

#include <cstdint>

namespace tritonmetal::executor {

/// `size` zero bytes, for `freeGuarded` with the same size; null if memory is short.
uint8_t *allocateGuarded(uint64_t size);
void freeGuarded(uint8_t *memory, uint64_t size);

/// Bytes on both sides of guarded memory that are unmapped.
constexpr uint64_t guardSize = uint64_t(1) << 20;

} // namespace tritonmetal::executor

#endif // TRITON_METAL_LIB_EXECUTOR_GUARDEDMEMORY_H
