#!/usr/bin/env python3
"""Multiplies matrices in random layouts of the matrix unit, and compares with whole numbers.

    dot_layouts.py FOLDER SEED COUNT

Each kernel has the extents (a fragment and less to several, along M, N and K), the element
types, the number of SIMD-groups and the layout from the random numbers of SEED, so a failure
repeats. Every second one is written as an archive, the others as Metal source, but for
fragments of 16 rows, which are in archives for apple10 only. Elements are so small that sums
are exact in every type.
"""
import json
import os
import random
import struct
import subprocess
import sys

# Elements of a, b and c, and the largest magnitude of elements.
TYPES = [("f16", "f16", "f32", 3), ("f16", "f16", "f16", 3), ("bf16", "bf16", "f32", 3), ("bf16", "bf16", "bf16", 1),
         ("f32", "f32", "f32", 100), ("f32", "f32", "f16", 3), ("f8E4M3FN", "f8E5M2", "f32", 3), ("i8", "i8", "i32", 127)]
BYTE_FLOATS = {"f8E4M3FN": [0, 0x38, 0x40, 0x44], "f8E5M2": [0, 0x3C, 0x40, 0x42]}


def encode(numbers, element):
    if element in BYTE_FLOATS:
        return bytes(BYTE_FLOATS[element][abs(n)] | (0x80 if n < 0 else 0) for n in numbers)
    if element == "bf16":
        return b"".join(struct.pack("<f", n)[2:] for n in numbers)
    return struct.pack("<%d%s" % (len(numbers), {"f16": "e", "f32": "f", "i8": "b", "i32": "i"}[element]), *numbers)


def product(shape):
    result = 1
    for size in shape:
        result *= size
    return result


class Kernel:
    def __init__(self, rng, number):
        self.a, self.b, self.c, self.limit = rng.choice(TYPES)
        self.fragment = rng.choice([8, 8, 8, 16])
        self.batch = [] if rng.random() < 0.7 else [rng.choice([1, 2, 4])]
        self.m, self.n, self.k = (rng.choice([1, 2, 4, 8, 16, 32, 64]) for _ in range(3))
        self.share = [1 << rng.randrange(3) for _ in self.batch + [0, 0]]
        self.columns = self.fragment // 4 << rng.randrange(4)
        self.width = 1 << rng.randrange(4)
        # A unit of apple7 has no bf16.
        self.target = "apple10" if self.fragment == 16 else rng.choice(["apple7", "apple9"])
        self.file = "k.metal" if number % 2 and self.fragment == 8 else "k.metallib"

    def __str__(self):
        return ("%s x %s -> %s, batch %s, %d x %d x %d, size %d, warps %s, columns %d, kWidth %d, %s %s"
                % (self.a, self.b, self.c, self.batch, self.m, self.n, self.k, self.fragment, self.share, self.columns,
                   self.width, self.target, self.file))

    def address(self, name, shape, element):
        """Lines that make %name_at, pointers to all of a row-major tensor."""
        rank, dims = len(shape), "x".join(map(str, shape))
        lines, total = [], None
        for dim in range(rank):
            others, layout = [d for d in range(rank) if d != dim], "#s"
            for other in reversed(others):
                layout = "#ttg.slice<{dim = %d, parent = %s}>" % (other, layout)
            value, size = "%%%s_%d" % (name, dim), [shape[dim]]
            lines.append("%s = tt.make_range {end = %d : i32, start = 0 : i32} : tensor<%dxi32, %s>" % (value, shape[dim], shape[dim], layout))
            for axis in others:
                before = "tensor<%sxi32, %s>" % ("x".join(map(str, size)), layout)
                size.insert(axis, 1)
                layout = layout[len("#ttg.slice<{dim = 0, parent = "):-2]
                lines.append("%s_%d = tt.expand_dims %s {axis = %d : i32} : %s -> tensor<%sxi32, %s>"
                             % (value, axis, value, axis, before, "x".join(map(str, size)), layout))
                value = "%s_%d" % (value, axis)
            type = "tensor<%sxi32, #s>" % "x".join(map(str, size))
            lines += ["%s_b = tt.broadcast %s : %s -> tensor<%sxi32, #s>" % (value, value, type, dims),
                      "%s_s = arith.constant dense<%d> : tensor<%sxi32, #s>" % (value, product(shape[dim + 1:]), dims),
                      "%s_o = arith.muli %s_b, %s_s : tensor<%sxi32, #s>" % (value, value, value, dims)]
            if total:
                lines.append("%s_t = arith.addi %s, %s_o : tensor<%sxi32, #s>" % (value, total, value, dims))
            total = value + ("_t" if total else "_o")
        pointers = "tensor<%sx!tt.ptr<%s>, #s>" % (dims, element)
        return lines + ["%%%s_all = tt.splat %%%s_ptr : !tt.ptr<%s> -> %s" % (name, name, element, pointers),
                        "%%%s_at = tt.addptr %%%s_all, %s : %s, tensor<%sxi32, #s>" % (name, name, total, pointers, dims)]

    def text(self):
        warps, rank = product(self.share), len(self.batch) + 2
        ones = [1] * (rank - 1)
        lines, types = [], {}
        for name, element, rows, columns, layout in (("a", self.a, self.m, self.k, "#l"), ("b", self.b, self.k, self.n, "#r"),
                                                     ("c", self.c, self.m, self.n, "#m")):
            shape = self.batch + [rows, columns]
            tensor = "tensor<%sx%s, " % ("x".join(map(str, shape)), element)
            types[name] = tensor + layout + ">"
            lines += self.address(name, shape, element)
            lines += ["%%%s_v = tt.load %%%s_at : tensor<%sx!tt.ptr<%s>, #s>" % (name, name, "x".join(map(str, shape)), element),
                      "%%%s = ttg.convert_layout %%%s_v : %s#s> -> %s" % (name, name, tensor, types[name])]
        result = types["c"].replace("#m", "#s")
        lines += ["%%d = tt.dot %%a, %%b, %%c : %s * %s -> %s" % (types["a"], types["b"], types["c"]),
                  "%%d_v = ttg.convert_layout %%d : %s -> %s" % (types["c"], result),
                  "tt.store %%c_at, %%d_v : %s" % result.replace("x%s, " % self.c, "x!tt.ptr<%s>, " % self.c), "tt.return"]
        return """#m = #ttg.simdgroup_matrix<{size = %d, warpsPerCTA = %s, columns = %d}>
#l = #ttg.dot_op<{opIdx = 0, parent = #m, kWidth = %d}>
#r = #ttg.dot_op<{opIdx = 1, parent = #m, kWidth = %d}>
#s = #ttg.blocked<{sizePerThread = %s, threadsPerWarp = %s, warpsPerCTA = %s, order = %s}>
module attributes {"ttg.num-ctas" = 1 : i32, "ttg.num-warps" = %d : i32, ttg.target = "metal:%s", "ttg.threads-per-warp" = 32 : i32} {
  tt.func public @k(%%a_ptr: !tt.ptr<%s>, %%b_ptr: !tt.ptr<%s>, %%c_ptr: !tt.ptr<%s>) {
    %s
  }
}
""" % (self.fragment, self.share, self.columns, self.width, self.width, [1] * rank, ones + [32], [warps] + ones,
            list(reversed(range(rank))), warps, self.target, self.a, self.b, self.c, "\n    ".join(lines))


def multiply(kernel, a, b, c):
    m, n, k = kernel.m, kernel.n, kernel.k
    result = list(c)
    for i in range(product(kernel.batch)):
        for row in range(m):
            for column in range(n):
                result[(i * m + row) * n + column] += sum(
                    a[(i * m + row) * k + deep] * b[(i * k + deep) * n + column] for deep in range(k))
    return result


def run(folder, *command):
    result = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    if result.returncode:
        sys.exit("%s\nfailed:\n%s%s" % (" ".join(command), result.stdout, result.stderr))


def main():
    folder, count = sys.argv[1], int(sys.argv[3])
    rng = random.Random(int(sys.argv[2]))
    os.makedirs(folder, exist_ok=True)
    for number in range(count):
        kernel = Kernel(rng, number)
        batch = product(kernel.batch)
        elements = [[rng.randint(-kernel.limit, kernel.limit) for _ in range(batch * size)]
                    for size in (kernel.m * kernel.k, kernel.k * kernel.n, kernel.m * kernel.n)]
        launch = {"kernel": "k", "grid": [1, 1, 1], "buffers": [{"file": name + ".in"} for name in "abc"],
                  "args": [{"buffer": i} for i in range(3)], "outputs": [{"buffer": 2, "file": "c.out"}]}
        files = {"k.ttgir": kernel.text().encode(), "launch.json": json.dumps(launch).encode()}
        for name, numbers, element in zip("abc", elements, (kernel.a, kernel.b, kernel.c)):
            files[name + ".in"] = encode(numbers, element)
        for name, data in files.items():
            with open(os.path.join(folder, name), "wb") as file:
                file.write(data)
        print(kernel, file=sys.stderr)
        run(folder, "triton-metal-translate", "k.ttgir", "-o", kernel.file, "--metadata=k.json", "--target=" + kernel.target)
        run(folder, "triton-metal-run", kernel.file, "--metadata=k.json", "--launch=launch.json", "--check=all")
        with open(os.path.join(folder, "c.out"), "rb") as file:
            if file.read() != encode(multiply(kernel, *elements), kernel.c):
                sys.exit("%s: other numbers than expected" % kernel)
    print("%d products are right" % count)


main()
