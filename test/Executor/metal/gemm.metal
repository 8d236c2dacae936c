// REQUIRES: clang
// RUN: %python %S/Inputs/metal_case.py gemm %t/gemm
// RUN: %run_both %s --launch=%t/gemm/launch.json --check=all | count 0

// Tiled matrix multiplication with simdgroup_matrix: half tiles in threadgroup memory, float sums.

#include <metal_simdgroup_matrix>
#include <metal_stdlib>

using namespace metal;

constexpr constant int BM = 32, BN = 32, BK = 16, padding = 8;

struct GemmParams {
  int M, N, K;
  float alpha;
};

/// Copies a tile of a row-major matrix, zeros beyond its edge, with all threads.
template <int rows, int columns, int pitch>
struct TileLoader {
  const device half *source;
  threadgroup half *target;
  short2 limit; // columns, rows that exist

  void load(short tid, short threads, int leading) {
    for (short i = tid; i < rows * columns; i += threads) {
      short r = i / columns, c = i % columns;
      target[r * pitch + c] = c < limit.x && r < limit.y ? source[r * leading + c] : half(0);
    }
  }
};

[[kernel, max_total_threads_per_threadgroup(128)]] void
gemm(const device half *a [[buffer(0)]], const device half *b [[buffer(1)]],
     device float *c [[buffer(2)]], constant GemmParams &params [[buffer(3)]],
     uint2 group [[threadgroup_position_in_grid]], ushort tid [[thread_index_in_threadgroup]],
     ushort simd [[simdgroup_index_in_threadgroup]], ushort lane [[thread_index_in_simdgroup]]) {
  threadgroup half tileA[BM * (BK + padding)];
  threadgroup half tileB[BK * (BN + padding)];
  const int row0 = group.y * BM, column0 = group.x * BN;
  const short simdRow = 16 * (simd / 2), simdColumn = 16 * (simd % 2);

  simdgroup_float8x8 sums[2][2];
#pragma clang loop unroll(full)
  for (short i = 0; i < 2; ++i)
    for (short j = 0; j < 2; ++j)
      sums[i][j] = make_filled_simdgroup_matrix<float, 8, 8>(0.0f);

  for (int k0 = 0; k0 < params.K; k0 += BK) {
    threadgroup_barrier(mem_flags::mem_threadgroup);
    TileLoader<BM, BK, BK + padding> loaderA{a + row0 * params.K + k0, tileA,
                                             short2(params.K - k0, params.M - row0)};
    TileLoader<BK, BN, BN + padding> loaderB{b + k0 * params.N + column0, tileB,
                                             short2(params.N - column0, params.K - k0)};
    loaderA.load(tid, 128, params.K);
    loaderB.load(tid, 128, params.N);
    threadgroup_barrier(mem_flags::mem_threadgroup);

    for (short k = 0; k < BK; k += 8) {
      simdgroup_half8x8 fragmentA[2], fragmentB[2];
      for (short i = 0; i < 2; ++i) {
        simdgroup_load(fragmentA[i], tileA + (simdRow + 8 * i) * (BK + padding) + k, BK + padding);
        simdgroup_load(fragmentB[i], tileB, BN + padding, ulong2(simdColumn + 8 * i, k));
      }
      simdgroup_barrier(mem_flags::mem_none);
      for (short i = 0; i < 2; ++i)
        for (short j = 0; j < 2; ++j)
          simdgroup_multiply_accumulate(sums[i][j], fragmentA[i], fragmentB[j], sums[i][j]);
    }
  }

  // A lane has two neighbours of one row of each 8x8 matrix.
  const short quad = lane / 4;
  const short fragmentRow = (quad & 4) + (lane / 2) % 4, fragmentColumn = (quad & 2) * 2 + lane % 2 * 2;
  for (short i = 0; i < 2; ++i)
    for (short j = 0; j < 2; ++j) {
      thread auto &elements = sums[i][j].thread_elements();
      int row = row0 + simdRow + 8 * i + fragmentRow;
      int column = column0 + simdColumn + 8 * j + fragmentColumn;
      for (short e = 0; e < 2; ++e)
        if (row < params.M && column + e < params.N)
          c[row * params.N + column + e] = params.alpha * elements[e];
    }
}
