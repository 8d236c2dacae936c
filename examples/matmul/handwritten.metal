// What matmul.ttir computes, written by hand: C = A B for f16 matrices in rows, sums in f32.
// Compare with the source that triton-metal-translate prints for matmul.ttir (docs/matmul.md).
//
// A threadgroup of four SIMD-groups makes 64 x 64 elements of C, each SIMD-group a quarter of them.
// Tiles of A and B are staged in threadgroup memory. Strides are multiples of 4, for loads of 8
// bytes.

#include <metal_simdgroup_matrix>
#include <metal_stdlib>

using namespace metal;

constant constexpr int tile = 64, depth = 32;
// Rows in threadgroup memory are 16 bytes longer, so that they begin in different banks.
constant constexpr int a_row = depth + 8, b_row = tile + 8;
constant constexpr int threads = 128;

struct Sizes {
  int m, n, k, a_stride, b_stride, c_stride;
};

/// Copies rows x columns elements, with zeros for those outside of the matrix: it has `height` more
/// rows and `width` more columns from `source` on.
template <int rows, int columns, int target_row>
static void stage(threadgroup half *target, device const half *source, int stride, int height,
                  int width, uint tid) {
  constexpr int chunks = columns / 8;
#pragma unroll
  for (uint i = tid; i < rows * chunks; i += threads) {
    const int row = i / chunks, column = i % chunks * 8;
    threadgroup half *to = target + row * target_row + column;
    device const half *from = source + row * stride + column;
    if (row < height && column + 8 <= width) {
#pragma unroll
      for (int j = 0; j < 2; ++j)
        ((threadgroup half4 *)to)[j] = ((device const half4 *)from)[j];
    } else {
#pragma unroll
      for (int j = 0; j < 8; ++j)
        to[j] = row < height && column + j < width ? from[j] : 0.0h;
    }
  }
}

[[kernel, max_total_threads_per_threadgroup(threads)]]
void matmul(device const half *a [[buffer(0)]], device const half *b [[buffer(1)]],
            device half *c [[buffer(2)]], constant Sizes &sizes [[buffer(3)]],
            uint2 block [[threadgroup_position_in_grid]], uint tid [[thread_index_in_threadgroup]],
            uint group [[simdgroup_index_in_threadgroup]],
            uint lane [[thread_index_in_simdgroup]]) {
  threadgroup half a_tile[tile * a_row];
  threadgroup half b_tile[depth * b_row];
  const int first_row = block.x * tile, first_column = block.y * tile;
  // This SIMD-group's quarter of the tile.
  const int row = group / 2 * 32, column = group % 2 * 32;

  simdgroup_float8x8 sums[4][4];
#pragma unroll
  for (int m = 0; m < 4; ++m)
#pragma unroll
    for (int n = 0; n < 4; ++n)
      sums[m][n] = make_filled_simdgroup_matrix<float, 8, 8>(0.0f);

  for (int k = 0; k < sizes.k; k += depth) {
    threadgroup_barrier(mem_flags::mem_threadgroup);
    stage<tile, depth, a_row>(a_tile, a + first_row * sizes.a_stride + k, sizes.a_stride,
                              sizes.m - first_row, sizes.k - k, tid);
    stage<depth, tile, b_row>(b_tile, b + k * sizes.b_stride + first_column, sizes.b_stride,
                              sizes.k - k, sizes.n - first_column, tid);
    threadgroup_barrier(mem_flags::mem_threadgroup);
#pragma unroll
    for (int j = 0; j < depth; j += 8) {
      simdgroup_half8x8 left[4], right[4];
#pragma unroll
      for (int i = 0; i < 4; ++i) {
        simdgroup_load(left[i], a_tile + (row + 8 * i) * a_row + j, a_row);
        simdgroup_load(right[i], b_tile + j * b_row + column + 8 * i, b_row);
      }
#pragma unroll
      for (int m = 0; m < 4; ++m)
#pragma unroll
        for (int n = 0; n < 4; ++n)
          simdgroup_multiply_accumulate(sums[m][n], left[m], right[n], sums[m][n]);
    }
  }

  // A lane holds two neighbours of a row of each matrix.
  const int own_row = first_row + row + (lane / 2 % 4) + lane / 16 * 4;
  const int own_column = first_column + column + lane % 2 * 2 + lane / 8 % 2 * 4;
#pragma unroll
  for (int m = 0; m < 4; ++m)
#pragma unroll
    for (int n = 0; n < 4; ++n)
#pragma unroll
      for (int e = 0; e < 2; ++e) {
        const int y = own_row + 8 * m, x = own_column + 8 * n + e;
        if (y < sizes.m && x < sizes.n)
          c[y * sizes.c_stride + x] = half(sums[m][n].thread_elements()[e]);
      }
}
