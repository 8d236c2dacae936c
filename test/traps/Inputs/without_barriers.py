"""Leaves out one barrier after the other of a compiled kernel: without_barriers.py FOLDER KERNEL.

Each of the kernels that come out must be one in which the executor finds a race. Run in the folder of
the launch that run_both.py has written next to FOLDER."""
import os
import subprocess
import sys

BARRIER = "metal.threadgroup_barrier"


def run(*command):
    return subprocess.run(command, capture_output=True, text=True)


def main():
    folder, kernel = sys.argv[1:]
    os.makedirs(folder, exist_ok=True)
    launch = os.path.join(os.path.dirname(folder), "launch.json")
    whole = os.path.join(folder, "kernel.mlir")
    compiled = run("triton-metal-translate", kernel, "-o", whole, "--num-warps=8")
    if compiled.returncode:
        sys.exit(compiled.stderr)
    with open(whole) as file:
        lines = file.readlines()
    barriers = [i for i, line in enumerate(lines) if line.strip().startswith(BARRIER)]
    for omitted in [None] + barriers:
        path = os.path.join(folder, "omitted.mlir")
        with open(path, "w") as file:
            file.writelines(line for i, line in enumerate(lines) if i != omitted)
        archive, metadata = os.path.join(folder, "k.metallib"), os.path.join(folder, "k.json")
        compiled = run("triton-metal-translate", path, "-o", archive, "--metadata=" + metadata)
        if compiled.returncode:
            sys.exit(compiled.stderr)
        result = run("triton-metal-run", archive, "--metadata=" + metadata, "--launch=" + launch, "--check=races")
        races = result.returncode == 4 and "with no barrier between" in result.stderr
        if races != (omitted is not None):
            sys.exit("without line %s: exit %d\n%s" % (omitted, result.returncode, result.stderr))
    print("%d barriers, each of them needed" % len(barriers))


main()
