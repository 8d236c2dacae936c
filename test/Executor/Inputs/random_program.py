"""Random kernels of scalar and small vector code, to be run by both engines.

    random_program.py FIRST COUNT       seeds FIRST to FIRST + COUNT - 1

A program is structured: straight code, branches and loops whose conditions depend on the thread,
functions of the SIMD-group among them, so that lanes part and meet. Everything that is computed
is stored at the end. Inputs have NaNs with payloads, infinities, denormals and zeros of both signs.
"""
import random
import struct
import sys

import launcher

THREADS = 40  # a SIMD-group and a part of one
INPUTS = 16  # words of 64 bits for each thread
INTEGERS = ("i8", "i16", "i32", "i64")
FLOATS = ("half", "bfloat", "float")
SUFFIX = {"half": "f16", "bfloat": "bf16", "float": "f32"}
BITS = {"i1": 1, "i8": 8, "i16": 16, "i32": 32, "i64": 64, "half": 16, "bfloat": 16, "float": 32}
SPECIAL = [0, 0x8000000080008000, 0x7f8000007c007f80, 0xff800000fc00ff80, 0x7fc012347e127fc3,
           0x7f80000100010001, 0x0000000103ff007f, 0x8000000183ff807f, 0x3f8000003c003f80,
           0xbf800000bc00bf80, 0x7f7fffff7bff7f7f, 0x477fe000f7ff4b7f, 0xffffffffffffffff, 1]
UNARY_MATH = ("sqrt", "rsqrt", "exp", "log2", "floor", "ceil", "trunc", "rint", "round", "fabs",
              "saturate", "fract", "sin")
BINARY_MATH = ("fmin", "fmax", "copysign", "pow", "fmod")


class Program:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.lines = []
        self.declarations = set()
        self.count = 0
        self.block = "entry"
        self.scope = []  # (type, name)

    # -- Pieces ------------------------------------------------------------------------------

    def name(self):
        self.count += 1
        return "%%v%d" % self.count

    def label(self):
        self.count += 1
        return "b%d" % self.count

    def emit(self, text, kind=None):
        """Adds an instruction; with a type, its result becomes known."""
        if kind is None:
            self.lines.append("  " + text)
            return None
        name = self.name()
        self.lines.append("  %s = %s" % (name, text))
        self.scope.append((kind, name))
        return name

    def start(self, label):
        self.lines.append(label + ":")
        self.block = label

    def declare(self, kind, function, parameters):
        self.declarations.add("declare %s @%s(%s)" % (kind, function, ", ".join(parameters)))

    def call(self, kind, function, arguments):
        self.declare(kind, function, [a for a, _ in arguments])
        text = ", ".join("%s %s" % argument for argument in arguments)
        return self.emit("call %s @%s(%s)" % (kind, function, text), kind)

    def constant(self, kind):
        if kind.startswith("<"):
            return "zeroinitializer"
        if self.random.random() < 0.1:
            return "undef"
        if kind in FLOATS:
            return self.random.choice(("0.0", "1.0", "-2.0", "0.5", "-0.0"))
        if kind == "i1":
            return self.random.choice(("true", "false"))
        return str(self.random.choice((0, 1, -1, 2, 3, 7, self.random.randrange(128))))

    def value(self, kind):
        known = [name for known_kind, name in self.scope if known_kind == kind]
        if not known or self.random.random() < 0.1:
            return self.constant(kind)
        return self.random.choice(known[-12:])

    # -- Instructions ------------------------------------------------------------------------

    def integer(self):
        kind = self.random.choice(INTEGERS)
        a, b = self.value(kind), self.value(kind)
        choice = self.random.randrange(6)
        if choice < 3:
            op = self.random.choice(("add nsw", "sub", "mul nuw", "udiv", "sdiv", "urem", "srem",
                                     "and", "or", "xor", "shl", "lshr", "ashr exact"))
            self.emit("%s %s %s, %s" % (op, kind, a, b), kind)
        elif choice == 3:
            op = self.random.choice(("umin", "smax", "sadd.sat", "usub.sat"))
            self.call(kind, "llvm.%s.%s" % (op, kind), [(kind, a), (kind, b)])
        elif choice == 4:
            op = self.random.choice(("ctlz", "cttz", "abs"))
            self.call(kind, "llvm.%s.%s" % (op, kind), [(kind, a), ("i1", "true")])
        else:
            sign = self.random.choice("su")
            op = self.random.choice(("mul_hi", "abs_diff", "hadd", "max"))
            self.call(kind, "air.%s.%s.%s" % (op, sign, kind), [(kind, a), (kind, b)])

    def floating(self):
        kind = self.random.choice(FLOATS)
        a, b = self.value(kind), self.value(kind)
        choice = self.random.randrange(6)
        if choice < 3:
            op = self.random.choice(("fadd fast", "fsub", "fmul", "fmul contract", "fdiv", "frem"))
            self.emit("%s %s %s, %s" % (op, kind, a, b), kind)
        elif choice == 3:
            op = self.random.choice(UNARY_MATH)
            self.call(kind, "air.%s.%s" % (op, SUFFIX[kind]), [(kind, a)])
        elif choice == 4:
            op = self.random.choice(BINARY_MATH)
            self.call(kind, "air.%s.%s" % (op, SUFFIX[kind]), [(kind, a), (kind, b)])
        elif self.random.random() < 0.3:
            self.emit("fneg %s %s" % (kind, a), kind)
        else:
            op = self.random.choice(("fma", "clamp"))
            arguments = [(kind, a), (kind, b), (kind, self.value(kind))]
            self.call(kind, "air.%s.%s" % (op, SUFFIX[kind]), arguments)

    def comparison(self):
        if self.random.random() < 0.5:
            kind = self.random.choice(INTEGERS)
            op = "icmp " + self.random.choice(("eq", "ne", "ult", "sge", "sgt", "ule"))
        else:
            kind = self.random.choice(FLOATS)
            op = "fcmp " + self.random.choice(("oeq", "une", "olt", "ugt", "ord", "uno", "oge"))
        self.emit("%s %s %s, %s" % (op, kind, self.value(kind), self.value(kind)), "i1")

    def selection(self):
        kind = self.random.choice(INTEGERS + FLOATS)
        arguments = (self.value("i1"), kind, self.value(kind), kind, self.value(kind))
        self.emit("select i1 %s, %s %s, %s %s" % arguments, kind)

    def conversion(self):
        source, target = self.random.sample(INTEGERS + FLOATS, 2)
        value = self.value(source)
        if source in FLOATS and target in FLOATS:
            op = "fpext" if BITS[source] < BITS[target] else "fptrunc"
            if BITS[source] == BITS[target]:
                op = "bitcast"
        elif source in FLOATS:
            op = self.random.choice(("fptosi", "fptoui"))
        elif target in FLOATS:
            op = self.random.choice(("sitofp", "uitofp"))
        else:
            op = "trunc nsw" if BITS[source] > BITS[target] else self.random.choice(
                ("zext nneg", "sext"))
        self.emit("%s %s %s to %s" % (op, source, value, target), target)

    def bits(self):
        kind = self.random.choice(FLOATS)
        integer = "i%d" % BITS[kind]
        if self.random.random() < 0.5:
            kind, integer = integer, kind
        self.emit("bitcast %s %s to %s" % (kind, self.value(kind), integer), integer)

    def vector(self):
        element = self.random.choice(INTEGERS + FLOATS)
        size = self.random.choice((2, 3, 4))
        kind = "<%d x %s>" % (size, element)
        choice = self.random.randrange(5)
        index = str(self.random.randrange(size))
        if self.random.random() < 0.3:
            index = self.value("i32")
            if not index.startswith("%"):
                index = "1"
        if choice == 0:
            arguments = (kind, self.value(kind), element, self.value(element), index)
            self.emit("insertelement %s %s, %s %s, i32 %s" % arguments, kind)
        elif choice == 1:
            self.emit("extractelement %s %s, i32 %s" % (kind, self.value(kind), index), element)
        elif choice == 2:
            op = "fadd" if element in FLOATS else "sub"
            self.emit("%s %s %s, %s" % (op, kind, self.value(kind), self.value(kind)), kind)
        elif choice == 3:
            mask = ["i32 %s" % self.random.choice(["poison"] + list(range(2 * size)))
                    for _ in range(size)]
            arguments = (kind, self.value(kind), kind, self.value(kind), size, ", ".join(mask))
            self.emit("shufflevector %s %s, %s %s, <%d x i32> <%s>" % arguments, kind)
        elif element in FLOATS:
            self.emit("fmul %s %s, %s" % (kind, self.value(kind), self.value(kind)), kind)

    def lanes(self):
        kind = self.random.choice(("i32", "float", "half"))
        suffix = SUFFIX.get(kind, "u.i32")
        choice = self.random.randrange(5)
        if choice == 0:
            op = self.random.choice(("simd_sum", "simd_max", "simd_prefix_exclusive_sum"))
            self.call(kind, "air.%s.%s" % (op, suffix), [(kind, self.value(kind))])
        elif choice == 1:
            op = self.random.choice(("simd_shuffle_xor", "simd_shuffle_down", "quad_shuffle_up"))
            distance = ("i16", str(self.random.randrange(1, 8)))
            self.call(kind, "air.%s.%s" % (op, suffix), [(kind, self.value(kind)), distance])
        elif choice == 2:
            self.call("i64", "air.simd_ballot.i64", [("i1", self.value("i1"))])
        elif choice == 3:
            self.call("i1", "air.simd_all", [("i1", self.value("i1"))])
        else:
            self.call(kind, "air.simd_broadcast_first." + suffix, [(kind, self.value(kind))])

    def local(self):
        """A local array, also read before it is written."""
        index = self.emit("and i32 %s, 7" % self.value("i32"), "i32")
        place = self.name()
        self.lines.append("  %s = getelementptr i32, ptr %%array, i32 %s" % (place, index))
        if self.random.random() < 0.5:
            self.emit("store i32 %s, ptr %s, align 4" % (self.value("i32"), place))
        else:
            self.emit("load i32, ptr %s, align 4" % place, "i32")

    # -- Control -----------------------------------------------------------------------------

    def straight(self, length):
        makers = [self.integer] * 4 + [self.floating] * 5 + [self.comparison, self.selection,
                                                            self.conversion, self.bits,
                                                            self.vector, self.vector, self.local]
        for _ in range(length):
            self.random.choice(makers)()
        if self.random.random() < 0.4:
            self.lanes()

    def merge(self, incoming):
        """Phis of values that blocks leave; incoming: (block, scope)."""
        for kind in ("i32", "float", "half", "i64"):
            values = []
            for block, scope in incoming:
                known = [name for known_kind, name in scope if known_kind == kind]
                values.append("[ %s, %%%s ]" % (known[-1] if known else self.constant(kind), block))
            self.emit("phi %s %s" % (kind, ", ".join(values)), kind)

    def branch(self, depth):
        yes, no, after = self.label(), self.label(), self.label()
        self.emit("br i1 %s, label %%%s, label %%%s" % (self.value("i1"), yes, no))
        outer, incoming = list(self.scope), []
        for label in (yes, no):
            self.scope = list(outer)
            self.start(label)
            self.body(depth - 1)
            incoming.append((self.block, self.scope))
            self.emit("br label %%%s" % after)
        self.scope = outer
        self.start(after)
        self.merge(incoming)

    def loop(self, depth):
        """The number of turns depends on the thread; some turns end early."""
        limit = self.emit("and i32 %s, 3" % self.value("i32"), "i32")
        before, head, early, latch, after = (self.block, self.label(), self.label(), self.label(),
                                             self.label())
        first = self.value("float")
        self.emit("br label %%%s" % head)
        outer = list(self.scope)
        self.start(head)
        turn, total, next_turn, next_total = (self.name() for _ in range(4))
        self.lines.append("  %s = phi i32 [ 0, %%%s ], [ %s, %%%s ]" % (turn, before, next_turn, latch))
        self.lines.append("  %s = phi float [ %s, %%%s ], [ %s, %%%s ]" % (
            total, first, before, next_total, latch))
        self.scope += [("i32", turn), ("float", total)]
        self.straight(3)
        self.emit("br i1 %s, label %%%s, label %%%s" % (self.value("i1"), early, latch))
        head_end, head_float = self.block, self.value("float")
        self.start(early)
        self.body(depth - 1)
        early_end, early_float = self.block, self.value("float")
        self.emit("br label %%%s" % latch)
        self.start(latch)
        self.lines.append("  %s = phi float [ %s, %%%s ], [ %s, %%%s ]" % (
            next_total, head_float, head_end, early_float, early_end))
        self.lines.append("  %s = add i32 %s, 1" % (next_turn, turn))
        again = self.name()
        self.lines.append("  %s = icmp ult i32 %s, %s" % (again, next_turn, limit))
        self.emit("br i1 %s, label %%%s, label %%%s" % (again, head, after))
        self.scope = outer + [("float", next_total)]
        self.start(after)

    def body(self, depth):
        self.straight(self.random.randrange(2, 8))
        for _ in range(self.random.randrange(3) if depth > 0 else 0):
            self.random.choice((self.branch, self.loop))(depth)
            self.straight(self.random.randrange(2, 6))

    # -- All of it ---------------------------------------------------------------------------

    def load_inputs(self):
        kinds = list(INTEGERS + FLOATS)
        self.lines += ["entry:", "  %array = alloca [8 x i32], align 4"]
        for word in range(INPUTS):
            kind = kinds[word % len(kinds)]
            place = self.name()
            self.lines.append("  %s = add i32 %%i, %d" % (place, word * THREADS))
            address = self.name()
            self.lines.append("  %s = getelementptr i64, ptr addrspace(1) %%b0, i32 %s" % (address, place))
            self.emit("load %s, ptr addrspace(1) %s, align 8" % (kind, address), kind)

    def store_outputs(self):
        """All that is known in the end, 8 bytes each; returns how many."""
        stored = [(kind, name) for kind, name in self.scope if not kind.startswith("<")]
        for number, (kind, name) in enumerate(stored):
            place, address = self.name(), self.name()
            self.lines.append("  %s = add i32 %%i, %d" % (place, number * THREADS))
            self.lines.append("  %s = getelementptr i64, ptr addrspace(1) %%b1, i32 %s" % (address, place))
            self.emit("store %s %s, ptr addrspace(1) %s, align 8" % (kind, name, address))
        return len(stored)

    def build(self):
        self.load_inputs()
        self.body(3)
        outputs = self.store_outputs()
        body = [line[2:] if line.startswith("  ") else line for line in self.lines]
        text = launcher.device_kernel("random", 2, body, sorted(self.declarations))
        return text, outputs

    def inputs(self):
        words = []
        for _ in range(INPUTS * THREADS):
            word = self.random.getrandbits(64)
            if self.random.random() < 0.3:
                word = self.random.choice(SPECIAL)
            elif self.random.random() < 0.3:  # moderate numbers in every format
                word = self.random.choice((0x3f803f80, 0x40004200, 0x3e003c00, 0xc0a0c500)) * 0x100000001
            words.append(word)
        return struct.pack("<%dQ" % len(words), *words)


def main():
    first, count = int(sys.argv[1]), int(sys.argv[2])
    for seed in range(first, first + count):
        program = Program(seed)
        text, outputs = program.build()
        launch = {"grid": [1, 1, 1], "threads_per_threadgroup": [THREADS, 1, 1],
                  "bindings": launcher.bindings(2)}
        for flags in ((), ("--denormals=preserve",)):
            try:
                launcher.run(text, [program.inputs(), bytes(8 * THREADS * outputs)], launch, flags)
            except launcher.Failed as failure:
                print("seed %d %s: %s" % (seed, " ".join(flags), failure))
                print(text if "-v" in sys.argv else "")
                return 1
    print("%d programs, the same results in both engines" % count)
    return 0


if __name__ == "__main__":
    sys.exit(main())
