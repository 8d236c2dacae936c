"""compare_with_evaluator.py TOOLS FOLDER KERNEL BYTES WARPS...: a kernel k(x, o) of 512 elements.

Runs KERNEL on the evaluator, and compiled, as an archive and as source, for every number of warps; prints
`same` if all outputs are equal to the bit."""
import json
import os
import random
import subprocess
import sys

tools, folder, kernel, width = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
os.makedirs(folder, exist_ok=True)
numbers = random.Random(1)
with open(os.path.join(folder, "in.bin"), "wb") as f:
    for _ in range(512):
        f.write(numbers.randint(-200, 200).to_bytes(4, "little", signed=True)[:width])


def run(tool, *arguments):
    subprocess.run([os.path.join(tools, tool), *arguments], cwd=folder, check=True)


def launch(name):
    with open(os.path.join(folder, name + ".json"), "w") as f:
        json.dump({"kernel": "k", "grid": [1, 1, 1], "buffers": [{"file": "in.bin"}, {"size": 512 * width}],
                   "args": [{"buffer": 0, "offset": 0}, {"buffer": 1, "offset": 0}],
                   "outputs": [{"buffer": 1, "file": name + ".bin"}]}, f)
    return "--launch=%s.json" % name


def output(name):
    with open(os.path.join(folder, name + ".bin"), "rb") as f:
        return f.read()


run("triton-metal-run", kernel, launch("evaluator"))
for warps in sys.argv[5:]:
    for ending in ("metallib", "metal"):
        run("triton-metal-translate", kernel, "-o", "k." + ending, "--metadata=k.json", "--num-warps=" + warps)
        run("triton-metal-run", "k." + ending, "--metadata=k.json", launch("compiled"), "--check=all")
        if output("compiled") != output("evaluator"):
            sys.exit("%s with %s warps differs" % (ending, warps))
print("same")
