"""Linear attention with decay, a chunk of queries at a time.

    state[t] = decay state[t - 1] + k[t]^T v[t]        o[t] = q[t] state[t]

Within a chunk it is attention without softmax; what came before is in `state`, which is carried from
chunk to chunk in registers, as an accumulator of one product and an operand of another.
"""
import numpy as np
import triton
import triton.language as tl

from example import Pool, example, output, tensor


@triton.jit
def linear_attention(q_ptr, k_ptr, v_ptr, decay_ptr, o_ptr, state_ptr, length, KEYS: tl.constexpr,
                     VALUES: tl.constexpr, BLOCK_V: tl.constexpr, CHUNK: tl.constexpr):
    """One head, BLOCK_V of its values. decay_ptr: base-2 logarithm of each head's decay."""
    head, first = tl.program_id(1), tl.program_id(0) * BLOCK_V
    dims, values, steps = tl.arange(0, KEYS), first + tl.arange(0, BLOCK_V), tl.arange(0, CHUNK)
    decay = tl.load(decay_ptr + head)
    distance = steps[:, None] - steps[None, :]
    within = tl.where(distance >= 0, tl.exp2(decay * distance), 0.0)
    to_here = tl.exp2(decay * (steps + 1))
    state = tl.zeros((KEYS, BLOCK_V), dtype=tl.float32)
    for start in range(0, length, CHUNK):
        rows = head * length + start + steps
        inside = start + steps < length
        q = tl.load(q_ptr + rows[:, None] * KEYS + dims[None, :], mask=inside[:, None], other=0.0)
        k = tl.load(k_ptr + rows[None, :] * KEYS + dims[:, None], mask=inside[None, :], other=0.0)
        v = tl.load(v_ptr + rows[:, None] * VALUES + values[None, :], mask=inside[:, None], other=0.0)
        scores = tl.dot(q, k) * within
        o = tl.dot(q, state.to(tl.float16)) * to_here[:, None]
        o = tl.dot(scores.to(tl.float16), v, o)
        tl.store(o_ptr + rows[:, None] * VALUES + values[None, :], o.to(tl.float16), mask=inside[:, None])
        steps_here = min(length - start, CHUNK)
        to_end = tl.exp2(decay * tl.maximum(steps_here - 1 - steps, 0))
        state = tl.dot((k * to_end[None, :]).to(tl.float16), v, state * tl.exp2(decay * steps_here))
    tl.store(state_ptr + (head * KEYS + dims[:, None]) * VALUES + values[None, :], state)


# ---------------------------------------------------------------- launches
HALVES = Pool("f16", 8192, scale=0.5)


def linear(name, heads, length, keys, values, block, chunk):
    q, k = HALVES.take(heads, length, keys), HALVES.take(heads, length, keys)
    v, decay = HALVES.take(heads, length, values), tensor("f32", -np.linspace(0.05, 0.2, heads))
    o, states = np.zeros((heads, length, values)), np.zeros((heads, keys, values))
    for t in range(length):
        states = states * np.exp2(decay.values)[:, None, None] + k.values[:, t, :, None] * v.values[:, t, None, :]
        o[:, t] = np.einsum("hk,hkv->hv", q.values[:, t], states)
    # The state and the scores are rounded to f16 before they are multiplied again.
    example(name, linear_attention, (values // block, heads),
            dict(q_ptr=q, k_ptr=k, v_ptr=v, decay_ptr=decay, o_ptr=output("f16", o, rtol=5e-3, atol=5e-3),
                 state_ptr=output("f32", states, rtol=2e-3, atol=2e-3), length=length),
            dict(KEYS=keys, VALUES=values, BLOCK_V=block, CHUNK=chunk))


linear("linear_attention", heads=2, length=40, keys=64, values=32, block=16, chunk=16)
