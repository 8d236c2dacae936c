"""Products of matrices and vectors: gemv, gemm by SIMD-group matrices, quantized weights, attention,
convolution."""
import math
import struct

from mlx import *


def product(a, b, rows, columns, depth, transpose_b=False):
    """a is rows x depth, b is depth x columns, or columns x depth."""
    if transpose_b:
        b = [b[c * depth + k] for k in range(depth) for c in range(columns)]
    return [math.fsum(a[r * depth + k] * b[k * columns + c] for k in range(depth)) for r in range(rows) for c in range(columns)]


def check_gemv():
    rows, depth = 37, 200
    a, x = uniform("gemv", rows * depth), uniform("vector", depth)
    zero = scalar("int64", 0)
    def arguments(matrix, vector, out, ins, outs, ld):
        return {0: pack("float32", matrix), 1: pack("float32", vector), 3: bytes(4 * out), 4: scalar("int32", ins), 5: scalar("int32", outs),
                6: scalar("int32", ld), 9: scalar("int32", 1), 10: scalar("int32", 1), 11: zero, 12: zero}
    kernel = "gemv_float32_bm4_bn1_sm1_sn32_tm4_tn4_nc0_axpby0"
    out = run(kernel, arguments(a, x, rows, depth, rows, depth), (32, 1, 4), grid=(3, 1, 1))
    compare(kernel, "float32", out[3], product(a, x, rows, 1, depth), (1e-4, 1e-4))
    kernel = "gemv_t_float32_bm1_bn2_sm8_sn4_tm4_tn4_nc0_axpby0"
    columns = 50 # some lanes skip a barrier that the others reach
    a = uniform("gemv_t", depth * columns)
    out = run(kernel, arguments(a, x, columns, depth, columns, columns), (32, 2, 1), grid=(2, 1, 1))
    compare(kernel, "float32", out[3], product(x, a, 1, columns, depth), (1e-4, 1e-4))


def gemm_parameters(m, n, k, lda, ldb, tile):
    return struct_bytes("<8i3q3i4x"[1:], m, n, k, lda, ldb, n, -(-n // tile), -(-m // tile), m * k, n * k, m * n, 0, k // 16, 0)


def check_gemm():
    """Tiles of 64 x 64; sizes that fill them and sizes that do not."""
    for layout in ("nn", "nt", "tn"):
        for kind, m, n, k in (("float32", 64, 64, 32), ("float32", 50, 70, 37), ("float16", 64, 64, 32), ("bfloat16", 33, 64, 48)):
            if layout == "tn" and kind != "float32":
                continue
            kernel = "steel_gemm_fused_%s_%s_%s_bm64_bn64_bk16_wm2_wn2" % (layout, kind, kind)
            a, b = uniform(kernel + "a", m * k, kind), uniform(kernel + "b", n * k, kind)
            tiles = -(-n // 64), -(-m // 64)
            lda, ldb = (m if layout[0] == "t" else k), (k if layout[1] == "t" else n)
            constants = {"has_batch": False, "use_out_source": False, "do_axpby": False, "align_M": m % 64 == 0,
                         "align_N": n % 64 == 0, "align_K": k % 16 == 0}
            out = run(kernel, {0: pack(kind, a), 1: pack(kind, b), 3: bytes(4 * m * n), 4: gemm_parameters(m, n, k, lda, ldb, 64)},
                      (32, 2, 2), grid=(*tiles, 1), constants=constants)
            if layout[0] == "t":
                a = [a[i * m + r] for r in range(m) for i in range(k)]
            compare(kernel, kind, out[3], product(a, b, m, n, k, layout[1] == "t"), {"float32": (1e-4, 1e-4), "float16": (5e-3, 2e-2), "bfloat16": (2e-2, 1e-1)}[kind])


def check_gemm_with_addend():
    """alpha * A * B + beta * C, for two matrices of a batch."""
    kernel = "steel_gemm_fused_nn_float32_float32_bm64_bn64_bk16_wm2_wn2"
    m, n, k, alpha, beta = 40, 24, 16, 0.5, 2.0
    # The kernel reads C up to the end of its tile of 64 rows, and drops what is past row m.
    a, b, c = (uniform(kernel + name, size) for name, size in (("a2", 2 * m * k), ("b2", 2 * n * k), ("c2", (m + 64) * n)))
    parameters = struct_bytes("8i3q3i4x", m, n, k, k, n, n, 1, 1, m * k, n * k, m * n, 0, 1, 1)
    out = run(kernel, {0: pack("float32", a), 1: pack("float32", b), 2: pack("float32", c), 3: bytes(8 * m * n), 4: parameters,
                       5: struct_bytes("2iq2f", n, 1, m * n, alpha, beta), 6: scalar("int32", 2),
                       7: scalar("int64", m * k, n * k, m * n)},
              (32, 2, 2), grid=(1, 1, 2), constants={"has_batch": True, "use_out_source": True, "do_axpby": True, "align_M": False,
                                                     "align_N": False, "align_K": True})
    wanted = []
    for i in range(2):
        ab = product(a[i * m * k:(i + 1) * m * k], b[i * n * k:(i + 1) * n * k], m, n, k)
        wanted += [alpha * v + beta * w for v, w in zip(ab, c[i * m * n:(i + 1) * m * n])]
    compare(kernel, "float32", out[3], wanted, (1e-4, 1e-4))


def check_split_gemm():
    """K in three parts, which a second kernel adds."""
    kernel = "steel_gemm_splitk_nt_float32_float32_bm32_bn32_bk16_wm2_wn2_MN_naligned_K_taligned"
    m, n, k, parts = 40, 33, 96, 3
    a, b = uniform(kernel + "a", m * k), uniform(kernel + "b", n * k)
    parameters = struct_bytes("13i", m, n, k, k, k, n, 2, 2, parts, m * n, k // parts, 0, k // parts // 16)
    out = run(kernel, {0: pack("float32", a), 1: pack("float32", b), 2: bytes(4 * parts * m * n), 3: parameters}, (32, 2, 2), grid=(2, 2, parts))
    kernel = "steel_gemm_splitk_accum_float32_float32"
    out = run(kernel, {0: out[2], 1: bytes(4 * m * n), 2: scalar("int32", parts), 3: scalar("int32", m * n), 4: scalar("int32", n)}, (11, 8),
              threads_per_grid=(n, m))
    compare(kernel, "float32", out[1], product(a, b, m, n, k, True), (1e-4, 1e-4))


class Quantized:
    """A matrix of `rows` x `columns` in groups of 64 numbers of 4 bits, each with a scale and a bias."""
    GROUP, BITS = 64, 4

    def __init__(self, seed, rows, columns):
        self.rows, self.columns = rows, columns
        self.codes = uniform(seed, rows * columns, "int32", 0, 15)
        groups = rows * columns // self.GROUP
        self.scales, self.biases = uniform(seed + "s", groups, low=0.05, high=0.2), uniform(seed + "b", groups, low=-1, high=1)
        self.values = [self.scales[i // self.GROUP] * code + self.biases[i // self.GROUP] for i, code in enumerate(self.codes)]

    @property
    def bytes(self):
        return bytes(self.codes[i] | self.codes[i + 1] << 4 for i in range(0, len(self.codes), 2))

    @property
    def arguments(self):
        return {0: self.bytes, 1: pack("float32", self.scales), 2: pack("float32", self.biases)}


def check_quantized():
    kernel = "affine_dequantize_float_gs_64_b_4"
    w = Quantized("dequantize", 4, 128)
    out = run(kernel, {**w.arguments, 3: bytes(4 * 512)}, (32, 1), threads_per_grid=(256, 1))
    compare(kernel, "float32", out[3], w.values, (1e-6, 1e-6))

    kernel = "affine_quantize_float_gs_64_b_4"
    x = uniform(kernel, 256)
    out = run(kernel, {0: pack("float32", x), 1: bytes(128), 2: bytes(16), 3: bytes(16)}, (32, 1), threads_per_grid=(128, 1))
    scales, biases, codes = [], [], []
    for group in range(4):
        values = x[64 * group:64 * group + 64]
        low, high = min(values), max(values)
        # The edge that is farther from zero is exact, and so is zero.
        edge, step = (low, 1) if abs(low) > abs(high) else (high, -1)
        step *= max((high - low) / 15, 1e-7)
        scales.append(edge / math.floor(abs(edge / step) + 0.5) / math.copysign(1, edge / step))
        biases.append(edge)
        codes += [min(math.floor((v - edge) / scales[-1] + 0.5), 15) for v in values]
    compare(kernel, "float32", out[2], scales)
    compare(kernel, "float32", out[3], biases)
    compare(kernel, "uint8", out[1], [codes[i] | codes[i + 1] << 4 for i in range(0, 256, 2)])

    def arguments(w, x, out, *sizes):
        return {**w.arguments, 3: pack("float32", x), 4: bytes(4 * out), **{5 + i: scalar("int32", size) for i, size in enumerate(sizes)}}
    tolerance = (1e-4, 1e-3)
    for kernel, rows, depth in (("affine_qmv_fast_float_gs_64_b_4_batch_0_pr_0_hgs_0_r_4", 16, 512), ("affine_qmv_float_gs_64_b_4_batch_0_pr_0_hgs_0_r_4", 13, 192)):
        w, x = Quantized(kernel, rows, depth), uniform("x", depth)
        out = run(kernel, arguments(w, x, rows, depth, rows), (32, 2, 1), grid=(1, -(-rows // 8), 1))
        compare(kernel, "float32", out[4], product(w.values, x, rows, 1, depth), tolerance)
    kernel = "affine_qmv_quad_float_gs_64_b_4_d_64_batch_0"
    w, x = Quantized(kernel, 64, 64), uniform("x", 64)
    out = run(kernel, arguments(w, x, 64, 64, 64), (32, 1, 1), grid=(1, 1, 1))
    compare(kernel, "float32", out[4], product(w.values, x, 64, 1, 64), tolerance)
    kernel = "affine_qvm_float_gs_64_b_4_batch_0"
    w, x = Quantized(kernel, 96, 64), uniform("x", 96)
    out = run(kernel, arguments(w, x, 64, 96, 64), (32, 2, 1), grid=(1, 1, 1))
    compare(kernel, "float32", out[4], product(x, w.values, 1, 64, 96), tolerance)
    kernel = "affine_qmm_t_float_gs_64_b_4_alN_true_batch_0"
    w, x = Quantized(kernel, 32, 128), uniform("x", 20 * 128)
    out = run(kernel, arguments(w, x, 20 * 32, 128, 32, 20), (32, 2, 2), grid=(1, 1, 1))
    compare(kernel, "float32", out[4], product(x, w.values, 20, 32, 128, True), tolerance)
    kernel = "affine_qmm_n_float_gs_64_b_4_batch_0"
    w, x = Quantized(kernel, 64, 64), uniform("x", 20 * 64)
    out = run(kernel, arguments(w, x, 20 * 64, 64, 64, 20), (32, 2, 2), grid=(2, 1, 1))
    compare(kernel, "float32", out[4], product(x, w.values, 20, 64, 64), tolerance)


def attention(q, k, v, queries, keys, size, scale, causal=False):
    out = []
    for i in range(queries):
        scores = [scale * math.fsum(q[i * size + d] * k[j * size + d] for d in range(size)) for j in range(keys)]
        if causal:
            scores = scores[:keys - queries + i + 1]
        top = max(scores)
        weights = [math.exp(s - top) for s in scores]
        total = math.fsum(weights)
        out += [math.fsum(w * v[j * size + d] for j, w in enumerate(weights)) / total for d in range(size)]
    return out


def check_attention():
    heads, keys, size = 2, 70, 64
    scale = 1 / math.sqrt(size)
    for kind, name in (("float32", "float"), ("float16", "float16_t")):
        kernel = "sdpa_vector_%s_64_64" % name
        q = uniform(kernel + "q", heads * size, kind)
        k, v = uniform(kernel + "k", heads * keys * size, kind), uniform(kernel + "v", heads * keys * size, kind)
        out = run(kernel, {0: pack(kind, q), 1: pack(kind, k), 2: pack(kind, v), 3: bytes(4 * heads * size), 4: scalar("int32", 1), 5: scalar("int32", keys),
                           6: scalar("uint64", keys * size), 7: scalar("uint64", size), 8: scalar("uint64", keys * size), 9: scalar("uint64", size),
                           10: scalar("float32", scale)}, (1024, 1, 1), grid=(heads, 1, 1),
                  constants={name: False for name in ("has_mask", "query_transposed", "do_causal", "bool_mask", "float_mask", "has_sinks")})
        wanted = []
        for h in range(heads):
            part = slice(h * keys * size, (h + 1) * keys * size)
            wanted += attention(q[h * size:(h + 1) * size], k[part], v[part], 1, keys, size, scale)
        compare(kernel, kind, out[3], wanted, (1e-4, 1e-5) if kind == "float32" else None)


    kernel = "sdpa_vector_2pass_1_float_64_64"
    blocks, keys = 32, 90 # a multiple of 32, as the second kernel wants it
    q, k, v = uniform("2q", heads * size), uniform("2k", heads * keys * size), uniform("2v", heads * keys * size)
    strides = {8 + i: scalar("uint64", stride) for i, stride in enumerate((keys * size, size, keys * size, size))}
    # One SIMD-group for each head and block; a second kernel joins the blocks.
    first = run(kernel, {0: pack("float32", q), 1: pack("float32", k), 2: pack("float32", v), 3: bytes(4 * heads * blocks * size),
                         4: bytes(4 * heads * blocks), 5: bytes(4 * heads * blocks), 7: scalar("int32", keys), **strides,
                         12: scalar("float32", scale)}, (32, 1, 1), grid=(heads, 1, blocks),
                constants=dict({name: False for name in ("has_mask", "query_transposed", "do_causal", "bool_mask", "float_mask", "has_sinks")}, blocks=blocks))
    kernel = "sdpa_vector_2pass_2_float_64"
    out = run(kernel, {0: first[3], 1: first[4], 2: first[5], 3: bytes(4 * heads * size), 4: scalar("int32", blocks)}, (1024, 1, 1), grid=(heads, 1, 1))
    wanted = []
    for h in range(heads):
        part = slice(h * keys * size, (h + 1) * keys * size)
        wanted += attention(q[h * size:(h + 1) * size], k[part], v[part], 1, keys, size, scale)
    compare(kernel, "float32", out[3], wanted, (1e-4, 1e-5))


def check_tiled_attention():
    """Queries in tiles of 32, keys in tiles of 32, both of them cut."""
    kernel = "steel_attention_float32_bq32_bk32_bd64_bv64_wm4_wn1_maskfloat32"
    heads, queries, keys, size = 2, 42, 50, 64
    scale = 1 / math.sqrt(size)
    q, k, v = uniform("tq", heads * queries * size), uniform("tk", heads * keys * size), uniform("tv", heads * keys * size)
    for causal in (False, True):
        strides = []
        for length in (queries, keys, keys, queries):
            strides += [heads * length * size, length * size, size]
        parameters = struct_bytes("6if7i12q", 1, heads, size, queries, keys, 1, scale, 2, 2, 1, 1, queries % 32, keys % 32, keys - queries, *strides)
        out = run(kernel, {0: pack("float32", q), 1: pack("float32", k), 2: pack("float32", v), 3: bytes(4 * heads * queries * size), 4: parameters},
                  (32, 4, 1), grid=(2, heads, 1), constants={"align_Q": False, "align_K": False, "has_mask": False, "do_causal": causal,
                                                            "has_sinks": False, "save_lse": False})
        wanted = []
        for h in range(heads):
            part = slice(h * keys * size, (h + 1) * keys * size)
            wanted += attention(q[h * queries * size:(h + 1) * queries * size], k[part], v[part], queries, keys, size, scale, causal)
        compare(kernel, "float32", out[3], wanted, (1e-4, 1e-5))


def check_fft():
    kernel, n, batch = "fft_mem_256_float2_float2", 256, 2
    x = uniform(kernel, 2 * n * batch)
    steps = {"radix_%d_steps_" % radix: 4 if radix == 4 else 0 for radix in (13, 11, 8, 7, 6, 5, 4, 3, 2)}
    out = run(kernel, {0: pack("float32", x), 1: bytes(8 * n * batch), 2: scalar("int32", n), 3: scalar("int32", batch)}, (1, 1, 64),
              threads_per_grid=(batch, 1, 64), constants=dict(steps, inv_=False, is_power_of_2_=True, elems_per_thread_=4))
    wanted = []
    for i in range(batch):
        values = [complex(*x[2 * (i * n + j):2 * (i * n + j) + 2]) for j in range(n)]
        for f in range(n):
            total = sum(value * complex(math.cos(2 * math.pi * f * j / n), -math.sin(2 * math.pi * f * j / n)) for j, value in enumerate(values))
            wanted += [total.real, total.imag]
    compare(kernel, "float32", out[1], wanted, (1e-4, 1e-4))


def check():
    check_gemv()
    check_gemm()
    check_gemm_with_addend()
    check_split_gemm()
    check_quantized()
    check_attention()
    check_tiled_attention()
    check_fft()
