// 256 x 256 x 256: a SIMD-group for each tile of 16 x 16 of the result, four to a threadgroup.

#include <metal_simdgroup_matrix>
#include <metal_stdlib>

using namespace metal;

constant constexpr uint size = 256;

kernel void matmul(device const float *a [[buffer(0)]], device const float *b [[buffer(1)]],
                   device float *c [[buffer(2)]], uint2 block [[threadgroup_position_in_grid]],
                   uint group [[simdgroup_index_in_threadgroup]]) {
  uint row = (block.y * 2 + group / 2) * 16, column = (block.x * 2 + group % 2) * 16;
  simdgroup_float8x8 sums[2][2];
  for (uint i = 0; i < 4; ++i)
    sums[i / 2][i % 2] = make_filled_simdgroup_matrix<float, 8, 8>(0.0f);
  for (uint k = 0; k < size; k += 8) {
    simdgroup_float8x8 left[2], right[2];
    for (uint i = 0; i < 2; ++i) {
      simdgroup_load(left[i], a + (row + 8 * i) * size + k, size);
      simdgroup_load(right[i], b + k * size + column + 8 * i, size);
    }
    for (uint i = 0; i < 4; ++i)
      simdgroup_multiply_accumulate(sums[i / 2][i % 2], left[i / 2], right[i % 2],
                                    sums[i / 2][i % 2]);
  }
  for (uint i = 0; i < 4; ++i)
    simdgroup_store(sums[i / 2][i % 2], c + (row + 8 * (i / 2)) * size + column + 8 * (i % 2),
                    size);
}
