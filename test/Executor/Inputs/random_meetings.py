"""Random kernels in which threads meet often, to be run by both engines.

    random_meetings.py FIRST COUNT      seeds FIRST to FIRST + COUNT - 1

Straight code and loops of products of matrices, functions of the SIMD-group, arithmetic on what
they give, stores and barriers: operations that may share a meeting point, and what keeps them
apart. In the end every matrix and every number is stored.
"""
import random
import struct
import sys

import launcher

THREADS = 64
MATRICES = 6  # of the input
SUFFIX = {"half": "f16", "float": "f32"}
DECLARATIONS = ["declare void @air.wg.barrier(i32, i32)",
                "declare void @air.simdgroup.barrier(i32, i32)",
                "declare float @air.simd_sum.f32(float)",
                "declare float @air.simd_shuffle_xor.f32(float, i16)",
                "declare float @air.fast_exp.f32(float)"]
WHERE = "i64 8, <2 x i64> zeroinitializer, i1 false"


def multiply_name(factor):
    return "air.simdgroup_matrix_8x8_multiply_accumulate.v64f32.v64%s.v64%s.v64f32" % (
        SUFFIX[factor], SUFFIX[factor])


for kind, suffix in SUFFIX.items():
    DECLARATIONS += [
        "declare <64 x %s> @air.simdgroup_matrix_8x8_load.v64%s.p1%s(ptr addrspace(1), i64, <2 x i64>, i1)" % (
            kind, suffix, suffix),
        "declare <64 x float> @%s(<64 x %s>, <64 x %s>, <64 x float>)" % (multiply_name(kind), kind, kind)]


class Program:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.lines, self.count, self.block, self.outputs = [], 0, "0", 0
        self.matrices = {"half": ["zeroinitializer"], "float": ["zeroinitializer"]}
        self.numbers = []

    def emit(self, text):
        self.count += 1
        self.lines.append("%%v%d = %s" % (self.count, text))
        return "%%v%d" % self.count

    def matrix(self, kind):
        """Late ones more often, so that chains come about."""
        return self.random.choice(self.matrices[kind][-self.random.randint(1, 6):])

    def number(self):
        return self.random.choice(self.numbers[-self.random.randint(1, 4):])

    def multiply(self):
        factor = self.random.choice(("half", "half", "float"))
        operands = (factor, self.matrix(factor), factor, self.matrix(factor), self.matrix("float"))
        self.matrices["float"].append(self.emit("call <64 x float> @%s(<64 x %s> %s, <64 x %s> %s, <64 x float> %s)" % (
            (multiply_name(factor),) + operands)))

    def pair(self):
        """A matrix as what a lane owns of it, and back; seldom the wrong way round."""
        order = "i32 0, i32 1" if self.random.random() < 0.8 else "i32 1, i32 0"
        pair = self.emit("shufflevector <64 x float> %s, <64 x float> poison, <2 x i32> <%s>" % (
            self.matrix("float"), order))
        self.matrices["float"].append(self.emit(
            "shufflevector <2 x float> %s, <2 x float> poison, <64 x i32> <i32 0, i32 1%s>" % (pair, ", i32 poison" * 62)))

    def load(self):
        kind = self.random.choice(("half", "float"))
        place = self.emit("getelementptr float, ptr addrspace(1) %%b0, i32 %d" % (
            64 * self.random.randrange(MATRICES)))
        self.matrices[kind].append(self.emit(
            "call <64 x %s> @air.simdgroup_matrix_8x8_load.v64%s.p1%s(ptr addrspace(1) %s, %s)" % (
                kind, SUFFIX[kind], SUFFIX[kind], place, WHERE)))

    def update(self):
        """A sum in an array of four, of which the place may depend on the thread."""
        place = self.variable(self.random.random() < 0.1)
        old = self.emit("load <64 x float>, ptr %s, align 256" % place)
        self.matrices["float"].append(old)
        if self.random.random() < 0.8:
            self.multiply()
        if self.random.random() < 0.3:
            place = self.variable(False)
        self.lines.append("store <64 x float> %s, ptr %s, align 256" % (self.matrix("float"), place))

    def variable(self, varies):
        index = "%i4" if varies else str(self.random.randrange(4))
        return self.emit("getelementptr [4 x <64 x float>], ptr %array, i64 0, i32 " + index)

    def exchange(self):
        operand = self.number()
        if self.random.random() < 0.5:
            text = "call float @air.simd_sum.f32(float %s)" % operand
        else:
            text = "call float @air.simd_shuffle_xor.f32(float %s, i16 %d)" % (operand, self.random.randrange(32))
        self.numbers.append(self.emit(text))

    def compute(self):
        kind = self.random.randrange(4)
        if kind == 0:
            self.numbers.append(self.emit("extractelement <64 x float> %s, i32 %d" % (
                self.matrix("float"), self.random.randrange(2))))
        elif kind == 1:
            self.numbers.append(self.emit("fadd float %s, %s" % (self.number(), self.number())))
        elif kind == 2:
            self.numbers.append(self.emit("call float @air.fast_exp.f32(float %s)" % self.number()))
        else:
            self.matrices["float"].append(self.emit("insertelement <64 x float> %s, float %s, i32 %d" % (
                self.matrix("float"), self.number(), self.random.randrange(2))))

    def store(self, number=None):
        place = self.emit("add i32 %%i, %d" % (THREADS * self.outputs))
        address = self.emit("getelementptr float, ptr addrspace(1) %%b1, i32 %s" % place)
        self.lines.append("store float %s, ptr addrspace(1) %s, align 4" % (number or self.number(), address))
        self.outputs += 1

    def wait(self):
        self.lines.append("call void @air.%s.barrier(i32 2, i32 1)" % self.random.choice(("wg", "simdgroup")))

    def straight(self, count):
        steps = [self.multiply] * 6 + [self.update] * 5 + [self.pair] * 3 + [self.load] * 3 + [self.exchange] * 4 + [self.compute] * 4
        steps += [self.store, self.wait]
        for _ in range(count):
            self.random.choice(steps)()

    def loop(self):
        """Three turns with a sum."""
        self.count += 1
        label, turn, total = "loop%d" % self.count, "%%turn%d" % self.count, "%%total%d" % self.count
        following = "%%following%d" % self.count
        begin = self.matrix("float")
        self.lines += ["br label %%%s" % label, label + ":"]
        head = len(self.lines)
        outside = {kind: list(names) for kind, names in self.matrices.items()}, list(self.numbers)
        self.matrices["float"].append(total)
        self.straight(self.random.randint(4, 15))
        sum_ = self.emit("call <64 x float> @%s(<64 x half> %s, <64 x half> %s, <64 x float> %s)" % (
            multiply_name("half"), self.matrix("half"), self.matrix("half"), total))
        self.lines[head:head] = [
            "%s = phi i32 [ 0, %%%s ], [ %s, %%%s ]" % (turn, self.block, following, label),
            "%s = phi <64 x float> [ %s, %%%s ], [ %s, %%%s ]" % (total, begin, self.block, sum_, label)]
        self.lines += ["%s = add i32 %s, 1" % (following, turn),
                       "%%c%s = icmp eq i32 %s, 3" % (label, following),
                       "br i1 %%c%s, label %%after%s, label %%%s" % (label, label, label), "after%s:" % label]
        self.block = "after" + label
        self.matrices, self.numbers = outside
        self.matrices["float"].append(sum_)

    def build(self):
        self.lines += ["%array = alloca [4 x <64 x float>], align 256", "%i4 = and i32 %i, 3"]
        for element in range(4):
            self.lines.append("store <64 x float> zeroinitializer, ptr %s, align 256" % self.emit(
                "getelementptr [4 x <64 x float>], ptr %%array, i64 0, i32 %d" % element))
        self.numbers.append(self.emit("uitofp i32 %i to float"))
        self.load()
        self.load()
        for _ in range(self.random.randint(1, 3)):
            self.straight(self.random.randint(5, 40))
            if self.random.random() < 0.6:
                self.loop()
        for name in self.matrices["float"]:
            for element in range(2):
                if name != "zeroinitializer":
                    self.store(self.emit("extractelement <64 x float> %s, i32 %d" % (name, element)))
        for index in range(4):
            place = self.emit("getelementptr [4 x <64 x float>], ptr %%array, i64 0, i32 %d" % index)
            value = self.emit("load <64 x float>, ptr %s, align 256" % place)
            self.store(self.emit("extractelement <64 x float> %s, i32 1" % value))
        for name in self.numbers:
            self.store(name)
        return launcher.device_kernel("random", 2, self.lines, DECLARATIONS)

    def inputs(self):
        """Numbers of about one; as halves, two of them each."""
        words = [self.random.choice((0x3c003c00, 0x38003c00, 0xb8003400, 0x3555b555, 0x80000001))
                 for _ in range(64 * MATRICES)]
        return struct.pack("<%dI" % len(words), *words)


def main():
    first, count = int(sys.argv[1]), int(sys.argv[2])
    for seed in range(first, first + count):
        program = Program(seed)
        text = program.build()
        launch = {"grid": [1, 1, 1], "threads_per_threadgroup": [THREADS, 1, 1],
                  "bindings": launcher.bindings(2)}
        try:
            launcher.run(text, [program.inputs(), bytes(4 * THREADS * program.outputs)], launch)
        except launcher.Failed as failure:
            print("seed %d: %s" % (seed, failure))
            print(text if "-v" in sys.argv else "")
            return 1
    print("%d programs, the same results in both engines" % count)
    return 0


if __name__ == "__main__":
    sys.exit(main())
