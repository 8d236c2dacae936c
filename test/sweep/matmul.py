#!/usr/bin/env python3
"""Small matrix products: all sizes, transpositions, types, masks and numbers of SIMD-groups.

    matmul.py --bin build/dev/bin [--sample 100 [--seed 1]] [--via evaluator,metallib,metal]
              [--targets apple7,apple9,apple10] [--check all] [--filter REGEX] [--jobs 2]

A case multiplies an M x K by a K x N matrix in one program, on tiles of the next powers of two. It is
called 17x3x100-nt-f16-edges-4: M x N x K, the order of each operand in memory, type, masks, SIMD-groups.

    order   n     rows one after another
            t     columns one after another, read as such through strides
            T     likewise, read as rows and turned by tt.trans
    masks   edges     loads give 0 outside of the matrices
            garbage   they give other numbers there, where those meet zeros or are not stored
            wrapped   rows and columns past the end repeat those at the start; only k is masked
            none      matrices in memory are as large as tiles, zeros outside

Numbers are small integers, so that products and sums are exact in every type and order; the reference
is computed in integers. `--via` says what runs them, one after another; a case ends as in
differential.py, and the last line is `N passed, N failed`. All cases are 944,784, days of work: a
sample of some thousand sees every pair of choices.
"""
import argparse
import collections
import concurrent.futures
import itertools
import operator
import os
import random
import re
import shutil
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "fuzz"))
from formats import encode
from launch import Configuration, Failure, Refusal, Tools, compare
from program import Buffer, Type, Value

SIZES = (1, 3, 8, 16, 17, 33, 64, 100, 128)
ORDERS = [a + b for a in "ntT" for b in "ntT"]
# Operands and sum.
TYPES = {"f16": ("f16", "f16", "f32"), "f16-f16": ("f16", "f16", "f16"), "bf16": ("bf16", "bf16", "f32"),
         "f32": ("f32", "f32", "f32"), "i8": ("i8", "i8", "i32"), "e4m3": ("f8E4M3FN", "f8E4M3FN", "f32"),
         "e5m2": ("f8E5M2", "f8E5M2", "f32"), "e4m3-e5m2": ("f8E4M3FN", "f8E5M2", "f32"),
         "fnuz": ("f8E5M2FNUZ", "f8E5M2FNUZ", "f32")}
MASKS = ("edges", "garbage", "wrapped", "none")
GROUPS = (1, 2, 4, 8)
LIMIT = {"i8": 127}  # of other types 4: sums of 128 products stay within 2^11, which f16 holds


def tile_of(size):
    return 1 << (size - 1).bit_length()


class Case(collections.namedtuple("Case", "m n k order type masks groups")):
    def __str__(self):
        return "%dx%dx%d-%s-%s-%s-%d" % self


def all_cases():
    return [Case(*values) for values in itertools.product(SIZES, SIZES, SIZES, ORDERS, TYPES, MASKS, GROUPS)]


# ---------------------------------------------------------------- the kernel
class Text:
    """TTIR line by line; values are named in turn."""

    def __init__(self):
        self.lines, self.count = [], 0

    def add(self, format, *operands):
        self.count += 1
        self.lines.append("    %%v%d = %s" % (self.count, format % operands))
        return "%%v%d" % self.count

    def along(self, axis, shape, values):
        """A vector along one dimension of a tile: (its name, its type)."""
        kept = [1, 1]
        kept[axis] = shape[axis]
        wide = self.add("tt.expand_dims %s {axis = %d : i32} : tensor<%dxi32> -> tensor<%dx%dxi32>", values, 1 - axis,
                        shape[axis], *kept)
        return self.spread(wide, "i32", kept, shape)

    def spread(self, value, element, source, shape):
        if tuple(source) == tuple(shape):
            return value
        return self.add("tt.broadcast %s : tensor<%dx%dx%s> -> tensor<%dx%dx%s>", value, *source, element, *shape,
                        element)

    def indices(self, size, limit, wraps):
        """0, 1, 2 ..., with those from `limit` on repeated from the start if it `wraps`."""
        values = self.add("tt.make_range {end = %d : i32, start = 0 : i32} : tensor<%dxi32>", size, size)
        if not wraps:
            return values
        splat = self.add("tt.splat %s : i32 -> tensor<%dxi32>", limit, size)
        return self.add("arith.remsi %s, %s : tensor<%dxi32>", values, splat, size)

    def pointers(self, base, element, shape, indices, strides):
        places = []
        for axis in (0, 1):
            place = self.along(axis, shape, indices[axis])
            if strides[axis] != 1:
                step = self.add("tt.splat %s : i32 -> tensor<%dx%dxi32>", strides[axis], *shape)
                place = self.add("arith.muli %s, %s : tensor<%dx%dxi32>", place, step, *shape)
            places.append(place)
        offsets = self.add("arith.addi %s, %s : tensor<%dx%dxi32>", *places, *shape)
        type = "tensor<%dx%dx!tt.ptr<%s>>" % (*shape, element)
        splat = self.add("tt.splat %s : !tt.ptr<%s> -> %s", base, element, type)
        return self.add("tt.addptr %s, %s : %s, tensor<%dx%dxi32>", splat, offsets, type, *shape), type

    def mask(self, shape, indices, limits):
        """Which indices are below their limits; a limit of None is no limit."""
        found = None
        for axis, limit in enumerate(limits):
            if limit is None:
                continue
            splat = self.add("tt.splat %s : i32 -> tensor<%dx%dxi32>", limit, *shape)
            below = self.add("arith.cmpi slt, %s, %s : tensor<%dx%dxi32>", self.along(axis, shape, indices[axis]),
                             splat, *shape)
            found = below if found is None else self.add("arith.andi %s, %s : tensor<%dx%dxi1>", found, below, *shape)
        return found


class Program:
    """A case as launch.py runs programs."""
    grid = (1, 1, 1)

    def __init__(self, case):
        self.case = case
        self.elements = TYPES[case.type]
        self.tiles = tuple(tile_of(size) for size in (case.m, case.n, case.k))
        self.stored = self.tiles if case.masks == "none" else (case.m, case.n, case.k)
        m, n, k = self.stored
        self.a, self.b = self.numbers(0, case.m, case.k), self.numbers(1, case.k, case.n)
        self.buffers = [self.buffer("a", self.a, (m, k), case.order[0], self.elements[0]),
                        self.buffer("b", self.b, (k, n), case.order[1], self.elements[1]),
                        Buffer("c", self.elements[2], case.m * case.n, "out")]
        sizes = dict(m=case.m, n=case.n, k=case.k, stride_a=k if case.order[0] == "n" else m,
                     stride_b=n if case.order[1] == "n" else k, stride_c=case.n)
        self.scalars = [(Value(Type("i32"), name=name), number) for name, number in sizes.items()]

    def numbers(self, side, rows, columns):
        limit = LIMIT.get(self.elements[side], 4)
        source = random.Random("%d %s" % (side, self.case))
        return [[source.randint(-limit, limit) for _ in range(columns)] for _ in range(rows)]

    def buffer(self, name, numbers, shape, order, element):
        """The matrix in memory, with zeros around it as far as `shape` goes."""
        padded = [row + [0] * (shape[1] - len(row)) for row in numbers]
        padded += [[0] * shape[1]] * (shape[0] - len(numbers))
        rows = padded if order == "n" else zip(*padded)
        codes = {number: encode(element, number) for number in range(-128, 128) if abs(number) <= 4 or element == "i8"}
        buffer = Buffer(name, element, shape[0] * shape[1], "in")
        buffer.data = b"".join(codes[number] for row in rows for number in row)
        return buffer

    def expected(self):
        columns = list(zip(*self.b))
        element = self.elements[2]
        sums = [sum(map(operator.mul, row, column)) for row in self.a for column in columns]
        return {"c": b"".join(encode(element, number) for number in sums)}

    def load(self, text, side, shape, limits, is_k):
        """An operand's tile, [rows, columns] in the order that the dot wants."""
        element, order, stride = self.elements[side], self.case.order[side], "%stride_" + "ab"[side]
        masks = self.case.masks
        strides = [stride, 1] if order == "n" else [1, stride]
        if order == "T":
            shape, limits, is_k, strides = shape[::-1], limits[::-1], is_k[::-1], strides[::-1]
        indices = [text.indices(size, limit, masks == "wrapped" and not along_k)
                   for size, limit, along_k in zip(shape, limits, is_k)]
        pointers, type = text.pointers("%" + "ab"[side], element, shape, indices, strides)
        tensor = "tensor<%dx%dx%s>" % (*shape, element)
        if masks == "none":
            tile = text.add("tt.load %s : %s", pointers, type)
        else:
            checked = [limit if masks != "wrapped" or along_k else None for limit, along_k in zip(limits, is_k)]
            # Along k the left side alone has to be 0 past the end.
            number = 3 if masks == "garbage" and side == 1 else 0
            other = text.add("arith.constant dense<%s> : %s", number if element == "i8" else "%e" % number, tensor)
            tile = text.add("tt.load %s, %s, %s : %s", pointers, text.mask(shape, indices, checked), other, type)
        if order != "T":
            return tile
        return text.add("tt.trans %s {order = array<i32: 1, 0>} : %s -> tensor<%dx%dx%s>", tile, tensor, *shape[::-1],
                        element)

    def print(self):
        m, n, k = self.tiles
        text = Text()
        a = self.load(text, 0, (m, k), ("%m", "%k"), (False, True))
        b = self.load(text, 1, (k, n), ("%k", "%n"), (True, False))
        left, right, sum = self.elements
        zero = text.add("arith.constant dense<%s> : tensor<%dx%dx%s>", "0" if sum == "i32" else "0.0", m, n, sum)
        c = text.add("tt.dot %s, %s, %s : tensor<%dx%dx%s> * tensor<%dx%dx%s> -> tensor<%dx%dx%s>", a, b, zero, m, k,
                     left, k, n, right, m, n, sum)
        indices = [text.indices(size, None, False) for size in (m, n)]
        pointers, type = text.pointers("%c", sum, (m, n), indices, ["%stride_c", 1])
        inside = text.mask((m, n), indices, ("%m", "%n"))
        text.lines.append("    tt.store %s, %s, %s : %s" % (pointers, c, inside, type))
        parameters = ["%%%s: !tt.ptr<%s> {tt.divisibility = 16 : i32}" % (b.name, b.element) for b in self.buffers]
        for value, number in self.scalars:
            parameters.append("%s: i32%s" % (value, " {tt.divisibility = 16 : i32}" if number % 16 == 0 else ""))
        return "module {\n  tt.func public @fuzz_k(%s) {\n%s\n    tt.return\n  }\n}\n" % (
            ", ".join(parameters), "\n".join(text.lines))


# ---------------------------------------------------------------- running
def run_case(case, via, target, options):
    """(verdict, words)."""
    program = Program(case)
    folder = tempfile.mkdtemp(prefix="sweep-")
    try:
        tools = Tools(options.bin, folder)
        if via == "evaluator":
            got = tools.evaluate(program)
        else:
            tools.write(program)
            checks = ["--check=" + options.check] if options.check else []
            got = tools.execute(program, Configuration(via, target, case.groups, run_options=checks))
        difference = compare(program, program.expected(), got)
        return ("different", difference) if difference else ("same", "")
    except Refusal as refusal:
        return "refused", str(refusal)
    except Failure as failure:
        return "broken", str(failure)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def choose_runs(options):
    cases = all_cases()
    if options.filter:
        cases = [case for case in cases if re.search(options.filter, str(case))]
    if options.sample and options.sample < len(cases):
        cases = random.Random(options.seed).sample(cases, options.sample)
    for index, case in enumerate(cases):
        for via in options.via.split(","):
            targets = options.targets.split(",")
            if via == "evaluator":
                yield case, via, ""
            elif options.sample:  # one target a case
                yield case, via, targets[index % len(targets)]
            else:
                yield from ((case, via, target) for target in targets)


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", required=True)
    parser.add_argument("--sample", type=int, help="run only so many cases, chosen by the seed")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--via", default="evaluator", help="evaluator, metallib, metal")
    parser.add_argument("--targets", default="apple7,apple9,apple10")
    parser.add_argument("--check", default="all")
    parser.add_argument("--filter", default="", help="regular expression on names of cases")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    return parser.parse_args()


def main():
    options = parse_arguments()
    verdicts, refusals = collections.Counter(), collections.Counter()
    with concurrent.futures.ProcessPoolExecutor(options.jobs) as pool:
        runs = list(choose_runs(options))
        for run, (verdict, words) in zip(runs, pool.map(run_case, *zip(*runs), [options] * len(runs))):
            verdicts[verdict] += 1
            if verdict == "refused":
                refusals[words.split("error: ")[-1]] += 1
            elif verdict != "same":
                print("%s %s: %s: %s" % (run[0], " ".join(run[1:]), verdict, words), flush=True)
    for words, count in refusals.most_common():
        print("%6d refused: %s" % (count, words))
    failed = len(runs) - verdicts["same"]
    print("%d passed, %d failed" % (verdicts["same"], failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
