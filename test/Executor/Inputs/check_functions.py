"""Runs air.* functions over tables of operands and results.

    check_functions.py TABLE [flags of triton-metal-run]

A table has a signature for each function, and rows of operands and the result, one for each lane, as
Python expressions over `nan`, `inf` and the names in `math`:

    air.fmin.f32: float (float, float)
      nan, 1.0 -> 1.0
      -0.0, 0.0 -> -0.0

A row `each lane: OPERANDS -> RESULT` makes 32, in which `lane` counts. `bits(0x7fc00001)` gives a
float by its bits. Results are compared bit for bit, except that one NaN is as good as another.
Functions with fewer rows than others run on the operands of their first row in the other lanes.
"""
import math
import re
import struct
import sys

import launcher

SLOT = 64  # bytes for each operand and result
LANES = 32
FLOATS = {"half": 16, "bfloat": 16, "float": 32}


class Bits(int):
    """A float by its bits."""


def f32(value):
    """Rounded to float."""
    return decode_float("float", encode_float("float", value))


NAMES = dict({name: getattr(math, name) for name in dir(math) if not name.startswith("_")},
             bits=Bits, f32=f32, min=min, max=max, abs=abs,
             __builtins__={})


def encode_float(kind, value):
    if isinstance(value, Bits):
        return int(value)
    value = float(value)
    if kind == "half":
        try:
            return struct.unpack("<H", struct.pack("<e", value))[0]
        except OverflowError:
            return 0x7c00 | (0x8000 if value < 0 else 0)
    try:
        word = struct.unpack("<I", struct.pack("<f", value))[0]
    except OverflowError:
        word = 0x7f800000 | (0x80000000 if value < 0 else 0)
    if kind == "float":
        return word
    if math.isnan(value):
        return word >> 16 | 0x40
    # To nearest even from double: through the bits of a double would round once, as here, since the
    # values in the tables are floats already.
    return (word + 0x7fff + (word >> 16 & 1)) >> 16


def decode_float(kind, word):
    if kind == "half":
        return struct.unpack("<e", struct.pack("<H", word))[0]
    return struct.unpack("<f", struct.pack("<I", word << 16 if kind == "bfloat" else word))[0]


class Type:
    def __init__(self, text):
        match = re.fullmatch(r"<(\d+) x (\w+)>", text)
        self.text = text
        self.count = int(match.group(1)) if match else 1
        self.is_vector = match is not None
        self.element = match.group(2) if match else text
        self.bits = FLOATS.get(self.element) or int(self.element[1:])

    @property
    def stored(self):
        """What lies in memory: bools take a byte."""
        element = "i8" if self.bits == 1 else self.element
        return "<%d x %s>" % (self.count, element) if self.is_vector else element

    def encode(self, value):
        values = value if isinstance(value, tuple) else (value,)
        if len(values) != self.count:
            raise ValueError("%r is no %s" % (value, self.text))
        size = max(self.bits, 8) // 8
        data = b""
        for element in values:
            word = encode_float(self.element, element) if self.element in FLOATS else int(element)
            data += (word & ((1 << self.bits) - 1)).to_bytes(size, "little")
        return data.ljust(SLOT, b"\0")

    def words(self, data):
        size = max(self.bits, 8) // 8
        return [int.from_bytes(data[i * size:(i + 1) * size], "little") for i in range(self.count)]

    def is_nan(self, word):
        return self.element in FLOATS and math.isnan(decode_float(self.element, word))

    def show(self, data):
        words = self.words(data)
        return ", ".join("%r (0x%x)" % (decode_float(self.element, w), w) if self.element in FLOATS else "0x%x" % w
                         for w in words)


class Function:
    def __init__(self, name, signature):
        result, parameters = re.fullmatch(r"(.*?) ?\((.*)\)", signature).groups()
        self.name = name
        self.result = Type(result)
        self.parameters = [Type(text.strip()) for text in re.split(r",(?![^<]*>)", parameters) if text.strip()]
        self.rows = []

    def add_row(self, line):
        each = re.match(r"each lane: (.*)", line)
        operands, result = (each.group(1) if each else line).rsplit("->", 1)
        for lane in range(LANES) if each else [len(self.rows)]:
            names = dict(NAMES, lane=lane)
            values = eval("(%s,)" % operands, names) if operands.strip() else ()
            self.rows.append((values, eval(result, names)))

    @property
    def declaration(self):
        return "declare %s @%s(%s)" % (self.result.text, self.name, ", ".join(t.text for t in self.parameters))


def parse_table(path):
    functions = []
    with open(path) as file:
        for line in file:
            line = line.split("#")[0].rstrip()
            if not line or re.match(r"\s*\w*RUN", line):
                continue
            header = re.match(r"(air\.[\w.]+): (.*)", line)
            if header:
                functions.append(Function(*header.groups()))
            else:
                functions[-1].add_row(line.strip())
    return functions


def make_kernel(functions):
    lines = ["%start = mul i32 %i, " + str(SLOT * sum(len(f.parameters) for f in functions)),
             "%result = mul i32 %i, " + str(SLOT * len(functions))]
    slot = 0
    for index, function in enumerate(functions):
        operands = []
        for position, kind in enumerate(function.parameters):
            name = "%%f%d.%d" % (index, position)
            lines += ["%s.a = add i32 %%start, %d" % (name, SLOT * slot),
                      "%s.p = getelementptr i8, ptr addrspace(1) %%b0, i32 %s.a" % (name, name)]
            slot += 1
            loaded = name if kind.stored == kind.text else name + ".m"
            lines.append("%s = load %s, ptr addrspace(1) %s.p, align 64" % (loaded, kind.stored, name))
            if loaded != name:
                lines.append("%s = trunc %s %s to %s" % (name, kind.stored, loaded, kind.text))
            operands.append("%s %s" % (kind.text, name))
        name = "%%f%d" % index
        kind = function.result
        lines += ["%s.a = add i32 %%result, %d" % (name, SLOT * index),
                  "%s.p = getelementptr i8, ptr addrspace(1) %%b1, i32 %s.a" % (name, name),
                  "%s = call %s @%s(%s)" % (name, kind.text, function.name, ", ".join(operands))]
        stored = name
        if kind.stored != kind.text:
            stored = name + ".m"
            lines.append("%s = zext %s %s to %s" % (stored, kind.text, name, kind.stored))
        lines.append("store %s %s, ptr addrspace(1) %s.p, align 64" % (kind.stored, stored, name))
    declarations = sorted({function.declaration for function in functions})
    return launcher.device_kernel("table", 2, lines, declarations, "thread_index_in_simdgroup")


def run(functions, lanes, flags):
    data = b""
    for lane in range(lanes):
        for function in functions:
            operands, _ = function.rows[lane if lane < len(function.rows) else 0]
            if len(operands) != len(function.parameters):
                sys.exit("%s: %d operands in a row, %d in its type" % (function.name, len(operands), len(function.parameters)))
            data += b"".join(kind.encode(value) for kind, value in zip(function.parameters, operands))
    launch = {"grid": [1], "threads_per_threadgroup": [lanes], "bindings": launcher.bindings(2)}
    try:
        return launcher.run(make_kernel(functions), [data, bytes(SLOT * len(functions) * lanes)], launch, flags)[1]
    except launcher.Failed as failure:
        sys.exit(str(failure))


def main():
    functions = parse_table(sys.argv[1])
    lanes = max(len(function.rows) for function in functions)
    out = run(functions, lanes, sys.argv[2:])
    failures = 0
    for index, function in enumerate(functions):
        kind = function.result
        for lane, (operands, wanted) in enumerate(function.rows):
            start = SLOT * (lane * len(functions) + index)
            got, want = out[start:start + SLOT], kind.encode(wanted)
            if all(a == b or (kind.is_nan(a) and kind.is_nan(b))
                   for a, b in zip(kind.words(got), kind.words(want))):
                continue
            failures += 1
            print("%s row %d (%s): got %s, expected %s" % (
                function.name, lane, ", ".join(map(str, operands)), kind.show(got), kind.show(want)))
    if failures:
        sys.exit("%d results are wrong" % failures)
    print("%d functions, %d results" % (len(functions), sum(len(function.rows) for function in functions)))


if __name__ == "__main__":
    main()
