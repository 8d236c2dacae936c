//===- threads.h - Barriers, SIMD-groups, quads and atomics ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

namespace metal {

#define __tm_TOGETHER __attribute__((convergent, nothrow))

enum class mem_flags { mem_none = 0, mem_device = 1, mem_threadgroup = 2, mem_texture = 4 };
constexpr mem_flags operator|(mem_flags a, mem_flags b) { return mem_flags(int(a) | int(b)); }
constexpr mem_flags operator&(mem_flags a, mem_flags b) { return mem_flags(int(a) & int(b)); }

enum memory_order {
  memory_order_relaxed = 0,
  memory_order_acquire = 2,
  memory_order_release = 3,
  memory_order_acq_rel = 4,
  memory_order_seq_cst = 5
};
enum thread_scope {
  thread_scope_thread = 0,
  thread_scope_threadgroup = 1,
  thread_scope_device = 2,
  thread_scope_system = 3,
  thread_scope_simdgroup = 4
};

namespace __tm {
void threadgroup_barrier(int flags, int scope) __asm__("air.wg.barrier") __tm_TOGETHER;
void simdgroup_barrier(int flags, int scope) __asm__("air.simdgroup.barrier") __tm_TOGETHER;
void fence(int flags, int order, int scope) __asm__("air.atomic.fence") __tm_TOGETHER;
} // namespace __tm

inline void threadgroup_barrier(mem_flags flags) { __tm::threadgroup_barrier(int(flags), 1); }
inline void threadgroup_barrier(mem_flags flags, thread_scope scope) {
  __tm::threadgroup_barrier(int(flags), int(scope));
}
inline void simdgroup_barrier(mem_flags flags) { __tm::simdgroup_barrier(int(flags), 1); }
inline void atomic_thread_fence(mem_flags flags, memory_order order,
                                thread_scope scope = thread_scope_device) {
  __tm::fence(int(flags), int(order), int(scope));
}

//===----------------------------------------------------------------------===//
// SIMD-groups and quads: scalars by AIR's functions, vectors element by element
//===----------------------------------------------------------------------===//

// `parameters` without a name, then with one, then as operands.
#define __tm_LANES(name, parameters, declared, operands           )                                 \
  namespace __air {                                                                                \
  template <typename T>                                                                            \
  T name parameters __tm_TOGETHER;                                                                 \
  }                                                                                                \
  template <typename T, typename = enable_if_t<is_arithmetic_v<T>>>                                \
  T name declared {                                                                                \
    static_assert(sizeof(T) <= 4 && !__is_same(T, bool) && !__is_same(T, bfloat),                  \
                  #name " takes half, float and integers of 8, 16 and 32 bits");                   \
    return __air::name<T> operands;                                                                \
  }
#define __tm_ALONE(name)                                                                           \
  __tm_LANES(name, (T), (T x), (x))                                                              \
  template <typename T, int N>                                                                     \
  vec<T, N> name(const vec<T, N> &a) {                                                             \
    return __tm::map(a, [](T x) { return name(x); });                                              \
  }
#define __tm_SHUFFLE(name)                                                                         \
  __tm_LANES(name, (T, ushort), (T x, ushort lane), (x, lane))                                   \
  template <typename T, int N>                                                                     \
  vec<T, N> name(const vec<T, N> &a, ushort lane) {                                                \
    return __tm::map(a, [=](T x) { return name(x, lane); });                                       \
  }
#define __tm_FILL(name)                                                                            \
  __tm_LANES(name, (T, T, ushort, ushort),                                                         \
             (T x, type_identity_t<T> y, ushort delta, ushort modulo = 32),                        \
             (x, y, delta, modulo))                                                              \
  template <typename T, int N>                                                                     \
  vec<T, N> name(const vec<T, N> &a, const vec<T, N> &b, ushort delta, ushort modulo = 32) {       \
    return __tm::map(a, b, [=](T x, T y) { return name(x, y, delta, modulo); });                   \
  }

__tm_SHUFFLE(simd_shuffle) __tm_SHUFFLE(simd_shuffle_xor) __tm_SHUFFLE(simd_shuffle_up)
__tm_SHUFFLE(simd_shuffle_down) __tm_SHUFFLE(simd_shuffle_rotate_up)
__tm_SHUFFLE(simd_shuffle_rotate_down) __tm_SHUFFLE(simd_broadcast)
__tm_FILL(simd_shuffle_and_fill_up) __tm_FILL(simd_shuffle_and_fill_down)
__tm_ALONE(simd_broadcast_first) __tm_ALONE(simd_sum) __tm_ALONE(simd_product)
__tm_ALONE(simd_min) __tm_ALONE(simd_max) __tm_ALONE(simd_and) __tm_ALONE(simd_or)
__tm_ALONE(simd_xor) __tm_ALONE(simd_prefix_inclusive_sum) __tm_ALONE(simd_prefix_exclusive_sum)
__tm_ALONE(simd_prefix_inclusive_product) __tm_ALONE(simd_prefix_exclusive_product)

__tm_SHUFFLE(quad_shuffle) __tm_SHUFFLE(quad_shuffle_xor) __tm_SHUFFLE(quad_shuffle_up)
__tm_SHUFFLE(quad_shuffle_down) __tm_SHUFFLE(quad_broadcast)
__tm_ALONE(quad_broadcast_first) __tm_ALONE(quad_sum) __tm_ALONE(quad_product)
__tm_ALONE(quad_min) __tm_ALONE(quad_max) __tm_ALONE(quad_and) __tm_ALONE(quad_or)
__tm_ALONE(quad_xor) __tm_ALONE(quad_prefix_inclusive_sum) __tm_ALONE(quad_prefix_exclusive_sum)
#undef __tm_LANES
#undef __tm_ALONE
#undef __tm_SHUFFLE
#undef __tm_FILL

namespace __tm {
ulong simd_ballot(bool) __asm__("air.simd_ballot.i64") __tm_TOGETHER;
bool simd_vote_all(ulong) __asm__("air.simd_vote_all.i64") __tm_TOGETHER;
bool simd_vote_any(ulong) __asm__("air.simd_vote_any.i64") __tm_TOGETHER;
ulong simd_active_threads_mask() __asm__("air.simd_active_threads_mask.i64") __tm_TOGETHER;
} // namespace __tm

bool simd_all(bool) __asm__("air.simd_all") __tm_TOGETHER;
bool simd_any(bool) __asm__("air.simd_any") __tm_TOGETHER;
bool simd_is_first() __asm__("air.simd_is_first") __tm_TOGETHER;
bool quad_all(bool) __asm__("air.quad_all") __tm_TOGETHER;
bool quad_any(bool) __asm__("air.quad_any") __tm_TOGETHER;
bool quad_is_first() __asm__("air.quad_is_first") __tm_TOGETHER;

/// The lanes for which an expression is true, bit by bit.
class simd_vote {
public:
  using vote_t = ulong;
  simd_vote() = default;
  explicit constexpr simd_vote(vote_t lanes) : lanes(lanes) {}
  explicit constexpr operator vote_t() const { return lanes; }
  bool all() const { return __tm::simd_vote_all(lanes); }
  bool any() const { return __tm::simd_vote_any(lanes); }

private:
  vote_t lanes;
};
inline simd_vote simd_ballot(bool value) { return simd_vote(__tm::simd_ballot(value)); }
inline simd_vote simd_active_threads_mask() {
  return simd_vote(__tm::simd_active_threads_mask());
}

//===----------------------------------------------------------------------===//
// Atomics: "anywhere" stands for the memory that an address turns out to be in (see Addresses.cpp)
//===----------------------------------------------------------------------===//

template <typename T>
struct atomic {
  T __value;
};
using atomic_int = atomic<int>;
using atomic_uint = atomic<uint>;
using atomic_ulong = atomic<ulong>;
using atomic_float = atomic<float>;

#define __tm_ATOMIC(name)                                                                          \
  namespace __air {                                                                                \
  template <typename T>                                                                            \
  T atomic_##name(volatile T *, T, int order, int scope, bool) __tm_TOGETHER;                      \
  }                                                                                                \
  template <typename T>                                                                            \
  T atomic_fetch_##name##_explicit(volatile atomic<T> *object, type_identity_t<T> operand,         \
                                   memory_order order) {                                           \
    static_assert(sizeof(T) == 4, "atomics of 64 bits have atomic_min and atomic_max only");       \
    return __air::atomic_##name<T>(&object->__value, operand, order, 2, true);                     \
  }
__tm_ATOMIC(add) __tm_ATOMIC(sub) __tm_ATOMIC(min) __tm_ATOMIC(max) __tm_ATOMIC(and)
__tm_ATOMIC(or) __tm_ATOMIC(xor)
#undef __tm_ATOMIC

namespace __bits {
template <typename T>
T atomic_xchg(volatile T *, T, int order, int scope, bool) __tm_TOGETHER;
template <typename T>
T atomic_load(const volatile T *, int order, int scope, bool) __tm_TOGETHER;
template <typename T>
void atomic_store(volatile T *, T, int order, int scope, bool) __tm_TOGETHER;
template <typename T>
T atomic_cmpxchg(volatile T *, T *expected, T, int order, int otherwise, int scope,
                 bool) __tm_TOGETHER;
} // namespace __bits
namespace __air {
template <typename T>
void atomic_min_only(volatile T *, T, int order, int scope, bool) __tm_TOGETHER;
template <typename T>
void atomic_max_only(volatile T *, T, int order, int scope, bool) __tm_TOGETHER;
} // namespace __air

template <typename T>
T atomic_exchange_explicit(volatile atomic<T> *object, type_identity_t<T> desired,
                           memory_order order) {
  return __bits::atomic_xchg<T>(&object->__value, desired, order, 2, true);
}
template <typename T>
T atomic_load_explicit(const volatile atomic<T> *object, memory_order order) {
  return __bits::atomic_load<T>(&object->__value, order, 2, true);
}
template <typename T>
void atomic_store_explicit(volatile atomic<T> *object, type_identity_t<T> desired,
                           memory_order order) {
  __bits::atomic_store<T>(&object->__value, desired, order, 2, true);
}
/// AIR returns what was in memory; the bits decide, also those of a float.
template <typename T>
bool atomic_compare_exchange_weak_explicit(volatile atomic<T> *object, T *expected,
                                           type_identity_t<T> desired, memory_order order,
                                           memory_order otherwise) {
  T wanted = *expected;
  T found = __bits::atomic_cmpxchg<T>(&object->__value, expected, desired, order, otherwise, 2, true);
  return as_type<uint>(found) == as_type<uint>(wanted);
}
inline void atomic_min_explicit(volatile atomic_ulong *object, ulong operand, memory_order order) {
  __air::atomic_min_only<ulong>(&object->__value, operand, order, 2, true);
}
inline void atomic_max_explicit(volatile atomic_ulong *object, ulong operand, memory_order order) {
  __air::atomic_max_only<ulong>(&object->__value, operand, order, 2, true);
}

//===----------------------------------------------------------------------===//
// Logs: what a kernel writes to one is not shown
//===----------------------------------------------------------------------===//

struct os_log {
  constexpr os_log(const char *, const char *) {}
  constexpr os_log() {}
  template <typename... T>
  void log(const char *, T...) const {}
  template <typename... T>
  void log_debug(const char *, T...) const {}
  template <typename... T>
  void log_info(const char *, T...) const {}
  template <typename... T>
  void log_default(const char *, T...) const {}
  template <typename... T>
  void log_error(const char *, T...) const {}
  template <typename... T>
  void log_fault(const char *, T...) const {}
};
constexpr os_log os_log_default;

} // namespace metal

using metal::atomic_float;
using metal::atomic_int;
using metal::atomic_uint;
using metal::atomic_ulong;
