"""Convolution of images as a matrix product whose left side is never written down (implicit GEMM).

Row: an output pixel. Column: a filter. k: a channel at one of the filter's places. Images are
[batch, height, width, channels], filters [filter height, filter width, channels, filters].
"""
import numpy as np
import triton
import triton.language as tl

from example import Pool, example, output


@triton.jit
def convolution(x_ptr, w_ptr, bias_ptr, y_ptr, BATCH, HEIGHT, WIDTH, CHANNELS, FILTERS, OUT_HEIGHT, OUT_WIDTH,
                KERNEL_H: tl.constexpr, KERNEL_W: tl.constexpr, STRIDE: tl.constexpr, PADDING: tl.constexpr,
                BLOCK_M: tl.constexpr, BLOCK_N: tl.constexpr, BLOCK_K: tl.constexpr):
    """y = max(0, convolution(x, w) + bias)."""
    pixels = tl.program_id(0) * BLOCK_M + tl.arange(0, BLOCK_M)
    filters = tl.program_id(1) * BLOCK_N + tl.arange(0, BLOCK_N)
    image = pixels // (OUT_HEIGHT * OUT_WIDTH)
    top = pixels // OUT_WIDTH % OUT_HEIGHT * STRIDE - PADDING
    left = pixels % OUT_WIDTH * STRIDE - PADDING
    total = tl.zeros((BLOCK_M, BLOCK_N), dtype=tl.float32)
    for k in range(0, KERNEL_H * KERNEL_W * CHANNELS, BLOCK_K):
        ks = k + tl.arange(0, BLOCK_K)
        channel, place = ks % CHANNELS, ks // CHANNELS
        row = top[:, None] + (place // KERNEL_W)[None, :]
        column = left[:, None] + (place % KERNEL_W)[None, :]
        inside = (row >= 0) & (row < HEIGHT) & (column >= 0) & (column < WIDTH)
        inside &= (image[:, None] < BATCH) & (place[None, :] < KERNEL_H * KERNEL_W)
        x = tl.load(x_ptr + ((image[:, None] * HEIGHT + row) * WIDTH + column) * CHANNELS + channel[None, :],
                    mask=inside, other=0.0)
        w = tl.load(w_ptr + ks[:, None] * FILTERS + filters[None, :],
                    mask=(place[:, None] < KERNEL_H * KERNEL_W) & (filters[None, :] < FILTERS), other=0.0)
        total = tl.dot(x, w, total)
    total += tl.load(bias_ptr + filters, mask=filters < FILTERS, other=0.0)[None, :]
    tl.store(y_ptr + pixels[:, None] * FILTERS + filters[None, :], tl.maximum(total, 0.0).to(tl.float16),
             mask=(image[:, None] < BATCH) & (filters[None, :] < FILTERS))


# ---------------------------------------------------------------- launches
HALVES = Pool("f16", 4608, scale=0.3)


def convolve(name, batch, size, channels, filters, kernel, stride, padding, tile):
    x, bias = HALVES.take(batch, size, size, channels), HALVES.take(filters)
    w = HALVES.take(kernel, kernel, channels, filters)
    padded = np.pad(x.values, ((0, 0), (padding, padding), (padding, padding), (0, 0)))
    out_size = (size + 2 * padding - kernel) // stride + 1
    y = np.zeros((batch, out_size, out_size, filters)) + bias.values
    for i in range(kernel):
        for j in range(kernel):
            end_i, end_j = i + (out_size - 1) * stride + 1, j + (out_size - 1) * stride + 1
            y += padded[:, i:end_i:stride, j:end_j:stride] @ w.values[i, j]
    example(name, convolution, (-(-batch * out_size**2 // tile[0]), -(-filters // tile[1])),
            dict(x_ptr=x, w_ptr=w, bias_ptr=bias, y_ptr=output("f16", np.maximum(y, 0), rtol=1e-3, atol=2e-4),
                 BATCH=batch, HEIGHT=size, WIDTH=size, CHANNELS=channels, FILTERS=filters, OUT_HEIGHT=out_size,
                 OUT_WIDTH=out_size),
            dict(KERNEL_H=kernel, KERNEL_W=kernel, STRIDE=stride, PADDING=padding, BLOCK_M=tile[0], BLOCK_N=tile[1],
                 BLOCK_K=tile[2]))


convolve("convolution", 2, 9, 12, 24, kernel=3, stride=2, padding=1, tile=(64, 32, 32))
