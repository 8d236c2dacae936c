"""arange, unary and binary functions, selections, copies, conversions to and from FP8."""
import math
import struct

from mlx import *

COUNT = 100
THREADS = (32,)


def check_arange():
    for kind, start, step in (("float32", 1.5, 0.25), ("float16", -3.0, 0.5), ("bfloat16", 1.0, 2.0),
                              ("int32", -7, 3), ("uint8", 1, 2), ("int64", -1 << 40, 1 << 33)):
        kernel = "arange" + kind
        out = run(kernel, {0: scalar(kind, start), 1: scalar(kind, step), 2: bytes(8 * COUNT)}, THREADS,
                  threads_per_grid=[COUNT])
        wanted = [start + i * step for i in range(COUNT)]
        compare(kernel, kind, out[2], rounded(kind, wanted) if kind[-1] != "8" else [w & 255 for w in wanted])


def round_half_even(x):
    return float(round(x)) if math.isfinite(x) else x


UNARY = [
    ("Exp", "float32", math.exp, -3, 3), ("Exp", "float16", math.exp, -3, 3), ("Exp", "bfloat16", math.exp, -3, 3),
    ("Expm1", "float32", math.expm1, -1, 1), ("Log", "float32", math.log, 0.1, 9), ("Log1p", "float32", math.log1p, -0.5, 3),
    ("Log2", "float32", math.log2, 0.1, 9), ("Sqrt", "float32", math.sqrt, 0, 9), ("Rsqrt", "float16", lambda x: 1 / math.sqrt(x), 0.1, 9),
    ("Sin", "float32", math.sin, -9, 9), ("Cos", "bfloat16", math.cos, -9, 9), ("Tan", "float32", math.tan, -1, 1),
    ("ArcSin", "float32", math.asin, -1, 1), ("ArcCos", "float32", math.acos, -1, 1), ("ArcTan", "float32", math.atan, -9, 9),
    ("Sinh", "float32", math.sinh, -3, 3), ("Cosh", "float32", math.cosh, -3, 3), ("Tanh", "float32", math.tanh, -3, 3),
    ("ArcSinh", "float32", math.asinh, -3, 3), ("ArcCosh", "float32", math.acosh, 1, 3), ("ArcTanh", "float32", math.atanh, -0.9, 0.9),
    ("Erf", "float32", math.erf, -3, 3), ("Sigmoid", "float32", lambda x: 1 / (1 + math.exp(-x)), -5, 5),
    ("Square", "float16", lambda x: x * x, -3, 3), ("Round", "float32", round_half_even, -9, 9), ("Ceil", "float16", math.ceil, -9, 9),
    ("Floor", "float32", math.floor, -9, 9), ("Abs", "float32", abs, -3, 3), ("Abs", "int32", abs, -99, 99),
    ("Negative", "int16", lambda x: -x, -99, 99), ("Sign", "float32", lambda x: math.copysign(1, x), -3, 3),
    ("BitwiseInvert", "uint32", lambda x: ~x & 0xffffffff, 0, 1 << 31),
]


def check_unary():
    for name, kind, function, low, high in UNARY:
        x = uniform(name, COUNT, kind, low, high)
        kernel = "v_%s%s%s" % (name, kind, kind)
        out = run(kernel, {0: pack(kind, x), 1: bytes(4 * COUNT), 2: scalar("uint32", COUNT)}, THREADS,
                  threads_per_grid=[COUNT])
        compare(kernel, kind, out[1], [function(value) for value in x])


def remainder(a, b):
    """With the sign of the divisor."""
    return a - b * math.floor(a / b) if isinstance(a, float) else a % b


BINARY = [
    ("vv_Add", "float32", lambda a, b: a + b, None), ("vv_Subtract", "bfloat16", lambda a, b: a - b, None),
    ("vv_Multiply", "float16", lambda a, b: a * b, None), ("vv_Divide", "float16", lambda a, b: a / b, None),
    ("vv_Power", "float32", lambda a, b: abs(a) ** b, None), ("vv_Maximum", "int32", max, None), ("vv_Minimum", "float32", min, None),
    ("vv_Remainder", "float32", remainder, None), ("vv_Remainder", "int32", remainder, None),
    ("vv_FloorDivide", "int32", lambda a, b: a // b, None),
    ("vv_ArcTan2", "float32", math.atan2, None), ("vv_LogAddExp", "float32", lambda a, b: math.log(math.exp(a) + math.exp(b)), None),
    ("vv_BitwiseXor", "uint32", lambda a, b: a ^ b, None), ("vv_LeftShift", "int32", lambda a, b: a << b, None),
    ("vv_Less", "float32", lambda a, b: a < b, "bool_"), ("vv_Equal", "int32", lambda a, b: a == b, "bool_"),
    ("vv_LogicalAnd", "bool_", lambda a, b: a and b, "bool_"), ("vv_Add", "uint64", lambda a, b: a + b, None),
    ("vs_Multiply", "float16", lambda a, b: a * b, None), ("sv_Subtract", "float32", lambda a, b: a - b, None),
    ("ss_Add", "int64", lambda a, b: a + b, None),
]


def check_binary():
    for name, kind, function, result in BINARY:
        low, high = {"uint32": (0, 1 << 30), "uint64": (0, 1 << 60), "bool_": (0, 1)}.get(kind, (-9, 9))
        if "LeftShift" in name:
            low, high = 0, 7
        a, b = uniform(name + "a", COUNT, kind, low, high), uniform(name + "b", COUNT, kind, low, high)
        if "Power" in name:
            a = [abs(x) for x in a]
        if kind == "int32" and "LeftShift" not in name:
            b = [x or 5 for x in b]
        kernel = name + kind
        arguments = {0: pack(kind, a), 1: pack(kind, b), 2: bytes(8 * COUNT), 3: scalar("uint32", COUNT)}
        if name[:2] == "ss":
            del arguments[3]
        out = run(kernel, arguments, THREADS, threads_per_grid=[COUNT])
        first = [a[0]] * COUNT if name[0] == "s" else a
        second = [b[0]] * COUNT if name[1] == "s" else b
        wanted = [function(x, y) for x, y in zip(first, second)]
        if kind == "uint64":
            wanted = [w & ((1 << 64) - 1) for w in wanted]
        compare(kernel, result or kind, out[2], [int(w) for w in wanted] if result else wanted)


def check_strided():
    rows, columns = 6, 9
    a, b = uniform(1, 2 * rows * columns), uniform(2, rows)
    # One operand has rows that are farther apart, the other is broadcast along them.
    kernel = "g2_Subtractfloat32"
    out = run(kernel, {0: pack("float32", a), 1: pack("float32", b), 2: bytes(4 * rows * columns),
                       3: scalar("int64", 2 * columns, 1), 4: scalar("int64", 1, 0)}, (3, 2), threads_per_grid=(columns, rows))
    compare(kernel, "float32", out[2], [a[2 * columns * r + c] - b[r] for r in range(rows) for c in range(columns)])

    kernel = "gn2_Addfloat32"
    shape, strides = (2, 3, 2, 4), (24, 4, 12, 1)
    size = math.prod(shape)
    a = uniform(3, size)
    # A thread has two elements of the last axis.
    out = run(kernel, {0: pack("float32", a), 1: pack("float32", a), 2: bytes(4 * size), 3: scalar("int32", *shape),
                       4: scalar("int64", *strides), 5: scalar("int64", 24, 8, 4, 1), 6: scalar("int32", 4)},
              (2, 1, 1), threads_per_grid=(2, 2, 6))
    wanted = [a[24 * i + 4 * j + 12 * k + l] + a[24 * i + 8 * j + 4 * k + l]
              for i in range(2) for j in range(3) for k in range(2) for l in range(4)]
    compare(kernel, "float32", out[2], wanted)


def check_divmod():
    kernel = "vv_DivModint32"
    a, b = uniform("dma", COUNT, "int32", -99, 99), [x or 3 for x in uniform("dmb", COUNT, "int32", -9, 9)]
    out = run(kernel, {0: pack("int32", a), 1: pack("int32", b), 2: bytes(4 * COUNT), 3: bytes(4 * COUNT),
                       4: scalar("uint32", COUNT)}, THREADS, threads_per_grid=[COUNT])
    compare(kernel, "int32", out[2], [x // y for x, y in zip(a, b)])
    compare(kernel, "int32", out[3], [x % y for x, y in zip(a, b)])


def check_select():
    choice = uniform("c", COUNT, "bool_", 0, 1)
    a, b = uniform("a", COUNT), uniform("b", COUNT)
    kernel = "v_Selectfloat32"
    out = run(kernel, {0: pack("bool_", choice), 1: pack("float32", a), 2: pack("float32", b), 3: bytes(4 * COUNT),
                       4: scalar("uint32", COUNT)}, THREADS, threads_per_grid=[COUNT])
    compare(kernel, "float32", out[3], [x if c else y for c, x, y in zip(choice, a, b)])


def check_copies():
    for source, target in (("float32", "float16"), ("float32", "bfloat16"), ("float16", "int32"), ("int64", "float32"),
                           ("uint8", "bfloat16"), ("bfloat16", "float16"), ("float32", "bool_"), ("bool_", "float32")):
        low, high = (0, 1) if source == "bool_" else (0, 99) if source[0] == "u" else (-99, 99)
        x = uniform(source + target, COUNT, source, low, high)
        x[:3] = [0, 0, 1]
        kernel = "v_copy%s%s" % (source, target)
        out = run(kernel, {0: pack(source, x), 1: bytes(4 * COUNT), 2: scalar("uint32", COUNT)}, THREADS,
                  threads_per_grid=[COUNT])
        wanted = [int(v != 0) for v in x] if target == "bool_" else [int(v) for v in x] if target == "int32" else x
        compare(kernel, target, out[1], rounded(target, [float(w) if target[-2:] in ("32", "16") and target[0] != "i" else w for w in wanted]), (0, 0))
    kernel = "g2_copyint32float32"
    x = uniform("g2", 60, "int32", -99, 99)
    out = run(kernel, {0: pack("int32", x), 1: bytes(80), 3: scalar("int64", 3, 12)}, (2, 2), threads_per_grid=(5, 4))
    compare(kernel, "float32", out[1], [float(x[3 * i + 12 * j]) for i in range(4) for j in range(5)])
    kernel = "gg2_copyfloat32float32"
    x = uniform("gg2", 20)
    out = run(kernel, {0: pack("float32", x), 1: bytes(80), 3: scalar("int64", 5, 1), 4: scalar("int64", 1, 4)}, (2, 2),
              threads_per_grid=(5, 4))
    compare(kernel, "float32", out[1], [x[5 * i + j] for j in range(5) for i in range(4)])


def decode_fp8(code):
    """e4m3 without infinities."""
    sign, exponent, fraction = code >> 7, code >> 3 & 15, code & 7
    value = math.ldexp(fraction, -9) if exponent == 0 else math.ldexp(8 + fraction, exponent - 10)
    if code & 0x7f == 0x7f:
        return math.nan
    return -value if sign else value


def encode_fp8(value):
    """To nearest, ties to even; what is too large becomes the largest."""
    magnitudes = [decode_fp8(code) for code in range(0x7f)]
    nearest = min(range(0x7f), key=lambda code: (abs(magnitudes[code] - abs(value)), code & 1))
    return nearest | (0x80 if math.copysign(1, value) < 0 else 0)


def check_fp8():
    kernel = "v_FromFP8uint8float32"
    codes = [code for code in range(256) if code & 0x7f != 0x7f]
    out = run(kernel, {0: bytes(codes), 1: bytes(4 * len(codes)), 2: scalar("uint32", len(codes))}, THREADS,
              threads_per_grid=[len(codes)])
    compare(kernel, "float32", out[1], [decode_fp8(code) for code in codes], (0, 0))
    kernel = "v_ToFP8float32uint8"
    x = uniform("fp8", 60, "float32", -3, 3) + uniform("fp8 large", 20, "float32", -600, 600) + \
        [0.0, -0.0, 1.0625, 1.1875, 448.0, 2.0 ** -9, 2.0 ** -10, 3 * 2.0 ** -10, 0.015625, 0.0166015625]
    out = run(kernel, {0: pack("float32", x), 1: bytes(len(x)), 2: scalar("uint32", len(x))}, THREADS,
              threads_per_grid=[len(x)])
    compare(kernel, "uint8", out[1], [encode_fp8(value) for value in x])


def check():
    check_arange()
    check_unary()
    check_binary()
    check_strided()
    check_divmod()
    check_select()
    check_copies()
    check_fp8()
