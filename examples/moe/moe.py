"""Mixture of experts: each token goes through the weights of a few experts, all in one launch.

The host sorts (token, choice) pairs by expert, and fills up each expert's list to whole blocks, so that
a program's rows share one expert. Filler names a pair past the last one.
"""
import numpy as np
import triton
import triton.language as tl

from example import Pool, example, output, tensor


@triton.jit
def moe_matmul(x_ptr, w_ptr, y_ptr, weight_ptr, pair_ptr, expert_ptr, padded_ptr, num_pairs, N, K,
               CHOICES: tl.constexpr, WEIGHTED: tl.constexpr, BLOCK_M: tl.constexpr, BLOCK_N: tl.constexpr,
               BLOCK_K: tl.constexpr):
    """y[pair] = x[pair // CHOICES] w[expert of the pair], times the pair's weight if WEIGHTED."""
    block = tl.program_id(0)
    if block * BLOCK_M >= tl.load(padded_ptr):
        return
    pairs = tl.load(pair_ptr + block * BLOCK_M + tl.arange(0, BLOCK_M))
    real = pairs < num_pairs
    expert = tl.load(expert_ptr + block).to(tl.int64)
    columns = tl.program_id(1) * BLOCK_N + tl.arange(0, BLOCK_N)
    inner = tl.arange(0, BLOCK_K)
    x = x_ptr + (pairs // CHOICES)[:, None] * K + inner[None, :]
    w = w_ptr + expert * N * K + inner[:, None] * N + columns[None, :]
    total = tl.zeros((BLOCK_M, BLOCK_N), dtype=tl.float32)
    for k in range(0, K, BLOCK_K):
        total = tl.dot(tl.load(x, mask=real[:, None] & (inner[None, :] < K - k), other=0.0),
                       tl.load(w, mask=(inner[:, None] < K - k) & (columns[None, :] < N), other=0.0), total)
        x += BLOCK_K
        w += BLOCK_K * N
    if WEIGHTED:
        total *= tl.load(weight_ptr + pairs, mask=real, other=0.0)[:, None]
    tl.store(y_ptr + pairs[:, None] * N + columns[None, :], total.to(tl.float16),
             mask=real[:, None] & (columns[None, :] < N))


# ---------------------------------------------------------------- launches
HALVES = Pool("f16", 8192, scale=0.3)


def moe(name, tokens, experts, choices, N, K, weighted, tile=(16, 32, 32)):
    random = np.random.default_rng(11)
    chosen = np.array([random.choice(experts, choices, replace=False) for _ in range(tokens)]).reshape(-1)
    num_pairs, pairs, expert_of_block = tokens * choices, [], []
    for expert in range(experts):
        own = list(np.flatnonzero(chosen == expert))
        own += [num_pairs] * (-len(own) % tile[0])
        pairs += own
        expert_of_block += [expert] * (len(own) // tile[0])
    # The grid is made for the worst case; blocks past the end have nothing to do.
    spare = 1
    x, w, weight = HALVES.take(tokens, K), HALVES.take(experts, K, N), tensor("f32", random.random(num_pairs))
    y = np.einsum("pk,pkn->pn", np.repeat(x.values, choices, axis=0), w.values[chosen])
    y = y * weight.values[:, None] if weighted else y
    example(name, moe_matmul, (len(expert_of_block) + spare, -(-N // tile[1])),
            dict(x_ptr=x, w_ptr=w, y_ptr=output("f16", y, rtol=1e-3, atol=1e-4), weight_ptr=weight,
                 pair_ptr=tensor("i32", np.array(pairs + [num_pairs] * tile[0] * spare)),
                 expert_ptr=tensor("i32", np.array(expert_of_block + [0] * spare)),
                 padded_ptr=tensor("i32", np.array([len(pairs)])), num_pairs=num_pairs, N=N, K=K),
            dict(CHOICES=choices, WEIGHTED=weighted, BLOCK_M=tile[0], BLOCK_N=tile[1], BLOCK_K=tile[2]))


moe("moe_matmul", tokens=12, experts=4, choices=2, N=40, K=48, weighted=True)
