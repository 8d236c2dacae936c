"""Plants mistakes in a compiled kernel: planted_mistakes.py FOLDER KERNEL.

The evaluator says what the buffers must hold; triton-metal-run must say of the kernel that it agrees, and
of each of its variants that it does not (or that it faults)."""
import json
import os
import re
import struct
import subprocess
import sys

SWAPS = [("fadd", "fsub"), ("fsub", "fadd"), ("fmul", "fadd"), ("air.fma", "air.fmin"), ("add", "sub"), ("mul", "add"),
         ("xor", "or"), ("icmp slt", "icmp sge"), ("icmp sgt", "icmp sle"), ("icmp eq", "icmp ne"),
         ("icmp ult", "icmp uge"), ("fcmp olt", "fcmp ogt"), ("air.convert.f.f32.s.i32", "air.convert.f.f32.u.i32"),
         ("select i1 ", None), ("br i1 ", None)]


def run(folder, *command):
    return subprocess.run(command, cwd=folder, capture_output=True, text=True)


def vary(line):
    """The line with another instruction, if there is one that is sure to be wrong."""
    for old, new in SWAPS:
        if new is None:
            swapped = re.sub(r"(select i1 %\w+|br i1 %\w+), (.*), ([^,!]*)$", r"\1, \3, \2", line)
            if old in line and swapped != line:
                yield swapped
        elif re.search(r"[= @]%s[ .]" % re.escape(old), line) and "declare" not in line:
            yield re.sub(r"([= @])%s(?=[ .])" % re.escape(old), r"\1" + new, re.sub(r" (nsw|nuw|disjoint|samesign)\b", "",
                                                                                  line))


def main():
    folder, kernel = sys.argv[1:]
    os.makedirs(folder, exist_ok=True)
    floats = [((i * 37 + 11) % 101 - 50) / 32 for i in range(128)]
    with open(os.path.join(folder, "in.bin"), "wb") as file:
        file.write(struct.pack("<128f", *floats) + struct.pack("<128i", *[(i * 53) % 97 - 40 for i in range(128)]) +
                   struct.pack("<128f", *[1000.0] * 128))
    with open(os.path.join(folder, "launch.json"), "w") as file:
        json.dump({"kernel": "kernel", "grid": [1, 1, 1],
                   "buffers": [{"file": "in.bin", "offset": 512 * i, "size": 512} for i in range(3)],
                   "args": [{"buffer": 0}, {"buffer": 1}, {"buffer": 2}, {"value": 100}],
                   "outputs": [{"buffer": 2, "file": "out.bin"}]}, file)
    made = run(folder, "triton-metal-run", os.path.abspath(kernel), "--launch=launch.json")
    made = made.returncode or run(folder, "triton-metal-translate", os.path.abspath(kernel), "-o", "kernel.ll",
                                  "--metadata=k.json", "--fp-fusion=off").returncode
    if made:
        sys.exit("the kernel does not compile")
    os.rename(os.path.join(folder, "out.bin"), os.path.join(folder, "expected.bin"))
    with open(os.path.join(folder, "kernel.ll")) as file:
        lines = file.read().split("\n")
    variants = [None] + [(i, line) for i, old in enumerate(lines) for line in vary(old)]
    for variant in variants:
        changed = list(lines)
        if variant:
            changed[variant[0]] = variant[1]
        with open(os.path.join(folder, "k.ll"), "w") as file:
            file.write("\n".join(changed))
        result = run(folder, "triton-metal-run", "k.ll", "--metadata=k.json", "--launch=launch.json", "--check=bounds",
                     "--expect=2:expected.bin:f32:1e-5", "--max-steps=100000")
        if result.returncode not in ((0,) if variant is None else (4, 5)):
            sys.exit("%s: exit %d\n%s" % (variant, result.returncode, result.stderr))
    print("%d mistakes, all noticed" % (len(variants) - 1))


main()
