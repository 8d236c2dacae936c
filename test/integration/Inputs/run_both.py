#!/usr/bin/env python3
"""Runs a kernel on the evaluator and compiled, in several configurations, and compares.

    run_both.py FOLDER KERNEL [--warps 1,4] [--targets apple7,apple9] [--lines N] [--schedules N] [--plant OLD NEW]
                [--option=--overlap=none ...]

The launch is in comments of the kernel's text. Either it describes the buffers, one for each parameter:

    // BUFFER x f32 4096 random     numbers between -4 and 4
    // BUFFER i i32 4096 0..63      integers of a range
    // BUFFER y f32 4096 special    random, with NaN, infinities and zeros of both signs among them
    // BUFFER o f32 1 out           written by the kernel, at first zeros; what is compared
    // TOLERANCE 1e-5               of floats, relative; exact without it

or, where arguments are other things than whole buffers, it is a launch file (docs/launch.md) but for the
buffers, which have a size (zeros) or a type and a count (small numbers that differ from place to place),
and are all compared, bit for bit:

    // LAUNCH: {"grid": [2], "buffers": [{"type": "f32", "count": 64}, {"size": 256}],
    // LAUNCH:  "args": [{"buffer": 0}, {"buffer": 1}, {"value": 64}]}

Each number of SIMD-groups is tried as an archive for each target and as Metal source for the first, with all
checks.
Integers of an i1 buffer are bytes. --schedules runs each of them under N schedules, and in the JIT on several
numbers of host threads. --plant OLD NEW changes the text that is compiled, not the one that is evaluated: the
comparison then has to find a difference. --lines fails if the Metal source is longer; --option is of the compiler.
The last line is `same in N configurations, M buffers are not uniform`, or a difference.
"""
import argparse
import json
import math
import os
import random
import re
import struct
import subprocess
import sys

FORMATS = {"i1": "B", "i8": "b", "i16": "h", "i32": "i", "i64": "q", "f16": "e", "f32": "f", "f64": "d"}
SPECIAL = [math.nan, math.inf, -math.inf, 0.0, -0.0]
LARGEST_OUTPUT = 1 << 20


class Buffer:
    """`element` is None for bytes, which are compared as such."""

    def __init__(self, name, data, element=None, is_output=True, more=None):
        self.name, self.data, self.element, self.is_output, self.more = name, data, element, is_output, more or {}

    def difference(self, expected, got, tolerance):
        if expected == got:
            return None
        code = FORMATS.get(self.element, "B")
        count = len(expected) // struct.calcsize(code)
        wanted, found = (struct.unpack("<%d%s" % (count, code), data) for data in (expected, got))
        bad = [i for i, (a, b) in enumerate(zip(wanted, found)) if not agree(a, b, tolerance)]
        return "%s[%d] is %r, expected %r" % (self.name, bad[0], found[bad[0]], wanted[bad[0]]) if bad else None


def agree(a, b, tolerance):
    if isinstance(a, float) and (math.isnan(a) or math.isnan(b)):
        return math.isnan(a) and math.isnan(b)
    return a == b or (isinstance(a, float) and abs(a - b) <= tolerance * max(1.0, abs(a)))


def make_described(name, element, count, content):
    source, count, code = random.Random(name), int(count), FORMATS[element]
    if content == "out":
        return Buffer(name, bytes(count * struct.calcsize(code)), element)
    if ".." in content:
        low, high = map(int, content.split(".."))
        numbers = [source.randint(low, high) for _ in range(count)]
    else:
        numbers = [source.uniform(-4, 4) for _ in range(count)]
    if content == "special":
        numbers = [source.choice(SPECIAL) if source.random() < 0.05 else n for n in numbers]
    return Buffer(name, struct.pack("<%d%s" % (count, code), *numbers), element, is_output=False)


def make_counted(index, description):
    name, more = "buffer%d" % index, {key: description[key] for key in ("pointers",) if key in description}
    if "type" not in description:
        return Buffer(name, bytes(description["size"]), more=more)
    numbers = [(i * 37 + 11) % 101 - 50 for i in range(description["count"])]
    if description["type"] == "i1":
        numbers = [number & 1 for number in numbers]
    return Buffer(name, struct.pack("<%d%s" % (len(numbers), FORMATS[description["type"]]), *numbers), more=more)


def read_launch(text):
    """(launch without its buffers, buffers, tolerance)"""
    lines = re.findall(r"// LAUNCH: (.*)", text)
    if lines:
        launch = json.loads("".join(lines))
        return launch, [make_counted(i, buffer) for i, buffer in enumerate(launch["buffers"])], 0
    buffers = [make_described(*match.groups()) for match in re.finditer(r"// BUFFER (\S+) (\S+) (\d+) (\S+)", text)]
    launch = {"grid": [1, 1, 1], "args": [{"buffer": i, "offset": 0} for i in range(len(buffers))]}
    return launch, buffers, float((re.findall(r"// TOLERANCE (\S+)", text) + ["0"])[0])


class Folder:
    def __init__(self, path, text):
        self.path = path
        os.makedirs(path, exist_ok=True)
        launch, self.buffers, self.tolerance = read_launch(text)
        self.outputs = [b for b in self.buffers if b.is_output and len(b.data) < LARGEST_OUTPUT]
        launch["kernel"] = re.search(r"tt.func public @(\w+)", text).group(1)
        launch["buffers"] = [dict(b.more, file=b.name + ".in") for b in self.buffers]
        launch["outputs"] = [{"buffer": i, "file": b.name + ".out"} for i, b in enumerate(self.buffers)
                             if b in self.outputs]
        for buffer in self.buffers:
            self.write(buffer.name + ".in", buffer.data)
        self.write("kernel.ttir", text.encode())
        self.write("launch.json", json.dumps(launch).encode())

    def write(self, name, data):
        with open(os.path.join(self.path, name), "wb") as file:
            file.write(data)

    def plant(self, old, new):
        path = os.path.join(self.path, "kernel.ttir")
        with open(path) as file:
            text = "".join(line for line in file if not line.startswith("//"))
        if old not in text:
            sys.exit("no '%s' to plant a mistake in" % old)
        self.write("kernel.ttir", text.replace(old, new, 1).encode())

    def run(self, *command):
        result = subprocess.run(command, cwd=self.path, capture_output=True, text=True)
        if result.returncode:
            sys.exit("%s\nfailed:\n%s%s" % (" ".join(command), result.stdout, result.stderr))

    def execute(self, kernel, *options):
        """The outputs, in order."""
        self.run("triton-metal-run", kernel, "--launch=launch.json", *options)
        contents = []
        for buffer in self.outputs:
            path = os.path.join(self.path, buffer.name + ".out")
            with open(path, "rb") as file:
                contents.append(file.read())
            os.remove(path)
        return contents


def ways(schedules):
    """To run a compiled kernel: in the order of the grid, or in others."""
    if not schedules:
        return [["--check=all"]]
    return ([["--check=all", "--schedule=%d" % seed] for seed in range(1, schedules + 1)] +
            [["--engine=jit", "--threads=%d" % threads] for threads in (1, 2, 4, 8)])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("kernel")
    parser.add_argument("--warps", default="1,4")
    parser.add_argument("--targets", default="apple7,apple9")
    parser.add_argument("--lines", type=int)
    parser.add_argument("--schedules", type=int, default=0)
    parser.add_argument("--option", action="append", default=[])
    parser.add_argument("--plant", nargs=2, metavar=("OLD", "NEW"))
    options = parser.parse_args()
    with open(options.kernel) as file:
        folder = Folder(options.folder, file.read())
    expected = folder.execute("kernel.ttir")
    if options.plant:
        folder.plant(*options.plant)
        folder.run("triton-metal-translate", "kernel.ttir", "-o", "kernel.metallib", "--metadata=kernel.json",
                   *options.option)
        got = folder.execute("kernel.metallib", "--metadata=kernel.json")
        if not any(b.difference(e, g, folder.tolerance) for b, e, g in zip(folder.outputs, expected, got)):
            sys.exit("the planted mistake makes no difference")
        print("a planted mistake is found")
        return
    count = 0
    for warps in options.warps.split(","):
        targets = options.targets.split(",")
        for target, output in [(name, "metallib") for name in targets] + [(targets[0], "metal")]:
            compiled = "kernel." + output
            folder.run("triton-metal-translate", "kernel.ttir", "-o", compiled, "--metadata=kernel.json",
                       "--target=" + target, "--num-warps=" + warps, *options.option)
            if output == "metal" and options.lines:
                with open(os.path.join(options.folder, compiled)) as file:
                    lines = len(file.readlines())
                if lines > options.lines:
                    sys.exit("%d lines of Metal with %s SIMD-groups" % (lines, warps))
            for way in ways(options.schedules):
                got = folder.execute(compiled, "--metadata=kernel.json", *way)
                for buffer, a, b in zip(folder.outputs, expected, got):
                    difference = buffer.difference(a, b, folder.tolerance)
                    if difference:
                        sys.exit("%s [%s %s, %s SIMD-groups, %s]" % (difference, target, output, warps, " ".join(way)))
                count += 1
    changed = sum(len(set(data)) > 1 for data in expected)
    print("same in %d configurations, %d buffers are not uniform" % (count, changed))


main()
