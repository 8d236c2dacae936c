"""Products with weights of 8, 4 and fewer bits, and of a matrix with a vector."""
import numpy as np
import triton
import triton.language as tl

from example import Pool, byte_float_values, example, output, rounded, tensor


# ---------------------------------------------------------------- weights of 8 bits
@triton.jit
def matmul_int8_weights(x_ptr, w_ptr, scale_ptr, y_ptr, M, N, K, BLOCK_M: tl.constexpr, BLOCK_N: tl.constexpr,
                        BLOCK_K: tl.constexpr):
    """y = x (w * scale): a scale for each column, which can wait until the sums are there."""
    rows = tl.program_id(0) * BLOCK_M + tl.arange(0, BLOCK_M)
    columns = tl.program_id(1) * BLOCK_N + tl.arange(0, BLOCK_N)
    total = tl.zeros((BLOCK_M, BLOCK_N), dtype=tl.float32)
    for k in range(0, K, BLOCK_K):
        ks = k + tl.arange(0, BLOCK_K)
        x = tl.load(x_ptr + rows[:, None] * K + ks[None, :], mask=(rows[:, None] < M) & (ks[None, :] < K), other=0.0)
        w = tl.load(w_ptr + ks[:, None] * N + columns[None, :], mask=(ks[:, None] < K) & (columns[None, :] < N),
                    other=0)
        total = tl.dot(x, w.to(tl.float16), total)
    scale = tl.load(scale_ptr + columns, mask=columns < N, other=0.0)
    tl.store(y_ptr + rows[:, None] * N + columns[None, :], (total * scale[None, :]).to(tl.float16),
             mask=(rows[:, None] < M) & (columns[None, :] < N))


@triton.jit
def matmul_int8(x_ptr, w_ptr, x_scale_ptr, w_scale_ptr, y_ptr, M, N, K, BLOCK_M: tl.constexpr, BLOCK_N: tl.constexpr,
                BLOCK_K: tl.constexpr):
    """Both sides are int8; sums are exact. A scale for each row of x, and for each column of w."""
    rows = tl.program_id(0) * BLOCK_M + tl.arange(0, BLOCK_M)
    columns = tl.program_id(1) * BLOCK_N + tl.arange(0, BLOCK_N)
    total = tl.zeros((BLOCK_M, BLOCK_N), dtype=tl.int32)
    for k in range(0, K, BLOCK_K):
        ks = k + tl.arange(0, BLOCK_K)
        x = tl.load(x_ptr + rows[:, None] * K + ks[None, :], mask=(rows[:, None] < M) & (ks[None, :] < K), other=0)
        w = tl.load(w_ptr + ks[:, None] * N + columns[None, :], mask=(ks[:, None] < K) & (columns[None, :] < N),
                    other=0)
        total = tl.dot(x, w, total, out_dtype=tl.int32)
    x_scale = tl.load(x_scale_ptr + rows, mask=rows < M, other=0.0)
    w_scale = tl.load(w_scale_ptr + columns, mask=columns < N, other=0.0)
    tl.store(y_ptr + rows[:, None] * N + columns[None, :], total.to(tl.float32) * x_scale[:, None] * w_scale[None, :],
             mask=(rows[:, None] < M) & (columns[None, :] < N))


@triton.jit
def matmul_fp8(x_ptr, w_ptr, y_ptr, scale, M, N, K, BLOCK_M: tl.constexpr, BLOCK_N: tl.constexpr,
               BLOCK_K: tl.constexpr):
    """8-bit floats on both sides, w stored as [N, K], one scale for all."""
    rows = tl.program_id(0) * BLOCK_M + tl.arange(0, BLOCK_M)
    columns = tl.program_id(1) * BLOCK_N + tl.arange(0, BLOCK_N)
    total = tl.zeros((BLOCK_M, BLOCK_N), dtype=tl.float32)
    for k in range(0, K, BLOCK_K):
        ks = k + tl.arange(0, BLOCK_K)
        x = tl.load(x_ptr + rows[:, None] * K + ks[None, :], mask=(rows[:, None] < M) & (ks[None, :] < K), other=0.0)
        w = tl.load(w_ptr + ks[:, None] + columns[None, :] * K, mask=(ks[:, None] < K) & (columns[None, :] < N),
                    other=0.0)
        total = tl.dot(x, w, total)
    tl.store(y_ptr + rows[:, None] * N + columns[None, :], (total * scale).to(tl.float16),
             mask=(rows[:, None] < M) & (columns[None, :] < N))


# ---------------------------------------------------------------- weights of 4 bits
@triton.jit
def matmul_int4_words(x_ptr, w_ptr, scale_ptr, zero_ptr, y_ptr, M, N, K, BLOCK_M: tl.constexpr, BLOCK_N: tl.constexpr,
                      GROUP: tl.constexpr):
    """Eight weights along k to a word of 32 bits, zero points likewise along n; a scale and a zero point
    for GROUP weights of a column."""
    rows = tl.program_id(0) * BLOCK_M + tl.arange(0, BLOCK_M)
    columns = tl.program_id(1) * BLOCK_N + tl.arange(0, BLOCK_N)
    inside = columns[None, :] < N
    ks = tl.arange(0, GROUP)
    total = tl.zeros((BLOCK_M, BLOCK_N), dtype=tl.float32)
    for group in range(0, K // GROUP):
        k = group * GROUP + ks
        x = tl.load(x_ptr + rows[:, None] * K + k[None, :], mask=rows[:, None] < M, other=0.0)
        words = tl.load(w_ptr + (k[:, None] // 8) * N + columns[None, :], mask=inside, other=0)
        zeros = tl.load(zero_ptr + group * (N // 8) + columns // 8, mask=columns < N, other=0)
        scale = tl.load(scale_ptr + group * N + columns, mask=columns < N, other=0.0)
        weights = (words >> ((k[:, None] % 8) * 4)) & 15
        zeros = (zeros >> ((columns % 8) * 4)) & 15
        w = (weights - zeros[None, :]).to(tl.float16) * scale[None, :]
        total = tl.dot(x, w, total)
    tl.store(y_ptr + rows[:, None] * N + columns[None, :], total.to(tl.float16), mask=(rows[:, None] < M) & inside)


@triton.jit
def matmul_int4_bytes(x_ptr, w_ptr, scale_ptr, y_ptr, M, N, K, BLOCK_M: tl.constexpr, BLOCK_N: tl.constexpr,
                      GROUP: tl.constexpr):
    """Two signed weights along k to a byte, the low half first, each byte loaded once."""
    rows = tl.program_id(0) * BLOCK_M + tl.arange(0, BLOCK_M)
    columns = tl.program_id(1) * BLOCK_N + tl.arange(0, BLOCK_N)
    pairs = tl.arange(0, GROUP // 2)
    total = tl.zeros((BLOCK_M, BLOCK_N), dtype=tl.float32)
    for group in range(0, K // GROUP):
        ks = group * GROUP + tl.arange(0, GROUP)
        x = tl.load(x_ptr + rows[:, None] * K + ks[None, :], mask=rows[:, None] < M, other=0.0)
        packed = tl.load(w_ptr + (group * (GROUP // 2) + pairs)[:, None] * N + columns[None, :],
                         mask=columns[None, :] < N, other=0)
        low, high = (packed << 4).to(tl.int8) >> 4, packed.to(tl.int8) >> 4
        weights = tl.join(low, high).permute(0, 2, 1).reshape(GROUP, BLOCK_N)
        scale = tl.load(scale_ptr + group * N + columns, mask=columns < N, other=0.0)
        total += tl.dot(x, weights.to(tl.float16)) * scale[None, :]
    tl.store(y_ptr + rows[:, None] * N + columns[None, :], total.to(tl.float16),
             mask=(rows[:, None] < M) & (columns[None, :] < N))


@triton.jit
def matmul_mxfp4(x_ptr, w_ptr, scale_ptr, y_ptr, M, N, K, BLOCK_M: tl.constexpr, BLOCK_N: tl.constexpr,
                 BLOCK_K: tl.constexpr):
    """Weights in microscaling format: e2m1, two to a byte along k, and an exponent for 32 of them."""
    rows = tl.program_id(0) * BLOCK_M + tl.arange(0, BLOCK_M)
    columns = tl.program_id(1) * BLOCK_N + tl.arange(0, BLOCK_N)
    total = tl.zeros((BLOCK_M, BLOCK_N), dtype=tl.float32)
    for k in range(0, K, BLOCK_K):
        ks = k + tl.arange(0, BLOCK_K)
        pairs = k // 2 + tl.arange(0, BLOCK_K // 2)
        groups = k // 32 + tl.arange(0, BLOCK_K // 32)
        x = tl.load(x_ptr + rows[:, None] * K + ks[None, :], mask=rows[:, None] < M, other=0.0)
        w = tl.load(w_ptr + pairs[:, None] + columns[None, :] * (K // 2), mask=columns[None, :] < N, other=0)
        scale = tl.load(scale_ptr + columns[:, None] * (K // 32) + groups[None, :], mask=columns[:, None] < N, other=0)
        total = tl.dot_scaled(x, None, "bf16", w, scale, "e2m1", total)
    tl.store(y_ptr + rows[:, None] * N + columns[None, :], total, mask=(rows[:, None] < M) & (columns[None, :] < N))


@triton.jit
def matmul_mxfp8(x_ptr, x_scale_ptr, w_ptr, w_scale_ptr, y_ptr, M, N, K, BLOCK_M: tl.constexpr, BLOCK_N: tl.constexpr,
                 BLOCK_K: tl.constexpr):
    """Both sides in microscaling formats: e4m3 times e5m2."""
    rows = tl.program_id(0) * BLOCK_M + tl.arange(0, BLOCK_M)
    columns = tl.program_id(1) * BLOCK_N + tl.arange(0, BLOCK_N)
    total = tl.zeros((BLOCK_M, BLOCK_N), dtype=tl.float32)
    for k in range(0, K, BLOCK_K):
        ks = k + tl.arange(0, BLOCK_K)
        groups = k // 32 + tl.arange(0, BLOCK_K // 32)
        x = tl.load(x_ptr + rows[:, None] * K + ks[None, :], mask=rows[:, None] < M, other=0.0)
        w = tl.load(w_ptr + ks[:, None] + columns[None, :] * K, mask=columns[None, :] < N, other=0.0)
        x_scale = tl.load(x_scale_ptr + rows[:, None] * (K // 32) + groups[None, :], mask=rows[:, None] < M, other=0)
        w_scale = tl.load(w_scale_ptr + columns[:, None] * (K // 32) + groups[None, :], mask=columns[:, None] < N,
                          other=0)
        total = tl.dot_scaled(x, x_scale, "e4m3", w, w_scale, "e5m2", total)
    tl.store(y_ptr + rows[:, None] * N + columns[None, :], total, mask=(rows[:, None] < M) & (columns[None, :] < N))


# ---------------------------------------------------------------- a matrix and a vector
@triton.jit
def gemv(w_ptr, x_ptr, y_ptr, N, K, BLOCK_N: tl.constexpr, BLOCK_K: tl.constexpr):
    """y = W x. Nothing is used twice: the speed is that of reading W."""
    rows = tl.program_id(0) * BLOCK_N + tl.arange(0, BLOCK_N)
    total = tl.zeros((BLOCK_N, BLOCK_K), dtype=tl.float32)
    for k in range(0, K, BLOCK_K):
        ks = k + tl.arange(0, BLOCK_K)
        x = tl.load(x_ptr + ks, mask=ks < K, other=0.0).to(tl.float32)
        w = tl.load(w_ptr + rows[:, None] * K + ks[None, :], mask=(rows[:, None] < N) & (ks[None, :] < K), other=0.0)
        total += w.to(tl.float32) * x[None, :]
    tl.store(y_ptr + rows, tl.sum(total, axis=1).to(tl.float16), mask=rows < N)


@triton.jit
def gemv_int4(w_ptr, scale_ptr, x_ptr, y_ptr, N, K, BLOCK_N: tl.constexpr, GROUP: tl.constexpr):
    """y = W x with two signed weights to a byte, and a scale for each GROUP of a row."""
    rows = tl.program_id(0) * BLOCK_N + tl.arange(0, BLOCK_N)
    pairs = tl.arange(0, GROUP // 2)
    total = tl.zeros((BLOCK_N,), dtype=tl.float32)
    for group in range(0, K // GROUP):
        packed = tl.load(w_ptr + rows[:, None] * (K // 2) + (group * (GROUP // 2) + pairs)[None, :],
                         mask=rows[:, None] < N, other=0)
        even = tl.load(x_ptr + group * GROUP + 2 * pairs).to(tl.float32)
        odd = tl.load(x_ptr + group * GROUP + 2 * pairs + 1).to(tl.float32)
        low, high = ((packed << 4).to(tl.int8) >> 4).to(tl.float32), (packed.to(tl.int8) >> 4).to(tl.float32)
        scale = tl.load(scale_ptr + rows * (K // GROUP) + group, mask=rows < N, other=0.0).to(tl.float32)
        total += tl.sum(low * even[None, :] + high * odd[None, :], axis=1) * scale
    tl.store(y_ptr + rows, total.to(tl.float16), mask=rows < N)


# ---------------------------------------------------------------- launches
HALVES, BYTES = Pool("f16", 6144, scale=0.3), Pool("i8", 5120)
HALF = dict(rtol=1e-3, atol=1e-4)
random = np.random.default_rng(9)


def grid(M, N, tile):
    return -(-M // tile[0]), -(-N // tile[1])


def blocks(tile):
    return dict(BLOCK_M=tile[0], BLOCK_N=tile[1], BLOCK_K=tile[2])


def scales(type, *shape):
    return tensor(type, random.uniform(0.01, 0.03, shape))


def int8_weights(M, N, K, tile=(32, 64, 32)):
    x, w, scale = HALVES.take(M, K), BYTES.take(K, N), scales("f16", N)
    y = x.values @ w.values * scale.values
    example("matmul_int8_weights", matmul_int8_weights, grid(M, N, tile),
            dict(x_ptr=x, w_ptr=w, scale_ptr=scale, y_ptr=output("f16", y, **HALF), M=M, N=N, K=K), blocks(tile))


def int8(M, N, K, tile=(32, 32, 64)):
    x, w, x_scale, w_scale = BYTES.take(M, K), BYTES.take(K, N), scales("f32", M), scales("f32", N)
    # The sum is exact; each of the two products with a scale rounds once.
    y = x.values @ w.values * x_scale.values[:, None] * w_scale.values
    example("matmul_int8", matmul_int8, grid(M, N, tile),
            dict(x_ptr=x, w_ptr=w, x_scale_ptr=x_scale, w_scale_ptr=w_scale, y_ptr=output("f32", y, rtol=3e-7), M=M,
                 N=N, K=K), blocks(tile))


def finite_bytes(type, *shape):
    """8-bit floats up to 8."""
    numbers = byte_float_values(type)
    return tensor(type, random.choice(numbers[np.abs(numbers) <= 8], shape))


def fp8(M, N, K, type, tile=(32, 32, 32)):
    x, w, scale = finite_bytes(type, M, K), finite_bytes(type, N, K), 0.125
    example("matmul_fp8_" + {"f8E4M3FN": "e4m3", "f8E5M2": "e5m2"}[type], matmul_fp8, grid(M, N, tile),
            dict(x_ptr=x, w_ptr=w, y_ptr=output("f16", x.values @ w.values.T * scale, **HALF), scale=scale, M=M, N=N,
                 K=K), blocks(tile), target="cuda90")


def pack(values, axis, bits):
    """Numbers of 4 bits side by side along `axis` in words of so many bits, the first one lowest."""
    values = np.moveaxis(np.asarray(values) & 15, axis, -1)
    values = values.reshape(values.shape[:-1] + (-1, bits // 4))
    packed = (values << 4 * np.arange(bits // 4)).sum(axis=-1)
    return np.moveaxis(packed, -1, axis)


def int4_words(M, N, K, group=32, tile=(16, 32)):
    x, scale = HALVES.take(M, K), scales("f16", K // group, N)
    w, zero = random.integers(0, 16, (K, N)), random.integers(5, 11, (K // group, N))
    per_weight = lambda values: np.repeat(values, group, axis=0)
    dequantised = rounded("f16", (w - per_weight(zero)) * per_weight(scale.values))
    example("matmul_int4_words", matmul_int4_words, grid(M, N, tile),
            dict(x_ptr=x, w_ptr=tensor("i32", pack(w, 0, 32)), scale_ptr=scale,
                 zero_ptr=tensor("i32", pack(zero, 1, 32)), y_ptr=output("f16", x.values @ dequantised, **HALF), M=M,
                 N=N, K=K),
            dict(BLOCK_M=tile[0], BLOCK_N=tile[1], GROUP=group))


def int4_bytes(M, N, K, group=64, tile=(32, 32)):
    x, scale, w = HALVES.take(M, K), scales("f16", K // group, N), random.integers(-8, 8, (K, N))
    y = x.values @ (w * np.repeat(scale.values, group, axis=0))
    example("matmul_int4_bytes", matmul_int4_bytes, grid(M, N, tile),
            dict(x_ptr=x, w_ptr=tensor("u8", pack(w, 0, 8)), scale_ptr=scale, y_ptr=output("f16", y, **HALF), M=M, N=N,
                 K=K), dict(BLOCK_M=tile[0], BLOCK_N=tile[1], GROUP=group))


E2M1 = np.array([0, 0.5, 1, 1.5, 2, 3, 4, 6, 0, -0.5, -1, -1.5, -2, -3, -4, -6])


def exponents(*shape):
    """e8m0 bytes of 2^-4 to 2^3, and their values."""
    codes = random.integers(123, 131, shape)
    return tensor("u8", codes), np.repeat(np.ldexp(1.0, codes - 127), 32, axis=-1)


def mxfp4(M, N, K, tile=(32, 32, 64)):
    x, codes = tensor("bf16", random.standard_normal((M, K))), random.integers(0, 16, (N, K))
    scale, factors = exponents(N, K // 32)
    y = x.values @ (E2M1[codes] * factors).T
    example("matmul_mxfp4", matmul_mxfp4, grid(M, N, tile),
            dict(x_ptr=x, w_ptr=tensor("u8", pack(codes, 1, 8)), scale_ptr=scale,
                 y_ptr=output("f32", y, rtol=1e-5, atol=1e-3), M=M, N=N, K=K), blocks(tile), target="cuda90")


def mxfp8(M, N, K, tile=(32, 32, 64)):
    x, w = finite_bytes("f8E4M3FN", M, K), finite_bytes("f8E5M2", N, K)
    (x_scale, x_factors), (w_scale, w_factors) = exponents(M, K // 32), exponents(N, K // 32)
    y = x.values * x_factors @ (w.values * w_factors).T
    example("matmul_mxfp8", matmul_mxfp8, grid(M, N, tile),
            dict(x_ptr=x, x_scale_ptr=x_scale, w_ptr=w, w_scale_ptr=w_scale,
                 y_ptr=output("f32", y, rtol=1e-5, atol=1e-3), M=M, N=N, K=K), blocks(tile), target="cuda90")


def vector(N, K, tile=(16, 64)):
    w, x = HALVES.take(N, K), HALVES.take(K)
    example("gemv", gemv, (-(-N // tile[0]),),
            dict(w_ptr=w, x_ptr=x, y_ptr=output("f16", w.values @ x.values, **HALF), N=N, K=K),
            dict(BLOCK_N=tile[0], BLOCK_K=tile[1]))


def vector_int4(N, K, group=64, block=16):
    x, scale, w = HALVES.take(K), scales("f16", N, K // group), random.integers(-8, 8, (N, K))
    y = (w * np.repeat(scale.values, group, axis=1)) @ x.values
    example("gemv_int4", gemv_int4, (-(-N // block),),
            dict(w_ptr=tensor("u8", pack(w, 1, 8)), scale_ptr=scale, x_ptr=x, y_ptr=output("f16", y, **HALF), N=N, K=K),
            dict(BLOCK_N=block, GROUP=group))


int8_weights(24, 56, 80)
int8(24, 40, 100)
fp8(24, 40, 48, "f8E4M3FN")
fp8(24, 40, 48, "f8E5M2")
int4_words(12, 40, 96)
int4_bytes(24, 40, 128)
mxfp4(24, 40, 128)
mxfp8(24, 40, 64)
vector(40, 150)
vector_int4(40, 192)
