"""SIMD-group matrices: loads, stores, fills and multiplications of every type and form.

    check_matrices.py [flags of triton-metal-run]

Values are small integers, so that every result is exact whatever the order of a sum.
"""
import random
import struct
import sys

import launcher

TYPES = {"half": ("f16", "e"), "bfloat": ("bf16", None), "float": ("f32", "f")}
FLAGS = sys.argv[1:]
failures = 0


def encode(kind, values):
    code = TYPES[kind][1]
    if code:
        return struct.pack("<%d%s" % (len(values), code), *values)
    return b"".join(struct.pack("<f", value)[2:] for value in values)


def decode(kind, data):
    code = TYPES[kind][1]
    if code:
        return list(struct.unpack("<%d%s" % (len(data) // struct.calcsize(code), code), data))
    return [struct.unpack("<f", b"\0\0" + data[i:i + 2])[0] for i in range(0, len(data), 2)]


def check(what, got, want):
    global failures
    if got != want:
        failures += 1
        print("%s: got %s, expected %s" % (what, got, want))


def run(body, declarations, buffers, lanes=32):
    program = launcher.device_kernel("matrices", len(buffers), body, declarations)
    return launcher.run(program, buffers, {"grid": [1], "threads_per_threadgroup": [lanes],
                                           "bindings": launcher.bindings(len(buffers))}, FLAGS)


def operands(form, row_length, x, y, transpose):
    """What follows the pointer in a load or store."""
    if form == "old":
        return "i64 %d, <2 x i64> <i64 %d, i64 %d>, i1 %s" % (row_length, x, y, "true" if transpose else "false")
    extents, strides, origin = ((8, row_length), (row_length, 1), (y, x)) if transpose else \
                               ((row_length, 8), (1, row_length), (x, y))
    return ", ".join("<2 x i64> <i64 %d, i64 %d>" % pair for pair in (extents, strides, origin))


def types_after_pointer(form):
    return "i64, <2 x i64>, i1" if form == "old" else "<2 x i64>, <2 x i64>, <2 x i64>"


def call_load(name, kind, space, pointer, form, *where):
    return "%s = call <64 x %s> @air.simdgroup_matrix_8x8_load.v64%s.p%d%s(ptr addrspace(%d) %s, %s)" % (
        name, kind, TYPES[kind][0], space, TYPES[kind][0], space, pointer, operands(form, *where))


def call_store(value, kind, space, pointer, form, *where):
    return "call void @air.simdgroup_matrix_8x8_store.v64%s.p%d%s(<64 x %s> %s, ptr addrspace(%d) %s, %s)" % (
        TYPES[kind][0], space, TYPES[kind][0], kind, value, space, pointer, operands(form, *where))


def declare_access(kind, space, form):
    suffix = "v64%s.p%d%s" % (TYPES[kind][0], space, TYPES[kind][0])
    return ["declare <64 x %s> @air.simdgroup_matrix_8x8_load.%s(ptr addrspace(%d), %s)" % (
                kind, suffix, space, types_after_pointer(form)),
            "declare void @air.simdgroup_matrix_8x8_store.%s(<64 x %s>, ptr addrspace(%d), %s)" % (
                suffix, kind, space, types_after_pointer(form))]


def check_access(kind, form):
    """A block of a 20 x 24 array, transposed and not, to the same place of another."""
    rows, length, x, y = 20, 24, 3, 5
    source = [float((17 * i) % 251) for i in range(rows * length)]
    for load_transposed in (False, True):
        for store_transposed in (False, True):
            body = [call_load("%m", kind, 1, "%b0", form, length, x, y, load_transposed),
                    call_store("%m", kind, 1, "%b1", form, length, x, y, store_transposed)]
            _, out = run(body, declare_access(kind, 1, form), [encode(kind, source), encode(kind, [0.0] * rows * length)])
            want = [0.0] * (rows * length)
            for r in range(8):
                for c in range(8):
                    a = (c, r) if load_transposed != store_transposed else (r, c)
                    want[(y + r) * length + x + c] = source[(y + a[0]) * length + x + a[1]]
            check("%s, %s form, transposed %s %s" % (kind, form, load_transposed, store_transposed),
                  decode(kind, out), want)


def check_threadgroup(kind, form):
    """Through threadgroup memory, with an element of each lane in between."""
    source = [float(i) for i in range(64)]
    body = [call_load("%m", kind, 1, "%b0", form, 8, 0, 0, False),
            call_store("%m", kind, 3, "@tile", form, 8, 0, 0, False),
            "call void @air.wg.barrier(i32 2, i32 1)",
            call_load("%n", kind, 3, "@tile", form, 8, 0, 0, True),
            "%first = extractelement <64 x {0}> %n, i64 0".format(kind),
            "%at = getelementptr {0}, ptr addrspace(1) %b1, i32 %i".format(kind),
            "store {0} %first, ptr addrspace(1) %at, align 2".format(kind)]
    declarations = declare_access(kind, 1, form) + declare_access(kind, 3, form) + [
        "declare void @air.wg.barrier(i32, i32)",
        "@tile = internal addrspace(3) global [64 x %s] undef, align 16" % kind]
    _, out = run(body, declarations, [encode(kind, source), encode(kind, [0.0] * 32)])
    # Lane by lane, the row and the column of its first element.
    places = [((l >> 2 & 4) + (l >> 1 & 3), 2 * (l >> 2 & 2) + 2 * (l & 1)) for l in range(32)]
    check("%s in threadgroup memory, %s form" % (kind, form), decode(kind, out),
          [source[8 * c + r] for r, c in places])


def check_multiply(result, left, right, addend):
    numbers = random.Random(result + left + right)
    a, b, c = ([float(numbers.randint(-4, 4)) for _ in range(64)] for _ in range(3))
    name = "air.simdgroup_matrix_8x8_multiply_accumulate." + ".".join(
        "v64" + TYPES[kind][0] for kind in (result, left, right, addend))
    signature = "<64 x %s>, <64 x %s>, <64 x %s>" % (left, right, addend)
    body = [call_load("%a", left, 1, "%b0", "new", 8, 0, 0, False),
            call_load("%b", right, 1, "%b1", "new", 8, 0, 0, False),
            call_load("%c", addend, 1, "%b2", "new", 8, 0, 0, False),
            "%%d = call <64 x %s> @%s(<64 x %s> %%a, <64 x %s> %%b, <64 x %s> %%c)" % (result, name, left, right, addend),
            call_store("%d", result, 1, "%b3", "new", 8, 0, 0, False)]
    declarations = {"declare <64 x %s> @%s(%s)" % (result, name, signature)}
    for kind in (result, left, right, addend):
        declarations.update(declare_access(kind, 1, "new"))
    out = run(body, sorted(declarations), [encode(left, a), encode(right, b), encode(addend, c),
                                           encode(result, [0.0] * 64)])[3]
    check(name, decode(result, out),
          [c[8 * i + j] + sum(a[8 * i + k] * b[8 * k + j] for k in range(8)) for i in range(8) for j in range(8)])


def check_fill(kind):
    suffix = "v64%s.%s" % (TYPES[kind][0], TYPES[kind][0])
    for name, want in (("init_filled", [3.0] * 64),
                       ("init_diag", [3.0 if i % 9 == 0 else 0.0 for i in range(64)])):
        body = ["%%m = call <64 x %s> @air.simdgroup_matrix_8x8_%s.%s(%s 3.0)" % (kind, name, suffix, kind),
                call_store("%m", kind, 1, "%b0", "old", 8, 0, 0, False)]
        declarations = declare_access(kind, 1, "old") + [
            "declare <64 x %s> @air.simdgroup_matrix_8x8_%s.%s(%s)" % (kind, name, suffix, kind)]
        check("%s of %s" % (name, kind), decode(kind, run(body, declarations, [encode(kind, [0.0] * 64)])[0]), want)


#===- 16 x 16 ------------------------------------------------------------------===#

def place16(lane, element):
    return ((lane >> 1 & 3) + 4 * (lane >> 4 & 1) + 8 * (element >> 2),
            4 * (lane & 1) + 8 * (lane >> 3 & 1) + (element & 3))


def to_lanes(matrix):
    return [matrix[r][c] for lane in range(32) for r, c in [place16(lane, e) for e in range(8)]]


def check_multiply16(name, result, left, right, transposed, pack, numbers):
    """Fragments are read and written as vectors, eight elements for each lane."""
    def matrix():
        return [[numbers() for _ in range(16)] for _ in range(16)]
    a, b, c = matrix(), matrix(), matrix()
    body = []
    for index, kind in enumerate((left, right, result)):
        body += ["%%p%d = getelementptr <8 x %s>, ptr addrspace(1) %%b%d, i32 %%i" % (index, kind, index),
                 "%%v%d = load <8 x %s>, ptr addrspace(1) %%p%d, align 8" % (index, kind, index)]
    flags = ["true" if flag else "false" for flag in transposed]
    body += ["%%d = call <8 x %s> @%s(<8 x %s> %%v0, i1 %s, <8 x %s> %%v1, i1 %s, <8 x %s> %%v2)" % (
                 result, name, left, flags[0], right, flags[1], result),
             "store <8 x %s> %%d, ptr addrspace(1) %%p2, align 8" % result]
    declaration = "declare <8 x %s> @%s(<8 x %s>, i1, <8 x %s>, i1, <8 x %s>)" % (result, name, left, right, result)
    buffers = [pack(kind, to_lanes(m)) for kind, m in ((left, a), (right, b), (result, c))]
    out = run(body, [declaration], buffers)[2]
    if transposed[0]:
        a = [list(row) for row in zip(*a)]
    if transposed[1]:
        b = [list(row) for row in zip(*b)]
    want = [[c[i][j] + sum(a[i][k] * b[k][j] for k in range(16)) for j in range(16)] for i in range(16)]
    check("%s %s" % (name, transposed), out, pack(result, to_lanes(want)))


def pack_integers(kind, values):
    size = int(kind[1:]) // 8
    return b"".join((value & ((1 << 8 * size) - 1)).to_bytes(size, "little") for value in values)


def main():
    for kind in TYPES:
        for form in ("old", "new"):
            check_access(kind, form)
            check_threadgroup(kind, form)
        check_fill(kind)
    for types in (("float", "float", "float", "float"), ("float", "half", "half", "float"),
                  ("float", "bfloat", "bfloat", "float"), ("half", "half", "half", "half"),
                  ("bfloat", "bfloat", "bfloat", "bfloat"), ("float", "float", "half", "float"),
                  ("float", "half", "float", "float"), ("float", "float", "bfloat", "float")):
        check_multiply(*types)
    numbers = random.Random(16)
    for transposed in ((False, False), (True, False), (False, True)):
        for left, right in (("half", "half"), ("bfloat", "bfloat"), ("float", "float"), ("half", "bfloat")):
            check_multiply16("air.simdgroup_matrix_16x16x16_multiply_accumulate.f.f.v8f32.v8%s.v8%s.v8f32" % (
                TYPES[left][0], TYPES[right][0]), "float", left, right, transposed, encode,
                lambda: float(numbers.randint(-4, 4)))
        for signs, low, high in (("s.s", -128, 127), ("u.u", 0, 255)):
            check_multiply16("air.simdgroup_matrix_16x16x16_widening_multiply_accumulate.%s.v8i32.v8i8.v8i8.v8i32" % signs,
                             "i32", "i8", "i8", transposed, pack_integers, lambda: numbers.randint(low, high))
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
