"""What the tests of MLX's kernels share: numbers, launches, comparisons.

The kernels come from the file that TRITON_METAL_MLX_METALLIB names, mlx.metallib of a release of
mlx-metal for macOS, which Apple's compiler made. Nothing of it is in this project: launches are
written down from the kernels' argument metadata and from what MLX documents of its operations, and
results are computed here.
"""
import math
import os
import random
import struct
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "Inputs"))
import launcher

ARCHIVE = os.environ["TRITON_METAL_MLX_METALLIB"]
FLAGS = sys.argv[2:]

# Name in MLX: struct code, bytes.
TYPES = {"float32": "f", "float16": "e", "bfloat16": None, "int8": "b", "int16": "h", "int32": "i",
         "int64": "q", "uint8": "B", "uint16": "H", "uint32": "I", "uint64": "Q", "bool_": "B"}
# Relative and absolute error that an operation may have.
TOLERANCE = {"float32": (2e-5, 1e-6), "float16": (4e-3, 1e-3), "bfloat16": (2e-2, 1e-2)}

checked = set()


def pack(kind, values):
    if kind == "bfloat16":
        return b"".join(struct.pack("<H", to_bfloat_bits(value)) for value in values)
    return struct.pack("<%d%s" % (len(values), TYPES[kind]), *values)


def unpack(kind, data):
    if kind == "bfloat16":
        data = b"".join(b"\0\0" + data[i:i + 2] for i in range(0, len(data), 2))
        kind = "float32"
    size = struct.calcsize(TYPES[kind])
    return list(struct.unpack("<%d%s" % (len(data) // size, TYPES[kind]), data))


def to_bfloat_bits(value):
    word, = struct.unpack("<I", struct.pack("<f", value))
    return 0x7fc0 if value != value else (word + 0x7fff + (word >> 16 & 1)) >> 16


def rounded(kind, values):
    """The values as the type holds them."""
    return unpack(kind, pack(kind, values))


def uniform(seed, count, kind="float32", low=-2.0, high=2.0):
    numbers = random.Random(seed)
    if kind in ("float32", "float16", "bfloat16"):
        return rounded(kind, [numbers.uniform(low, high) for _ in range(count)])
    return [numbers.randint(int(low), int(high)) for _ in range(count)]


def scalar(kind, *values):
    """A constant argument."""
    return {"bytes": pack(kind, values).hex()}


def struct_bytes(layout, *values):
    return {"bytes": struct.pack("<" + layout, *values).hex()}


def run(kernel, arguments, threads, grid=None, threads_per_grid=None, constants=None, archive=ARCHIVE):
    """Runs a kernel. Arguments are device buffers (bytes) or constants, by binding. Returns the
    buffers as they are afterwards, by binding."""
    launch = {"threads_per_threadgroup": list(threads), "bindings": []}
    if grid:
        launch["grid"] = list(grid)
    else:
        launch["threads_per_grid"] = list(threads_per_grid)
    if constants:
        launch["constants"] = constants
    buffers, places = [], {}
    for index, argument in arguments.items():
        if isinstance(argument, dict):
            launch["bindings"].append(dict(argument, index=index))
            continue
        places[index] = len(buffers)
        launch["bindings"].append({"index": index, "buffer": len(buffers)})
        buffers.append(argument)
    try:
        outputs = launcher.run(archive, buffers, launch, FLAGS, kernel)
    except launcher.Failed as failure:
        sys.exit("%s: %s" % (kernel, failure))
    checked.add(kernel)
    return {index: outputs[place] for index, place in places.items()}


def compare(kernel, kind, data, wanted, tolerance=None):
    got = unpack(kind, data)
    if len(got) < len(wanted):
        sys.exit("%s: %d results, expected %d" % (kernel, len(got), len(wanted)))
    relative, absolute = tolerance or TOLERANCE.get(kind, (0, 0))
    for i, (a, b) in enumerate(zip(got, wanted)):
        if a == b or (a != a and b != b):
            continue
        if not abs(a - b) <= absolute + relative * abs(b):
            sys.exit("%s: element %d is %r, expected %r" % (kernel, i, a, b))


def finish():
    print("%d kernels right" % len(checked))
