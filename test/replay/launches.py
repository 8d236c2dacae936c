"""Recorded kernel launches: how they are stored, how triton-metal-run is told of them, and what counts
as the recorded result.

    for case in read_archive("language.tar.xz", folder):
        json.dump(case.launch(), file)          # LAUNCH.json of docs/launch.md
        case.check_outputs(work)                # None, or "buffer 1: 3 of 64 fp32 differ, ..."
"""
import json
import math
import os
import re
import struct
import tarfile

CODES = {"fp64": "d", "fp32": "f", "fp16": "e", "i1": "B", "i8": "b", "i16": "h", "i32": "i", "i64": "q",
         "u8": "B", "u16": "H", "u32": "I", "u64": "Q"}
# Exponent bits, mantissa bits, bias of the 8-bit floats; e5m2 has infinities, e4m3fn has not.
NARROW = {"fp8e5": (5, 2, 15), "fp8e4nv": (4, 3, 7)}


class Case:
    """One launch: a folder with case.json, kernel.ttir, kernel.ttgir, in.bin and out.bin."""

    def __init__(self, folder):
        self.folder = folder
        with open(os.path.join(folder, "case.json")) as file:
            self.data = json.load(file)
        family, kind = self.data["label"].split("[")[0].split("/")[:2]
        self.family = family
        self.name = "%s-%s" % (kind, self.data["id"][:8])
        self.num_warps = self.data["num_warps"]

    def path(self, name):
        return os.path.join(self.folder, name)

    def launch(self):
        """LAUNCH.json; every buffer is an output, since the others must not change."""
        buffers, offset = [], 0
        for size in self.data["buffers"]:
            buffers.append({"file": "in.bin", "offset": offset, "size": size})
            offset += size
        args = []
        for arg in self.data["args"]:
            args += arguments_of(arg)
        outputs = [{"buffer": i, "file": "out%d.bin" % i} for i in range(len(buffers))]
        return {"kernel": self.data["symbol"], "grid": self.data["grid"], "buffers": buffers, "args": args,
                "outputs": outputs}

    def has_atomics(self):
        """The order of atomics may decide the last bits."""
        with open(self.path("kernel.ttir")) as file:
            return "tt.atomic" in file.read()

    def has_meetings(self):
        """Programs that wait for each other, or take what an atomic gives them as their place."""
        with open(self.path("kernel.ttir")) as file:
            text = file.read()
        return "tt.atomic_cas" in text or "@counter_k(" in text

    def read_outputs(self, work):
        outputs = []
        for index in range(len(self.data["buffers"])):
            with open(os.path.join(work, "out%d.bin" % index), "rb") as file:
                outputs.append(file.read())
        return outputs

    def check_outputs(self, work):
        """Compares out0.bin, ... in `work`. None, or what differs."""
        with open(self.path("in.bin"), "rb") as file:
            before = file.read()
        with open(self.path("out.bin"), "rb") as file:
            after = file.read()
        with open(self.path("kernel.ttir")) as file:
            ttir = file.read()
        kinds = {}
        for arg in self.data["args"]:
            if "buffer" in arg:
                kinds.setdefault(arg["buffer"], element_type(arg["type"]))
        in_offset = out_offset = 0
        for index, size in enumerate(self.data["buffers"]):
            want = before[in_offset:in_offset + size]
            in_offset += size
            if index in self.data["written"]:
                want = after[out_offset:out_offset + size]
                out_offset += size
            with open(os.path.join(work, "out%d.bin" % index), "rb") as file:
                difference = compare(kinds.get(index, "u8"), file.read(), want, ttir)
            if difference:
                return "buffer %d: %s" % (index, difference)
        return None


def read_archive(archive, folder):
    """The cases of a .tar.xz, unpacked into `folder` unless they are there already; by name."""
    mark = os.path.join(folder, "unpacked")
    stamp = "%d %d" % (os.path.getsize(archive), os.stat(archive).st_mtime_ns)
    if not os.path.exists(mark) or open(mark).read() != stamp:
        os.makedirs(folder, exist_ok=True)
        with tarfile.open(archive) as file:
            for member in file:
                if member.isfile() and "/" in member.name: # an archive may hold a licence
                    unpack(file, member, folder)
        with open(mark, "w") as file:
            file.write(stamp)
    names = [name for name in os.listdir(folder) if os.path.exists(os.path.join(folder, name, "case.json"))]
    return sorted((Case(os.path.join(folder, name)) for name in names), key=lambda case: case.name)


def unpack(archive, member, folder):
    """`ID/FILE` of the archive, and nothing that lies elsewhere."""
    case, name = member.name.split("/")
    if not re.fullmatch(r"\w+", case) or not re.fullmatch(r"\w+\.\w+", name):
        raise ValueError("the archive holds a strange name: " + member.name)
    os.makedirs(os.path.join(folder, case), exist_ok=True)
    with open(os.path.join(folder, case, name), "wb") as file:
        file.write(archive.extractfile(member).read())


def arguments_of(arg):
    """A descriptor is followed in the IR by its shape and its strides."""
    if arg["type"].startswith("tensordesc"):
        descriptor = {key: arg[key] for key in ("buffer", "offset", "shape", "strides")}
        return [descriptor] + [{"value": value} for value in arg["shape"] + arg["strides"]]
    if "buffer" in arg:
        return [{"buffer": arg["buffer"], "offset": arg["offset"]}]
    value = arg["value"]
    is_finite = not isinstance(value, float) or math.isfinite(value)
    return [{"value": value if is_finite else str(value)}]


def element_type(kind):
    """Of `*fp32`, `*kfp32`, `tensordesc<fp32[16,16]>`."""
    if kind.startswith("tensordesc"):
        kind = kind.split("<")[1].split("[")[0]
    kind = kind.lstrip("*").removeprefix("k")
    return kind if kind in CODES or kind in NARROW or kind == "bf16" else "u8"


def decode_narrow(kind, byte):
    exponent_bits, mantissa_bits, bias = NARROW[kind]
    sign = -1.0 if byte & 0x80 else 1.0
    exponent = byte >> mantissa_bits & (1 << exponent_bits) - 1
    mantissa = byte & (1 << mantissa_bits) - 1
    if exponent == (1 << exponent_bits) - 1:
        if kind == "fp8e5":
            return sign * math.inf if mantissa == 0 else math.nan
        if mantissa == (1 << mantissa_bits) - 1:
            return math.nan
    if exponent == 0:
        return sign * math.ldexp(mantissa, 1 - bias - mantissa_bits)
    return sign * math.ldexp(mantissa + (1 << mantissa_bits), exponent - bias - mantissa_bits)


def decode(kind, raw):
    if kind == "bf16":
        widened = b"".join(b"\0\0" + raw[i:i + 2] for i in range(0, len(raw), 2))
        return struct.unpack("<%df" % (len(raw) // 2), widened)
    if kind in NARROW:
        return [decode_narrow(kind, byte) for byte in raw]
    code = CODES[kind]
    return struct.unpack("<%d%s" % (len(raw) // struct.calcsize(code), code), raw)


def tolerance(kind, ttir):
    """(relative, absolute) against the recorded GPU. A sum in another order, and a product of operands
    that the recording rounded to tf32 or narrower, differ by more than one operation does."""
    multiplies = "tt.dot" in ttir
    combines = any(op in ttir for op in ("tt.reduce", "tt.scan", "tt.atomic"))
    if kind == "fp32":
        if multiplies and any(word in ttir for word in ("tf32", "bf16x", "f8", "dot_scaled")):
            return 2e-2, 2e-2
        return (1e-3, 1e-3) if multiplies else (1e-4, 1e-4) if combines else (1e-4, 1e-5)
    if kind == "fp16":
        return (1e-2, 1e-2) if multiplies or combines else (2e-3, 2e-3)
    if kind == "bf16":
        return (3e-2, 3e-2) if multiplies or combines else (1.6e-2, 1.6e-2)
    if kind == "fp8e5": # one unit in the last place
        return 0.25, 2.0 ** -16
    if kind == "fp8e4nv":
        return 0.125, 2.0 ** -9
    return (1e-9, 1e-12) if kind == "fp64" else (0, 0)


def compare(kind, got, want, ttir):
    """None, or what differs."""
    if got == want:
        return None
    if len(got) != len(want):
        return "%d bytes, expected %d" % (len(got), len(want))
    relative, absolute = tolerance(kind, ttir)
    is_float = kind == "bf16" or kind in NARROW or CODES[kind] in "dfe"

    def differs(g, w):
        if g == w or not is_float:
            return g != w
        if math.isnan(g) or math.isnan(w):
            return not (math.isnan(g) and math.isnan(w))
        if math.isinf(g) or math.isinf(w):
            return True
        return abs(g - w) > absolute + relative * abs(w)

    pairs = list(zip(decode(kind, got), decode(kind, want)))
    bad = [i for i, (g, w) in enumerate(pairs) if differs(g, w)]
    if not bad:
        return None
    return "%d of %d %s differ, first [%d]: got %r, want %r" % (
        len(bad), len(pairs), kind, bad[0], *pairs[bad[0]])


def needs_what_metal_lacks(case, options):
    """Why a refusal is the right answer for a case, or None."""
    with open(case.path("kernel.ttir")) as file:
        ttir = file.read()
    if case.data["num_ctas"] > 1:
        return "clusters"
    if re.search(r"\bf64\b", ttir) and "--fp64=emulate" not in options:
        return "f64"
    if re.search(r"atomic_(rmw|cas).*\bi64\b", ttir):
        return "64-bit atomics"
    return None
