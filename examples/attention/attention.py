"""Attention without a matrix of scores in memory: forward, backward, and decoding from a paged cache.

Heads lie one after another, [heads, length, HEAD]. With GROUP query heads to a key head (grouped-query
attention) the latter are fewer. Exponentials are of base 2: scores carry a factor of log2(e).
"""
import math

import numpy as np
import triton
import triton.language as tl

from example import Pool, example, output, tensor

LOG2_E = tl.constexpr(1.4426950408889634)


# ---------------------------------------------------------------- forward
@triton.jit
def attend(q, k_ptr, v_ptr, total, weight, highest, places, begin, end, length_k, scale, HEAD: tl.constexpr,
           BLOCK_N: tl.constexpr, MASKED: tl.constexpr, CAUSAL: tl.constexpr, WINDOW: tl.constexpr):
    """Adds the keys from begin to end to the running softmax: total / weight, with scores relative to
    `highest`. places: of the queries among the keys."""
    dims = tl.arange(0, HEAD)
    for start in range(begin, end, BLOCK_N):
        keys = start + tl.arange(0, BLOCK_N)
        if MASKED:
            k = tl.load(k_ptr + keys[None, :] * HEAD + dims[:, None], mask=keys[None, :] < length_k, other=0.0)
        else:
            k = tl.load(k_ptr + keys[None, :] * HEAD + dims[:, None])
        scores = tl.dot(q, k) * (scale * LOG2_E)
        if MASKED:
            visible = keys[None, :] < length_k
            if CAUSAL:
                visible &= keys[None, :] <= places[:, None]
            if WINDOW > 0:
                visible &= keys[None, :] > places[:, None] - WINDOW
            scores = tl.where(visible, scores, float("-inf"))
        higher = tl.maximum(highest, tl.max(scores, axis=1))
        p = tl.exp2(scores - higher[:, None])
        shrink = tl.exp2(highest - higher)
        weight = weight * shrink + tl.sum(p, axis=1)
        if MASKED:
            v = tl.load(v_ptr + keys[:, None] * HEAD + dims[None, :], mask=keys[:, None] < length_k, other=0.0)
        else:
            v = tl.load(v_ptr + keys[:, None] * HEAD + dims[None, :])
        total = tl.dot(p.to(v.dtype), v, total * shrink[:, None])
        highest = higher
    return total, weight, highest


@triton.jit
def attention(q_ptr, k_ptr, v_ptr, o_ptr, lse_ptr, scale, length_q, length_k, GROUP: tl.constexpr, HEAD: tl.constexpr,
              BLOCK_M: tl.constexpr, BLOCK_N: tl.constexpr, CAUSAL: tl.constexpr, WINDOW: tl.constexpr):
    """BLOCK_M queries of a head: first the keys that all of them see, then those under a mask."""
    head, first = tl.program_id(1), tl.program_id(0) * BLOCK_M
    rows, dims = first + tl.arange(0, BLOCK_M), tl.arange(0, HEAD)
    past = length_k - length_q
    q_place = (head * length_q + rows)[:, None] * HEAD + dims[None, :]
    q = tl.load(q_ptr + q_place, mask=rows[:, None] < length_q, other=0.0)
    k_ptr += head // GROUP * length_k * HEAD
    v_ptr += head // GROUP * length_k * HEAD
    begin = 0
    if CAUSAL:
        end = min(length_k, first + BLOCK_M + past)
        unmasked = (first + past + 1) // BLOCK_N * BLOCK_N
    else:
        end = length_k
        unmasked = length_k // BLOCK_N * BLOCK_N
    if WINDOW > 0:
        begin = max(first + past - WINDOW + 1, 0) // BLOCK_N * BLOCK_N
        unmasked = begin
    total = tl.zeros((BLOCK_M, HEAD), dtype=tl.float32)
    weight = tl.zeros((BLOCK_M,), dtype=tl.float32)
    # Finite, so that rows that see nothing of a block get no NaN from it.
    highest = tl.full((BLOCK_M,), -1.0e30, dtype=tl.float32)
    total, weight, highest = attend(q, k_ptr, v_ptr, total, weight, highest, rows + past, begin, unmasked, length_k,
                                    scale, HEAD, BLOCK_N, False, CAUSAL, WINDOW)
    total, weight, highest = attend(q, k_ptr, v_ptr, total, weight, highest, rows + past, unmasked, end, length_k,
                                    scale, HEAD, BLOCK_N, True, CAUSAL, WINDOW)
    tl.store(o_ptr + q_place, (total / weight[:, None]).to(tl.float16), mask=rows[:, None] < length_q)
    tl.store(lse_ptr + head * length_q + rows, highest + tl.log2(weight), mask=rows < length_q)


# ---------------------------------------------------------------- backward
@triton.jit
def attention_delta(o_ptr, do_ptr, delta_ptr, rows_total, HEAD: tl.constexpr, BLOCK_M: tl.constexpr):
    """The sum of o do over each row, which the softmax's derivative subtracts."""
    rows = tl.program_id(0) * BLOCK_M + tl.arange(0, BLOCK_M)
    place = rows[:, None] * HEAD + tl.arange(0, HEAD)[None, :]
    o = tl.load(o_ptr + place, mask=rows[:, None] < rows_total, other=0.0).to(tl.float32)
    do = tl.load(do_ptr + place, mask=rows[:, None] < rows_total, other=0.0).to(tl.float32)
    tl.store(delta_ptr + rows, tl.sum(o * do, axis=1), mask=rows < rows_total)


@triton.jit
def attention_backward_kv(q_ptr, k_ptr, v_ptr, do_ptr, lse_ptr, delta_ptr, dk_ptr, dv_ptr, scale, length,
                          GROUP: tl.constexpr, HEAD: tl.constexpr, BLOCK_M: tl.constexpr, BLOCK_N: tl.constexpr,
                          CAUSAL: tl.constexpr):
    """Derivatives of BLOCK_N keys and values of a key head, over all queries of its GROUP heads. Scores
    are transposed, [keys, queries]."""
    kv_head, first = tl.program_id(1), tl.program_id(0) * BLOCK_N
    keys, dims = first + tl.arange(0, BLOCK_N), tl.arange(0, HEAD)
    kv_place = (kv_head * length + keys)[:, None] * HEAD + dims[None, :]
    k = tl.load(k_ptr + kv_place, mask=keys[:, None] < length, other=0.0)
    v = tl.load(v_ptr + kv_place, mask=keys[:, None] < length, other=0.0)
    dk = tl.zeros((BLOCK_N, HEAD), dtype=tl.float32)
    dv = tl.zeros((BLOCK_N, HEAD), dtype=tl.float32)
    begin = first // BLOCK_M * BLOCK_M if CAUSAL else 0
    for head in range(kv_head * GROUP, (kv_head + 1) * GROUP):
        for start in range(begin, length, BLOCK_M):
            rows = start + tl.arange(0, BLOCK_M)
            place = (head * length + rows)[:, None] * HEAD + dims[None, :]
            q = tl.load(q_ptr + place, mask=rows[:, None] < length, other=0.0)
            do = tl.load(do_ptr + place, mask=rows[:, None] < length, other=0.0)
            lse = tl.load(lse_ptr + head * length + rows, mask=rows < length, other=0.0)
            delta = tl.load(delta_ptr + head * length + rows, mask=rows < length, other=0.0)
            p = tl.exp2(tl.dot(k, tl.trans(q)) * (scale * LOG2_E) - lse[None, :])
            visible = (keys[:, None] < length) & (rows[None, :] < length)
            if CAUSAL:
                visible &= keys[:, None] <= rows[None, :]
            p = tl.where(visible, p, 0.0)
            dv = tl.dot(p.to(tl.float16), do, dv)
            ds = p * (tl.dot(v, tl.trans(do)) - delta[None, :])
            dk = tl.dot(ds.to(tl.float16), q, dk)
    tl.store(dk_ptr + kv_place, (dk * scale).to(tl.float16), mask=keys[:, None] < length)
    tl.store(dv_ptr + kv_place, dv.to(tl.float16), mask=keys[:, None] < length)


@triton.jit
def attention_backward_q(q_ptr, k_ptr, v_ptr, do_ptr, lse_ptr, delta_ptr, dq_ptr, scale, length, GROUP: tl.constexpr,
                         HEAD: tl.constexpr, BLOCK_M: tl.constexpr, BLOCK_N: tl.constexpr, CAUSAL: tl.constexpr):
    """Derivatives of BLOCK_M queries of a head."""
    head, first = tl.program_id(1), tl.program_id(0) * BLOCK_M
    rows, dims = first + tl.arange(0, BLOCK_M), tl.arange(0, HEAD)
    place = (head * length + rows)[:, None] * HEAD + dims[None, :]
    q = tl.load(q_ptr + place, mask=rows[:, None] < length, other=0.0)
    do = tl.load(do_ptr + place, mask=rows[:, None] < length, other=0.0)
    lse = tl.load(lse_ptr + head * length + rows, mask=rows < length, other=0.0)
    delta = tl.load(delta_ptr + head * length + rows, mask=rows < length, other=0.0)
    dq = tl.zeros((BLOCK_M, HEAD), dtype=tl.float32)
    end = min(length, first + BLOCK_M) if CAUSAL else length
    for start in range(0, end, BLOCK_N):
        keys = start + tl.arange(0, BLOCK_N)
        kv_place = (head // GROUP * length + keys)[:, None] * HEAD + dims[None, :]
        k = tl.load(k_ptr + kv_place, mask=keys[:, None] < length, other=0.0)
        v = tl.load(v_ptr + kv_place, mask=keys[:, None] < length, other=0.0)
        p = tl.exp2(tl.dot(q, tl.trans(k)) * (scale * LOG2_E) - lse[:, None])
        visible = keys[None, :] < length
        if CAUSAL:
            visible &= keys[None, :] <= rows[:, None]
        ds = tl.where(visible, p * (tl.dot(do, tl.trans(v)) - delta[:, None]), 0.0)
        dq = tl.dot(ds.to(tl.float16), k, dq)
    tl.store(dq_ptr + place, (dq * scale).to(tl.float16), mask=rows[:, None] < length)


# ---------------------------------------------------------------- decoding
@triton.jit
def paged_attention(q_ptr, k_ptr, v_ptr, table_ptr, length_ptr, o_ptr, scale, max_pages, KV_HEADS: tl.constexpr,
                    GROUP: tl.constexpr, HEAD: tl.constexpr, PAGE: tl.constexpr, BLOCK_M: tl.constexpr):
    """One new token of a sequence, for the GROUP query heads of a key head, padded to BLOCK_M rows. The
    cache is [pages, PAGE, KV_HEADS, HEAD]; the table names the pages of each sequence."""
    sequence, kv_head = tl.program_id(0), tl.program_id(1)
    members, dims, slots = tl.arange(0, BLOCK_M), tl.arange(0, HEAD), tl.arange(0, PAGE)
    heads = sequence * KV_HEADS * GROUP + kv_head * GROUP + members
    q = tl.load(q_ptr + heads[:, None] * HEAD + dims[None, :], mask=members[:, None] < GROUP, other=0.0)
    length = tl.load(length_ptr + sequence)
    total = tl.zeros((BLOCK_M, HEAD), dtype=tl.float32)
    weight = tl.zeros((BLOCK_M,), dtype=tl.float32)
    highest = tl.full((BLOCK_M,), float("-inf"), dtype=tl.float32)
    for page in range(0, tl.cdiv(length, PAGE)):
        number = tl.load(table_ptr + sequence * max_pages + page).to(tl.int64)
        place = ((number * PAGE + slots) * KV_HEADS + kv_head) * HEAD
        filled = page * PAGE + slots < length
        k = tl.load(k_ptr + place[None, :] + dims[:, None], mask=filled[None, :], other=0.0)
        v = tl.load(v_ptr + place[:, None] + dims[None, :], mask=filled[:, None], other=0.0)
        scores = tl.where(filled[None, :], tl.dot(q, k) * (scale * LOG2_E), float("-inf"))
        higher = tl.maximum(highest, tl.max(scores, axis=1))
        p = tl.exp2(scores - higher[:, None])
        shrink = tl.exp2(highest - higher)
        weight = weight * shrink + tl.sum(p, axis=1)
        total = tl.dot(p.to(tl.float16), v, total * shrink[:, None])
        highest = higher
    tl.store(o_ptr + heads[:, None] * HEAD + dims[None, :], (total / weight[:, None]).to(tl.float16),
             mask=members[:, None] < GROUP)


# ---------------------------------------------------------------- launches
HALVES = Pool("f16", 14336)
# Probabilities are rounded to f16, 2^-11 of each, and the outputs again.
FORWARD = dict(rtol=2e-3, atol=1e-3)
# Derivatives of scores are rounded as well, and cancel in part.
BACKWARD = dict(rtol=4e-3, atol=4e-3)


def softmax_of(q, k, scale, causal=False, window=0):
    """(probabilities, base-2 logarithms of the sums) of [heads, queries, keys]."""
    scores = q @ np.swapaxes(k, 1, 2) * scale
    keys = np.arange(k.shape[1])
    places = np.arange(q.shape[1])[:, None] + k.shape[1] - q.shape[1]
    if causal:
        scores = np.where(keys <= places, scores, -np.inf)
    if window:
        scores = np.where(keys > places - window, scores, -np.inf)
    sums = np.log2(np.exp(scores).sum(axis=2))
    return np.exp2(scores * math.log2(math.e) - sums[:, :, None]), sums


def forward(name, heads, length_q, length_k, head_size, group=1, causal=False, window=0, tile=(32, 32)):
    q = HALVES.take(heads, length_q, head_size)
    k, v = (HALVES.take(heads // group, length_k, head_size) for _ in range(2))
    scale = 1 / math.sqrt(head_size)
    p, sums = softmax_of(q.values, np.repeat(k.values, group, axis=0), scale, causal, window)
    o = p @ np.repeat(v.values, group, axis=0)
    example(name, attention, (-(-length_q // tile[0]), heads),
            dict(q_ptr=q, k_ptr=k, v_ptr=v, o_ptr=output("f16", o, **FORWARD),
                 lse_ptr=output("f32", sums, rtol=1e-5, atol=1e-5), scale=scale, length_q=length_q, length_k=length_k),
            dict(GROUP=group, HEAD=head_size, BLOCK_M=tile[0], BLOCK_N=tile[1], CAUSAL=causal, WINDOW=window))


def backward(name, heads, length, head_size, group, causal, tile=(16, 32)):
    q, do = (HALVES.take(heads, length, head_size) for _ in range(2))
    k, v = (HALVES.take(heads // group, length, head_size) for _ in range(2))
    scale = 1 / math.sqrt(head_size)
    wide = lambda x: np.repeat(x.values, group, axis=0)
    flip = lambda x: np.swapaxes(x, 1, 2)
    p, sums = softmax_of(q.values, wide(k), scale, causal)
    o = tensor("f16", p @ wide(v))
    delta, lse = tensor("f32", (o.values * do.values).sum(axis=2)), tensor("f32", sums)
    ds = p * (do.values @ flip(wide(v)) - delta.values[:, :, None]) * scale
    of_group = lambda x: x.reshape(heads // group, group, length, head_size).sum(axis=1)
    read = dict(q_ptr=q, k_ptr=k, v_ptr=v, do_ptr=do, lse_ptr=lse, delta_ptr=delta, scale=scale, length=length)
    constants = dict(GROUP=group, HEAD=head_size, BLOCK_M=tile[0], BLOCK_N=tile[1], CAUSAL=causal)
    half = lambda x: output("f16", x, **BACKWARD)
    example(name + "_kv", attention_backward_kv, (-(-length // tile[1]), heads // group),
            dict(read, dk_ptr=half(of_group(flip(ds) @ q.values)), dv_ptr=half(of_group(flip(p) @ do.values))),
            constants)
    example(name + "_q", attention_backward_q, (-(-length // tile[0]), heads),
            dict(read, dq_ptr=half(ds @ wide(k))), constants)
    rows = heads * length
    example(name + "_delta", attention_delta, (-(-rows // 32),),
            dict(o_ptr=o, do_ptr=do, delta_ptr=output("f32", delta.values, rtol=1e-5, atol=1e-5), rows_total=rows),
            dict(HEAD=head_size, BLOCK_M=32))


def paged(lengths, kv_heads, group, head_size, page=16):
    random = np.random.default_rng(10)
    max_pages = -(-max(lengths) // page)
    numbers = random.permutation(len(lengths) * max_pages + 1)
    table = numbers[:len(lengths) * max_pages].reshape(len(lengths), max_pages)
    q = HALVES.take(len(lengths), kv_heads, group, head_size)
    k, v = (HALVES.take(len(numbers), page, kv_heads, head_size) for _ in range(2))
    scale, o = 1 / math.sqrt(head_size), np.zeros(q.values.shape)
    for i, length in enumerate(lengths):
        of_sequence = lambda cache: cache.values[table[i]].reshape(-1, kv_heads, head_size)[:length].swapaxes(0, 1)
        p, _ = softmax_of(q.values[i], of_sequence(k), scale)
        o[i] = p @ of_sequence(v)
    example("paged_attention", paged_attention, (len(lengths), kv_heads),
            dict(q_ptr=q, k_ptr=k, v_ptr=v, table_ptr=tensor("i32", table), length_ptr=tensor("i32", np.array(lengths)),
                 o_ptr=output("f16", o, **FORWARD), scale=scale, max_pages=max_pages),
            dict(KV_HEADS=kv_heads, GROUP=group, HEAD=head_size, PAGE=page, BLOCK_M=16))


forward("attention", 2, 40, 56, 64)
forward("attention_causal", 1, 40, 60, 128, causal=True)
forward("attention_gqa", 4, 20, 44, 32, group=4, causal=True, tile=(16, 32))
forward("attention_window", 2, 64, 64, 32, causal=True, window=20, tile=(32, 16))
forward("attention_256", 1, 16, 40, 256, tile=(16, 32))
backward("attention_backward", 2, 40, 32, group=2, causal=True)
paged((21, 5, 32), kv_heads=2, group=4, head_size=64)
