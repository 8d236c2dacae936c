// REQUIRES: clang
// RUN: %python %S/Inputs/metal_case.py histogram %t/histogram
// RUN: %run_both %s --launch=%t/histogram/launch.json --check=all | count 0

// Atomics: in threadgroup and device memory, integers and floats, compare and exchange, votes.

#include <metal_atomic>
#include <metal_stdlib>

using namespace metal;

/// There is no atomic maximum of floats: the loop that everybody writes.
static void atomic_max_float(device atomic_uint *address, float value) {
  uint old = atomic_load_explicit(address, memory_order_relaxed);
  while (as_type<float>(old) < value &&
         !atomic_compare_exchange_weak_explicit(address, &old, as_type<uint>(value),
                                                memory_order_relaxed, memory_order_relaxed)) {
  }
}

kernel void histogram(const device uchar *bytes [[buffer(0)]],
                      device atomic_uint *bins [[buffer(1)]],
                      device atomic<float> *sum [[buffer(2)]],
                      device atomic_uint *largest [[buffer(3)]],
                      device atomic_int *odd [[buffer(4)]],
                      constant uint &count [[buffer(5)]],
                      uint i [[thread_position_in_grid]],
                      uint tid [[thread_position_in_threadgroup]],
                      uint lane [[thread_index_in_simdgroup]]) {
  threadgroup atomic_uint local[16];
  if (tid < 16)
    atomic_store_explicit(&local[tid], 0, memory_order_relaxed);
  threadgroup_barrier(mem_flags::mem_threadgroup);
  bool inside = i < count;
  uint byte = inside ? bytes[i] : 0;
  if (inside)
    atomic_fetch_add_explicit(&local[byte >> 4], 1, memory_order_relaxed);
  simd_vote isOdd = simd_ballot(inside && (byte & 1));
  if (lane == 0)
    atomic_fetch_add_explicit(odd, popcount(ulong(isOdd)), memory_order_relaxed);
  threadgroup_barrier(mem_flags::mem_threadgroup);
  if (tid < 16)
    atomic_fetch_add_explicit(&bins[tid], atomic_load_explicit(&local[tid], memory_order_relaxed),
                              memory_order_relaxed);
  float part = simd_sum(float(byte));
  if (lane == 0)
    atomic_fetch_add_explicit(sum, part, memory_order_relaxed);
  if (inside)
    atomic_max_float(largest, float(byte) * 0.5f);
}
