"""Compiles a sort that sort_network.py wrote, and runs both outputs without checks.

    sort_large.py FOLDER KERNEL LINES

Prints `sorted` for each output, or what is wrong, also if the Metal source has more lines.
"""
import array
import json
import os
import random
import re
import subprocess
import sys

folder, kernel, limit = sys.argv[1], sys.argv[2], int(sys.argv[3])
count = int(re.search(r"BUFFER x f32 (\d+)", open(kernel).read()).group(1))
source = random.Random(count)
numbers = array.array("f", (source.uniform(-4, 4) for _ in range(count)))


def path(name):
    return os.path.join(folder, name)


with open(path("in.bin"), "wb") as file:
    file.write(numbers.tobytes() + bytes(4 * count))
with open(path("launch.json"), "w") as file:
    json.dump({"kernel": "sort", "grid": [1, 1, 1],
               "buffers": [{"file": "in.bin", "offset": 0, "size": 4 * count},
                           {"file": "in.bin", "offset": 4 * count, "size": 4 * count}],
               "args": [{"buffer": 0, "offset": 0}, {"buffer": 1, "offset": 0}],
               "outputs": [{"buffer": 1, "file": "out.bin"}]}, file)
for output in ("kernel.metallib", "kernel.metal"):
    subprocess.run(["triton-metal-translate", kernel, "-o", path(output), "--metadata", path("kernel.json")], check=True)
    if output.endswith(".metal"):
        lines = len(open(path(output)).readlines())
        if lines > limit:
            sys.exit("%d lines of Metal source, at most %d are allowed" % (lines, limit))
    subprocess.run(["triton-metal-run", path(output), "--metadata", path("kernel.json"),
                    "--launch", path("launch.json")], check=True)
    result = array.array("f")
    with open(path("out.bin"), "rb") as file:
        result.frombytes(file.read())
    print("sorted" if result.tolist() == sorted(numbers) else "%s: not sorted" % output)
