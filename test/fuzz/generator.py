"""Random Triton programs that mean something: generate(seed, families) -> Program.

Each program is free of undefined behaviour and of races by construction: shifts stay below the
width, divisors are positive, indices are masked, every program of the grid writes its own slice of
each output. Numbers are exact wherever Triton's semantics is; a value that depends on rounding
carries a bound of its error, and never decides anything (no comparison, no conversion to integer).
"""
import random

from dots import Dots
from formats import EPSILON, LARGEST, encode, row_major
from program import Buffer, Op, Program, Region, Type, Value, WIDTH, memory_element

INTS = ["i8", "i16", "i32", "i64"]
FLOATS = ["f32", "f16", "bf16"]
BYTE_FLOATS = ["f8E5M2", "f8E4M3FN", "f8E5M2FNUZ"]  # what f8E4M3FNUZ means depends on who printed it
# Families of ops and how often they are chosen when they are on.
FAMILIES = {"integer": 6, "float": 6, "math": 2, "compare": 3, "cast": 3, "fp8": 1, "bit": 1, "clamp": 1,
            "shape": 4, "gather": 2,
            "reduce": 3, "scan": 2, "histogram": 1, "loop": 2, "branch": 2, "while": 1, "return": 1, "jump": 1,
            "atomic": 1, "dot": 1, "blockptr": 1, "descriptor": 1}
# What emulated doubles add to them.
DOUBLE_FAMILIES = {"double": 6}


class Generator:
    def __init__(self, seed, families, max_rank=4, max_elements=1024, num_ops=12, doubles=False):
        self.random = random.Random(seed)
        self.families = families | set(DOUBLE_FAMILIES) if doubles else families
        self.floats = ["f64"] * 3 + FLOATS if doubles else FLOATS
        self.max_rank, self.max_elements, self.num_ops = max_rank, max_elements, num_ops
        self.program = Program((self.random.choice([1, 1, 2, 3, 5]), 1, 1))
        self.ops = self.program.ops
        self.pool = []
        self.depth = 0
        self.dots = Dots(self)
        self.labels = 0
        Value.counter = 0

    # ---------------------------------------------------------------- building
    def emit(self, format, operands=(), results=(), regions=(), **attributes):
        """Appends an op; `results` are types or values. Gives the only result, or all of them."""
        values = [r if isinstance(r, Value) else Value(r) for r in results]
        self.ops.append(Op(format, operands, values, regions, attributes))
        return values[0] if len(values) == 1 else values

    # MLIR writes these by their bits: infinity, and the width of the format.
    INFINITIES = {"f16": (0x7C00, 16), "bf16": (0x7F80, 16), "f32": (0x7F800000, 32),
                  "f64": (0x7FF0000000000000, 64), "f8E5M2": (0x7C, 8)}

    def constant(self, type, literal):
        sign = {"inf": 0, "-inf": 1}.get(str(literal))
        if sign is not None:
            bits, width = self.INFINITIES[type.element]
            literal = "0x%0*X" % (width // 4, bits | sign << (width - 1))
        if type == Type("i1"):
            return self.emit("arith.constant %s" % literal, results=[type])  # says its type itself
        text = str(literal) if type.shape is None else "dense<%s>" % literal
        return self.emit("arith.constant %s : {R0}" % text, results=[type])

    def like(self, value, type):
        return Value(type, value.error, value.magnitude, value.clean)

    def pick(self, accept=lambda value: True):
        """A value of the pool that satisfies `accept`, newer ones more often; loads one if needed."""
        fitting = [value for value in self.pool if accept(value)]
        if not fitting:
            return None
        return fitting[max(self.random.randrange(len(fitting)), self.random.randrange(len(fitting)))]

    def pick_same(self, value, accept=lambda value: True):
        """Another value of the same type, or a constant."""
        found = self.pick(lambda v: v.type == value.type and accept(v))
        return found if found and self.random.random() < 0.8 else self.random_constant(value.type)

    def random_constant(self, type):
        if type.is_float:
            number = self.random.choice([0.0, 1.0, -1.0, 0.5, 3.25, -7.0, 100.0])
            result = self.constant(type, "%e" % number)
            result.magnitude, result.clean = abs(number), True
            return result
        if type.element == "i1":
            return self.constant(type, self.random.choice(["true", "false"]))
        bits = type.width
        number = self.random.choice([0, 1, 2, 3, 7, -1, -2, 100, (1 << (bits - 1)) - 1, -(1 << (bits - 1))])
        return self.constant(type, number)

    def chosen_constant(self, type, number):
        return self.constant(type, "%e" % number if type.is_float else number)

    def shape(self, rank=None):
        rank = self.random.randint(1, self.max_rank) if rank is None else rank
        budget = self.max_elements
        sizes = []
        for _ in range(rank):
            choices = [s for s in (1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096) if s <= budget]
            weights = [1 if s == 1 else 3 for s in choices]
            sizes.append(self.random.choices(choices, weights)[0])
            budget //= sizes[-1]
        self.random.shuffle(sizes)
        return tuple(sizes)

    def buffer(self, element, count, role, numbers=None):
        """numbers: of an input, given one by one; or any."""
        buffer = Buffer("%s%d" % (role[0], len(self.program.buffers)), element, count, role)
        if role == "in":
            buffer.data = (self.random_data(element, count) if numbers is None
                           else b"".join(encode(element, numbers()) for _ in range(count)))
        self.program.buffers.append(buffer)
        return buffer

    def random_data(self, element, count):
        if element == "i1":
            return bytes(self.random.randrange(2) for _ in range(count))
        size = WIDTH[element] // 8
        if not element.startswith("f") and element != "bf16":
            if self.random.random() < 0.5:
                return self.random.randbytes(count * size)
            return b"".join((self.random.randint(-5, 5) % (1 << 8 * size)).to_bytes(size, "little")
                            for _ in range(count))
        specials = [0.0, -0.0, float("inf"), float("-inf"), float("nan"), 1e-40, -1e-41, 3e38, -1.0, 65504.0]
        if element == "f64":
            specials += [1e308, -1.7e308, 5e-324, -1e-310, 1e-200, 2.0**53 + 2, 0.5, -2.5]
        special_rate = self.random.choice([0.0, 0.0, 0.1])
        numbers = [self.random.choice(specials) if self.random.random() < special_rate
                   else self.random.uniform(-4, 4) for _ in range(count)]
        return b"".join(encode(element, number) for number in numbers)

    # ---------------------------------------------------------------- addresses
    def offsets(self, shape, strides, start=None):
        """i32 tensor: the sum of index * stride over all dimensions, plus the scalar `start`."""
        total = None
        for d, (size, stride) in enumerate(zip(shape, strides)):
            part = self.emit("tt.make_range {{end = %d : i32, start = 0 : i32}} : {R0}" % size,
                             results=[Type("i32", (size,))])
            for axis in range(len(shape)):
                if axis != d:
                    sizes = list(part.type.shape)
                    sizes.insert(axis, 1)
                    part = self.emit("tt.expand_dims {0} {{axis = %d : i32}} : {T0} -> {R0}" % axis, [part],
                                     [Type("i32", sizes)])
            if stride != 1:
                part = self.emit("arith.muli {0}, {1} : {T0}", [part, self.constant(part.type, stride)], [part.type])
            if part.type.shape != tuple(shape):
                part = self.emit("tt.broadcast {0} : {T0} -> {R0}", [part], [Type("i32", shape)])
            total = part if total is None else self.emit("arith.addi {0}, {1} : {T0}", [total, part], [part.type])
        if start is not None:
            splat = self.emit("tt.splat {0} : {T0} -> {R0}", [start], [Type("i32", shape)])
            total = self.emit("arith.addi {0}, {1} : {T0}", [total, splat], [total.type])
        return total

    def start_of_program(self, step):
        """pid * step."""
        pid = self.emit("tt.get_program_id x : i32", results=[Type("i32")])
        return self.emit("arith.muli {0}, {1} : i32", [pid, self.constant(Type("i32"), step)], [Type("i32")])

    def pointers(self, buffer, offsets):
        type = Type(str(buffer.value.type), offsets.type.shape)
        base = buffer.value
        if offsets.type.shape is not None:
            base = self.emit("tt.splat {0} : {T0} -> {R0}", [base], [type])
        return self.emit("tt.addptr {0}, {1} : {T0}, {T1}", [base, offsets], [type])

    def load(self, type, numbers=None):
        """A tensor or scalar of `type` from a new buffer, by one of several ways."""
        shape = type.shape
        if shape is None:
            buffer = self.buffer(type.element, self.program.grid[0], "in", numbers)
            loaded = self.emit("tt.load {0} : {T0}", [self.pointers(buffer, self.start_of_program(1))],
                               [Type(memory_element(type.element))])
            return self.from_memory(loaded, type)
        strides, count = row_major(shape), type.count
        way = self.random.choice(["plain", "plain", "masked", "masked", "spread", "permuted", "repeated"])
        if way == "spread":
            strides, count = [s * 3 for s in strides], count * 3
        elif way == "permuted":
            order = list(range(len(shape)))
            self.random.shuffle(order)
            permuted = row_major([shape[d] for d in order])
            strides = [permuted[order.index(d)] for d in range(len(shape))]
        elif way == "repeated":
            strides = [0 if self.random.random() < 0.5 else s for s in strides]
        buffer = self.buffer(type.element, count * self.program.grid[0], "in", numbers)
        offsets = self.offsets(shape, strides, self.start_of_program(count))
        pointers = self.pointers(buffer, offsets)
        memory = Type(memory_element(type.element), shape)
        if way != "masked":
            return self.from_memory(self.emit("tt.load {0} : {T0}", [pointers], [memory]), type)
        mask = self.mask(offsets, count * self.program.grid[0])
        other = self.random_constant(memory) if numbers is None else self.chosen_constant(memory, numbers())
        loaded = self.emit("tt.load {0}, {1}, {2} : {T0}", [pointers, mask, other], [memory])
        return self.from_memory(loaded, type)

    def from_memory(self, loaded, type):
        if type.element != "i1":
            return loaded
        return self.emit("arith.cmpi ne, {0}, {1} : {T0}", [loaded, self.constant(loaded.type, 0)], [type])

    def mask(self, offsets, count):
        limit = Value(Type("i32"), name="n%d" % len(self.program.scalars))
        self.program.scalars.append((limit, self.random.randint(0, count + 3)))
        splat = self.emit("tt.splat {0} : {T0} -> {R0}", [limit], [offsets.type])
        return self.emit("arith.cmpi slt, {0}, {1} : {T0}", [offsets, splat], [offsets.type.with_element("i1")])

    def store(self, value):
        type = value.type
        buffer = self.buffer(type.element, type.count * self.program.grid[0], "out")
        buffer.error = value.error
        memory = value
        if type.element == "i1":
            memory = self.emit("arith.extui {0} : {T0} to {R0}", [value], [type.with_element("i8")])
        start = self.start_of_program(type.count)
        offsets = start if type.shape is None else self.offsets(type.shape, row_major(type.shape), start)
        pointers = self.pointers(buffer, offsets)
        if type.shape is not None and self.random.random() < 0.3:
            mask = self.mask(offsets, type.count * self.program.grid[0])
            self.emit("tt.store {0}, {1}, {2} : {T0}", [pointers, memory, mask])
        else:
            self.emit("tt.store {0}, {1} : {T0}", [pointers, memory])

    # ---------------------------------------------------------------- floats
    def clamp(self, value, bound):
        """Between -bound and bound, without NaN."""
        if value.magnitude is not None and value.magnitude <= bound and value.clean:
            return value
        low, high = (self.constant(value.type, "%e" % number) for number in (-bound, bound))
        return self.emit("tt.clampf {0}, {1}, {2}, propagateNan = none : {T0}", [value, low, high],
                         [Value(value.type, value.error, bound, True)])

    def positive_zero(self, value):
        """Which zero a minimum or maximum of zeros is, is open: adding 0 makes it the positive one."""
        zero = self.constant(value.type, "0.000000e+00")
        return self.emit("arith.addf {0}, {1} : {T0}", [value, zero], [self.like(value, value.type)])

    def merge(self, a, b):
        """Two values of one type and one that may be either. An error needs a bound."""
        if not (a.exact and b.exact):
            a, b = (self.clamp(v, 5000) for v in (a, b))
        magnitude = None if None in (a.magnitude, b.magnitude) else max(a.magnitude, b.magnitude)
        return a, b, Value(a.type, max(a.error, b.error), magnitude, a.clean and b.clean)

    def rounded(self, type, error, magnitude):
        """A value that is right within `error`, and one rounding."""
        return Value(type, error + magnitude * EPSILON[type.element], magnitude, True)

    def float_binary(self):
        a = self.pick(lambda v: v.type.element in self.floats)
        if a is None:
            return
        b = self.pick_same(a)
        name = self.random.choice(["addf", "subf", "mulf", "divf", "maxnumf", "minnumf", "maximumf", "minimumf"])
        if a.exact and b.exact:
            # A product that is added might be contracted: something has to stand between.
            if name in ("addf", "subf"):
                a, b = (self.clamp(v, 1024) if getattr(v, "product", False) else v for v in (a, b))
            result = self.emit("arith.%s {0}, {1} : {T0}" % name, [a, b], [a.type])
            result.product = name == "mulf"
            if name.startswith("m") and name != "mulf":
                result = self.positive_zero(result)
            return self.pool.append(result)
        a, b = self.clamp(a, 8), self.clamp(b, 8)
        if name in ("addf", "subf"):
            result = self.rounded(a.type, a.error + b.error, 16)
        elif name == "mulf":
            result = self.rounded(a.type, 8 * (a.error + b.error), 64)
        else:
            return
        self.pool.append(self.emit("arith.%s {0}, {1} : {T0}" % name, [a, b], [result]))

    def math(self):
        a = self.pick(lambda v: v.type.element in self.floats)
        if a is None:
            return
        a = self.clamp(a, 8)
        name, magnitude, slope = self.random.choice([
            ("exp", 3000, 3000), ("exp2", 256, 180), ("sin", 1, 1), ("cos", 1, 1), ("erf", 1, 1.2), ("floor", 8, None),
            ("ceil", 8, None), ("absf", 8, 1), ("sqrt", 3, 4), ("rsqrt", 4, 32), ("log", 4, 16), ("log2", 5, 24)])
        if (slope is None and not a.exact) or (name == "erf" and a.type.element == "f64"):
            return
        if name in ("sqrt", "rsqrt", "log", "log2"):  # away from zero
            a = self.emit("math.absf {0} : {T0}", [a], [Value(a.type, a.error, 8, True)])
            sixteenth = self.constant(a.type, "6.25e-02")
            a = self.emit("arith.maxnumf {0}, {1} : {T0}", [a, sixteenth], [Value(a.type, a.error, 8, True)])
        result = Value(a.type, 0 if slope is None else a.error, magnitude, True)
        if name not in ("floor", "ceil", "absf"):
            result = Value(a.type, a.error * slope + 4 * magnitude * EPSILON[a.type.element], magnitude, True)
        self.pool.append(self.emit("math.%s {0} : {T0}" % name, [a], [result]))

    def double(self):
        """What only f64 has exactly here: fused products, remainders, roots, rounding; and pow."""
        a = self.pick(lambda v: v.exact and v.type.element == "f64")
        if a is None:
            return
        b, c = (self.pick_same(a, lambda v: v.exact) for _ in range(2))
        name = self.random.choice(["math.fma", "arith.remf", "math.sqrt", "tt.precise_sqrt", "tt.precise_divf", "math.floor",
                                   "math.ceil", "math.trunc", "math.round", "math.roundeven", "arith.negf", "math.absf",
                                   "math.copysign", "math.powf", "math.log10"])
        if name in ("math.powf", "math.log10"):  # 2^4 at most
            a, b = self.clamp(a, 4), self.clamp(b, 4)
            a = self.emit("math.absf {0} : {T0}", [a], [Value(a.type, 0, 4, True)])
            a = self.emit("arith.addf {0}, {1} : {T0}", [a, self.constant(a.type, "1.000000e+00")],
                          [Value(a.type, 0, 5, True)])
            operands, result = [a, b][:2 if name == "math.powf" else 1], Value(a.type, 1e-12, 700, True)
        else:
            count = 3 if name == "math.fma" else 2 if name in ("arith.remf", "tt.precise_divf", "math.copysign") else 1
            operands, result = [a, b, c][:count], a.type
        names = ", ".join("{%d}" % i for i in range(len(operands)))
        self.pool.append(self.emit("%s %s : {T0}" % (name, names), operands, [result]))

    # ---------------------------------------------------------------- integers, comparisons, casts
    def integer_binary(self):
        a = self.pick(lambda v: v.type.element in INTS)
        if a is None:
            return
        b = self.pick_same(a)
        width = a.type.width
        name = self.random.choice(["addi", "subi", "muli", "andi", "ori", "xori", "maxsi", "minsi", "maxui", "minui",
                                   "shli", "shrsi", "shrui", "divsi", "divui", "remsi", "remui"])
        if name.startswith("sh"):
            b = self.emit("arith.andi {0}, {1} : {T0}", [b, self.constant(b.type, width - 1)], [b.type])
        elif name.startswith(("div", "rem")):  # 1 to 127
            b = self.emit("arith.andi {0}, {1} : {T0}", [b, self.constant(b.type, 127)], [b.type])
            b = self.emit("arith.maxsi {0}, {1} : {T0}", [b, self.constant(b.type, 1)], [b.type])
        elif self.random.random() < 0.1 and width >= 32:
            return self.pool.append(self.emit("tt.mulhiui {0}, {1} : {T0}", [a, b], [a.type]))
        self.pool.append(self.emit("arith.%s {0}, {1} : {T0}" % name, [a, b], [a.type]))

    def compare(self):
        a = self.pick(lambda v: v.exact and (v.type.element in INTS or v.type.element in self.floats))
        if a is None:
            return
        b = self.pick_same(a, lambda v: v.exact)
        if a.type.is_float:
            predicate = self.random.choice(["oeq", "ogt", "oge", "olt", "ole", "one", "ord", "ueq", "ugt", "uge", "ult",
                                            "ule", "une", "uno"])
            condition = self.emit("arith.cmpf %s, {0}, {1} : {T0}" % predicate, [a, b], [a.type.with_element("i1")])
        else:
            predicate = self.random.choice(["eq", "ne", "slt", "sle", "sgt", "sge", "ult", "ule", "ugt", "uge"])
            condition = self.emit("arith.cmpi %s, {0}, {1} : {T0}" % predicate, [a, b], [a.type.with_element("i1")])
        self.pool.append(condition)
        x = self.pick(lambda v: v.type.shape == a.type.shape and v.type.element != "i1")
        if x is not None:
            x, y, result = self.merge(x, self.pick_same(x))
            types = "{T1}" if x.type.shape is None else "{T0}, {T1}"
            self.pool.append(self.emit("arith.select {0}, {1}, {2} : " + types, [condition, x, y], [result]))

    def cast(self):
        a = self.pick(lambda v: v.type.element in INTS + self.floats + ["i1"])
        if a is None:
            return
        target = self.random.choice(INTS + self.floats)
        source, result = a.type.element, a.type.with_element(target)
        if source == target:
            return
        if not a.type.is_float and not result.is_float:
            name = "trunci" if result.width < a.type.width else self.random.choice(["extsi", "extui"])
            if result.width == a.type.width:
                return
            self.pool.append(self.emit("arith.%s {0} : {T0} to {R0}" % name, [a], [result]))
        elif not a.type.is_float:
            name = self.random.choice(["sitofp", "uitofp"])
            self.pool.append(self.emit("arith.%s {0} : {T0} to {R0}" % name, [a], [result]))
        elif not result.is_float:
            if not a.exact:
                return
            signed = self.random.random() < 0.6
            a = self.clamp(a, 100)
            if not signed:
                a = self.emit("math.absf {0} : {T0}", [a], [Value(a.type, 0, 100, True)])
            name = "fptosi" if signed else "fptoui"
            self.pool.append(self.emit("arith.%s {0} : {T0} to {R0}" % name, [a], [result]))
        else:
            self.float_cast(a, result)

    def float_cast(self, a, result):
        if not a.exact and (a.magnitude or 1e9) > LARGEST[result.element]:
            a = self.clamp(a, 1000)
        error = a.error
        if not a.exact:
            error += a.magnitude * EPSILON[result.element]
        value = Value(result, error, a.magnitude, a.clean)
        if result.width > a.type.width:
            self.pool.append(self.emit("arith.extf {0} : {T0} to {R0}", [a], [value]))
        elif result.width < a.type.width:
            if self.random.random() < 0.3 and a.exact:
                rounding = self.random.choice(["rtz", "rtne"])
                self.pool.append(self.emit("tt.fp_to_fp {0}, rounding = %s : {T0} -> {R0}" % rounding, [a], [value]))
            else:
                self.pool.append(self.emit("arith.truncf {0} : {T0} to {R0}", [a], [value]))

    def fp8(self):
        if self.random.random() < 0.4:  # any byte, NaN and denormals too
            byte = self.pick(lambda v: v.type.element == "i8")
            if byte is None:
                return
            small = self.emit("tt.bitcast {0} : {T0} -> {R0}", [byte],
                              [byte.type.with_element(self.random.choice(BYTE_FLOATS))])
        else:
            a = self.pick(lambda v: v.exact and v.type.element in self.floats)
            if a is None:
                return
            rounding = self.random.choice(["rtne", "rtne", "rtz"])
            small = self.emit("tt.fp_to_fp {0}, rounding = %s : {T0} -> {R0}" % rounding, [a],
                              [a.type.with_element(self.random.choice(BYTE_FLOATS))])
        wide = small.type.with_element(self.random.choice(self.floats))
        self.pool.append(self.emit("tt.fp_to_fp {0} : {T0} -> {R0}", [small], [wide]))

    def small_integer(self):
        """Arithmetic of one bit, magnitudes, high halves."""
        a = self.pick(lambda v: v.type.element in INTS + ["i1"])
        if a is None:
            return
        if a.type.element == "i1":
            name = self.random.choice(["addi", "subi", "muli", "andi", "ori", "xori", "maxsi", "minsi", "maxui",
                                       "minui"])
            b = self.pick_same(a)
            a = self.emit("arith.%s {0}, {1} : {T0}" % name, [a, b], [a.type])
            self.pool.append(a)
            name = self.random.choice(["extsi", "extui", "sitofp", "uitofp"])
            target = self.random.choice(INTS if name.startswith("ext") else self.floats)
            self.pool.append(self.emit("arith.%s {0} : {T0} to {R0}" % name, [a], [a.type.with_element(target)]))
        elif a.type.width >= 32 and self.random.random() < 0.5:
            self.pool.append(self.emit("tt.mulhiui {0}, {1} : {T0}", [a, self.pick_same(a)], [a.type]))
        else:
            self.pool.append(self.emit("math.absi {0} : {T0}", [a], [a.type]))

    def clampf(self):
        a = self.pick(lambda v: v.exact and v.type.element in self.floats)
        if a is None:
            return
        low, high = (self.constant(a.type, text) for text in ("-2.500000e+00", "7.000000e+00"))
        mode = self.random.choice(["none", "all"])
        self.pool.append(self.emit("tt.clampf {0}, {1}, {2}, propagateNan = %s : {T0}" % mode, [a, low, high],
                                   [a.type]))

    def bitcast(self):
        a = self.pick(lambda v: v.type.element in ("f32", "i32", "i16", "f16", "bf16") and v.exact)
        if a is None:
            return
        target = {"f32": "i32", "i32": "f32", "i16": "bf16", "f16": "i16", "bf16": "i16"}[a.type.element]
        if a.type.is_float:
            a = self.clamp(a, 512)
        self.pool.append(self.emit("tt.bitcast {0} : {T0} -> {R0}", [a], [a.type.with_element(target)]))

    # ---------------------------------------------------------------- shapes
    def shapes(self):
        a = self.pick(lambda v: v.type.rank > 0)
        if a is None:
            return
        shape = list(a.type.shape)
        kind = self.random.choice(["expand", "broadcast", "reshape", "trans", "join", "split", "splat", "expand"])
        keep = lambda new: self.like(a, a.type.with_shape(new))
        if kind == "expand" and len(shape) < self.max_rank:
            axis = self.random.randint(0, len(shape))
            shape.insert(axis, 1)
            self.pool.append(self.emit("tt.expand_dims {0} {{axis = %d : i32}} : {T0} -> {R0}" % axis, [a],
                                       [keep(shape)]))
        elif kind == "broadcast" and 1 in shape:
            sizes = [self.random.choice([2, 4, 8]) if s == 1 else s for s in shape]
            if Type("i8", sizes).count <= self.max_elements:
                self.pool.append(self.emit("tt.broadcast {0} : {T0} -> {R0}", [a], [keep(sizes)]))
        elif kind == "reshape":
            self.pool.append(self.emit("tt.reshape {0} : {T0} -> {R0}", [a], [keep(self.factor(a.type.count))]))
        elif kind == "trans" and len(shape) > 1:
            order = list(range(len(shape)))
            self.random.shuffle(order)
            self.pool.append(self.emit(
                "tt.trans {0} {{order = array<i32: %s>}} : {T0} -> {R0}" % ", ".join(map(str, order)), [a],
                [keep([shape[d] for d in order])]))
        elif kind == "join" and len(shape) < self.max_rank and 2 * a.type.count <= self.max_elements:
            a, b, result = self.merge(a, self.pick_same(a))
            result.type = a.type.with_shape(shape + [2])
            self.pool.append(self.emit("tt.join {0}, {1} : {T0} -> {R0}", [a, b], [result]))
        elif kind == "split" and shape[-1] == 2 and len(shape) > 1:
            self.pool += self.emit("tt.split {0} : {T0} -> {R0}", [a], [keep(shape[:-1]), keep(shape[:-1])])
        elif kind == "splat":
            scalar = self.pick(lambda v: v.type.rank == 0)
            if scalar is not None:
                self.pool.append(self.emit("tt.splat {0} : {T0} -> {R0}", [scalar],
                                           [self.like(scalar, scalar.type.with_shape(shape))]))

    def factor(self, count):
        """A shape of `count` elements."""
        rank = self.random.randint(1, self.max_rank)
        sizes = [1] * rank
        while count > 1:
            sizes[self.random.randrange(rank)] *= 2
            count //= 2
        return sizes

    def gather(self):
        a = self.pick(lambda v: v.type.rank > 0)
        if a is None:
            return
        axis = self.random.randrange(a.type.rank)
        shape = list(a.type.shape)
        size = shape[axis]
        shape[axis] = self.random.choice([1, 2, size, size])
        indices = self.load(Type(self.random.choice(["i32", "i32", "i64", "i16"]), shape))
        indices = self.emit("arith.andi {0}, {1} : {T0}", [indices, self.constant(indices.type, size - 1)],
                            [indices.type])
        self.pool.append(self.emit("tt.gather {0}[{1}] {{axis = %d : i32}} : ({T0}, {T1}) -> {R0}" % axis, [a, indices],
                                   [self.like(a, a.type.with_shape(shape))]))

    def histogram(self):
        a = self.pick(lambda v: v.type.element in INTS and v.type.rank == 1)
        if a is None:
            return
        bins = self.random.choice([1, 2, 8, 16, 64, 1024])
        bins = min(bins, 64) if a.type.element == "i8" else bins
        a = self.emit("arith.andi {0}, {1} : {T0}", [a, self.constant(a.type, bins - 1)], [a.type])
        mask = self.pick(lambda v: v.type == a.type.with_element("i1"))
        operands = [a] if mask is None or self.random.random() < 0.5 else [a, mask]
        self.pool.append(self.emit("tt.histogram %s : {T0} -> {R0}" % ", ".join(
            "{%d}" % i for i in range(len(operands))), operands, [Type("i32", (bins,))]))

    # ---------------------------------------------------------------- reductions
    def region(self, elements, build, terminator):
        """A combine region over two copies of `elements`; `build` gives the results."""
        arguments = [Value(Type(e)) for e in elements * 2]
        outer, self.ops = self.ops, []
        results = build(arguments[:len(elements)], arguments[len(elements):])
        self.emit("%s %s : %s" % (terminator, ", ".join("{%d}" % i for i in range(len(results))),
                                  ", ".join("{T%d}" % i for i in range(len(results)))), results)
        region, self.ops = Region(arguments, self.ops), outer
        return region

    def simple_combine(self, name):
        return lambda a, b: [self.emit("arith.%s {0}, {1} : {T0}" % name, [a[0], b[0]], [a[0].type])]

    def arg_extremum(self, a, b):
        """The larger value, and of equal ones the lower index."""
        greater = self.emit("arith.cmpi sgt, {0}, {1} : {T0}", [a[0], b[0]], [Type("i1")])
        equal = self.emit("arith.cmpi eq, {0}, {1} : {T0}", [a[0], b[0]], [Type("i1")])
        lower = self.emit("arith.cmpi slt, {0}, {1} : {T0}", [a[1], b[1]], [Type("i1")])
        tie = self.emit("arith.andi {0}, {1} : i1", [equal, lower], [Type("i1")])
        first = self.emit("arith.ori {0}, {1} : i1", [greater, tie], [Type("i1")])
        return [self.emit("arith.select {0}, {1}, {2} : {T1}", [first, x, y], [x.type]) for x, y in zip(a, b)]

    def affine(self, a, b):
        """x -> b1 (a1 x + a0) + b0: associative, not commutative."""
        slope = self.emit("arith.muli {0}, {1} : {T0}", [a[0], b[0]], [a[0].type])
        product = self.emit("arith.muli {0}, {1} : {T0}", [a[1], b[0]], [a[0].type])
        return [slope, self.emit("arith.addi {0}, {1} : {T0}", [product, b[1]], [a[0].type])]

    def weighed(self, a, b):
        """The best of three numbers in turn, each the tie-break of the one before it: a region of
        three operands with a branch."""
        greater = self.emit("arith.cmpi ugt, {0}, {1} : {T0}", [a[0], b[0]], [Type("i1")])
        equal = self.emit("arith.cmpi eq, {0}, {1} : {T0}", [a[0], b[0]], [Type("i1")])
        types = [v.type for v in a]

        def chosen(values):
            outer, self.ops = self.ops, []
            self.emit("scf.yield {0} : {T0}", [values])
            region, self.ops = Region([], self.ops), outer
            return region

        def tie():
            outer, self.ops = self.ops, []
            second = self.emit("arith.cmpi sge, {0}, {1} : {T0}", [a[1], b[1]], [Type("i1")])
            self.emit("scf.yield {0} : i1", [second])
            region, self.ops = Region([], self.ops), outer
            return region
        first = self.emit("scf.if {0} -> (i1) {{\n{A0}}} else {{\n{A1}}}", [equal], [Type("i1")],
                          [tie(), chosen(greater)])
        third = self.emit("arith.maxsi {0}, {1} : {T0}", [a[2], b[2]], [types[2]])
        return [self.emit("arith.select {0}, {1}, {2} : {T1}", [first, x, y], [x.type])
                for x, y in zip(a[:2], b[:2])] + [third]

    def sum_error(self, a, count):
        """Of a sum of `count` numbers up to 8 in any order: each step rounds a partial sum."""
        return count * a.error + count * 8 * min(1, count * EPSILON[a.type.element])

    def reduce(self):
        a = self.pick(lambda v: v.type.rank > 0 and v.type.element in INTS + self.floats + ["i1"])
        if a is None:
            return
        axis = self.random.randrange(a.type.rank)
        count = a.type.shape[axis]
        rest = [s for d, s in enumerate(a.type.shape) if d != axis]
        shape = rest if rest else None
        operands, combine, values = [a], None, None
        result = a.type.with_shape(shape)
        if a.type.is_float:
            name = self.random.choice(["addf", "maxnumf", "minnumf", "maximumf"])
            if name == "addf":
                a = self.clamp(a, 8)
                if count * 8 > LARGEST[a.type.element]:
                    return
                error = self.sum_error(a, count)
                values, operands = [Value(result, error, count * 8, True)], [a]
            elif not a.exact:
                values = [self.like(a, result)]
            combine = self.simple_combine(name)
        elif a.type.element == "i1":
            combine = self.simple_combine(self.random.choice(["andi", "ori", "xori"]))
        elif self.random.random() < 0.25:
            index = self.load(a.type)
            operands, combine, values = [a, index], self.arg_extremum, [Value(result), Value(result)]
        elif self.random.random() < 0.2:
            others = [self.load(a.type.with_element(self.random.choice(INTS))) for _ in range(2)]
            operands, combine = [a] + others, self.weighed
            values = [Value(v.type.with_shape(shape)) for v in operands]
        else:
            combine = self.simple_combine(self.random.choice(
                ["addi", "muli", "xori", "andi", "ori", "maxsi", "minsi", "maxui", "minui"]))
        values = values or [Value(result)]
        region = self.region([v.type.element for v in operands], combine, "tt.reduce.return")
        self.emit_combine("tt.reduce", "axis = %d : i32" % axis, operands, values, region)

    def emit_combine(self, name, attributes, operands, values, region):
        count = len(operands)
        types = ", ".join("{T%d}" % i for i in range(count))
        results = ", ".join("{R%d}" % i for i in range(count))
        format = "\"%s\"(%s) <{{%s}}> ({G0}) : (%s) -> %s" % (
            name, ", ".join("{%d}" % i for i in range(count)), attributes, types,
            results if count == 1 else "(%s)" % results)
        self.emit(format, operands, values, [region])
        self.pool += [self.positive_zero(v) if v.type.is_float else v for v in values]

    def scan(self):
        a = self.pick(lambda v: v.type.rank > 0 and v.type.element in INTS + self.floats)
        if a is None:
            return
        axis = self.random.randrange(a.type.rank)
        count = a.type.shape[axis]
        operands, values = [a], [Value(a.type)]
        if a.type.is_float:
            name = self.random.choice(["addf", "maxnumf", "minimumf"])
            if name == "addf":
                a = self.clamp(a, 8)
                if count * 8 > LARGEST[a.type.element]:
                    return
                error = self.sum_error(a, count)
                operands, values = [a], [Value(a.type, error, count * 8, True)]
            elif not a.exact:
                values = [self.like(a, a.type)]
            combine = self.simple_combine(name)
        elif self.random.random() < 0.3:
            operands, values, combine = [a, self.load(a.type)], [Value(a.type), Value(a.type)], self.affine
        else:
            combine = self.simple_combine(self.random.choice(["addi", "xori", "maxsi", "minui", "maxui", "muli"]))
        reverse = self.random.choice(["true", "false", "false"])
        region = self.region([v.type.element for v in operands], combine, "tt.scan.return")
        self.emit_combine("tt.scan", "axis = %d : i32, reverse = %s" % (axis, reverse), operands, values, region)

    # ---------------------------------------------------------------- control flow
    def nested(self, arguments, build):
        """Ops of a region; `build` sees the pool and the arguments."""
        outer_ops, self.ops = self.ops, []
        outer_pool, self.pool = self.pool, [v for v in self.pool if v.exact] + arguments
        self.depth += 1
        build()
        self.depth -= 1
        region = Region([], self.ops)
        self.ops, self.pool = outer_ops, outer_pool
        return region

    def exact_ops(self, count):
        for _ in range(count):
            self.random.choice([self.integer_binary, self.compare, self.integer_binary, self.bitcast])()

    def yield_of(self, types, fallback):
        chosen = []
        for type, value in zip(types, fallback):
            found = self.pick(lambda v: v.type == type and v.exact)
            chosen.append(found or value)
        if types:
            names = ", ".join("{%d}" % i for i in range(len(types)))
            self.emit("scf.yield %s : %s" % (names, ", ".join(map(str, types))), chosen)

    def carried(self):
        wanted = lambda v: v.exact and v.type.element in INTS + ["f32", "i1"]
        values = [self.pick(wanted) for _ in range(self.random.randint(1, 3))]
        return [v for v in values if v is not None]

    def loop(self):
        initial = self.carried()
        if self.depth > 1 or not initial:
            return
        index_type = Type(self.random.choice(["i32", "i32", "i64"]))
        bounds = [self.constant(index_type, n) for n in
                  (self.random.randint(-2, 2), self.random.randint(-1, 6), self.random.randint(1, 3))]
        induction = Value(index_type)
        arguments = [Value(v.type) for v in initial]
        types = [v.type for v in initial]

        def build():
            self.exact_ops(self.random.randint(1, 4))
            self.yield_of(types, arguments)
        region = self.nested([induction] + arguments, build)
        names = ", ".join("%s = {%d}" % (a, i + 3) for i, a in enumerate(arguments))
        results = [Value(t) for t in types]
        self.emit("scf.for %s = {0} to {1} step {2} iter_args(%s) -> (%s) : %s {{\n{A0}%s}}" % (
            induction, names, ", ".join(map(str, types)), index_type, "    " * (self.depth + 1)), bounds + initial,
            results, [region])
        self.pool += results

    def branch(self):
        if self.depth > 1:
            return
        scalar = self.pick(lambda v: v.type.element in INTS and v.type.rank == 0 and v.exact)
        initial = self.carried()
        if scalar is None or not initial:
            return
        types = [v.type for v in initial]
        one = self.emit("arith.andi {0}, {1} : {T0}", [scalar, self.constant(scalar.type, 1)], [scalar.type])
        condition = self.emit("arith.cmpi ne, {0}, {1} : {T0}", [one, self.constant(scalar.type, 0)], [Type("i1")])

        def build():
            self.exact_ops(self.random.randint(0, 3))
            self.yield_of(types, initial)
        regions = [self.nested([], build), self.nested([], build)]
        results = [Value(t) for t in types]
        pad = "    " * (self.depth + 1)
        self.emit("scf.if {0} -> (%s) {{\n{A0}%s}} else {{\n{A1}%s}}" % (", ".join(map(str, types)), pad, pad),
                  [condition], results, regions)
        self.pool += results

    def while_loop(self):
        initial = self.carried()
        if self.depth > 1 or not initial:
            return
        count = self.constant(Type("i32"), self.random.randint(0, 5))
        types = [Type("i32")] + [v.type for v in initial]
        before, after = [Value(t) for t in types], [Value(t) for t in types]

        def condition():
            zero = self.constant(Type("i32"), 0)
            more = self.emit("arith.cmpi sgt, {0}, {1} : i32", [before[0], zero], [Type("i1")])
            names = ", ".join("{%d}" % (i + 1) for i in range(len(types)))
            self.emit("scf.condition({0}) %s : %s" % (names, ", ".join(map(str, types))), [more] + before)

        def body():
            one = self.constant(Type("i32"), 1)
            less = self.emit("arith.subi {0}, {1} : i32", [after[0], one], [Type("i32")])
            self.exact_ops(self.random.randint(1, 3))
            chosen = [less] + [self.pick(lambda v, t=t: v.type == t and v.exact) or a
                               for t, a in zip(types[1:], after[1:])]
            names = ", ".join("{%d}" % i for i in range(len(types)))
            self.emit("scf.yield %s : %s" % (names, ", ".join(map(str, types))), chosen)
        first, second = self.nested(before, condition), self.nested(after, body)
        pad = "    " * (self.depth + 1)
        heads = ", ".join("%s = {%d}" % (a, i) for i, a in enumerate(before))
        arguments = ", ".join("%s: %s" % (a, a.type) for a in after)
        listed = ", ".join(map(str, types))
        results = [Value(t) for t in types]
        self.emit("scf.while (%s) : (%s) -> (%s) {{\n{A0}%s}} do {{\n%s^bb0(%s):\n{A1}%s}}" % (
            heads, listed, listed, pad, pad, arguments, pad), [count] + initial, results, [first, second])
        self.pool += results[1:]

    def label(self):
        self.labels += 1
        return self.labels

    def early_return(self):
        """A return under a condition, with or without a store before it."""
        scalar = self.pick(lambda v: v.type.element in INTS and v.type.rank == 0 and v.exact)
        if self.depth or scalar is None:
            return
        bit = self.constant(scalar.type, self.random.choice([1, 2]))
        masked = self.emit("arith.andi {0}, {1} : {T0}", [scalar, bit], [scalar.type])
        condition = self.emit("arith.cmpi %s, {0}, {1} : {T0}" % self.random.choice(["eq", "ne"]),
                              [masked, bit], [Type("i1")])
        label = self.label()
        self.emit("cf.cond_br {0}, ^return%d, ^go%d\n  ^return%d:" % (label, label, label), [condition])
        if self.random.random() < 0.5:
            self.store(self.pick())
        self.emit("tt.return\n  ^go%d:" % label)

    def jump(self):
        """A loop of blocks that counts down and carries values."""
        initial = self.carried()
        if self.depth or not initial:
            return
        count = self.constant(Type("i32"), self.random.randint(0, 5))
        carried = [Value(Type("i32"))] + [Value(v.type) for v in initial]
        label = self.label()
        names = ", ".join("{%d}" % i for i in range(len(carried)))
        types = ", ".join(str(v.type) for v in carried)
        self.emit("cf.br ^head%d(%s : %s)\n  ^head%d(%s):" % (
            label, names, types, label, ", ".join("%s: %s" % (v, v.type) for v in carried)), [count] + initial)
        more = self.emit("arith.cmpi sgt, {0}, {1} : i32", [carried[0], self.constant(Type("i32"), 0)],
                         [Type("i1")])
        self.emit("cf.cond_br {0}, ^body%d, ^exit%d\n  ^body%d:" % (label, label, label), [more])
        outer = self.pool
        self.pool = [v for v in outer if v.exact] + carried[1:]
        less = self.emit("arith.subi {0}, {1} : i32", [carried[0], self.constant(Type("i32"), 1)], [Type("i32")])
        self.exact_ops(self.random.randint(1, 3))
        chosen = [less] + [self.pick(lambda v, t=v.type: v.type == t and v.exact) or v for v in carried[1:]]
        self.emit("cf.br ^head%d(%s : %s)\n  ^exit%d:" % (label, names, types, label), chosen)
        self.pool = outer + carried[1:]

    # ---------------------------------------------------------------- memory
    def atomic(self):
        if self.random.random() < 0.5:
            return self.own_atomic()
        a = self.pick(lambda v: v.type.element in ("i32", "i64") and v.type.rank > 0)
        if a is None or self.depth:
            return
        slots = self.random.choice([1, 4, 64])
        buffer = self.buffer("i32", slots, "accumulate")
        if a.type.element != "i32":
            a = self.emit("arith.trunci {0} : {T0} to {R0}", [a], [a.type.with_element("i32")])
        offsets = self.offsets(a.type.shape, row_major(a.type.shape))
        offsets = self.emit("arith.andi {0}, {1} : {T0}", [offsets, self.constant(offsets.type, slots - 1)],
                            [offsets.type])
        mask = self.mask(offsets, slots)
        name = self.random.choice(["add", "max", "min", "umax", "umin", "and", "or", "xor"])
        self.emit("tt.atomic_rmw %s, acq_rel, gpu, {0}, {1}, {2} : ({T0}, {T1}, {T2}) -> {R0}" % name,
                  [self.pointers(buffer, offsets), a, mask], [a.type])

    def own_atomic(self):
        """An atomic on this program's own slice, each address once: its old value is known."""
        elements = ("i32", "i32", "i16", "f32", "f16", "bf16")
        a = self.pick(lambda v: v.exact and v.type.element in elements)
        if a is None or self.depth:
            return
        buffer = self.buffer(a.type.element, a.type.count * self.program.grid[0], "accumulate")
        start = self.start_of_program(a.type.count)
        offsets = start if a.type.shape is None else self.offsets(a.type.shape, row_major(a.type.shape), start)
        pointers = self.pointers(buffer, offsets)
        order = self.random.choice(["relaxed", "acquire", "release", "acq_rel"])
        if a.type.element == "i32" and self.random.random() < 0.6:
            name = self.random.choice(["add", "max", "min", "umax", "umin", "and", "or", "xor", "exch"])
            old = self.emit("tt.atomic_rmw %s, %s, gpu, {0}, {1} : ({T0}, {T1}) -> {R0}" % (name, order),
                            [pointers, a], [a.type])
        else:
            zero = self.constant(a.type, "0.000000e+00" if a.type.is_float else 0)
            expected = self.random.choice([zero, a])
            old = self.emit("tt.atomic_cas %s, gpu, {0}, {1}, {2} : ({T0}, {T1}, {T2}) -> {R0}" % order,
                            [pointers, expected, a], [a.type])
        self.pool.append(old)

    def dot(self):
        self.dots.add()

    def described(self, element, shape):
        """Strides and start of this program's slice of a buffer that `shape` overhangs at the end."""
        inner = [max(1, s - self.random.choice([0, 0, 1, 3])) for s in shape]
        buffer = self.buffer(element, Type(element, shape).count, "in")
        strides = row_major(shape)
        return inner, buffer, strides

    def block_pointer(self):
        shape = self.shape(self.random.randint(1, min(2, self.max_rank)))
        element = self.random.choice(["f32", "f16", "i32", "i8"])
        inner, buffer, strides = self.described(element, shape)
        sizes = [self.constant(Type("i64"), s) for s in inner]
        steps = [self.constant(Type("i64"), s) for s in strides]
        starts = [self.constant(Type("i32"), self.random.choice([0, 0, -1])) for _ in shape]
        rank = len(shape)
        operand = lambda first: ", ".join("{%d}" % (first + i) for i in range(rank))
        pointer = self.emit(
            "tt.make_tensor_ptr {0}, [%s], [%s], [%s] {{order = array<i32: %s>}} : <%s>" % (
                operand(1), operand(1 + rank), operand(1 + 2 * rank), ", ".join(map(str, reversed(range(rank)))),
                Type(element, shape)),
            [buffer.value] + sizes + steps + starts, [Type("!tt.ptr<%s>" % Type(element, shape))])
        check = ", ".join(map(str, range(rank)))
        self.pool.append(self.emit(
            "tt.load {0} {{boundaryCheck = array<i32: %s>, padding = 1 : i32}} : {T0}" % check, [pointer],
            [Type(element, shape)]))

    def descriptor(self):
        shape = self.shape(self.random.randint(1, min(2, self.max_rank)))
        element = self.random.choice(["f32", "f16", "i32", "i8"])
        if shape[-1] * WIDTH[element] < 128:
            return
        inner, buffer, strides = self.described(element, shape)
        sizes = [self.constant(Type("i32"), s) for s in inner]
        steps = [self.constant(Type("i64"), s) for s in strides]
        starts = [self.constant(Type("i32"), self.random.choice([0, 0, -1, 2])) for _ in shape]
        rank = len(shape)
        operand = lambda first: ", ".join("{%d}" % (first + i) for i in range(rank))
        block = Type(element, shape)
        descriptor = self.emit("tt.make_tensor_descriptor {0}, [%s], [%s] : <%s>, <%s>" % (
            operand(1), operand(1 + rank), element, block), [buffer.value] + sizes + steps,
            [Type("!tt.tensordesc<%s>" % block)])
        self.pool.append(self.emit("tt.descriptor_load {0}[%s] : {T0} -> {R0}" % operand(1), [descriptor] + starts,
                                   [block]))

    # ---------------------------------------------------------------- whole programs
    STEPS = {"double": double, "integer": integer_binary, "float": float_binary, "math": math, "compare": compare, "cast": cast,
             "fp8": fp8, "bit": small_integer, "clamp": clampf, "shape": shapes, "gather": gather, "reduce": reduce,
             "scan": scan, "histogram": histogram, "loop": loop, "branch": branch, "while": while_loop,
             "return": early_return, "jump": jump, "atomic": atomic, "dot": dot, "blockptr": block_pointer,
             "descriptor": descriptor}

    def generate(self):
        pid = self.emit("tt.get_program_id x : i32", results=[Type("i32")])
        self.pool.append(pid)
        elements = INTS + self.floats + ["i1", "i32", "f32"]
        shapes = [self.shape() for _ in range(2)]
        for _ in range(self.random.randint(2, 4)):
            shape = self.random.choice(shapes + [None] if self.random.random() < 0.3 else shapes)
            self.pool.append(self.load(Type(self.random.choice(elements), shape)))
        families = {**FAMILIES, **DOUBLE_FAMILIES}
        names = [name for name in families if name in self.families]
        weights = [families[name] for name in names]
        for _ in range(self.num_ops):
            Generator.STEPS[self.random.choices(names, weights)[0]](self)
        for value in self.pool[-self.random.randint(1, 4):]:
            if value is not pid:
                self.store(value)
        self.store(self.pool[-1] if self.pool[-1] is not pid else pid)
        return self.program


def generate(seed, families=None, **knobs):
    return Generator(seed, set(families or FAMILIES), **knobs).generate()
