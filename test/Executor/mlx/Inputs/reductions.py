"""Reductions along rows, columns and everything; the places of extremes; scans and sorts; softmax
and norms; random bits."""
import math
import struct

from mlx import *


def check_all_reduce():
    count = 3000
    for name, kind, function in (("sum", "float32", math.fsum), ("max", "float32", max), ("min", "int32", min),
                                 ("sum", "int32", sum), ("max", "bfloat16", max)):
        kernel = "all_reduce_%s%s" % (name, kind)
        x = uniform(kernel, count, kind, -9, 9)
        out = run(kernel, {0: pack(kind, x), 1: bytes(8), 2: scalar("uint64", count), 3: scalar("uint64", count)},
                  (128, 1, 1), grid=[1])
        compare(kernel, kind, out[1], [function(x)], (1e-5, 1e-3) if kind == "float32" else None)
    kernel = "init_reduce_minfloat32"
    out = run(kernel, {0: bytes(40)}, (5, 1, 1), threads_per_grid=[10])
    compare(kernel, "float32", out[0], [math.inf] * 10)


def check_row_reduce():
    rows, length = 7, 600
    x = uniform("rows", rows * length)
    sums = [math.fsum(x[r * length:(r + 1) * length]) for r in range(rows)]
    maxima = [max(x[r * length:(r + 1) * length]) for r in range(rows)]
    kernel = "row_reduce_simple_sumfloat32"
    # A threadgroup has four rows; the last one starts earlier, so that it is full.
    out = run(kernel, {0: pack("float32", x), 1: bytes(4 * rows), 2: scalar("uint64", length), 3: scalar("int64", rows)},
              (64, 1, 1), grid=(1, 2, 1))
    compare(kernel, "float32", out[1], sums, (1e-5, 1e-4))

    def arguments(length, rows):
        return {2: scalar("int64", length), 3: scalar("int64", 1), 4: scalar("int32", rows), 5: scalar("int64", length),
                6: scalar("int32", 1), 7: scalar("int32", 1), 8: scalar("int64", 0), 9: scalar("int32", 1)}
    kernel = "row_reduce_looped_1_reduce_maxfloat32"
    out = run(kernel, {**arguments(length, rows), 0: pack("float32", x), 1: bytes(4 * rows)}, (64, 1, 1), grid=(1, rows, 1))
    compare(kernel, "float32", out[1], maxima)
    kernel = "row_reduce_small_1_reduce_sumfloat32"
    # A thread for each row, or, where many rows go into one result, a SIMD-group for each result.
    out = run(kernel, {**arguments(5, 100), 0: pack("float32", x), 1: bytes(400)}, (32, 1, 1), threads_per_grid=(100, 1, 1))
    compare(kernel, "float32", out[1], [math.fsum(x[5 * r:5 * r + 5]) for r in range(100)], (1e-5, 1e-5))
    many = {2: scalar("int64", 10), 3: scalar("int64", 40), 5: scalar("int64", 400), 7: scalar("int32", 40), 8: scalar("int64", 10)}
    out = run(kernel, {**arguments(10, 6), **many, 0: pack("float32", x), 1: bytes(24)}, (32, 1, 1), grid=(1, 6, 1))
    compare(kernel, "float32", out[1], [math.fsum(x[400 * r:400 * r + 400]) for r in range(6)], (1e-5, 1e-4))


def check_column_reduce():
    rows, columns = 70, 50
    x = uniform("columns", rows * columns)
    sums = [math.fsum(x[r * columns + c] for r in range(rows)) for c in range(columns)]
    common = {0: pack("float32", x), 1: bytes(4 * columns), 2: scalar("uint64", rows), 3: scalar("int64", columns),
              4: scalar("int32", 1), 5: scalar("int64", 0), 6: scalar("int32", 1), 7: scalar("int32", rows),
              8: scalar("int64", columns), 9: scalar("int32", 1), 10: scalar("uint64", 1)}
    kernel = "col_reduce_looped_1_32_32_reduce_sumfloat32"
    out = run(kernel, {**common, 11: scalar("int64", 0)}, (256, 1, 1), grid=(2, 1, 1))
    compare(kernel, "float32", out[1], sums, (1e-5, 1e-5))
    kernel = "col_reduce_small_1_reduce_sumfloat32"
    out = run(kernel, common, (13, 8, 1), grid=(1, 1, 1))
    compare(kernel, "float32", out[1], sums, (1e-5, 1e-5))


def check_extremes():
    rows, length = 5, 333
    for name, kind in (("argmax", "float32"), ("argmin", "int32"), ("argmax", "float16")):
        kernel = "%s_%s" % (name, kind)
        x = uniform(kernel, rows * length, kind, -50, 50)
        out = run(kernel, {0: pack(kind, x), 1: bytes(4 * rows), 2: scalar("int32", rows), 3: scalar("int64", length),
                           4: scalar("int64", 1), 5: scalar("uint64", 1), 6: scalar("int64", 1), 7: scalar("uint64", length)},
                  (64, 1, 1), threads_per_grid=(64, rows, 1))
        best = max if name == "argmax" else min
        wanted = []
        for r in range(rows):
            row = x[r * length:(r + 1) * length]
            wanted.append(row.index(best(row)))
        compare(kernel, "uint32", out[1], wanted)


def softmax(row):
    top = max(row)
    powers = [math.exp(value - top) for value in row]
    return [power / math.fsum(powers) for power in powers]


def check_softmax():
    rows, length = 3, 300
    for kernel, kind, threads in (("block_softmax_float32", "float32", 96), ("looped_softmax_float32", "float32", 64),
                                  ("block_softmax_float16", "float16", 96), ("block_softmax_precise_bfloat16", "bfloat16", 96)):
        x = uniform(kernel, rows * length, kind, -5, 5)
        out = run(kernel, {0: pack(kind, x), 1: bytes(len(pack(kind, x))), 2: scalar("int32", length)}, (threads, 1, 1), grid=[rows])
        wanted = [value for r in range(rows) for value in softmax(x[r * length:(r + 1) * length])]
        compare(kernel, kind, out[1], wanted, (2e-5, 1e-8) if kind == "float32" else None)
    kernel = "block_logsumexp_float32"
    x = uniform(kernel, rows * length)
    out = run(kernel, {0: pack("float32", x), 1: bytes(4 * rows), 2: scalar("int32", length)}, (96, 1, 1), grid=[rows])
    compare(kernel, "float32", out[1],
            [math.log(math.fsum(map(math.exp, x[r * length:(r + 1) * length]))) for r in range(rows)])


def check_norms():
    rows, length, eps = 3, 250, 1e-5
    for kernel, kind, threads in (("rmsfloat32", "float32", 64), ("rms_loopedfloat32", "float32", 64), ("rmsbfloat16", "bfloat16", 64)):
        x, w = uniform(kernel, rows * length, kind), uniform("w", length, kind)
        out = run(kernel, {0: pack(kind, x), 1: pack(kind, w), 2: bytes(len(pack(kind, x))), 3: scalar("float32", eps),
                           4: scalar("uint32", length), 5: scalar("uint32", 1)}, (threads, 1, 1), grid=[rows])
        wanted = []
        for r in range(rows):
            row = x[r * length:(r + 1) * length]
            scale = 1 / math.sqrt(math.fsum(v * v for v in row) / length + eps)
            wanted += [v * scale * u for v, u in zip(row, w)]
        compare(kernel, kind, out[2], wanted)
    for kernel, kind, threads in (("layer_normfloat32", "float32", 32), ("layer_norm_loopedfloat16", "float16", 64)):
        x, w, b = uniform(kernel, rows * length, kind), uniform("w", length, kind), uniform("b", length, kind)
        out = run(kernel, {0: pack(kind, x), 1: pack(kind, w), 2: pack(kind, b), 3: bytes(len(pack(kind, x))),
                           4: scalar("float32", eps), 5: scalar("uint32", length), 6: scalar("uint32", 1), 7: scalar("uint32", 1)},
                  (threads, 1, 1), grid=[rows])
        wanted = []
        for r in range(rows):
            row = x[r * length:(r + 1) * length]
            mean = math.fsum(row) / length
            scale = 1 / math.sqrt(math.fsum((v - mean) ** 2 for v in row) / length + eps)
            wanted += [(v - mean) * scale * u + c for v, u, c in zip(row, w, b)]
        compare(kernel, kind, out[3], wanted, (1e-4, 1e-5) if kind == "float32" else None)


def check_rope():
    heads, half, offset, scale, base = 4, 16, 3, 0.5, 10000.0
    length = 2 * half
    angles = [offset * scale * 2.0 ** (-(i / half) * math.log2(base)) for i in range(half)]
    for traditional in (False, True):
        kernel = "rope_single_float32"
        x = uniform(kernel, heads * length)
        out = run(kernel, {0: pack("float32", x), 1: bytes(4 * heads * length), 2: scalar("int32", offset), 3: scalar("float32", scale),
                           4: scalar("int64", length), 10: scalar("float32", math.log2(base))}, (8, 2),
                  threads_per_grid=(half, heads), constants={"forward": True, "traditional": traditional})
        wanted = [0.0] * (heads * length)
        for h in range(heads):
            for i, angle in enumerate(angles):
                a, b = (2 * i, 2 * i + 1) if traditional else (i, i + half)
                a, b = h * length + a, h * length + b
                wanted[a] = x[a] * math.cos(angle) - x[b] * math.sin(angle)
                wanted[b] = x[a] * math.sin(angle) + x[b] * math.cos(angle)
        compare(kernel, "float32", out[1], wanted)

    kernel = "rope_float32"
    tokens = 5
    x = uniform(kernel, heads * tokens * length)
    # A thread has four heads.
    out = run(kernel, {0: pack("float32", x), 1: bytes(4 * len(x)), 2: pack("int32", [offset]), 3: scalar("float32", scale),
                       4: scalar("int64", tokens * length, length, 1), 5: scalar("int64", tokens * length, length, 1),
                       6: scalar("int64", 0), 7: scalar("int32", heads), 10: scalar("float32", math.log2(base))}, (8, 1, 1),
              threads_per_grid=(half, tokens, 1), constants={"forward": True, "traditional": False, "hs_transpose": False})
    wanted = [0.0] * len(x)
    for h in range(heads):
        for t in range(tokens):
            for i in range(half):
                angle = (t + offset) * scale * 2.0 ** (-(i / half) * math.log2(base))
                a = (h * tokens + t) * length + i
                wanted[a] = x[a] * math.cos(angle) - x[a + half] * math.sin(angle)
                wanted[a + half] = x[a] * math.sin(angle) + x[a + half] * math.cos(angle)
    compare(kernel, "float32", out[1], wanted)


def check_sort():
    rows, length = 3, 100
    for kernel, kind, result in (("c_block_sort_float32_float32_bn32_tn4", "float32", None), ("c_block_sort_int8_int8_bn32_tn4", "int8", None),
                                 ("c_block_sort_bfloat16_bfloat16_bn64_tn4", "bfloat16", None),
                                 ("carg_block_sort_float32_uint32_bn32_tn4", "float32", "uint32")):
        x = uniform(kernel, rows * length, kind, -99, 99)
        if kind == "float32":
            x[5] = math.nan  # comes last
        threads = 64 if "bn64" in kernel else 32
        out = run(kernel, {0: pack(kind, x), 1: bytes(4 * rows * length), 2: scalar("int32", length), 3: scalar("int32", 1),
                           4: scalar("int32", 1), 5: scalar("int32", length), 6: scalar("int32", length)}, (threads, 1, 1), grid=(1, rows, 1))
        wanted = []
        for r in range(rows):
            row = x[r * length:(r + 1) * length]
            order = sorted(range(length), key=lambda i: (row[i] != row[i], row[i] if row[i] == row[i] else 0))
            wanted += order if result else [row[i] for i in order]
        compare(kernel, result or kind, out[1], wanted, (0, 0))


def check_scan():
    rows, length = 3, 500
    def accumulate(row, function):
        sums = row[:1]
        for value in row[1:]:
            sums.append(function(sums[-1], value))
        return sums
    for kernel, kind, function, exclusive, reverse in (
            ("contig_scan_inclusive_sum_float32_float32", "float32", lambda a, b: a + b, None, False),
            ("contig_scan_exclusive_sum_int32_int32", "int32", lambda a, b: a + b, 0, False),
            ("contig_scan_inclusive_max_float16_float16", "float16", max, None, False),
            ("contig_scan_reverse_inclusive_sum_int64_int64", "int64", lambda a, b: a + b, None, True)):
        x = uniform(kernel, rows * length, kind, -9, 9)
        out = run(kernel, {0: pack(kind, x), 1: bytes(len(pack(kind, x))), 2: scalar("uint64", length)}, (128, 1, 1), grid=(1, rows, 1))
        wanted = []
        for r in range(rows):
            row = x[r * length:(r + 1) * length]
            sums = accumulate(row[::-1], function)[::-1] if reverse else accumulate(row, function)
            wanted += sums if exclusive is None else [exclusive] + sums[:-1]
        compare(kernel, kind, out[1], wanted, (1e-4, 1e-4) if kind == "float32" else None)
    kernel = "strided_scan_inclusive_sum_float32_float32"
    length, stride = 40, 64
    x = uniform(kernel, length * stride)
    out = run(kernel, {0: pack("float32", x), 1: bytes(4 * length * stride), 2: scalar("uint64", length), 3: scalar("uint64", stride),
                       4: scalar("uint64", stride // 32)}, (256, 1, 1), grid=(1, stride // 32, 1))
    columns = [accumulate(x[c::stride], lambda a, b: a + b) for c in range(stride)]
    compare(kernel, "float32", out[1], [columns[c][i] for i in range(length) for c in range(stride)], (1e-4, 1e-4))


def threefry(key, count):
    """Two words of Threefry-2x32 with 20 rounds."""
    mask = 0xffffffff
    keys = [key[0], key[1], key[0] ^ key[1] ^ 0x1bd11bda]
    a, b = (count[0] + keys[0]) & mask, (count[1] + keys[1]) & mask
    for step in range(5):
        for distance in ((13, 15, 26, 6), (17, 29, 16, 24))[step % 2]:
            a = (a + b) & mask
            b = (b << distance | b >> 32 - distance) & mask
            b ^= a
        a, b = (a + keys[(step + 1) % 3]) & mask, (b + keys[(step + 2) % 3] + step + 1) & mask
    return a, b


def check_random():
    kernel = "rbitsc"
    words, keys = 10, [(1, 2), (0xdeadbeef, 7)]
    half = words // 2
    out = run(kernel, {0: pack("uint32", [k for key in keys for k in key]), 1: bytes(4 * words * len(keys)), 2: scalar("bool_", 0),
                       3: scalar("uint64", 4 * words)}, (2, 5), threads_per_grid=(len(keys), half))
    wanted = []
    for key in keys:
        pairs = [threefry(key, (i, i + half)) for i in range(half)]
        wanted += [a for a, _ in pairs] + [b for _, b in pairs]
    compare(kernel, "uint32", out[1], wanted)


def check():
    check_all_reduce()
    check_row_reduce()
    check_column_reduce()
    check_extremes()
    check_softmax()
    check_norms()
    check_rope()
    check_sort()
    check_scan()
    check_random()
