#!/usr/bin/env python3
"""What sums and products of emulated doubles cost, against what docs/numerics.md promises.

    double_costs.py WORK

Random numbers of all exponents that occur, one element a thread, so that each branch which some lane
takes counts. Prints how many operations were checked, or which of them takes too many instructions.
"""
import json
import os
import random
import struct
import subprocess
import sys

MOST = 60  # instructions an element
ELEMENTS, GROUPS = 128, 16  # a program, programs

KERNEL = """tt.func public @k(%x: !tt.ptr<TYPE>, %y: !tt.ptr<TYPE>, %o: !tt.ptr<TYPE>) {
  %n = arith.constant 128 : i32
  %pid = tt.get_program_id x : i32
  %start = arith.muli %pid, %n : i32
  %first = tt.splat %start : i32 -> tensor<128xi32>
  %range = tt.make_range {start = 0 : i32, end = 128 : i32} : tensor<128xi32>
  %i = arith.addi %first, %range : tensor<128xi32>
  %xs = tt.splat %x : !tt.ptr<TYPE> -> tensor<128x!tt.ptr<TYPE>>
  %xp = tt.addptr %xs, %i : tensor<128x!tt.ptr<TYPE>>, tensor<128xi32>
  %ys = tt.splat %y : !tt.ptr<TYPE> -> tensor<128x!tt.ptr<TYPE>>
  %yp = tt.addptr %ys, %i : tensor<128x!tt.ptr<TYPE>>, tensor<128xi32>
  %os = tt.splat %o : !tt.ptr<TYPE> -> tensor<128x!tt.ptr<TYPE>>
  %op = tt.addptr %os, %i : tensor<128x!tt.ptr<TYPE>>, tensor<128xi32>
  %a = tt.load %xp : tensor<128x!tt.ptr<TYPE>>
  %b = tt.load %yp : tensor<128x!tt.ptr<TYPE>>
  %c = OPERATION %a, %b : tensor<128xTYPE>
  tt.store %op, %c : tensor<128x!tt.ptr<TYPE>>
  tt.return
}
"""


def draw(chooser):
    return chooser.choice([-1, 1]) * chooser.uniform(1, 2) * 2.0 ** chooser.randint(-30, 30)


def count_instructions(folder, operation, element):
    """Instructions of LLVM that a SIMD-group executes; one on 64 bits counts once."""
    def run(tool, *arguments):
        return subprocess.run([tool, *arguments], cwd=folder, stdout=subprocess.PIPE, text=True, check=True).stdout
    with open(os.path.join(folder, "k.ttir"), "w") as file:
        file.write(KERNEL.replace("OPERATION", operation).replace("TYPE", element))
    run("triton-metal-translate", "k.ttir", "-o", "k.metallib", "--metadata=k.json", "--fp64=emulate")
    profile = json.loads(run("triton-metal-run", "k.metallib", "--metadata=k.json", "--launch=launch.json",
                             "--profile=json"))
    return profile["counters"]["instructions"] / (ELEMENTS * GROUPS / 32)


def main():
    folder = sys.argv[1]
    os.makedirs(folder)
    chooser = random.Random(7)
    with open(os.path.join(folder, "in.bin"), "wb") as file:
        for _ in range(2 * ELEMENTS * GROUPS):
            file.write(struct.pack("<d", draw(chooser)))
    size = 8 * ELEMENTS * GROUPS
    with open(os.path.join(folder, "launch.json"), "w") as file:
        json.dump({"kernel": "k", "grid": [GROUPS, 1, 1],
                   "buffers": [{"file": "in.bin", "offset": 0, "size": size},
                               {"file": "in.bin", "offset": size, "size": size}, {"size": size}],
                   "args": [{"buffer": i} for i in range(3)]}, file)
    # The same with one instruction in the place of the operation.
    rest = count_instructions(folder, "arith.xori", "i64") - 1
    costs = {name: count_instructions(folder, "arith." + name, "f64") - rest for name in ("addf", "subf", "mulf")}
    for name, cost in costs.items():
        if not 20 <= cost <= MOST:
            print("%s takes %.1f instructions, not from 20 to %d" % (name, cost, MOST))
    print("%d operations checked" % len(costs))


if __name__ == "__main__":
    main()
