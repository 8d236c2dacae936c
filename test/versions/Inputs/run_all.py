"""run_all.py TOOLS VERSIONS FOLDER: kernels for which nothing was recorded, compiled from the IR of every version.

Each file of a kernel in LAUNCHES, TTIR and TTGIR, is compiled and run with all checks. Its outputs have to be
those that the evaluator gives for the oldest TTIR of that kernel, to the bit: inputs are small integers, so no
result depends on an order of additions. Prints what differs or is refused, and how many agree.
"""
import glob
import json
import os
import random
import struct
import subprocess
import sys

# Arguments: (type, elements) of a buffer, or a number.
LAUNCHES = {
    "argmax": ([1, 1, 1], [("e", 32 * 64), ("i", 32)]),
    "scan": ([1, 1, 1], [("f", 16 * 64), ("f", 16 * 64), ("f", 16 * 64)]),
    "sort": ([1, 1, 1], [("i", 2 * 16), ("i", 2 * 16), ("i", 16)]),
    "shape": ([1, 1, 1], [("f", 16 * 32), ("f", 16 * 32), ("f", 16 * 32 + 1)]),
    "gather": ([1, 1, 1], [("f", 16 * 32), ("index", 16 * 32), ("f", 16 * 32)]),
    "atomic": ([1, 1, 1], [("f", 128), ("f", 128), 100]),
    "blockptr": ([2, 1, 1], [("f", 27 * 40), ("f", 27 * 40), 27, 40]),
    "control": ([3, 2, 1], [("f", 64), ("f", 2 * 64), 3, 7]),
    "call": ([2, 1, 1], [("f", 128), ("f", 256)]),
    "hints": ([2, 1, 1], [("f", 800), ("f", 400), 2, 400]),
    "descriptor": ([2, 2, 1], [("e", 40 * 96), ("e", 40 * 96), 40, 96]),
}

tools, versions, folder = sys.argv[1:]
os.makedirs(folder, exist_ok=True)


def run(tool, *arguments):
    return subprocess.run([os.path.join(tools, tool), *arguments], cwd=folder, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True)


def write_launch(name):
    """launch.json and in.bin; the names of the outputs, all buffers."""
    grid, arguments = LAUNCHES[name]
    numbers = random.Random(name)
    data, buffers, args = b"", [], []
    for argument in arguments:
        if isinstance(argument, int):
            args.append({"value": argument})
            continue
        kind, count = argument
        values = [numbers.randint(0, 31) if kind == "index" else numbers.randint(-1, 1) for _ in range(count)]
        raw = struct.pack("<%d%s" % (count, "i" if kind == "index" else kind), *values)
        args.append({"buffer": len(buffers), "offset": 0})
        buffers.append({"file": "in.bin", "offset": len(data), "size": len(raw)})
        data += raw
    outputs = [{"buffer": i, "file": "out%d.bin" % i} for i in range(len(buffers))]
    with open(os.path.join(folder, "in.bin"), "wb") as file:
        file.write(data)
    with open(os.path.join(folder, "launch.json"), "w") as file:
        json.dump({"kernel": name + "_k", "grid": grid, "buffers": buffers, "args": args, "outputs": outputs}, file)
    return [output["file"] for output in outputs]


def read(names):
    contents = []
    for name in names:
        path = os.path.join(folder, name)
        with open(path, "rb") as file:
            contents.append(file.read())
        os.remove(path)
    return contents


def check(path, expected, outputs):
    """None, or what is wrong."""
    done = run("triton-metal-translate", path, "-o", "k.metallib", "--metadata=k.json")
    if done.returncode == 0:
        done = run("triton-metal-run", "k.metallib", "--metadata=k.json", "--launch=launch.json", "--check=all")
    if done.returncode != 0:
        return next((line for line in done.stdout.splitlines() if "error" in line), "exits %d" % done.returncode)
    return None if read(outputs) == expected else "differs from what the evaluator gives"


agreeing = 0
for kernel in LAUNCHES:
    outputs = write_launch(kernel)
    paths = sorted(glob.glob(os.path.join(versions, "3.*", kernel + ".*")), key=lambda p: (not p.endswith(".ttir"), p))
    run("triton-metal-run", paths[0], "--launch=launch.json").check_returncode()
    expected = read(outputs)
    for path in sorted(paths):
        words = check(path, expected, outputs)
        agreeing += words is None
        if words:
            print("%s: %s" % (os.path.relpath(path, versions), words))
print("%d agree" % agreeing)
