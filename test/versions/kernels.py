"""Triton kernels that show how each Triton version spells its IR.

`scripts/make_version_corpus.py` compiles the CASES with one installed version of
Triton; the folder named after it holds what came out. A kernel that a version cannot
compile is left out.
"""
import triton
import triton.language as tl

try:
    from triton.language.extra import libdevice
except ImportError:
    libdevice = tl.math

make_descriptor = getattr(tl, "make_tensor_descriptor", None) or getattr(
    tl, "_experimental_make_tensor_descriptor", None)

CASES = []


def case(name, kernel, types, constants, divisible=True, warps=4, stages=2, targets=(),
         source=False, options=None):
    """One file of the corpus.

    types: of the arguments that are no constants, as in Triton's signatures. Pointers
    are divisible by 16 unless `divisible` is false, or lists the names that are.
    targets: of TTGIR, next to the TTIR; source: also what the front end prints, before
    any pass.
    """
    CASES.append(dict(name=name, kernel=kernel, types=types, constants=constants,
                      divisible=divisible, warps=warps, stages=stages, targets=targets,
                      source=source, options=options or {}))


A80, H90, MI300 = "cuda80", "cuda90", "gfx942"


# -- elementwise and math --------------------------------------------------------
@triton.jit
def add_k(x, y, o, n, B: tl.constexpr):
    i = tl.program_id(0) * B + tl.arange(0, B)
    m = i < n
    tl.store(o + i, tl.load(x + i, mask=m) + tl.load(y + i, mask=m), mask=m)


case("add", add_k, dict(x="*fp32", y="*fp32", o="*fp32", n="i32"), dict(B=256),
     targets=(A80, MI300))
case("add_int", add_k, dict(x="*i32", y="*i32", o="*i32", n="i32"), dict(B=256))


@triton.jit
def saxpy_k(a, x, y, n, B: tl.constexpr):
    i = tl.program_id(0) * B + tl.arange(0, B)
    m = i < n
    tl.store(y + i, a * tl.load(x + i, mask=m, other=0.0) + tl.load(y + i, mask=m, other=0.0), mask=m)


case("saxpy", saxpy_k, dict(a="fp32", x="*fp32", y="*fp32", n="i32"), dict(B=128))


@triton.jit
def unary_k(x, o, n, B: tl.constexpr, OP: tl.constexpr):
    i = tl.program_id(0) * B + tl.arange(0, B)
    m = i < n
    v = tl.load(x + i, mask=m, other=1.0)
    if OP == "exp":
        r = tl.exp(v)
    elif OP == "gelu":
        r = 0.5 * v * (1 + tl.erf(v * 0.7071067811865476))
    elif OP == "sqrt_rn":
        r = tl.sqrt_rn(tl.abs(v))
    elif OP == "clamp":
        r = tl.clamp(v, -0.5, 0.5)
    elif OP == "maxnan":
        r = tl.maximum(v, 0.25, propagate_nan=tl.PropagateNan.ALL)
    elif OP == "pow":
        r = libdevice.pow(tl.abs(v), 1.7)
    tl.store(o + i, r, mask=m)


for op in ("exp", "gelu", "sqrt_rn", "clamp", "maxnan", "pow"):
    case("unary_" + op, unary_k, dict(x="*fp32", o="*fp32", n="i32"), dict(B=128, OP=op))


@triton.jit
def cast_k(x, o, n, B: tl.constexpr):
    i = tl.program_id(0) * B + tl.arange(0, B)
    m = i < n
    tl.store(o + i, tl.load(x + i, mask=m).to(o.dtype.element_ty), mask=m)


case("cast_fp8", cast_k, dict(x="*fp32", o="*fp8e4nv", n="i32"), dict(B=256), targets=(H90, ))
case("cast_fp8_amd", cast_k, dict(x="*fp32", o="*fp8e4b8", n="i32"), dict(B=256), targets=(MI300, ))
case("cast_fp8e5", cast_k, dict(x="*fp8e5", o="*fp16", n="i32"), dict(B=256))
case("cast_bool", cast_k, dict(x="*i1", o="*i64", n="i32"), dict(B=256))


# -- rows ------------------------------------------------------------------------
@triton.jit
def softmax_k(o, x, xs, os_, n_cols, B: tl.constexpr):
    r = tl.program_id(0)
    c = tl.arange(0, B)
    v = tl.load(x + r * xs + c, mask=c < n_cols, other=-float("inf"))
    e = tl.exp(v - tl.max(v, axis=0))
    tl.store(o + r * os_ + c, e / tl.sum(e, axis=0), mask=c < n_cols)


case("softmax", softmax_k, dict(o="*fp32", x="*fp32", xs="i32", os_="i32", n_cols="i32"),
     dict(B=1024), targets=(A80, MI300))
case("softmax_bf16", softmax_k, dict(o="*bf16", x="*bf16", xs="i32", os_="i32", n_cols="i32"),
     dict(B=64), warps=2)


@triton.jit
def softmax_online_k(o, x, stride, n, B: tl.constexpr):
    r = tl.program_id(0)
    m = tl.full((B, ), -float("inf"), tl.float32)
    s = tl.zeros((B, ), tl.float32)
    for k in range(0, n, B):
        c = k + tl.arange(0, B)
        v = tl.load(x + r * stride + c, mask=c < n, other=-float("inf")).to(tl.float32)
        mn = tl.maximum(m, v)
        s = s * tl.exp(m - mn) + tl.where(c < n, tl.exp(v - mn), 0.0)
        m = mn
    mm = tl.max(m, 0)
    ss = tl.sum(s * tl.exp(m - mm), 0)
    for k in range(0, n, B):
        c = k + tl.arange(0, B)
        v = tl.load(x + r * stride + c, mask=c < n, other=0.0).to(tl.float32)
        tl.store(o + r * stride + c, tl.exp(v - mm) / ss, mask=c < n)


case("softmax_online", softmax_online_k, dict(o="*fp32", x="*fp32", stride="i32", n="i32"),
     dict(B=512), divisible=("o", "x"))


@triton.jit
def layernorm_bwd_k(dx, dy, dw, x, w, mean, rstd, lock, stride, n, GROUP: tl.constexpr, B: tl.constexpr):
    r = tl.program_id(0)
    c = tl.arange(0, B)
    m = c < n
    xx = tl.load(x + r * stride + c, mask=m, other=0).to(tl.float32)
    dyy = tl.load(dy + r * stride + c, mask=m, other=0).to(tl.float32)
    ww = tl.load(w + c, mask=m).to(tl.float32)
    xh = tl.where(m, (xx - tl.load(mean + r)) * tl.load(rstd + r), 0.0)
    wdy = tl.where(m, ww * dyy, 0.0)
    c1 = tl.sum(xh * wdy, axis=0) / n
    tl.store(dx + r * stride + c, wdy - xh * c1, mask=m)
    lk = lock + r % GROUP
    while tl.atomic_cas(lk, 0, 1) == 1:
        pass
    count = tl.load(lk + GROUP)
    pdw = dyy * xh
    if count == 0:
        tl.atomic_xchg(lk + GROUP, 1)
    else:
        pdw += tl.load(dw + (r % GROUP) * n + c, mask=m)
    tl.store(dw + (r % GROUP) * n + c, pdw, mask=m)
    tl.debug_barrier()
    tl.atomic_xchg(lk, 0)


case("layernorm_bwd", layernorm_bwd_k,
     dict(dx="*bf16", dy="*bf16", dw="*fp32", x="*bf16", w="*bf16", mean="*fp32", rstd="*fp32",
          lock="*i32", stride="i32", n="i32"), dict(GROUP=2, B=1024), targets=(A80, ))


@triton.jit
def argmax_k(x, o, M: tl.constexpr, N: tl.constexpr):
    v = tl.load(x + tl.arange(0, M)[:, None] * N + tl.arange(0, N)[None, :])
    tl.store(o + tl.arange(0, M), tl.argmax(v, 1))


case("argmax", argmax_k, dict(x="*fp16", o="*i32"), dict(M=32, N=64), targets=(A80, ))


@triton.jit
def _linear(a1, b1, a2, b2):
    return a1 * a2, a2 * b1 + b2


@triton.jit
def scan_k(x, y, o, M: tl.constexpr, N: tl.constexpr, REV: tl.constexpr):
    i = tl.arange(0, M)[:, None] * N + tl.arange(0, N)[None, :]
    a, b = tl.associative_scan((tl.load(x + i), tl.load(y + i)), 1, _linear, reverse=REV)
    tl.store(o + i, a + b)


case("scan", scan_k, dict(x="*fp32", y="*fp32", o="*fp32"), dict(M=16, N=64, REV=True),
     targets=(A80, ))


# -- shape and data movement -----------------------------------------------------
@triton.jit
def shape_k(x, y, o, M: tl.constexpr, N: tl.constexpr):
    v = tl.load(x + tl.arange(0, M * N))
    w = tl.trans(tl.reshape(v, (M, N)))
    a, b = tl.split(tl.join(w, w + 1.0))
    tl.store(o + tl.arange(0, N)[:, None] * M + tl.arange(0, M)[None, :], a * b)
    c = tl.cat(v, tl.load(y + tl.arange(0, M * N)), can_reorder=True)
    d = tl.ravel(tl.permute(tl.reshape(v, (M, 2, N // 2)), (2, 0, 1)))
    tl.store(o + M * N, tl.sum(c, 0) + tl.sum(d, 0) + tl.sum(tl.ravel(a)))


case("shape", shape_k, dict(x="*fp32", y="*fp32", o="*fp32"), dict(M=16, N=32), targets=(A80, ),
     source=True)


@triton.jit
def gather_k(x, idx, o, M: tl.constexpr, N: tl.constexpr):
    i = tl.arange(0, M)[:, None] * N + tl.arange(0, N)[None, :]
    tl.store(o + i, tl.gather(tl.load(x + i), tl.load(idx + i), 1))


case("gather", gather_k, dict(x="*fp32", idx="*i32", o="*fp32"), dict(M=16, N=32), targets=(A80, ))


@triton.jit
def sort_k(x, o, h, M: tl.constexpr, N: tl.constexpr):
    i = tl.arange(0, M)[:, None] * N + tl.arange(0, N)[None, :]
    s = tl.sort(tl.load(x + i), descending=True)
    tl.store(o + i, s)
    tl.store(h + tl.arange(0, 16), tl.histogram(tl.ravel(s), 16))


case("sort", sort_k, dict(x="*i32", o="*i32", h="*i32"), dict(M=2, N=16))


@triton.jit
def blockptr_k(x, o, M, N, BM: tl.constexpr, BN: tl.constexpr):
    p = tl.make_block_ptr(x, (M, N), (N, 1), (tl.program_id(0) * BM, 0), (BM, BN), (1, 0))
    q = tl.make_block_ptr(o, (M, N), (N, 1), (tl.program_id(0) * BM, 0), (BM, BN), (1, 0))
    for _ in range(0, N, BN):
        v = tl.load(p, boundary_check=(0, 1), padding_option="nan", eviction_policy="evict_first")
        tl.store(q, v * 2.0, boundary_check=(0, 1))
        p = tl.advance(p, (0, BN))
        q = tl.advance(q, (0, BN))


case("blockptr", blockptr_k, dict(x="*fp32", o="*fp32", M="i32", N="i32"), dict(BM=16, BN=16), source=True)


@triton.jit
def descriptor_k(x, o, M, N, BM: tl.constexpr, BN: tl.constexpr):
    d = make_descriptor(x, [M, N], [N, 1], [BM, BN])
    e = make_descriptor(o, [M, N], [N, 1], [BM, BN])
    i, j = tl.program_id(0) * BM, tl.program_id(1) * BN
    e.store([i, j], d.load([i, j]) + 1.0)


case("descriptor", descriptor_k, dict(x="*fp16", o="*fp16", M="i32", N="i32"), dict(BM=32, BN=64),
     targets=(H90, ))


@triton.jit
def descriptor_old_k(x, o, BM: tl.constexpr, BN: tl.constexpr):
    i, j = tl.program_id(0) * BM, tl.program_id(1) * BN
    v = tl._experimental_descriptor_load(x, [i, j], [BM, BN], tl.float16)
    tl._experimental_descriptor_store(o, v, [i, j])


case("descriptor_old", descriptor_old_k, dict(x="*i8", o="*i8"), dict(BM=32, BN=64), targets=(H90, ))


# -- products --------------------------------------------------------------------
@triton.jit
def matmul_k(a, b, c, M, N, K, sam, sbk, scm, BM: tl.constexpr, BN: tl.constexpr, BK: tl.constexpr,
             TB: tl.constexpr, PREC: tl.constexpr):
    rm = tl.program_id(0) * BM + tl.arange(0, BM)
    rn = tl.program_id(1) * BN + tl.arange(0, BN)
    rk = tl.arange(0, BK)
    acc = tl.zeros((BM, BN), tl.float32)
    for k in range(0, K, BK):
        x = tl.load(a + rm[:, None] * sam + (k + rk)[None, :], mask=(rm[:, None] < M) & ((k + rk)[None, :] < K), other=0.0)
        if TB:
            y = tl.trans(tl.load(b + rn[:, None] * sbk + (k + rk)[None, :], mask=(rn[:, None] < N) & ((k + rk)[None, :] < K), other=0.0))
        else:
            y = tl.load(b + (k + rk)[:, None] * sbk + rn[None, :], mask=((k + rk)[:, None] < K) & (rn[None, :] < N), other=0.0)
        acc = tl.dot(x, y, acc, input_precision=PREC)
    tl.store(c + rm[:, None] * scm + rn[None, :], acc.to(c.dtype.element_ty), mask=(rm[:, None] < M) & (rn[None, :] < N))


def matmul(name, of, to, constants, **more):
    sizes = dict(M="i32", N="i32", K="i32", sam="i32", sbk="i32", scm="i32")
    case("matmul_" + name, matmul_k, dict(dict(a=of, b=of, c=to), **sizes), constants, **more)


matmul("fp16", "*fp16", "*fp16", dict(BM=64, BN=64, BK=32, TB=False, PREC="ieee"),
       divisible=("a", "b", "c", "sam", "sbk", "scm"), stages=3, targets=(A80, H90, MI300))
matmul("trans", "*bf16", "*fp32", dict(BM=64, BN=64, BK=64, TB=True, PREC="ieee"),
       divisible=("a", "b", "c", "sam", "sbk", "scm"), stages=4, targets=(H90, ))
matmul("tf32", "*fp32", "*fp32", dict(BM=32, BN=32, BK=16, TB=False, PREC="tf32"), targets=(A80, ))
matmul("tf32x3", "*fp32", "*fp32", dict(BM=32, BN=32, BK=16, TB=False, PREC="tf32x3"))
matmul("fp8", "*fp8e5", "*fp32", dict(BM=64, BN=64, BK=64, TB=False, PREC=None),
       divisible=("a", "b", "c", "sam", "sbk", "scm"), targets=(H90, ))


@triton.jit
def dot_scaled_k(a, sa, b, sb, c, M: tl.constexpr, N: tl.constexpr, K: tl.constexpr, KIND: tl.constexpr):
    rm, rn, rk, rs = tl.arange(0, M)[:, None], tl.arange(0, N), tl.arange(0, K), tl.arange(0, K // 32)[None, :]
    x = tl.load(a + rm * K + rk[None, :])
    y = tl.load(b + rk[:, None] * N + rn[None, :])
    s = tl.load(sa + rm * (K // 32) + rs)
    if KIND == "lhs":
        r = tl.dot_scaled(x, s, "e5m2", y, None, "e5m2")
    elif KIND == "both":
        r = tl.dot_scaled(x, s, "e5m2", y, tl.load(sb + rn[:, None] * (K // 32) + rs), "e5m2")
    else:
        r = tl.dot_scaled(x, s, "e4m3", y, None, "bf16")
    tl.store(c + rm * N + rn[None, :], r)


for kind, b_type, target in (("lhs", "*u8", A80), ("both", "*u8", A80), ("mixed", "*bf16", H90)):
    case("dot_scaled_" + kind, dot_scaled_k, dict(a="*u8", sa="*u8", b=b_type, sb="*u8", c="*fp32"),
         dict(M=32, N=32, K=64, KIND=kind), targets=(target, ))


@triton.jit
def flash_k(q, k, v, o, scale, N, HD: tl.constexpr, BM: tl.constexpr, BN: tl.constexpr):
    rm = tl.program_id(0) * BM + tl.arange(0, BM)
    rd = tl.arange(0, HD)
    base = tl.program_id(1) * N * HD
    qq = tl.load(q + base + rm[:, None] * HD + rd[None, :], mask=rm[:, None] < N, other=0.0)
    m = tl.full((BM, ), -float("inf"), tl.float32)
    l = tl.zeros((BM, ), tl.float32)
    acc = tl.zeros((BM, HD), tl.float32)
    for n in range(0, N, BN):
        rn = n + tl.arange(0, BN)
        kk = tl.load(k + base + rn[None, :] * HD + rd[:, None], mask=rn[None, :] < N, other=0.0)
        s = tl.where(rn[None, :] < N, tl.dot(qq, kk) * (scale * 1.44269504), -1.0e6)
        mn = tl.maximum(m, tl.max(s, 1))
        p = tl.exp2(s - mn[:, None])
        al = tl.exp2(m - mn)
        l = l * al + tl.sum(p, 1)
        vv = tl.load(v + base + rn[:, None] * HD + rd[None, :], mask=rn[:, None] < N, other=0.0)
        acc = tl.dot(p.to(vv.dtype), vv, acc * al[:, None])
        m = mn
    tl.store(o + base + rm[:, None] * HD + rd[None, :], (acc / l[:, None]).to(o.dtype.element_ty), mask=rm[:, None] < N)


case("attention", flash_k, dict(q="*fp16", k="*fp16", v="*fp16", o="*fp16", scale="fp32", N="i32"),
     dict(HD=32, BM=64, BN=32), targets=(A80, H90))


# -- atomics, control flow, diagnostics ------------------------------------------
@triton.jit
def atomic_k(x, o, n, B: tl.constexpr):
    i = tl.program_id(0) * B + tl.arange(0, B)
    m = i < n
    v = tl.load(x + i, mask=m, other=0)
    tl.atomic_add(o + i % 16, v, mask=m)
    tl.atomic_max(o + i % 16, v, mask=m, sem="relaxed", scope="cta")
    tl.store(x + i, tl.atomic_xchg(o + i, v, mask=m, sem="release"), mask=m)


case("atomic", atomic_k, dict(x="*fp32", o="*fp32", n="i32"), dict(B=128), targets=(A80, ))


@triton.jit(noinline=True)
def _helper(a, b):
    return a * b + 1, a - b


@triton.jit
def call_k(x, o, B: tl.constexpr):
    i = tl.arange(0, B)
    p, q = _helper(tl.load(x + tl.program_id(0)), 2.0)
    tl.store(o + tl.program_id(0) * B + i, tl.load(x + i) * p + q)


case("call", call_k, dict(x="*fp32", o="*fp32"), dict(B=128), targets=(A80, ), source=True)


@triton.jit
def control_k(x, o, n, m, B: tl.constexpr):
    if tl.program_id(0) >= n:
        return
    i = tl.arange(0, B)
    acc = tl.zeros((B, ), tl.float32)
    steps = n
    for a in range(n):
        for b in range(a, m, 2):
            if (a + b) % 3 == 0:
                acc += tl.load(x + i) * b
            elif a > b:
                acc -= 1.0
    while steps > 1:
        if steps % 2 == 0:
            steps = steps // 2
        else:
            steps = 3 * steps + 1
    tl.store(o + tl.program_id(1) * B + i, acc * steps)


case("control", control_k, dict(x="*fp32", o="*fp32", n="i32", m="i32"), dict(B=64), targets=(A80, ), source=True)


@triton.jit
def debug_k(x, o, B: tl.constexpr):
    i = tl.arange(0, B)
    v = tl.load(x + i, volatile=True)
    tl.device_assert(v < 100.0, "value too large")
    tl.device_print("v: ", v, i)
    tl.store(o + i, tl.inline_asm_elementwise("mov.b32 $0, $1;", "=r,r", [v], tl.float32, True, 1))


case("debug", debug_k, dict(x="*fp32", o="*fp32"), dict(B=32), targets=(A80, ), options=dict(debug=True))


@triton.jit
def hints_k(x, o, s, n, B: tl.constexpr):
    for t in tl.range(tl.program_id(0), tl.cdiv(n, B), tl.num_programs(0), num_stages=2):
        i = tl.max_contiguous(tl.multiple_of(t * B + tl.arange(0, B), B), B)
        v = tl.load(x + i * s, mask=i < n, other=0.0, eviction_policy="evict_last")
        v += tl.load(x + i, mask=i < n, other=0.0, cache_modifier=".cg")
        tl.store(o + i, v, mask=i < n, cache_modifier=".cs")


case("hints", hints_k, dict(x="*fp32", o="*fp32", s="i32", n="i32"), dict(B=128),
     divisible=("x", "o", "n"), targets=(A80, ))
