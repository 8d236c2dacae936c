"""Prints a kernel of many rounds, as Triton writes out a `tl.static_range`.

    rounds.py KIND ROUNDS

mix:     x = (x ^ x >> s) * m + a, with other numbers in each round
sums:    rounds of two different kinds take turns, and each also takes what the round
         before the last left
rows:    another row of memory in each round, the sum and the largest side by side
"""
import random
import sys

COUNT = 256
FLAT = "tensor<%dxi32>" % COUNT


class Rounds:
    def __init__(self):
        self.lines, self.number, self.random = [], 0, random.Random(5)

    def make(self, text):
        self.number += 1
        self.lines.append("%%v%d = %s" % (self.number, text))
        return "%%v%d" % self.number

    def op(self, name, a, b):
        return self.make("arith.%s %s, %s : %s" % (name, a, b, FLAT))

    def constant(self, low, high):
        return self.make("arith.constant dense<%d> : %s" % (self.random.randint(low, high), FLAT))

    def mix(self, x, rounds):
        for _ in range(rounds):
            x = self.op("xori", x, self.op("shrui", x, self.constant(1, 31)))
            x = self.op("muli", x, self.constant(-2**31, 2**31 - 1))
            x = self.op("addi", x, self.constant(-2**31, 2**31 - 1))
        return x

    def sums(self, x, rounds):
        before = self.op("muli", x, self.constant(3, 3))
        for number in range(rounds):
            if number % 2:
                x, before = self.op("addi", self.op("muli", x, self.constant(2, 9)), before), x
            else:
                x, before = self.op("subi", before, self.op("xori", x, self.constant(number, number))), x
        return x

    def rows(self, x, rounds):
        total, largest = x, x
        for number in range(rounds):
            row = self.make("tt.addptr %%px, %s : tensor<%dx!tt.ptr<i32>>, %s" % (
                self.make("arith.constant dense<%d> : %s" % (number * COUNT, FLAT)), COUNT, FLAT))
            loaded = self.make("tt.load %s : tensor<%dx!tt.ptr<i32>>" % (row, COUNT))
            total, largest = self.op("addi", total, loaded), self.op("maxsi", largest, loaded)
        return self.op("xori", total, largest)


def write_kernel(kind, rounds):
    kernel = Rounds()
    pointers = "tensor<%dx!tt.ptr<i32>>" % COUNT
    kernel.lines.append("%%r = tt.make_range {end = %d : i32, start = 0 : i32} : %s" % (COUNT, FLAT))
    for name in "xo":
        kernel.lines.append("%%s%s = tt.splat %%%s : !tt.ptr<i32> -> %s" % (name, name, pointers))
        kernel.lines.append("%%p%s = tt.addptr %%s%s, %%r : %s, %s" % (name, name, pointers, FLAT))
    kernel.lines.append("%%in = tt.load %%px : %s" % pointers)
    result = getattr(kernel, kind)("%in", rounds)
    kernel.lines.append("tt.store %%po, %s : %s" % (result, pointers))
    parameters = ", ".join("%%%s: !tt.ptr<i32> {tt.divisibility = 16 : i32}" % name for name in "xo")
    return "// BUFFER x i32 %d -100000..100000\n// BUFFER o i32 %d out\nmodule {\ntt.func public @rounds(%s) {\n%s\n" \
        "tt.return\n}\n}\n" % (COUNT * rounds, COUNT, parameters, "\n".join(kernel.lines))


if __name__ == "__main__":
    print(write_kernel(sys.argv[1], int(sys.argv[2])), end="")
