#!/usr/bin/env python3
"""Runs a kernel on the evaluator and compiled, in several configurations, and compares.

    run_both.py FOLDER KERNEL [--warps 1,4] [--lines N]

The kernel's buffers, in the order of its parameters, are described by comments in its text:

    // BUFFER x f32 4096 random     numbers between -4 and 4
    // BUFFER i i32 4096 0..63      integers of a range
    // BUFFER y f32 4096 special    random, with NaN, infinities and zeros of both signs among them
    // BUFFER o f32 1 out           written by the kernel, at first zeros
    // TOLERANCE 1e-5               of floats, relative; exact without it

Integers of an i1 buffer are bytes. --lines fails if the Metal source is longer.
The last line is `same in N configurations` or a difference.
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

FORMATS = {"i8": "b", "i16": "h", "i32": "i", "i64": "q", "f16": "e", "f32": "f"}
SPECIAL = [math.nan, math.inf, -math.inf, 0.0, -0.0]


class Buffer:
    def __init__(self, name, element, count, content):
        self.name, self.element, self.count, self.content = name, element, int(count), content
        self.format = "<%d%s" % (self.count, FORMATS[element])

    def data(self):
        source = random.Random(self.name)
        if self.content == "out":
            return bytes(struct.calcsize(self.format))
        if ".." in self.content:
            low, high = map(int, self.content.split(".."))
            return struct.pack(self.format, *(source.randint(low, high) for _ in range(self.count)))
        numbers = [source.uniform(-4, 4) for _ in range(self.count)]
        if self.content == "special":
            numbers = [source.choice(SPECIAL) if source.random() < 0.05 else n for n in numbers]
        return struct.pack(self.format, *numbers)


def run(*command):
    result = subprocess.run(command, capture_output=True, text=True)
    if result.returncode:
        sys.exit("%s\nfailed:\n%s%s" % (" ".join(command), result.stdout, result.stderr))


def agree(a, b, tolerance):
    if isinstance(a, float) and (math.isnan(a) or math.isnan(b)):
        return math.isnan(a) and math.isnan(b)
    return a == b or (isinstance(a, float) and abs(a - b) <= tolerance * max(1.0, abs(a)))


def compare(buffer, expected, got, tolerance):
    wanted, found = (struct.unpack(buffer.format, data) for data in (expected, got))
    for i, (a, b) in enumerate(zip(wanted, found)):
        if not agree(a, b, tolerance):
            return "%s[%d] is %r, expected %r" % (buffer.name, i, b, a)
    return None


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("kernel")
    parser.add_argument("--warps", default="1,4")
    parser.add_argument("--lines", type=int)
    options = parser.parse_args()
    with open(options.kernel) as file:
        text = file.read()
    buffers = [Buffer(*match.groups()) for match in re.finditer(r"// BUFFER (\S+) (\S+) (\d+) (\S+)", text)]
    tolerance = float((re.findall(r"// TOLERANCE (\S+)", text) + ["0"])[0])
    os.makedirs(options.folder, exist_ok=True)
    path = lambda name: os.path.join(options.folder, name)
    with open(path("kernel.ttir"), "w") as file:
        file.write(text)
    launch = {"kernel": re.search(r"tt.func public @(\w+)", text).group(1), "grid": [1, 1, 1], "buffers": [],
              "args": [{"buffer": i, "offset": 0} for i in range(len(buffers))],
              "outputs": [{"buffer": i, "file": b.name + ".out"} for i, b in enumerate(buffers) if b.content == "out"]}
    for buffer in buffers:
        with open(path(buffer.name + ".in"), "wb") as file:
            file.write(buffer.data())
        launch["buffers"].append({"file": buffer.name + ".in", "offset": 0, "size": len(buffer.data())})
    with open(path("launch.json"), "w") as file:
        json.dump(launch, file)

    def results():
        found = {}
        for buffer in buffers:
            if buffer.content == "out":
                with open(path(buffer.name + ".out"), "rb") as file:
                    found[buffer.name] = file.read()
                os.remove(path(buffer.name + ".out"))
        return found

    run("triton-metal-run", path("kernel.ttir"), "--launch=" + path("launch.json"))
    expected = results()
    count = 0
    for warps in options.warps.split(","):
        for target, output in (("apple7", "metallib"), ("apple9", "metallib"), ("apple7", "metal")):
            compiled = path("kernel." + output)
            run("triton-metal-translate", path("kernel.ttir"), "-o", compiled, "--metadata=" + path("kernel.json"),
                "--target=" + target, "--num-warps=" + warps)
            if output == "metal":
                with open(compiled) as file:
                    lines = len(file.readlines())
                if options.lines and lines > options.lines:
                    sys.exit("%d lines of Metal with %s SIMD-groups" % (lines, warps))
            run("triton-metal-run", compiled, "--metadata=" + path("kernel.json"), "--launch=" + path("launch.json"),
                "--check=all")
            got = results()
            for buffer in buffers:
                if buffer.content == "out":
                    difference = compare(buffer, expected[buffer.name], got[buffer.name], tolerance)
                    if difference:
                        sys.exit("%s [%s %s, %s SIMD-groups]" % (difference, target, output, warps))
            count += 1
    print("same in %d configurations" % count)


main()
