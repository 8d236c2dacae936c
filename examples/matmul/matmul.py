"""Matrix products C = A B, in the orders and with the epilogues that libraries use.

Sizes are no multiples of the tiles: the masks at every edge are part of the examples.
"""
import math

import numpy as np
import triton
import triton.language as tl

from example import Pool, example, output


# ---------------------------------------------------------------- one tile of C a program
@triton.jit
def accumulate(a_ptr, b_ptr, rows, columns, M, N, K, start_k, step_k, stride_am, stride_ak, stride_bk, stride_bn,
               BLOCK_K: tl.constexpr, PRECISION: tl.constexpr):
    """Sum of A[rows, k] B[k, columns] over the tiles of k that begin at start_k, step_k apart."""
    inner = tl.arange(0, BLOCK_K)
    total = tl.zeros((rows.shape[0], columns.shape[0]), dtype=tl.float32)
    for k in range(start_k, K, step_k):
        ks = k + inner
        a = tl.load(a_ptr + rows[:, None] * stride_am + ks[None, :] * stride_ak,
                    mask=(rows[:, None] < M) & (ks[None, :] < K), other=0.0)
        b = tl.load(b_ptr + ks[:, None] * stride_bk + columns[None, :] * stride_bn,
                    mask=(ks[:, None] < K) & (columns[None, :] < N), other=0.0)
        total = tl.dot(a, b, total, input_precision=PRECISION)
    return total


@triton.jit
def matmul(a_ptr, b_ptr, c_ptr, M, N, K, stride_am, stride_ak, stride_bk, stride_bn, stride_cm, stride_cn,
           BLOCK_M: tl.constexpr, BLOCK_N: tl.constexpr, BLOCK_K: tl.constexpr, PRECISION: tl.constexpr):
    rows = tl.program_id(0) * BLOCK_M + tl.arange(0, BLOCK_M)
    columns = tl.program_id(1) * BLOCK_N + tl.arange(0, BLOCK_N)
    total = accumulate(a_ptr, b_ptr, rows, columns, M, N, K, 0, BLOCK_K, stride_am, stride_ak, stride_bk, stride_bn,
                       BLOCK_K, PRECISION)
    c = c_ptr + rows[:, None] * stride_cm + columns[None, :] * stride_cn
    tl.store(c, total.to(c_ptr.dtype.element_ty), mask=(rows[:, None] < M) & (columns[None, :] < N))


@triton.jit
def matmul_grouped(a_ptr, b_ptr, c_ptr, M, N, K, stride_am, stride_bk, stride_cm, BLOCK_M: tl.constexpr,
                   BLOCK_N: tl.constexpr, BLOCK_K: tl.constexpr, GROUP: tl.constexpr):
    """Neighbouring programs take tiles of GROUP rows of tiles, column by column, so that what they read
    of A and B is still in the cache."""
    tiles_m, tiles_n = tl.cdiv(M, BLOCK_M), tl.cdiv(N, BLOCK_N)
    group_size = GROUP * tiles_n
    first_m = tl.program_id(0) // group_size * GROUP
    height = min(tiles_m - first_m, GROUP)
    place = tl.program_id(0) % group_size
    tile_m, tile_n = first_m + place % height, place // height
    rows = tile_m * BLOCK_M + tl.arange(0, BLOCK_M)
    columns = tile_n * BLOCK_N + tl.arange(0, BLOCK_N)
    # Rows past the end repeat others, whose results are not stored: loads need no mask along M and N.
    rows_in, columns_in = rows % M, columns % N
    inner = tl.arange(0, BLOCK_K)
    a = a_ptr + rows_in[:, None] * stride_am + inner[None, :]
    b = b_ptr + inner[:, None] * stride_bk + columns_in[None, :]
    total = tl.zeros((BLOCK_M, BLOCK_N), dtype=tl.float32)
    for k in range(0, tl.cdiv(K, BLOCK_K)):
        left = K - k * BLOCK_K
        total = tl.dot(tl.load(a, mask=inner[None, :] < left, other=0.0),
                       tl.load(b, mask=inner[:, None] < left, other=0.0), total)
        a += BLOCK_K
        b += BLOCK_K * stride_bk
    c = c_ptr + rows[:, None] * stride_cm + columns[None, :]
    tl.store(c, total.to(tl.float16), mask=(rows[:, None] < M) & (columns[None, :] < N))


@triton.jit
def matmul_split_k(a_ptr, b_ptr, c_ptr, M, N, K, stride_am, stride_bk, stride_cm, BLOCK_M: tl.constexpr,
                   BLOCK_N: tl.constexpr, BLOCK_K: tl.constexpr, SPLITS: tl.constexpr):
    """SPLITS programs share a tile of C, and add up what they find; C begins as zeros."""
    rows = tl.program_id(0) * BLOCK_M + tl.arange(0, BLOCK_M)
    columns = tl.program_id(1) * BLOCK_N + tl.arange(0, BLOCK_N)
    total = accumulate(a_ptr, b_ptr, rows, columns, M, N, K, tl.program_id(2) * BLOCK_K, BLOCK_K * SPLITS, stride_am, 1,
                       stride_bk, 1, BLOCK_K, "ieee")
    c = c_ptr + rows[:, None] * stride_cm + columns[None, :]
    tl.atomic_add(c, total, mask=(rows[:, None] < M) & (columns[None, :] < N), sem="relaxed")


@triton.jit
def matmul_batched(a_ptr, b_ptr, c_ptr, M, N, K, batch_a, batch_b, batch_c, stride_am, stride_bk, stride_cm,
                   BLOCK_M: tl.constexpr, BLOCK_N: tl.constexpr, BLOCK_K: tl.constexpr):
    """The third axis of the grid counts the matrices."""
    batch = tl.program_id(2).to(tl.int64)
    rows = tl.program_id(0) * BLOCK_M + tl.arange(0, BLOCK_M)
    columns = tl.program_id(1) * BLOCK_N + tl.arange(0, BLOCK_N)
    total = accumulate(a_ptr + batch * batch_a, b_ptr + batch * batch_b, rows, columns, M, N, K, 0, BLOCK_K, stride_am,
                       1, stride_bk, 1, BLOCK_K, "ieee")
    c = c_ptr + batch * batch_c + rows[:, None] * stride_cm + columns[None, :]
    tl.store(c, total.to(tl.float16), mask=(rows[:, None] < M) & (columns[None, :] < N))


@triton.jit
def matmul_rank_3(a_ptr, b_ptr, c_ptr, K, BATCH: tl.constexpr, M: tl.constexpr, N: tl.constexpr,
                  BLOCK_K: tl.constexpr):
    """Small matrices, BATCH of them a program: a product of rank 3."""
    batch = tl.program_id(0) * BATCH + tl.arange(0, BATCH)[:, None, None]
    rows, columns = tl.arange(0, M)[None, :, None], tl.arange(0, N)[None, None, :]
    total = tl.zeros((BATCH, M, N), dtype=tl.float32)
    for k in range(0, K, BLOCK_K):
        a = tl.load(a_ptr + (batch * M + rows) * K + k + tl.arange(0, BLOCK_K)[None, None, :])
        b = tl.load(b_ptr + (batch * K + k + tl.arange(0, BLOCK_K)[None, :, None]) * N + columns)
        total = tl.dot(a, b, total)
    tl.store(c_ptr + (batch * M + rows) * N + columns, total)


@triton.jit
def gelu(x):
    """x times the normal distribution's cumulative function, by its usual approximation."""
    inner = 1.5957691216057308 * (x + 0.044715 * x * x * x)
    return x / (1.0 + tl.exp(-inner))


@triton.jit
def matmul_bias_gelu(a_ptr, b_ptr, bias_ptr, residual_ptr, c_ptr, M, N, K, stride_am, stride_bk, stride_cm,
                     BLOCK_M: tl.constexpr, BLOCK_N: tl.constexpr, BLOCK_K: tl.constexpr):
    """gelu(A B + bias) + residual, without a trip through memory."""
    rows = tl.program_id(0) * BLOCK_M + tl.arange(0, BLOCK_M)
    columns = tl.program_id(1) * BLOCK_N + tl.arange(0, BLOCK_N)
    total = accumulate(a_ptr, b_ptr, rows, columns, M, N, K, 0, BLOCK_K, stride_am, 1, stride_bk, 1, BLOCK_K, "ieee")
    total += tl.load(bias_ptr + columns, mask=columns < N, other=0.0).to(tl.float32)[None, :]
    place = rows[:, None] * stride_cm + columns[None, :]
    inside = (rows[:, None] < M) & (columns[None, :] < N)
    total = gelu(total) + tl.load(residual_ptr + place, mask=inside, other=0.0)
    tl.store(c_ptr + place, total.to(tl.float16), mask=inside)


@triton.jit
def matmul_persistent(a_ptr, b_ptr, c_ptr, M, N, K, BLOCK_M: tl.constexpr, BLOCK_N: tl.constexpr,
                      BLOCK_K: tl.constexpr):
    """As many programs as the GPU runs at once, each of which takes tile after tile; B is stored
    transposed, [N, K]. Tensor descriptors keep the edges."""
    a_tiles = tl.make_tensor_descriptor(a_ptr, [M, K], [K, 1], [BLOCK_M, BLOCK_K])
    b_tiles = tl.make_tensor_descriptor(b_ptr, [N, K], [K, 1], [BLOCK_N, BLOCK_K])
    c_tiles = tl.make_tensor_descriptor(c_ptr, [M, N], [N, 1], [BLOCK_M, BLOCK_N])
    tiles_n = tl.cdiv(N, BLOCK_N)
    for tile in range(tl.program_id(0), tl.cdiv(M, BLOCK_M) * tiles_n, tl.num_programs(0)):
        row, column = tile // tiles_n * BLOCK_M, tile % tiles_n * BLOCK_N
        total = tl.zeros((BLOCK_M, BLOCK_N), dtype=tl.float32)
        for k in range(0, K, BLOCK_K):
            total = tl.dot(a_tiles.load([row, k]), b_tiles.load([column, k]).T, total)
        c_tiles.store([row, column], total.to(tl.float16))


# ---------------------------------------------------------------- launches
# Scaled so that products of 100 numbers stay near 1.
POOLS = {type: Pool(type, count, scale=0.3) for type, count in (("f16", 8960), ("bf16", 4160), ("f32", 2304))}
# Rounding to f16 is off by 2^-11 of a number at most; what sums in f32 lose on top is less.
HALF = dict(rtol=1e-3, atol=1e-4)
SINGLE = dict(rtol=1e-5, atol=1e-5)


def grid(M, N, tile, *more):
    return (-(-M // tile[0]), -(-N // tile[1])) + more


def sizes(M, N, K):
    return dict(M=M, N=N, K=K)


def blocks(tile, **more):
    return dict(BLOCK_M=tile[0], BLOCK_N=tile[1], BLOCK_K=tile[2], **more)


def plain(name, M, N, K, type, out, tolerance, transposed=(False, False), tile=(64, 64, 32), precision="ieee"):
    a = POOLS[type].take(*((K, M) if transposed[0] else (M, K)))
    b = POOLS[type].take(*((N, K) if transposed[1] else (K, N)))
    product = (a.values.T if transposed[0] else a.values) @ (b.values.T if transposed[1] else b.values)
    strides = dict(stride_am=K, stride_ak=1, stride_bk=N, stride_bn=1, stride_cm=N, stride_cn=1)
    strides.update(dict(stride_am=1, stride_ak=M) if transposed[0] else {})
    strides.update(dict(stride_bk=1, stride_bn=K) if transposed[1] else {})
    example(name, matmul, grid(M, N, tile),
            dict(a_ptr=a, b_ptr=b, c_ptr=output(out, product, **tolerance), **sizes(M, N, K), **strides),
            blocks(tile, PRECISION=precision))


plain("matmul", 72, 88, 56, "f16", "f16", HALF)
plain("matmul_128", 128, 128, 32, "f16", "f16", HALF, tile=(128, 128, 32))
plain("matmul_nt", 40, 64, 40, "bf16", "bf16", dict(rtol=8e-3, atol=1e-3), transposed=(False, True))
# TF32 asks for 10 bits of fraction at least: more is right as well.
plain("matmul_f32", 24, 40, 36, "f32", "f32", SINGLE, transposed=(True, True), tile=(32, 64, 16), precision="tf32")


def take(*shape):
    return POOLS["f16"].take(*shape)


def grouped(M, N, K, tile=(32, 32, 32)):
    a, b = take(M, K), take(K, N)
    tiles = grid(M, N, tile)
    example("matmul_grouped", matmul_grouped, (tiles[0] * tiles[1],),
            dict(a_ptr=a, b_ptr=b, c_ptr=output("f16", a.values @ b.values, **HALF), **sizes(M, N, K), stride_am=K,
                 stride_bk=N, stride_cm=N), blocks(tile, GROUP=3))


def split_k(M, N, K, tile=(32, 32, 32), splits=4):
    a, b = take(M, K), take(K, N)
    example("matmul_split_k", matmul_split_k, grid(M, N, tile, splits),
            dict(a_ptr=a, b_ptr=b, c_ptr=output("f32", a.values @ b.values, **SINGLE), **sizes(M, N, K), stride_am=K,
                 stride_bk=N, stride_cm=N), blocks(tile, SPLITS=splits))


def batched(batch, M, N, K, tile=(32, 32, 32)):
    a, b = take(batch, M, K), take(batch, K, N)
    example("matmul_batched", matmul_batched, grid(M, N, tile, batch),
            dict(a_ptr=a, b_ptr=b, c_ptr=output("f16", a.values @ b.values, **HALF), **sizes(M, N, K), batch_a=M * K,
                 batch_b=K * N, batch_c=M * N, stride_am=K, stride_bk=N, stride_cm=N), blocks(tile))


def rank_3(batch, M, N, K):
    a, b = take(batch, M, K), take(batch, K, N)
    example("matmul_rank_3", matmul_rank_3, (batch // 4,),
            dict(a_ptr=a, b_ptr=b, c_ptr=output("f32", a.values @ b.values, **SINGLE), K=K),
            dict(BATCH=4, M=M, N=N, BLOCK_K=16))


def bias_gelu(M, N, K, tile=(64, 64, 32)):
    a, b, bias, residual = take(M, K), take(K, N), take(N), take(M, N)
    x = a.values @ b.values + bias.values
    c = x / (1 + np.exp(-2 * math.sqrt(2 / math.pi) * (x + 0.044715 * x**3))) + residual.values
    example("matmul_bias_gelu", matmul_bias_gelu, grid(M, N, tile),
            dict(a_ptr=a, b_ptr=b, bias_ptr=bias, residual_ptr=residual, c_ptr=output("f16", c, rtol=1e-3, atol=5e-4),
                 **sizes(M, N, K), stride_am=K, stride_bk=N, stride_cm=N), blocks(tile))


def persistent(M, N, K, tile=(32, 32, 32), programs=3):
    a, b = take(M, K), take(N, K)
    example("matmul_persistent", matmul_persistent, (programs,),
            dict(a_ptr=a, b_ptr=b, c_ptr=output("f16", a.values @ b.values.T, **HALF), **sizes(M, N, K)), blocks(tile),
            target="cuda90")


grouped(136, 48, 48)
split_k(40, 24, 140)
batched(2, 40, 48, 24)
rank_3(8, 16, 16, 32)
bias_gelu(40, 72, 64)
persistent(72, 48, 48)
