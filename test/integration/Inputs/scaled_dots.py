#!/usr/bin/env python3
"""Scaled products and what they are decomposed into mean the same to the evaluator.

    scaled_dots.py FOLDER

Writes a kernel for each format, packing and kind of scales, runs it as it is and after
triton-decompose-scaled-dots, and compares all bits of the results (but NaN with NaN, and zeros). First one
element of each row is not zero and the other operand is of 1 and -1, so that each sum is one
element with its scale: all codes, and scales at both ends of their range. Then random
elements fill both operands. Denormals are kept, so that small scales are seen.

The last line is `N kernels, M numbers, the same`, or a difference.
"""
import os
import random
import struct
import subprocess
import sys

# Element type in the IR, number of codes, codes that are no number.
FORMATS = {"e2m1": ("i8", 16, ()), "e2m3": ("i8", 64, ()), "e3m2": ("i8", 64, ()),
           "e4m3": ("f8E4M3FN", 256, (0x7F, 0xFF)), "e5m2": ("f8E5M2", 256, (0x7C, 0x7D, 0x7E, 0x7F, 0xFC, 0xFD, 0xFE, 0xFF)),
           "bf16": ("bf16", 65536, ()), "fp16": ("f16", 65536, ())}
WIDE = ("bf16", "fp16")
SCALES = [0, 1, 2, 63, 64, 126, 127, 128, 200, 253, 254, 255]
K = 64
ROWS = 256


class Side:
    """An operand: its codes as a list of `outer` rows of K, and scales of each run of K."""

    def __init__(self, form, codes, scales, scale_type, packs_k=True, as_bytes=False):
        self.form, self.codes, self.scales, self.scale_type = form, codes, scales, scale_type
        self.packs_k, self.outer = packs_k, len(codes)
        self.element = "i8" if as_bytes else FORMATS[form][0]

    def matrix(self, is_left):
        """Rows as they lie in memory."""
        rows = [list(row) for row in self.codes]
        if self.form == "e2m1" and self.packs_k:
            rows = [[low | high << 4 for low, high in zip(row[::2], row[1::2])] for row in rows]
        elif self.form == "e2m1":
            rows = [[low | high << 4 for low, high in zip(*pair)] for pair in zip(rows[::2], rows[1::2])]
        return rows if is_left else [list(column) for column in zip(*rows)]


class Kernel:
    def __init__(self, name, a, b, fast=False, batch=1):
        self.name, self.sides, self.fast, self.batch = name, (a, b), fast, batch
        self.params, self.body, self.buffers = [], [], []

    def tensor(self, name, rows, element):
        """Loads a matrix, the same for each of a batch."""
        shape = ([self.batch] if self.batch > 1 else []) + [len(rows), len(rows[0])]
        dims, flat = "x".join(map(str, shape)), 1
        for size in shape:
            flat *= size
        code = "<%d%s" % (len(rows[0]) * len(rows), "H" if element in ("bf16", "f16") else "f" if element == "f32" else "B")
        self.buffers.append(struct.pack(code, *[x for row in rows for x in row]) * self.batch)
        self.access(name, flat, element)
        self.body += ["%%%s_flat = tt.load %%%s_at : tensor<%dx!tt.ptr<%s>>" % (name, name, flat, element),
                      "%%%s = tt.reshape %%%s_flat : tensor<%dx%s> -> tensor<%sx%s>" % (name, name, flat, element, dims, element)]
        return "tensor<%sx%s>" % (dims, element)

    def access(self, name, flat, element):
        self.params.append("%%%s_ptr: !tt.ptr<%s>" % (name, element))
        self.body += ["%%%s_i = tt.make_range {end = %d : i32, start = 0 : i32} : tensor<%dxi32>" % (name, flat, flat),
                      "%%%s_all = tt.splat %%%s_ptr : !tt.ptr<%s> -> tensor<%dx!tt.ptr<%s>>" % (name, name, element, flat, element),
                      "%%%s_at = tt.addptr %%%s_all, %%%s_i : tensor<%dx!tt.ptr<%s>>, tensor<%dxi32>" % (name, name, name, flat, element, flat)]

    def text(self):
        a, b = self.sides
        values, types, flags = [], [], ["fastMath = %s" % str(self.fast).lower()]
        for name, side, is_left in (("a", a, True), ("b", b, False)):
            type = self.tensor(name, side.matrix(is_left), side.element)
            value = "%" + name
            if side.scales:
                type += ", " + self.tensor(name + "_scale", side.scales, side.scale_type)
                value += " scale %%%s_scale" % name
            values.append(value)
            types.append(type)
            if not side.packs_k:
                flags.append("%shs_k_pack = false" % ("l" if is_left else "r"))
        self.size = self.batch * a.outer * b.outer
        dims = ("%dx" % self.batch if self.batch > 1 else "") + "%dx%d" % (a.outer, b.outer)
        self.access("d", self.size, "f32")
        self.body += ["%%c = arith.constant dense<0.0> : tensor<%sxf32>" % dims,
                      "%%d = tt.dot_scaled %s, %s, %%c lhs = %s rhs = %s {%s} : %s * %s -> tensor<%sxf32>"
                      % (*values, a.form, b.form, ", ".join(flags), *types, dims),
                      "%%d_flat = tt.reshape %%d : tensor<%sxf32> -> tensor<%dxf32>" % (dims, self.size),
                      "tt.store %%d_at, %%d_flat : tensor<%dx!tt.ptr<f32>>" % self.size, "tt.return"]
        return "module {\n  tt.func public @k(%s) {\n    %s\n  }\n}\n" % (", ".join(self.params), "\n    ".join(self.body))

    def launch(self):
        count = len(self.buffers)
        buffers = ['{"file": "%d.in"}' % i for i in range(count)] + ['{"size": %d}' % (4 * self.size)]
        args = ['{"buffer": %d}' % i for i in range(count + 1)]
        return ('{"kernel": "k", "grid": [1, 1, 1], "buffers": [%s], "args": [%s], "outputs": [{"buffer": %d, "file": "out"}]}'
                % (", ".join(buffers), ", ".join(args), count))


def signs(outer=8):
    """b whose columns are 1 and -1 in turn: what leaves the range of f32 does so for good."""
    return Side("bf16", [[(0x3F80, 0xBF80)[n % 2]] * K for n in range(outer)], None, None)


def one_each(form, runs, scale_type, **options):
    """Rows with one element each, at a place that moves: every code, and each scale many times."""
    source = random.Random(form)
    count = FORMATS[form][1]
    codes = range(count) if count <= ROWS else [source.randrange(count) for _ in range(ROWS)]
    # 8-bit floats as scales: numbers only, of both signs.
    known = SCALES if scale_type == "i8" else [c for c in range(256) if c & 0x7F < 0x78]
    rows, scales = [], []
    for i in range(ROWS):
        row, place = [0] * K, i * 7 % K
        row[place] = codes[i % len(codes)]
        rows.append(row)
        if runs:
            # Of 16 codes each meets each of 12 scales.
            own = i // 16 if count == 16 else i * 5 + i // 64
            scales.append([known[(own + 3 * (r - place * runs // K)) % len(known)] for r in range(runs)])
    return Side(form, rows, scales, scale_type, **options)


def filled(form, outer, runs, scale_type, **options):
    """Random elements, scales near 1."""
    source = random.Random("%s %d" % (form, outer))
    _, count, others = FORMATS[form]
    known = [c for c in range(count) if c not in others]
    if form in WIDE:  # between 1/4 and 4, of both signs
        known = [c for c in known if (124 if form == "bf16" else 12) < (c & 0x7FFF) >> (7 if form == "bf16" else 10) < (129 if form == "bf16" else 17)]
    codes = [[source.choice(known) for _ in range(K)] for _ in range(outer)]
    low, high = (120, 134) if scale_type == "i8" else (0x28, 0x48)
    scales = [[source.randint(low, high) for _ in range(runs)] for _ in range(outer)] if runs else None
    return Side(form, codes, scales, scale_type, **options)


def transposed(kernel):
    """The same with the sides exchanged, so that b is the one with all codes."""
    return Kernel(kernel.name + ", as b", kernel.sides[1], kernel.sides[0], kernel.fast, kernel.batch)


def make_kernels():
    kernels = []
    for form in FORMATS:
        packings = (True, False) if form == "e2m1" else (True,)
        for packs_k in packings:
            for runs, scale_type in ((0, None), (2, "i8"), (4, "i8"), (4, "f8E4M3FN")):
                name = "%s, %s scales of %s%s" % (form, runs, scale_type, "" if packs_k else ", packed along the other")
                kernel = Kernel(name, one_each(form, runs, scale_type, packs_k=packs_k), signs())
                kernels += [kernel, transposed(kernel)] if runs != 4 or scale_type != "i8" else [kernel]
    for index, left in enumerate(FORMATS):
        right = list(FORMATS)[(index + 3) % len(FORMATS)]
        for runs, scale_type in ((0, None), (2, "i8"), (4, "f8E4M3FN")):
            a = filled(left, 32, runs, scale_type)
            b = filled(right, 16, 2, "i8")
            kernels.append(Kernel("%s by %s, %d scales" % (left, right, runs), a, b, fast=True, batch=1 + 3 * (index % 2)))
    for form in ("e4m3", "e5m2"):  # bytes that stand for floats
        a = filled(form, 32, 2, "i8", as_bytes=True)
        kernels.append(Kernel(form + " as bytes", a, filled("e2m1", 16, 4, "i8", packs_k=False), batch=2))
    return kernels


def run(folder, *command):
    result = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    if result.returncode:
        sys.exit("%s\nfailed:\n%s%s" % (" ".join(command), result.stdout, result.stderr))


def execute(folder, kernel, *options):
    run(folder, "triton-metal-run", kernel, "--launch=launch.json", *options)
    with open(os.path.join(folder, "out"), "rb") as file:
        data = file.read()
    os.remove(os.path.join(folder, "out"))
    return struct.unpack("<%dI" % (len(data) // 4), data)


def as_float(bits):
    return struct.unpack("<f", struct.pack("<I", bits))[0]


def is_nan(bits):
    return bits & 0x7FFFFFFF > 0x7F800000


def agree(a, b):
    """What is below the range of f32 is a zero of either sign: the sum takes the first one's or the element's."""
    return a == b or (is_nan(a) and is_nan(b)) or (a | b) & 0x7FFFFFFF == 0


def find_difference(expected, got):
    for i, (a, b) in enumerate(zip(expected, got)):
        if not agree(a, b):
            return "number %d is %r, expected %r" % (i, as_float(b), as_float(a))
    return None


def main():
    folder = sys.argv[1]
    os.makedirs(folder, exist_ok=True)
    kernels, numbers = make_kernels(), 0
    for kernel in kernels:
        files = {"k.ttir": kernel.text().encode(), "launch.json": kernel.launch().encode()}
        files.update(("%d.in" % i, data) for i, data in enumerate(kernel.buffers))
        for name, data in files.items():
            with open(os.path.join(folder, name), "wb") as file:
                file.write(data)
        run(folder, "triton-metal-opt", "k.ttir", "--triton-decompose-scaled-dots", "-o", "plain.ttir")
        with open(os.path.join(folder, "plain.ttir")) as file:
            if "tt.dot_scaled" in file.read():
                sys.exit("%s: not decomposed" % kernel.name)
        expected = execute(folder, "k.ttir", "--denormals=preserve")
        difference = find_difference(expected, execute(folder, "plain.ttir", "--denormals=preserve"))
        if difference:
            sys.exit("%s: %s" % (kernel.name, difference))
        numbers += len(set(expected))
    print("%d kernels, %d numbers, the same" % (len(kernels), numbers))


main()
