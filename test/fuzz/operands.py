"""Operands of matrix products: loaded, transposed, dequantised, scaled, selected, exponentiated."""
import bounds
from formats import BYTE_FLOATS, EPSILON, row_major
from program import Type, Value

# How large integers may be that operands are made of, by type.
LIMITS = {"f8E4M3FN": (1, 4, 16), "f8E5M2": (1, 4, 8), "f8E5M2FNUZ": (1, 4, 8), "f16": (1, 4, 32), "bf16": (1, 4, 32),
          "f32": (1, 4, 64), "f64": (1, 1000, 1 << 40), "i8": (1, 7, 127), "i32": (1, 1000), "i16": (1, 7, 127)}
SPECIALS = (float("inf"), float("-inf"), float("nan"))


class Numbers:
    """integers from -limit to limit, times 2^exponent; `specials`: infinities and NaN among them."""

    def __init__(self, random, element, limit=None, specials=False):
        is_float = element.startswith(("f", "bf"))
        self.random, self.specials = random, specials and element in ("f16", "bf16", "f32", "f64")
        self.limit = limit or random.choice(LIMITS[element])
        self.exponent = random.randint(-3, 3) if is_float else 0

    def draw(self):
        if self.specials and self.random.random() < 0.01:
            return self.random.choice(SPECIALS)
        number = self.random.randint(-self.limit, self.limit)
        return number * 2.0**self.exponent if self.exponent else number

    def describe(self, value):
        value.magnitude, value.step = self.limit * 2.0**self.exponent, self.exponent
        value.clean = not self.specials
        return value


class Operands:
    def __init__(self, generator):
        self.g, self.random = generator, generator.random

    def load(self, element, shape, limit=None, specials=False):
        numbers = Numbers(self.random, element, limit, specials)
        return numbers.describe(self.anywhere(Type(element, shape), numbers.draw))

    def anywhere(self, type, draw):
        """A tensor of rank 2 or 3 by pointers, a block pointer or a descriptor; the last two add zeros."""
        way = self.random.choice(["pointers"] * 6 + ["block", "descriptor"])
        if way == "pointers" or (way == "descriptor" and not self.g.has_descriptor(type)):
            return self.g.load(type, draw)
        buffer = self.g.buffer(type.element, type.count * self.g.program.grid[0], "in", draw)
        base = self.g.pointers(buffer, self.g.start_of_program(type.count))
        sizes, strides = self.g.overhung(type), row_major(type.shape)
        starts = [self.random.choice([0, 0, 0, -1, 1]) for _ in type.shape]
        if way == "block":
            return self.g.load_block(self.g.make_block_pointer(base, type, sizes, strides, starts), type)
        return self.g.load_described(self.g.make_descriptor(base, type, sizes, strides), type, starts)

    def make(self, element, shape, specials=False):
        """A tensor of rank 2 or 3 whose numbers are known as `bounds` wants it."""
        if self.random.random() < 0.3:
            return self.transposed(self.straight(element, swapped(shape), specials))
        return self.straight(element, shape, specials)

    def straight(self, element, shape, specials):
        if self.random.random() < 0.4:
            return self.load(element, shape, None, specials)
        if element == "i8":
            ways = [self.nibbles, self.truncated, self.broadcast]
        elif element in BYTE_FLOATS:
            ways = [self.converted, self.broadcast]
        else:
            ways = [self.dequantised, self.dequantised, self.converted, self.broadcast, self.selected, self.summed,
                    self.scaled, self.exponentiated, self.arbitrary]
        made = self.random.choice(ways)(element, shape)
        return made or self.load(element, shape)

    def transposed(self, a):
        order = {2: "1, 0", 3: "0, 2, 1"}[a.type.rank]
        return self.g.emit("tt.trans {0} {{order = array<i32: %s>}} : {T0} -> {R0}" % order, [a],
                           [bounds.like(a, a.type.with_shape(swapped(a.type.shape)))])

    # ---------------------------------------------------------------- integers
    def nibbles(self, element, shape):
        """The low or the high half of each byte, with its sign."""
        a = self.load("i8", shape, 127)
        four = self.g.constant(a.type, 4)
        if self.random.random() < 0.5:
            a = self.g.emit("arith.shli {0}, {1} : {T0}", [a, four], [a.type])
        return self.g.emit("arith.shrsi {0}, {1} : {T0}", [a, four], [bounds.make(a.type, 8, 0)])

    def truncated(self, element, shape):
        a = self.load("i32", shape)
        return self.g.emit("arith.trunci {0} : {T0} to {R0}", [a], [bounds.make(Type("i8", shape), 128, 0)])

    def dequantised(self, element, shape):
        """int8 or int4, converted, and maybe scaled by row or column."""
        a = self.nibbles("i8", shape) if self.random.random() < 0.5 else self.load("i8", shape, 7)
        a = self.g.emit("arith.sitofp {0} : {T0} to {R0}", [a], [bounds.make(Type(element, shape), a.magnitude, 0)])
        return self.multiply(a, self.factors(a.type)) if self.random.random() < 0.7 else a

    # ---------------------------------------------------------------- floats
    def factors(self, type):
        """-1 to 1 in halves, along one dimension or the same everywhere."""
        if self.random.random() < 0.3:
            number = self.random.choice([-1.0, 0.5, 2.0])
            constant = self.g.constant(type, "%e" % number)
            constant.magnitude, constant.step, constant.clean = abs(number), -1, True
            return constant
        kept = self.random.randrange(type.rank)
        shape = [s if d == kept else 1 for d, s in enumerate(type.shape)]
        numbers = Numbers(self.random, type.element, 2)
        numbers.exponent = -1
        vector = numbers.describe(self.g.load(Type(type.element, (type.shape[kept],)), numbers.draw))
        for axis in range(type.rank):
            if axis != kept:
                sizes = list(vector.type.shape)
                sizes.insert(axis, 1)
                vector = self.g.emit("tt.expand_dims {0} {{axis = %d : i32}} : {T0} -> {R0}" % axis, [vector],
                                     [bounds.like(vector, type.with_shape(sizes))])
        return vector if tuple(shape) == type.shape else self.spread(vector, type)

    def spread(self, a, type):
        return self.g.emit("tt.broadcast {0} : {T0} -> {R0}", [a], [bounds.like(a, type)])

    def multiply(self, a, b):
        return self.g.emit("arith.mulf {0}, {1} : {T0}", [a, b], [bounds.multiplied(a, b)])

    def scaled(self, element, shape):
        a = self.load(element, shape)
        return self.multiply(a, self.factors(a.type))

    def summed(self, element, shape):
        a, b = self.load(element, shape, 4), self.load(element, shape, 4)
        return self.g.emit("arith.addf {0}, {1} : {T0}", [a, b], [bounds.added(a, b)])

    def broadcast(self, element, shape):
        """A row, a column or one number of each matrix."""
        sizes = [1 if self.random.random() < 0.5 else s for s in shape]
        a = self.load(element, sizes)
        return a if tuple(sizes) == tuple(shape) else self.spread(a, Type(element, shape))

    def selected(self, element, shape):
        return self.triangle(self.load(element, shape))

    def triangle(self, a):
        """Zeros above a diagonal, as a causal mask leaves them."""
        down, along = [0] * a.type.rank, [0] * a.type.rank
        down[-2], along[-1] = 1, 1
        rows, columns = self.g.offsets(a.type.shape, down), self.g.offsets(a.type.shape, along)
        condition = self.g.emit("arith.cmpi sge, {0}, {1} : {T0}", [rows, columns], [a.type.with_element("i1")])
        zero = self.g.constant(a.type, "0.000000e+00")
        return self.g.emit("arith.select {0}, {1}, {2} : {T0}, {T1}", [condition, a, zero], [bounds.like(a, a.type)])

    def exponentiated(self, element, shape):
        """2^x for x from -1 to 1."""
        numbers = Numbers(self.random, "f32", 4)
        numbers.exponent = -2
        a = numbers.describe(self.g.load(Type("f32", shape), numbers.draw))
        a = self.g.emit("math.exp2 {0} : {T0}", [a], [bounds.make(a.type, 2.0, None, 8 * EPSILON["f32"])])
        return self.convert(a, element)

    def arbitrary(self, element, shape):
        """Any numbers, NaN and infinities too, clamped."""
        a = self.g.clamp(self.g.load(Type(element, shape)), 8)
        return bounds_of_clamped(a)

    def converted(self, element, shape):
        sources = {"f64": ["f32", "f16", "bf16"], "f32": ["f16", "bf16", "f8E5M2"],
                   "f16": ["f32", "f8E5M2", "f8E4M3FN"], "bf16": ["f32", "f8E4M3FN"]}
        source = self.random.choice(sources.get(element, ["f16", "f32"]))
        limit = min(LIMITS[source][-1], LIMITS[element][-1])
        a = self.load(source, shape, limit)
        return self.convert(a, element)

    def convert(self, a, element):
        """None if numbers could overflow."""
        source, type = a.type.element, a.type.with_element(element)
        result = bounds.converted(a, type)
        if source == element or result is None:
            return a if source == element else None
        if source in BYTE_FLOATS or element in BYTE_FLOATS:
            rounding = ", rounding = rtne" if element in BYTE_FLOATS else ""
            return self.g.emit("tt.fp_to_fp {0}%s : {T0} -> {R0}" % rounding, [a], [result])
        if a.type.width == type.width:
            wide = self.g.emit("arith.extf {0} : {T0} to {R0}", [a], [bounds.like(a, a.type.with_element("f32"))])
            return self.convert(wide, element)
        name = "extf" if a.type.width < type.width else "truncf"
        return self.g.emit("arith.%s {0} : {T0} to {R0}" % name, [a], [result])

    # ---------------------------------------------------------------- accumulators
    def accumulator(self, element, shape):
        type = Type(element, shape)
        way = self.random.choice(["zero", "zero", "constant", "loaded", "bias"])
        if way == "loaded":
            return self.load(element, shape)
        if way == "bias":
            row = self.load(element, [1] * (len(shape) - 1) + [shape[-1]])
            return row if tuple(row.type.shape) == tuple(shape) else self.spread(row, type)
        number = 0 if way == "zero" else self.random.choice([1, 3, -4])
        constant = self.g.chosen_constant(type, number)
        constant.magnitude, constant.step, constant.clean = abs(number), 0, True
        return constant


def bounds_of_clamped(a):
    return a if a.magnitude is not None else Value(a.type, a.error, 8.0, True)


def swapped(shape):
    return tuple(shape[:-2]) + (shape[-1], shape[-2])


class Tiles:
    """An operand of a dot in a loop, one tile for each iteration.

    kind: "same" tile made before the loop; "made" anew inside; "indexed" by the induction variable, and
    masked at the end of k; "walking" pointers that the loop carries; "ahead": the loop carries the tile
    and loads the next one; "block": a block pointer that the loop carries; "descriptor": made before.
    """
    KINDS = ("same", "made", "indexed", "indexed", "walking", "ahead", "block", "descriptor")

    def __init__(self, operands, element, shape, trips, k_axis):
        self.operands, self.g, self.random = operands, operands.g, operands.random
        self.type, self.trips, self.k_axis = Type(element, shape), max(trips, 1), k_axis
        self.kind = self.random.choice([kind for kind in Tiles.KINDS
                                        if kind != "descriptor" or self.g.has_descriptor(self.type)])
        self.carried = []
        self.numbers = Numbers(self.random, element)
        self.strides = row_major(shape)
        if self.random.random() < 0.3:
            self.strides[-2:] = [1, shape[-2]]
        if self.kind == "same":
            self.tile = operands.make(element, shape)
        elif self.kind != "made":
            self.buffer = self.g.buffer(element, self.type.count * self.trips * self.g.program.grid[0], "in",
                                        self.numbers.draw)
        if self.kind in ("block", "descriptor"):
            self.describe()
        if self.kind == "walking":
            self.carried = [self.g.pointers(self.buffer, self.places(None))]
        if self.kind == "ahead":
            self.carried = [self.load_at(None, None)]

    def describe(self):
        """All tiles side by side along k, the end of the last one perhaps beyond the tensor."""
        sizes = list(self.type.shape)
        sizes[self.k_axis] *= self.trips
        base = self.g.pointers(self.buffer, self.g.start_of_program(self.type.count * self.trips))
        strides = row_major(sizes)
        sizes[self.k_axis] -= self.random.randrange(self.type.shape[self.k_axis])
        if self.kind == "descriptor":
            self.descriptor = self.g.make_descriptor(base, self.type, sizes, strides)
        else:
            self.carried = [self.g.make_block_pointer(base, self.type, sizes, strides, [0] * len(sizes))]

    def places(self, iteration):
        """Offsets of the tile of an iteration; of the first one for None."""
        start = self.g.start_of_program(self.type.count * self.trips)
        if iteration is not None:
            size = self.g.constant(Type("i32"), self.type.count)
            step = self.g.emit("arith.muli {0}, {1} : i32", [iteration, size], [Type("i32")])
            start = self.g.emit("arith.addi {0}, {1} : i32", [start, step], [Type("i32")])
        return self.g.offsets(self.type.shape, self.strides, start)

    def load_at(self, iteration, mask):
        pointers = self.g.pointers(self.buffer, self.places(iteration))
        if mask is None:
            loaded = self.g.emit("tt.load {0} : {T0}", [pointers], [self.type])
        else:
            zero = self.g.chosen_constant(self.type, 0)
            loaded = self.g.emit("tt.load {0}, {1}, {2} : {T0}", [pointers, mask, zero], [self.type])
        return self.numbers.describe(loaded)

    def mask_of_k(self, iteration):
        """iteration * K + k below a limit that the launch gives."""
        size = self.type.shape[self.k_axis]
        return self.g.mask(self.g.offsets(self.type.shape, self.along_k(1), self.k_of(iteration)), size * self.trips)

    def k_of(self, iteration):
        """Where an iteration's tile starts along k."""
        size = self.g.constant(Type("i32"), self.type.shape[self.k_axis])
        return self.g.emit("arith.muli {0}, {1} : i32", [iteration, size], [Type("i32")])

    def along_k(self, number):
        """This number for the dimension of k, 0 for the others."""
        numbers = [0] * self.type.rank
        numbers[self.k_axis] = number
        return numbers

    def read(self, iteration, arguments):
        """(this iteration's tile, what the loop carries to the next one)."""
        if self.kind == "same":
            return self.tile, []
        if self.kind == "made":
            return self.operands.make(self.type.element, self.type.shape), []
        if self.kind == "indexed":
            mask = self.mask_of_k(iteration) if self.random.random() < 0.5 else None
            return self.load_at(iteration, mask), []
        if self.kind == "walking":
            pointers = arguments[0]
            tile = self.numbers.describe(self.g.emit("tt.load {0} : {T0}", [pointers], [self.type]))
            count = self.g.constant(Type("i32", self.type.shape), self.type.count)
            return tile, [self.g.emit("tt.addptr {0}, {1} : {T0}, {T1}", [pointers, count], [pointers.type])]
        if self.kind == "descriptor":
            starts = self.along_k(self.k_of(iteration))
            return self.numbers.describe(self.g.load_described(self.descriptor, self.type, starts)), []
        if self.kind == "block":
            tile = self.numbers.describe(self.g.load_block(arguments[0], self.type))
            return tile, [self.g.advance(arguments[0], self.along_k(self.type.shape[self.k_axis]))]
        one, last = self.g.constant(Type("i32"), 1), self.g.constant(Type("i32"), self.trips - 1)
        following = self.g.emit("arith.addi {0}, {1} : i32", [iteration, one], [Type("i32")])
        following = self.g.emit("arith.minsi {0}, {1} : i32", [following, last], [Type("i32")])
        return self.numbers.describe(arguments[0]), [self.load_at(following, None)]
