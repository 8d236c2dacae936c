"""Recorded launches: what triton-metal-run is given, and what should come out."""

import math
import os
import struct

FORMATS = {"fp32": "f", "fp16": "e", "i8": "b", "i16": "h", "i32": "i", "i64": "q", "u8": "B"}
# Relative and absolute tolerance against the recorded GPU.
TOLERANCES = {"fp32": (1e-4, 1e-5), "fp16": (2e-3, 2e-3), "bf16": (1.6e-2, 1.6e-2)}


def decode(kind, raw):
    if kind == "bf16":
        widened = b"".join(b"\0\0" + raw[i : i + 2] for i in range(0, len(raw), 2))
        return struct.unpack("<%df" % (len(raw) // 2), widened)
    code = FORMATS[kind]
    return struct.unpack("<%d%s" % (len(raw) // struct.calcsize(code), code), raw)


def differs(kind, got, want):
    if got == want or (math.isnan(got) and math.isnan(want)):
        return False
    if kind not in TOLERANCES or not math.isfinite(got) or not math.isfinite(want):
        return True
    relative, absolute = TOLERANCES[kind]
    return abs(got - want) > absolute + relative * abs(want)


def compare(kind, got, want):
    """None, or what differs."""
    if got == want:
        return None
    if len(got) != len(want):
        return "%d bytes, expected %d" % (len(got), len(want))
    pairs = list(zip(decode(kind, got), decode(kind, want)))
    bad = [i for i, (g, w) in enumerate(pairs) if differs(kind, g, w)]
    if not bad:
        return None
    first = bad[0]
    return "%d of %d %s differ, first [%d]: got %r, want %r" % (
        len(bad), len(pairs), kind, first, *pairs[first])


def launch(case):
    """The launch description that triton-metal-run reads."""
    buffers, offset = [], 0
    for size in case["buffers"]:
        buffers.append({"file": "in.bin", "offset": offset, "size": size})
        offset += size
    args = []
    for arg in case["args"]:
        if "buffer" in arg:
            fields = ("buffer", "offset", "shape", "strides")
            args.append({field: arg[field] for field in fields if field in arg})
            continue
        value = arg["value"]
        finite = not isinstance(value, float) or math.isfinite(value)
        args.append({"value": value if finite else str(value)})
    outputs = [{"buffer": i, "file": "out%d.bin" % i} for i in range(len(buffers))]
    return {"kernel": case["symbol"], "grid": case["grid"], "buffers": buffers, "args": args,
            "outputs": outputs}


def check_outputs(case, folder, work):
    with open(os.path.join(folder, "in.bin"), "rb") as f:
        before = f.read()
    with open(os.path.join(folder, "out.bin"), "rb") as f:
        after = f.read()
    kinds = {a["buffer"]: a["type"].lstrip("*") for a in case["args"] if "buffer" in a}
    in_offset = out_offset = 0
    for index, size in enumerate(case["buffers"]):
        want = before[in_offset : in_offset + size]
        in_offset += size
        if index in case["written"]:
            want = after[out_offset : out_offset + size]
            out_offset += size
        with open(os.path.join(work, "out%d.bin" % index), "rb") as f:
            difference = compare(kinds[index], f.read(), want)
        if difference:
            return "buffer %d: %s" % (index, difference)
    return None


def read_outputs(case, work):
    contents = []
    for index in range(len(case["buffers"])):
        with open(os.path.join(work, "out%d.bin" % index), "rb") as f:
            contents.append(f.read())
    return contents
