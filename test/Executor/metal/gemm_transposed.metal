// REQUIRES: clang
// RUN: %python %S/Inputs/metal_case.py gemm_transposed %t/gemm_transposed
// RUN: %run_both %s --launch=%t/gemm_transposed/launch.json --check=all | count 0
// RUN: %python %S/Inputs/metal_case.py gemm_transposed_float %t/gemm_transposed_float
// RUN: %run_both %s --launch=%t/gemm_transposed_float/launch.json --check=all | count 0

// C = A * B^T straight from device memory, bfloat in, stored by simdgroup_store.

#include <metal_stdlib>
using namespace metal;

template <typename T>
[[kernel]] void gemm_nt(device const T *a [[buffer(0)]], device const T *b [[buffer(1)]],
                        device float *c [[buffer(2)]], constant uint3 &shape [[buffer(3)]],
                        uint2 tile [[threadgroup_position_in_grid]]) {
  device const T *rowsA = a + tile.y * 8 * shape.z;
  device const T *rowsB = b + tile.x * 8 * shape.z;
  simdgroup_matrix<float, 8, 8> sum(0.0f);
  simdgroup_matrix<T, 8, 8> left, right;
  for (uint k = 0; k < shape.z; k += 8) {
    simdgroup_load(left, rowsA + k, shape.z);
    simdgroup_load(right, rowsB + k, shape.z, 0, true);
    simdgroup_multiply_accumulate(sum, left, right, sum);
  }
  simdgroup_store(sum, c + tile.y * 8 * shape.y + tile.x * 8, shape.y);
}

template [[host_name("gemm_nt_bf16")]] [[kernel]] decltype(gemm_nt<bfloat>) gemm_nt<bfloat>;
template [[host_name("gemm_nt_f32")]] [[kernel]] decltype(gemm_nt<float>) gemm_nt<float>;
