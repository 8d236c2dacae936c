"""Checks that the evaluator and both outputs of the compiler agree on a kernel.

    agree.py KERNEL.ttir FOLDER [--option=VALUE for the compiler ...]

The kernel holds its launch in comments:

    // LAUNCH: {"grid": [2], "buffers": [{"type": "f32", "count": 64}, {"size": 256}],
    // LAUNCH:  "args": [{"buffer": 0}, {"buffer": 1}, {"value": 64}]}

A buffer has a size, then it is zero, or a type and a count, then it is filled with small
numbers that differ from place to place. Everything else is what docs/launch.md says.
All buffers are compared, bit for bit, after each run: with several numbers of
SIMD-groups, for two targets, as an archive and once as Metal source.
"""
import json
import os
import re
import struct
import subprocess
import sys

FORMATS = {"i8": "b", "i16": "h", "i32": "i", "i64": "q", "f16": "e", "f32": "f", "f64": "d"}
RUNS = [("metallib", 1, "apple7"), ("metallib", 2, "apple9"), ("metallib", 4, "apple7"),
        ("metallib", 8, "apple9"), ("metal", 4, "apple9")]


def fill(buffer):
    if "type" not in buffer:
        return bytes(buffer["size"])
    numbers = [(i * 37 + 11) % 101 - 50 for i in range(buffer["count"])]
    if buffer["type"] == "i1":
        return bytes(number & 1 for number in numbers)
    return struct.pack("<%d%s" % (len(numbers), FORMATS[buffer["type"]]), *numbers)


def write_launch(kernel, folder):
    lines = [line.split("LAUNCH:", 1)[1] for line in open(kernel) if "LAUNCH:" in line]
    launch = json.loads("".join(lines))
    launch["kernel"] = re.search(r"tt.func public @(\w+)", open(kernel).read()).group(1)
    outputs = []
    for i, buffer in enumerate(launch["buffers"]):
        data = fill(buffer)
        name = "in%d.bin" % i
        kept = {key: buffer[key] for key in ("pointers",) if key in buffer}
        if "type" in buffer:
            with open(os.path.join(folder, name), "wb") as file:
                file.write(data)
            launch["buffers"][i] = dict(kept, file=name)
        else:
            launch["buffers"][i] = dict(kept, size=buffer["size"])
        if len(data) < 1 << 20:
            outputs.append({"buffer": i, "file": "out%d.bin" % i})
    launch["outputs"] = outputs
    path = os.path.join(folder, "launch.json")
    with open(path, "w") as file:
        json.dump(launch, file)
    return path, [output["file"] for output in outputs]


def run(*command):
    result = subprocess.run(command, capture_output=True, text=True)
    if result.returncode != 0:
        sys.exit("%s\nexited with %d:\n%s" % (" ".join(command), result.returncode, result.stderr))


def main():
    kernel, folder, options = sys.argv[1], sys.argv[2], sys.argv[3:]
    os.makedirs(folder, exist_ok=True)
    launch, names = write_launch(kernel, folder)

    def collect():
        return [open(os.path.join(folder, name), "rb").read() for name in names]

    run("triton-metal-run", kernel, "--launch=" + launch)
    expected = collect()
    for ending, warps, target in RUNS:
        output, metadata = os.path.join(folder, "k." + ending), os.path.join(folder, "k.json")
        run("triton-metal-translate", kernel, "-o", output, "--metadata=" + metadata,
            "--num-warps=%d" % warps, "--target=" + target, *options)
        checks = ["--engine=interp"] if ending == "metal" else ["--check=bounds,races,divergence"]
        run("triton-metal-run", output, "--metadata=" + metadata, "--launch=" + launch, *checks)
        for name, want, got in zip(names, expected, collect()):
            if want != got:
                place = next(i for i in range(len(want)) if want[i] != got[i])
                sys.exit("%s, %d SIMD-groups, %s: %s differs from byte %d on: %s instead of %s"
                         % (ending, warps, target, name, place, got[place:place + 16].hex(),
                            want[place:place + 16].hex()))
    changed = sum(len(set(data)) > 1 for data in expected)
    print("all agree on %d buffers, %d not uniform" % (len(names), changed))


main()
