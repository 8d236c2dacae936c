#!/usr/bin/env python3
"""Counters of matrix products and of attention, per program, against what the tiles ask for.

    matrix_counters.py SCRIPTS WORK

Sizes are whole tiles. Prints how many kernels were checked, or what each does too much of.
"""
import json
import os
import subprocess
import sys

sys.path.insert(0, sys.argv[1])
import matrix_kernels

STEPS = 4  # along K


class Checker:
    def __init__(self, folder):
        self.folder = folder
        self.count = 0
        self.faults = 0
        os.makedirs(folder, exist_ok=True)

    def run(self, tool, *arguments):
        return subprocess.run([tool, *arguments], cwd=self.folder, stdout=subprocess.PIPE, text=True,
                              check=True).stdout

    def profile(self, kernel, target, groups):
        kernel.write(self.folder)
        self.run("triton-metal-translate", "kernel.ttir", "-o", "kernel.metallib", "--metadata=kernel.json",
                 "--target=" + target, "--num-warps=%d" % groups)
        return json.loads(self.run("triton-metal-run", "kernel.metallib", "--metadata=kernel.json",
                                   "--launch=launch.json", "--profile=json"))

    def begin(self, *name):
        self.name = " ".join(str(part) for part in name)
        self.count += 1

    def expect(self, what, got, least, most):
        if not least <= got <= most:
            self.faults += 1
            print("%s: %s: %s is not from %s to %s" % (self.name, what, got, least, most))

    def check_products(self, profile, operations, unit):
        """operations: products of matrices of 8 x 8 that the launch needs; unit: 8 or 16."""
        kinds = {name: count for name, count in profile["kinds"].items() if name.startswith("matrix_")}
        of_unit = sum(count for name, count in kinds.items() if name.startswith("matrix_%dx%d" % (unit, unit)))
        exact = operations // (unit // 8) ** 3
        self.expect("products of %d x %d matrices" % (unit, unit), of_unit, exact, exact)
        self.expect("products of others", sum(kinds.values()) - of_unit, 0, 0)
        scalar = {"fadd16", "fmul16", "ffma16", "fadd32", "fmul32", "ffma32"}
        self.expect("values in memory of a thread", profile["facts"]["thread_bytes"], 0, 0)
        return sum(count for name, count in profile["kinds"].items() if name in scalar)

    def check_memory(self, profile, read, written, conflicts=0):
        """read, written: bytes of device memory that the launch needs; conflicts: cycles."""
        counters = profile["counters"]
        self.expect("bytes read", counters["device_load_bytes"], read, 1.05 * read)
        self.expect("bytes written", counters["device_store_bytes"], written, written)
        self.expect("cycles of bank conflicts", counters["bank_conflicts"], 0, conflicts)

    def check_matmul(self, element, tile, groups, target, unit, staged):
        self.begin("matmul", element, tile, "%d SIMD-groups" % groups, target)
        m, n, k = tile
        # Two programs.
        kernel = matrix_kernels.matmul(element, tile, (2 * m, n, STEPS * k))
        profile = self.profile(kernel, target, groups)
        self.expect("scalar operations", self.check_products(profile, kernel.operations, unit), 0, 0)
        size = matrix_kernels.ELEMENT_BYTES[element]
        written = 2 * m * n * matrix_kernels.ELEMENT_BYTES[matrix_kernels.RESULTS.get(element, element)]
        operands = 2 * (m + n) * STEPS * k * size
        counters = profile["counters"]
        if staged:
            # Four bytes at a time: lanes whose rows are far apart meet in some of the banks.
            self.check_memory(profile, operands, written, conflicts=256 if element == "i8" else 0)
            self.expect("bytes staged", counters["threadgroup_store_bytes"], operands, operands)
        else:
            self.expect("bytes staged", counters["threadgroup_store_bytes"], 0, 0)
            self.expect("lines read", counters["device_lines_per_threadgroup"], 0,
                        1.05 * (operands + written) / 64)
        self.expect("barriers", counters["threadgroup_barriers"], 0, 2 * 2 * STEPS if staged else 0)

    def check_attention(self, head, tile, groups, target, unit, staged):
        self.begin("attention of head size", head, tile, "%d SIMD-groups" % groups, target)
        length = STEPS * tile[1]
        kernel = matrix_kernels.attention(head, tile, length, heads=1)
        profile = self.profile(kernel, target, groups)
        self.check_products(profile, kernel.operations, unit)
        programs = length // tile[0]
        operands = programs * (tile[0] + 2 * length) * head * 2
        counters = profile["counters"]
        # Scores and probabilities are in no memory: operands and the result are all that goes there.
        self.expect("bytes written", counters["device_store_bytes"], length * head * 2, length * head * 2)
        if staged:
            self.check_memory(profile, operands, length * head * 2)
            self.expect("bytes staged", counters["threadgroup_store_bytes"], operands, operands)
            self.expect("barriers", counters["threadgroup_barriers"], 0, programs * (1 + 2 * STEPS))


def main():
    checker = Checker(sys.argv[2])
    # (target, size of the unit's matrices, whether operands are staged)
    for target, unit, staged in (("apple7", 8, True), ("apple9", 8, False), ("apple10", 16, False)):
        for element in ("f16", "bf16", "f32", "i8"):
            own = 8 if element == "f32" else unit
            # Rows of 32 bytes are half a line, so those are staged everywhere.
            checker.check_matmul(element, (64, 64, 32), 4, target, own, staged or element == "i8")
        checker.check_matmul("f16", (128, 128, 32), 8, target, unit, staged)
        checker.check_attention(64, (32, 32), 4 if unit == 8 else 2, target, unit, staged)
        checker.check_attention(64, (64, 64), 8 if unit == 8 else 4, target, unit, staged)
    print("%d kernels, %d faults" % (checker.count, checker.faults))
    sys.exit(checker.faults != 0)


main()
