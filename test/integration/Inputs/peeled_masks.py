#!/usr/bin/env python3
"""Masks of sums that wrap or nearly do, in loops, through the evaluator and the compiler.

    peeled_masks.py FOLDER

A program of one SIMD-group loads the same 256 numbers in each step, under a mask that compares
%x = start + step * stride with %n in some way; what it loads is added up. Places do not depend on
the scalars, so that every mask may be anything. Prints how many sums were compared.
"""
import json
import os
import struct
import subprocess
import sys

SIZE, STEPS = 256, 4
LEAST, MOST = -2 ** 31, 2 ** 31 - 1
T32, T64 = "tensor<%dxi32>" % SIZE, "tensor<%dxi64>" % SIZE
SPLAT_X = ["%xs = tt.splat %x : i32 -> " + T32, "%i = arith.addi %xs, %r : " + T32, "%ns = tt.splat %n : i32 -> " + T32]
# Lines that make %m, of %x, %n, and %r = 0 ... 255.
MASKS = {predicate: SPLAT_X + ["%%m = arith.cmpi %s, %%i, %%ns : %s" % (predicate, T32)]
         for predicate in ("slt", "sle", "sgt", "sge", "ult", "ule", "ugt", "uge")}
MASKS["left"] = ["%left = arith.subi %n, %x : i32", "%ls = tt.splat %left : i32 -> " + T32,
                 "%m = arith.cmpi slt, %r, %ls : " + T32]
MASKS["tripled"] = SPLAT_X + ["%j = arith.muli %i, %threes : " + T32, "%m = arith.cmpi slt, %j, %ns : " + T32]
MASKS["below"] = SPLAT_X + ["%j = arith.subi %i, %halves : " + T32, "%m = arith.cmpi sge, %ns, %j : " + T32]
MASKS["extended"] = SPLAT_X + ["%j = arith.subi %i, %halves : " + T32, "%w = arith.extsi %j : {0} to {1}".format(T32, T64),
                               "%nw = arith.extsi %ns : {0} to {1}".format(T32, T64),
                               "%m = arith.cmpi sgt, %nw, %w : " + T64]
MASKS["both"] = SPLAT_X + ["%m0 = arith.cmpi slt, %i, %ns : " + T32, "%j = arith.subi %r, %ns : " + T32,
                           "%m1 = arith.cmpi slt, %j, %xs : " + T32, "%m = arith.andi %m0, %m1 : tensor<256xi1>"]
# start, stride, n
CASES = [(0, 256, 1024), (0, 256, 1000), (0, 256, 0), (0, 256, -7), (0, 256, LEAST), (0, 256, MOST), (0, 100, 355),
         (-300, 100, 0), (LEAST, 1, LEAST + 258), (LEAST, 128, LEAST), (LEAST, 128, MOST), (MOST - 600, 200, MOST),
         (MOST - 600, 200, LEAST + 100), (MOST - 255, -1, MOST), (MOST - 255, 1, MOST), (-1000, 300, -1), (-128, 1, 200),
         (MOST // 3 - 256, 2, MOST), (LEAST // 3, -1, MOST - 1), (200, -100, 128)]


def write_kernel(name, lines):
    body = "\n    ".join(lines)
    return """tt.func public @{name}(%p: !tt.ptr<f32> {{tt.divisibility = 16 : i32}},
    %o: !tt.ptr<f32> {{tt.divisibility = 16 : i32}}, %start: i32, %stride: i32, %n: i32) {{
  %c0 = arith.constant 0 : i32
  %c1 = arith.constant 1 : i32
  %steps = arith.constant {steps} : i32
  %zero = arith.constant dense<0.0> : tensor<256xf32>
  %twos = arith.constant dense<2.0> : tensor<256xf32>
  %threes = arith.constant dense<3> : tensor<256xi32>
  %halves = arith.constant dense<128> : tensor<256xi32>
  %r = tt.make_range {{end = 256 : i32, start = 0 : i32}} : tensor<256xi32>
  %ps = tt.splat %p : !tt.ptr<f32> -> tensor<256x!tt.ptr<f32>>
  %q = tt.addptr %ps, %r : tensor<256x!tt.ptr<f32>>, tensor<256xi32>
  %sum = scf.for %k = %c0 to %steps step %c1 iter_args(%s = %zero) -> (tensor<256xf32>) : i32 {{
    %moved = arith.muli %k, %stride : i32
    %x = arith.addi %start, %moved : i32
    {body}
    %v = tt.load %q, %m, %zero : tensor<256x!tt.ptr<f32>>
    %d = arith.mulf %s, %twos : tensor<256xf32>
    %t = arith.addf %d, %v : tensor<256xf32>
    scf.yield %t : tensor<256xf32>
  }}
  %os = tt.splat %o : !tt.ptr<f32> -> tensor<256x!tt.ptr<f32>>
  %oq = tt.addptr %os, %r : tensor<256x!tt.ptr<f32>>, tensor<256xi32>
  tt.store %oq, %sum : tensor<256x!tt.ptr<f32>>
  tt.return
}}
""".format(name=name, steps=STEPS, body=body)


class Runner:
    def __init__(self, folder):
        self.folder = folder
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, "in.bin"), "wb") as file:
            file.write(struct.pack("<256f", *range(1, SIZE + 1)))

    def call(self, *arguments):
        subprocess.run(arguments, cwd=self.folder, check=True)

    def run(self, kernel, name, case, *options):
        """The bytes that the kernel stores."""
        launch = {"kernel": name, "grid": [1, 1, 1], "buffers": [{"file": "in.bin"}, {"size": 4 * SIZE}],
                  "args": [{"buffer": 0}, {"buffer": 1}, *({"value": value} for value in case)],
                  "outputs": [{"buffer": 1, "file": "out.bin"}]}
        with open(os.path.join(self.folder, "launch.json"), "w") as file:
            json.dump(launch, file)
        self.call("triton-metal-run", kernel, "--launch=launch.json", *options)
        with open(os.path.join(self.folder, "out.bin"), "rb") as file:
            return file.read()


def main():
    runner = Runner(sys.argv[1])
    count = 0
    for name, lines in MASKS.items():
        with open(os.path.join(runner.folder, "k.ttir"), "w") as file:
            file.write(write_kernel(name, lines))
        runner.call("triton-metal-translate", "k.ttir", "-o", "k.metallib", "--metadata=k.json", "--num-warps=1")
        for case in CASES:
            expected = runner.run("k.ttir", name, case)
            got = runner.run("k.metallib", name, case, "--metadata=k.json", "--check=all")
            count += 1
            if got != expected:
                print("%s: start %d, stride %d, n %d: sums differ" % (name, *case))
    print("%d sums" % count)


if __name__ == "__main__":
    main()
