#!/usr/bin/env python3
"""Prints which fraction of a chip's matrix peak the estimate of triton-metal-run gives our kernels.

    roofline.py --bin BUILD/bin

A matrix product of 4096 x 4096 x 4096 in f16, and attention of 4096 queries to 4096 keys of 16 heads, are
compiled for each number of SIMD-groups and run on the CPU, a few threadgroups of them. Their counters give
a time (docs/executor.md, Cost model). Nothing here was measured on a GPU.

Columns: SIMD-groups a threadgroup; 32-bit registers live in a lane ("!": more than there are, so values
spill, which the estimate does not see); for each chip the fraction of its peak; and for the first of
them what the time goes into, relative to that of the matrix products at the peak: products, other
instructions, L1 and L2 caches, threadgroup memory, device memory. These work at the same time, so the
largest decides; instructions are the sum of the first two.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile

import matrix_kernels

SIZE, HEADS = 4096, 16
CHIPS = {"apple7": ("apple-m1-max",), "apple9": ("apple-m3-max", "apple-m4-max")}
GROUPS = (4, 8, 16)
TARGETS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib", "TargetInfo", "targets.json")


def find_kernels():
    """(title, kernel, numbers of SIMD-groups)"""
    for tile in ((64, 64, 32), (128, 128, 32)):
        yield "matmul %d x %d x %d" % tile, matrix_kernels.matmul("f16", tile, (SIZE,) * 3), GROUPS
    for head, tile in ((64, (32, 32)), (64, (64, 32)), (64, (64, 64)), (128, (32, 32)), (128, (64, 32))):
        yield ("attention %d, %d x %d" % (head, *tile), matrix_kernels.attention(head, tile, SIZE, HEADS),
               [groups for groups in GROUPS if groups * 8 <= tile[0]])


def profile(kernel, options, target, groups):
    """The profile of a few threadgroups, scaled to all of them."""
    with tempfile.TemporaryDirectory() as folder:
        kernel.write(folder)

        def call(tool, *arguments):
            done = subprocess.run([os.path.join(os.path.abspath(options.bin), tool), *arguments], cwd=folder,
                                  stdout=subprocess.PIPE, text=True)
            if done.returncode != 0:
                sys.exit(done.returncode)
            return done.stdout

        call("triton-metal-translate", "kernel.ttir", "-o", "kernel.metallib", "--metadata=kernel.json",
             "--target=" + target, "--num-warps=%d" % groups)
        return json.loads(call("triton-metal-run", "kernel.metallib", "--metadata=kernel.json",
                               "--launch=launch.json", "--profile=json", "--sample=%d" % options.sample))


class Chip:
    """A chip of targets.json."""

    def __init__(self, tables, name):
        row = next(row for row in tables["chips"] if row["name"] == name)
        self.name = name
        self.product = row["product"].replace("Apple ", "")
        # A multiply-add is two operations; microseconds.
        self.peak = 2e3 * row["matrix_fma_per_core_cycle"] * row["core_counts"][-1] * row["clock_ghz"]


def describe(result, kernel, chip):
    """(fraction of the peak, parts relative to the time of the matrix products at the peak)"""
    estimate = next(row for row in result["estimates"] if row["chip"] == chip.name)
    ideal = kernel.flops / chip.peak
    products = 1024 * kernel.operations / chip.peak
    parts = {"products": products, "other": estimate["instructions"] - products}
    parts.update({name: estimate[name] for name in ("cache", "threadgroup", "memory")})
    return ideal / estimate["total"], {name: time / ideal for name, time in parts.items()}, estimate["bound"]


def print_table(options, tables, target):
    chips = [Chip(tables, name) for name in CHIPS[target]]
    registers_most = next(row for row in tables["families"] if row["name"] == target).get("max_registers_per_thread")
    registers_most = registers_most or tables["family_defaults"].get("max_registers_per_thread")
    print("\n%s\n" % target)
    titles = ["kernel", "groups", "registers", *(chip.product for chip in chips), "products", "other", "cache",
              "threadgroup", "memory", "bound by"]
    print("| " + " | ".join(titles) + " |")
    print("|---" * len(titles) + "|")
    for title, kernel, counts in find_kernels():
        for groups in counts:
            result = profile(kernel, options, target, groups)
            rows = [describe(result, kernel, chip) for chip in chips]
            registers = result["facts"]["registers"]
            fields = [title, groups, "%d%s" % (registers, "!" if registers > registers_most else "")]
            fields += ["%.0f %%" % (100 * row[0]) for row in rows]
            fields += ["%.2f" % part for part in rows[0][1].values()]
            print("| " + " | ".join(str(field) for field in fields + [rows[0][2]]) + " |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bin", required=True, help="folder of the tools")
    parser.add_argument("--sample", type=int, default=1, help="threadgroups that run (default: 1)")
    options = parser.parse_args()
    with open(TARGETS) as file:
        tables = json.load(file)
    for target in CHIPS:
        print_table(options, tables, target)


if __name__ == "__main__":
    main()
