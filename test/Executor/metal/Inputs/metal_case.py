"""metal_case.py NAME FOLDER: writes FOLDER/launch.json with inputs and expected outputs.

Each case computes in double what its kernel should; see the kernel NAME.metal beside this folder.
"""
import json
import math
import os
import random
import struct
import sys

FORMATS = {"f32": "f", "f16": "e", "i8": "b", "u8": "B", "i32": "i", "u32": "I"}


def pack(kind, values):
    if kind == "bf16":
        return b"".join(round_to_bfloat(v) for v in values)
    return struct.pack("<%d%s" % (len(values), FORMATS[kind]), *values)


def round_to_bfloat(value):
    bits = struct.unpack("<I", struct.pack("<f", value))[0]
    return struct.pack("<H", (bits + 0x7FFF + (bits >> 16 & 1)) >> 16)


def rounded(kind, values):
    """What is left of `values` once they are in a buffer."""
    raw = pack(kind, values)
    if kind == "bf16":
        return [struct.unpack("<f", b"\0\0" + raw[i : i + 2])[0] for i in range(0, len(raw), 2)]
    return list(struct.unpack("<%d%s" % (len(values), FORMATS[kind]), raw))


class Case:
    """One launch: buffers get their binding in the order in which they are added."""

    def __init__(self, folder, **launch):
        self.folder = folder
        self.launch = dict(launch, buffers=[], bindings=[], expect=[])

    def input(self, kind, values):
        self.buffer(pack(kind, values))

    def output(self, kind, values, rtol=0, atol=0):
        """A buffer of zeros that should become `values`."""
        data = pack(kind, values)
        self.expect(kind, data, rtol, atol)
        self.buffer(bytes(len(data)))

    def expect(self, kind, data, rtol=0, atol=0):
        index = len(self.launch["buffers"])
        name = "expected%d.bin" % index
        self.write(name, data)
        self.launch["expect"].append(
            {"buffer": index, "file": name, "type": kind, "rtol": rtol, "atol": atol})

    def buffer(self, data):
        index, binding = len(self.launch["buffers"]), len(self.launch["bindings"])
        name = "in%d.bin" % index
        self.write(name, data)
        self.launch["buffers"].append({"file": name})
        self.launch["bindings"].append({"index": binding, "buffer": index})

    def constant(self, layout, *values):
        self.launch["bindings"].append(
            {"index": len(self.launch["bindings"]), "bytes": struct.pack("<" + layout, *values).hex()})

    def write(self, name, data):
        with open(os.path.join(self.folder, name), "wb") as f:
            f.write(data)

    def finish(self):
        with open(os.path.join(self.folder, "launch.json"), "w") as f:
            json.dump(self.launch, f, indent=1)


def elementwise(folder):
    count, scale, offset = 37, 0.75, (1.0, -2.0, 0.5)
    x = rounded("f32", [random.uniform(-2, 2) for _ in range(4 * count)])
    h = rounded("f16", [random.uniform(-2, 2) for _ in range(4 * count)])
    out, bits = [], []
    for i in range(count):
        a = [x[4 * i + e] * scale + e + 1 for e in range(4)]
        a[0], a[1] = a[1], a[0]
        a[2] += h[4 * i + 3]
        a[3] += h[4 * i + 2]
        r = [a[e] + offset[e] for e in range(3)] + [a[3] if a[3] > 0 else a[3] * 0.125]
        r = [v * (0.5, 1.0, 1.5, 2.0)[i % 4] for v in r]
        large = [v > 1 for v in r]
        out += [-v if is_large else v for v, is_large in zip(r, large)]
        bits += [large[0] | (2 if any(large) else 0), large[1] | (4 if all(large) else 0), large[2],
                 large[3] | i]
    case = Case(folder, threads_per_grid=[40], threads_per_threadgroup=[32])
    case.input("f32", x)
    case.input("f16", h)
    case.output("f32", out, 1e-6, 1e-6)
    case.output("u8", bits)
    case.constant("I4f", count, scale, *offset)
    return case


def reduction(folder):
    rows, columns = 5, 700
    x = rounded("f32", [random.uniform(-1, 1) for _ in range(rows * columns)])
    x[columns + 3] = x[columns + 600] = 5.0  # the first of two equal ones wins
    data = [x[r * columns : (r + 1) * columns] for r in range(rows)]
    case = Case(folder, grid=[rows], threads_per_threadgroup=[256])
    case.input("f32", x)
    case.output("f32", [math.fsum(row) for row in data], 1e-5, 1e-5)
    case.output("u32", [row.index(max(row)) for row in data])
    case.constant("I", columns)
    return case


def softmax(folder, kind="f32"):
    rows, columns = 4, 333
    x = rounded(kind, [random.uniform(-8, 8) for _ in range(rows * columns)])
    want = []
    for r in range(rows):
        row = x[r * columns : (r + 1) * columns]
        powers = [math.exp(v - max(row)) for v in row]
        want += [p / math.fsum(powers) for p in powers]
    names = {"f32": "softmax_float32", "f16": "softmax_float16", "bf16": "softmax_bfloat16"}
    rtol = {"f32": 1e-5, "f16": 1e-3, "bf16": 8e-3}[kind]
    case = Case(folder, kernel=names[kind], grid=[rows], threads_per_threadgroup=[96],
                threadgroup_memory=[{"index": 0, "bytes": 3 * 8}])
    case.input(kind, x)
    case.output(kind, want, rtol, 1e-7)
    case.constant("I", columns)
    return case


def softmax_half(folder):
    return softmax(folder, "f16")


def softmax_bfloat(folder):
    return softmax(folder, "bf16")


def norm(folder, kernel, has_weight, has_bias, rows_per_group=1):
    rows, columns, epsilon = 6, 100, 1e-3
    x = rounded("f32", [random.uniform(-3, 3) for _ in range(rows * columns)])
    weight = rounded("f32", [random.uniform(0.5, 2) for _ in range(columns)])
    bias = rounded("f32", [random.uniform(-1, 1) for _ in range(columns)])
    want = []
    for r in range(rows):
        row = x[r * columns : (r + 1) * columns]
        mean = math.fsum(row) / columns if kernel == "layer_norm" else 0
        square = math.fsum(v * v for v in row) / columns - mean * mean
        for i, v in enumerate(row):
            y = (v - mean) / math.sqrt(square + epsilon)
            want.append(y * (weight[i] if has_weight else 1) + (bias[i] if has_bias else 0))
    constants = {"has_weight": has_weight, "has_bias": has_bias}
    if rows_per_group != 1:  # which is what the kernel takes without it
        constants["rows_per_group"] = rows_per_group
    case = Case(folder, kernel=kernel, grid=[rows // rows_per_group], constants=constants,
                threads_per_threadgroup=[32 * rows_per_group])
    case.input("f32", x)
    case.input("f32", weight)
    case.input("f32", bias)
    case.output("f32", want, 1e-4, 1e-5)
    case.constant("if", columns, epsilon)
    return case


def layer_norm(folder):
    return norm(folder, "layer_norm", True, True, rows_per_group=2)


def rms_norm(folder):
    return norm(folder, "rms_norm", True, False)


def multiply(a, b, m, n, k, transposed=False):
    at = (lambda i, j: b[j * k + i]) if transposed else (lambda i, j: b[i * n + j])
    return [math.fsum(a[i * k + e] * at(e, j) for e in range(k)) for i in range(m) for j in range(n)]


def gemm(folder):
    m, n, k, alpha = 40, 35, 27, 0.5
    a = rounded("f16", [random.uniform(-1, 1) for _ in range(m * k)])
    b = rounded("f16", [random.uniform(-1, 1) for _ in range(k * n)])
    case = Case(folder, grid=[2, 2], threads_per_threadgroup=[128])
    case.input("f16", a)
    case.input("f16", b)
    case.output("f32", [alpha * v for v in multiply(a, b, m, n, k)], 1e-5, 1e-5)
    case.constant("iiif", m, n, k, alpha)
    return case


def gemm_transposed(folder, kind="bf16"):
    m, n, k = 16, 24, 32
    a = rounded(kind, [random.uniform(-1, 1) for _ in range(m * k)])
    b = rounded(kind, [random.uniform(-1, 1) for _ in range(n * k)])
    case = Case(folder, kernel="gemm_nt_" + kind, grid=[n // 8, m // 8],
                threads_per_threadgroup=[32])
    case.input(kind, a)
    case.input(kind, b)
    case.output("f32", multiply(a, b, m, n, k, transposed=True), 1e-5, 1e-5)
    case.constant("IIII", m, n, k, 0)
    return case


def gemm_transposed_float(folder):
    return gemm_transposed(folder, "f32")


def attention(folder):
    heads, per_head, keys, size, scale = 4, 2, 19, 64, 0.125
    q = rounded("f16", [random.uniform(-2, 2) for _ in range(heads * size)])
    k = rounded("f16", [random.uniform(-2, 2) for _ in range(heads // per_head * keys * size)])
    v = rounded("f16", [random.uniform(-2, 2) for _ in range(heads // per_head * keys * size)])
    mask = [int(i % 5 != 2) for i in range(keys)]
    out = []
    for h in range(heads):
        base = h // per_head * keys * size
        rows = [base + i * size for i in range(keys) if mask[i]]
        scores = [scale * math.fsum(q[h * size + e] * k[r + e] for e in range(size)) for r in rows]
        weights = [math.exp(s - max(scores)) for s in scores]
        for e in range(size):
            out.append(math.fsum(w * v[r + e] for w, r in zip(weights, rows)) / math.fsum(weights))
    case = Case(folder, grid=[heads], threads_per_threadgroup=[128])
    case.input("f16", q)
    case.input("f16", k)
    case.input("f16", v)
    case.output("f16", out, 2e-3, 1e-4)
    case.constant("iiiif", keys, keys * size, size, per_head, scale)
    case.input("u8", mask)
    return case


def histogram(folder):
    count = 1000
    data = [random.randrange(256) for _ in range(count)]
    bins = [0] * 16
    for byte in data:
        bins[byte >> 4] += 1
    case = Case(folder, threads_per_grid=[1024], threads_per_threadgroup=[128])
    case.input("u8", data)
    case.output("u32", bins)
    case.output("f32", [float(sum(data))])
    case.output("f32", [max(data) * 0.5])
    case.output("i32", [sum(byte & 1 for byte in data)])
    case.constant("I", count)
    return case


def scan(folder):
    rows, columns = 2, 2500
    x = [random.randrange(-50, 50) for _ in range(rows * columns)]
    want = []
    for r in range(rows):
        total = 7
        for v in x[r * columns : (r + 1) * columns]:
            total += v
            want.append(total)
    case = Case(folder, grid=[rows], threads_per_threadgroup=[256])
    case.input("i32", x)
    case.output("i32", want)
    case.constant("I", columns)
    case.input("i32", [0, 0, 0, 7])
    return case


def library(folder):
    ints = [5, 12, 7, 127, 255, 0, 9, 31, 15, 3, 32, 8, 128, 0xBC, -1, 0xF0, 7, 8, 4, 3, 7, -1000000,
            205, -1, 3, 2, 3, 4, 1030, 5, 3, -(2**31), 0, 0, 0x3F800000, 0x3C00, 0x1234, 5, 3,
            1 + 2 + 4 + 16, 32767, 16 + 1200 + 40000 + 400000]
    half = rounded("f16", [rounded("f16", [0.1])[0] + 1.0])[0]
    bfloat = rounded("bf16", [rounded("bf16", [3.14159])[0] * 2.0])[0]
    floats = [0.75, 24.0, 2.0**-126, 0.625, 4.0, -0.75, -2.0, math.sin(0.5), math.cos(0.5), 9.0,
              10.0, 0.15625, 2.5, 1.0, -1.5, math.sqrt(2), 9.0, 100.0, math.sqrt(0.5), -3.0, 2.0, 10.0,
              3 + 20 - 200, 1 + 30 + 200, 0.5, 12.0, 27.0, 6.0, -13.0,
              5 + math.sqrt(9 + 49 + 9) + 14, 1.0, 1.0, half, bfloat, 23.0, 34.0, 11.0, math.pi,
              65504.0]
    case = Case(folder, grid=[1], threads_per_threadgroup=[1])
    case.output("i32", ints + [len(ints)])
    case.output("f32", floats + [float(len(floats))], 1e-6)
    return case


def language(folder):
    points = [0.5, 1.0, 1.5, 2.0, 3.0, 4.0]
    ints = [10 + 6 + 100, 17, 42 + 3, 5 + 8, 4 * 1000 + 2 * 6 * 100 + 6 * 10 + 4, 44, 1, 42, 3, 24,
            5 + 64 * 3, 1 + 4, 4, -(2**31)]
    floats = [1 + 16 + 1 + 4, 1 + 6 + 1, 5.5 + 10 * 7 + 100 * 8.5, 10.0,
              1.5 + 10 * 1 + 100 * 0.5 + 4000, 1.6, 1.5 * 2 + 1 * 2 + 2]
    case = Case(folder, threads_per_grid=[64, 3], threads_per_threadgroup=[32])
    case.output("i32", ints)
    case.output("f32", floats, 1e-6)
    case.input("f32", points)
    case.input("i32", [0, 41])
    return case


def internals(folder):
    x = rounded("f32", [random.uniform(-2, 2) for _ in range(64)])
    powers = []
    for re, im in zip(x[0::2], x[1::2]):
        powers += [math.exp(re) * math.cos(im), math.exp(re) * math.sin(im)]
    case = Case(folder, grid=[1], threads_per_threadgroup=[32])
    case.input("f32", x)
    case.output("f32", powers, 1e-5, 1e-6)
    case.output("f32", [math.fsum(x[0::2]), math.fsum(x[1::2]), x[2], x[5]], 1e-5, 1e-5)
    return case


if __name__ == "__main__":
    name, folder = sys.argv[1:]
    os.makedirs(folder, exist_ok=True)
    random.seed(name)
    globals()[name](folder).finish()
