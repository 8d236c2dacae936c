// REQUIRES: clang
// RUN: %python %S/Inputs/metal_case.py language %t
// RUN: %run_both %s --launch=%t/launch.json --check=all | count 0

// What Metal takes from C++, and what it adds, that the rewriter must get right.

#include <metal_stdlib>

#define THREADS 32
#define SHARED threadgroup
#define AT(n) [[buffer(n)]]

enum class Mode : uint { Plain = 1, Scaled = 4 };

namespace shapes {
struct Point {
  float x, y;
  // The same method for three kinds of memory.
  float norm() const thread { return x * x + y * y; }
  float norm() const device { return x * x + y * y; }
  float norm() const threadgroup { return x * x + y * y; }
  Point operator+(Point other) const { return {x + other.x, y + other.y}; }
};

template <typename T, int N>
struct Stack {
  static constant constexpr int capacity = N;
  T items[N];
  int size = 0;
  thread Stack &push(T item) {
    items[size++] = item;
    return *this;
  }
};

/// What a pointer points to, for each kind of memory.
template <typename T>
struct pointee;
template <typename T>
struct pointee<device T *> {
  using type = T;
};
template <typename T>
struct pointee<threadgroup T *> {
  using type = T;
};
} // namespace shapes

using namespace metal;

constant int2 offsets[2][2] = {{int2(1, 2), int2(3, 4)}, {int2(5, 6), int2(7, 8)}};
static constant constexpr float halfway = 0.5f;

template <typename T, typename = enable_if_t<is_integral_v<T>>>
T twice(T x, int times = 2) {
  return x * times;
}
inline float twice(float x) { return 2 * x; }
template <Mode mode>
float apply(float x) {
  if constexpr (mode == Mode::Scaled)
    return x * float(mode);
  else
    return x;
}

static void bump(device int &counter, thread const int &by) { counter += by; }
static void bump(threadgroup int &counter, thread const int &by) { counter += by; }

/// The last element of an array that is passed by reference.
template <typename T, int N>
T last(threadgroup T (&array)[N]) {
  return array[N - 1];
}

union Bits {
  float number;
  uint bits;
};

[[kernel, max_total_threads_per_threadgroup(THREADS)]] void
language(device int *out AT(0), device float *results AT(1), const device packed_float3 *points AT(2),
         volatile device int *flags AT(3), uint tid [[thread_index_in_threadgroup]],
         uint3 position [[thread_position_in_grid]], uint2 grid [[threads_per_grid]]) {
  SHARED int counts[2][THREADS];
  SHARED shapes::Point shared_points[2];
  threadgroup float array[4], other;
  if (tid < 2) {
    for (int i = 0; i < THREADS; ++i)
      counts[tid][i] = i * (tid + 1);
    shared_points[tid] = {float(tid), 2.0f};
  }
  if (tid == 0) {
    array[3] = 9;
    other = 1;
  }
  threadgroup_barrier(mem_flags::mem_threadgroup);
  if (position.x != 5 || position.y != 0)
    return;

  int n = 0;
  out[n++] = counts[1][tid] + offsets[1][0].y;
  threadgroup int *row = counts[0];
  bump(row[7], 10);
  bump(out[0], 100);
  out[n++] = row[7];
  out[n++] = twice(21) + twice(short(1), 3);
  out[n++] = shapes::Stack<int, 8>().push(4).push(5).items[1] + shapes::Stack<int, 8>::capacity;
  int4 v = {1, 2, 3, 4};
  v.xy += v.zw;
  v.wz = v.xy;
  v[int(tid) - 4] *= 2;
  out[n++] = v.x * 1000 + v.y * 100 + v.z * 10 + v.w;
  switch (uint(Mode::Scaled)) {
  case 4:
    out[n++] = 44;
    break;
  default:
    out[n++] = -1;
  }
  Bits bits;
  bits.number = -1;
  out[n++] = int(bits.bits >> 31);
  flags[0] = flags[1] + 1;
  out[n++] = flags[0];
  shapes::pointee<device int *>::type plain = 3;
  out[n++] = plain;
  metal::array<int, 3> three = {{7, 8, 9}};
  int sum = 0;
  for (int item : three)
    sum += item;
  out[n++] = sum;
  out[n++] = int(position.x + grid.x * grid.y);
  bool2 both = bool2(true, false);
  out[n++] = int(both.x) + 2 * int((both && bool2(true)).y) + 4 * int(any(both));
  uchar small = 250;
  small += 10;
  out[n++] = small;
  out[n++] = 0x7fffffff + int(tid - 4); // wraps

  int f = 0;
  results[f++] = (shared_points[0] + shared_points[1]).norm() + shared_points[1].norm();
  results[f++] = twice(halfway) + apply<Mode::Scaled>(1.5f) + apply<Mode::Plain>(1.0f);
  float3 point = points[1] * 2 + float3(points[0].z, points[0].y, points[0].x);
  results[f++] = point.x + 10 * point.y + 100 * point.z;
  results[f++] = last(array) + other;
  half4 h = half4(half2(1, 2), 3, 4);
  h.rgb = h.bgr / 2;
  results[f++] = dot(float4(h), float4(1, 10, 100, 1000));
  results[f++] = float(1.5bf) + 1e-1;
  results[f++] = dot(float4(h).xxyy, float4(1)) + (float)(int)2.9f;
}
