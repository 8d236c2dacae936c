"""Matrix products in random programs: alone, in loops, chained, under branches, scaled.

operands.py makes what is multiplied, bounds.py says how exact the result has to be.
"""
import bounds
from formats import BYTE_FLOATS, EPSILON, encode
from operands import Numbers, Operands, Tiles
from program import Type, Value

SIZES = (1, 2, 4, 8, 16, 16, 16, 32, 32, 64, 128)
# Multiplications of one dot, and dots of one program, so that a program takes no minute.
MAX_PRODUCTS, MAX_DOTS = 1 << 18, 4
ELEMENTS = ("f16", "f16", "bf16", "f32", "i8") + BYTE_FLOATS
PRECISIONS = ("", "", ", inputPrecision = tf32", ", inputPrecision = tf32x3", ", inputPrecision = ieee",
              ", inputPrecision = bf16x3", ", inputPrecision = bf16x6")
# Formats of tt.dot_scaled, and the elements of tensors that hold them.
SCALED = {"e4m3": "f8E4M3FN", "e5m2": "f8E5M2", "e2m3": "i8", "e3m2": "i8", "e2m1": "i8", "bf16": "bf16", "fp16": "f16"}
# Those that any byte is a number of: the largest, and the exponent of what all are multiples of.
CODES = {"e2m1": (6.0, -1), "e2m3": (7.5, -3), "e3m2": (28.0, -4)}
NAN_SCALE = 255


class Dots:
    def __init__(self, generator):
        self.g, self.random = generator, generator.random
        self.operands = Operands(generator)
        self.left = MAX_DOTS

    def add(self):
        """One of the ways to use products. The result is stored, and other ops may use it."""
        if self.g.depth or not self.left:
            return
        self.left -= 1
        way = self.random.choice([self.alone, self.alone, self.loop, self.loop, self.chain, self.softmax, self.branch,
                                  self.recurrence, self.outer_loop, self.scaled, self.scaled_loop])
        result = way()
        if not result.clean:
            result.magnitude = None
        self.g.store(result)
        if result.type.count <= self.g.max_elements and result.type.rank <= self.g.max_rank:
            self.g.pool.append(result)

    # ---------------------------------------------------------------- parts
    def sizes(self, least_k=1):
        """(batch or (), m, n, k)."""
        while True:
            batch = (self.random.choice([1, 2, 4]),) if self.random.random() < 0.2 else ()
            m, n, k = (self.random.choice(SIZES) for _ in range(3))
            if k >= least_k and (batch + (1,))[0] * m * n * k <= MAX_PRODUCTS:
                return batch, m, n, k

    def elements(self):
        """Of a, b and the accumulator."""
        a = b = self.random.choice(ELEMENTS + (("f64",) * 8 if "f64" in self.g.floats else ()))
        if a == "f64":
            return a, b, a
        if a in BYTE_FLOATS:
            b = self.random.choice(BYTE_FLOATS)
        if a == "i8":
            return a, b, "i32"
        return a, b, "f16" if a not in ("bf16", "f32") and self.random.random() < 0.25 else "f32"

    def emit_dot(self, a, b, c, result):
        options = self.random.choice(PRECISIONS) if a.type.element == "f32" else ""
        if a.type.element in BYTE_FLOATS and self.random.random() < 0.5:
            options += " {{maxNumImpreciseAcc = %d : i32}}" % self.random.choice([0, 32, 1 << 30])
        return self.g.emit("tt.dot {0}, {1}, {2}%s : {T0} * {T1} -> {R0}" % options, [a, b, c], [result])

    def dot(self, a, b, c):
        """c + a b; c is made anew as f32 if it could overflow."""
        result = bounds.dot(a, b, c, a.type.shape[-1])
        if result is None:
            c = self.operands.accumulator("f64" if a.type.element == "f64" else "f32", c.type.shape)
            result = bounds.dot(a, b, c, a.type.shape[-1])
        return self.emit_dot(a, b, c, result)

    def repeat(self, trips, initial, build):
        """build(induction variable, arguments) at most `trips` times, as a loop that counts, one that tests
        first, or one that tests last. Results are described by nothing."""
        g, way = self.g, self.random.choice(["for", "for", "for", "while", "do"])
        zero, one, end = (g.constant(Type("i32"), n) for n in (0, 1, trips))
        if self.random.random() < 0.3:
            end = Value(Type("i32"), name="n%d" % len(g.program.scalars))
            g.program.scalars.append((end, self.random.randint(0, trips)))
        if way == "for" or (way == "do" and not trips):
            return g.emit_for(zero, end, one, initial, build)
        asks_memory = self.random.random() < 0.3

        def step(arguments):
            following = g.emit("arith.addi {0}, {1} : i32", [arguments[0], one], [Type("i32")])
            return [following] + build(arguments[0], arguments[1:])

        def test(arguments):
            passed = step(arguments) if way == "do" else arguments
            more = g.emit("arith.cmpi slt, {0}, {1} : i32", [passed[0], end], [Type("i1")])
            conditions = [self.flag(passed[0], trips)] if asks_memory else []
            conditions += [self.parity(v) for v in passed[1:2] if v.type.element == "i32" and v.type.rank > 1]
            for condition in conditions:
                more = g.emit("arith.andi {0}, {1} : i1", [more, condition], [Type("i1")])
            return more, passed
        return g.emit_while([zero] + initial, test, (lambda passed: passed) if way == "do" else step)[1:]

    def flag(self, iteration, trips):
        """Of this program and iteration, in memory; mostly true."""
        draw = lambda: self.random.choice([0, 1, 1, 3])
        buffer = self.g.buffer("i32", (trips + 1) * self.g.program.grid[0], "in", draw)
        start = self.g.start_of_program(trips + 1)
        place = self.g.emit("arith.addi {0}, {1} : i32", [start, iteration], [Type("i32")])
        loaded = self.g.emit("tt.load {0} : {T0}", [self.g.pointers(buffer, place)], [Type("i32")])
        return self.g.has_bit(loaded, 1)

    def parity(self, matrix):
        """Does an odd number of elements have bit 2?"""
        while matrix.type.rank:
            shape = matrix.type.shape[:-1]
            matrix = self.reduced(matrix, len(shape), "xori", Value(matrix.type.with_shape(shape or None)))
        return self.g.has_bit(matrix, 4)

    def reduced(self, a, axis, combine, result):
        region = self.g.region([a.type.element], self.g.simple_combine(combine), "tt.reduce.return")
        return self.g.emit('"tt.reduce"({0}) <{{axis = %d : i32}}> ({G0}) : ({T0}) -> {R0}' % axis, [a], [result],
                           [region])

    def choose(self, number, then, otherwise):
        """A value for an odd number, and one for the others; they have one type."""
        (result,), found = self.g.emit_if(self.g.has_bit(number, 1), lambda: [then()], lambda: [otherwise()])
        return self.described(result, bounds.worst([value for value, in found]))

    def known_constant(self, shape, number):
        """An f32 that is a multiple of 1/8."""
        constant = self.g.constant(Type("f32", shape), "%e" % number)
        constant.magnitude, constant.step, constant.clean = abs(number), -3, True
        return constant

    # ---------------------------------------------------------------- tt.dot
    def pair(self, specials=False):
        """a, b and c that fit together."""
        batch, m, n, k = self.sizes()
        left, right, sum = self.elements()
        return (self.operands.make(left, batch + (m, k), specials), self.operands.make(right, batch + (k, n), specials),
                self.operands.accumulator(sum, batch + (m, n)))

    def alone(self):
        return self.dot(*self.pair(specials=self.random.random() < 0.2))

    def loop(self):
        """Accumulators carried by a loop over tiles, perhaps rescaled, perhaps under a branch."""
        trips = self.random.randint(0, 4)
        batch, m, n, k = self.sizes()
        left, right, sum = self.elements()
        a = Tiles(self.operands, left, batch + (m, k), trips, -1)
        b = Tiles(self.operands, right, batch + (k, n), trips, -2)
        second = Tiles(self.operands, right, batch + (k, n), trips, -2) if self.random.random() < 0.3 else None
        tiles = [a, b] + ([second] if second else [])
        totals = [self.operands.accumulator("f32" if sum == "f16" else sum, batch + (m, n)) for _ in tiles[1:]]
        factor = self.operands.factors(totals[0].type) if sum != "i32" and self.random.random() < 0.3 else None
        branches, shared = self.random.random() < 0.3, [None] * len(totals)

        def build(induction, arguments):
            read, carried, place = [], [], len(totals)
            for tile in tiles:
                value, following = tile.read(induction, arguments[place:place + len(tile.carried)])
                place += len(tile.carried)
                read.append(value)
                carried += following
            found = []
            for i, total in enumerate(totals):
                operand = arguments[i]
                if factor:
                    operand = self.g.emit("arith.mulf {0}, {1} : {T0}", [operand, factor], [total.type])
                multiply = lambda: self.emit_dot(read[0], read[i + 1], operand, Value(total.type))
                found.append(self.choose(induction, multiply, lambda: operand) if branches
                             else multiply())
                shared[i] = self.after(total, read[0], read[i + 1], factor, trips)
            return found + carried
        results = self.repeat(trips, totals + [v for tile in tiles for v in tile.carried], build)
        for i in range(len(totals)):
            results[i] = self.described(results[i], shared[i])
        if second:
            self.g.store(results[1])
        return results[0]

    def after(self, total, a, b, factor, trips):
        """What is known of an accumulator after any number of iterations up to `trips`."""
        seen = [total]
        for _ in range(trips):
            carried = seen[-1]
            if factor:
                carried = bounds.multiplied(carried, factor)
            seen += [carried, bounds.dot(a, b, carried, a.type.shape[-1])]
        return bounds.worst(seen)

    def described(self, value, known):
        value.error, value.magnitude, value.clean, value.step = known.error, known.magnitude, known.clean, known.step
        return value

    def outer_loop(self):
        """A loop over products of a loop each, as a persistent kernel has them."""
        batch, m, n, k = self.sizes()
        a, b = (self.operands.load("f16", batch + shape, 4) for shape in ((m, k), (k, n)))
        zero = self.known_constant(batch + (m, n), 0.0)
        outer, inner = self.random.randint(1, 2), self.random.randint(1, 2)

        def tile(induction, arguments):
            multiply = lambda _, totals: [self.emit_dot(a, b, totals[0], Value(zero.type))]
            found, = self.repeat(inner, [zero], multiply)
            return [self.g.emit("arith.addf {0}, {1} : {T0}", [arguments[0], found], [zero.type])]
        result, = self.repeat(outer, [zero], tile)
        return self.described(result, self.after(zero, a, b, None, outer * inner))

    def recurrence(self):
        """A product that is an operand of the next iteration's."""
        size, n = self.random.choice([4, 16, 32]), self.random.choice([1, 16, 32])
        a, start = self.operands.load("f16", (size, size), 1), self.operands.load("f16", (size, n), 1)
        zero, shrink = self.known_constant((size, n), 0.0), self.known_constant((size, n), 0.125)
        seen = [start]
        for _ in range(self.random.randint(1, 3)):
            product = bounds.multiplied(bounds.dot(a, seen[-1], zero, size), shrink)
            following = bounds.converted(product, start.type)
            if following is None:
                break
            seen.append(following)

        def build(induction, arguments):
            product = self.emit_dot(a, arguments[0], zero, Value(zero.type))
            product = self.g.emit("arith.mulf {0}, {1} : {T0}", [product, shrink], [zero.type])
            return [self.g.emit("arith.truncf {0} : {T0} to {R0}", [product], [start.type])]
        result, = self.repeat(len(seen) - 1, [start], build)
        return self.described(result, bounds.worst(seen))

    def chain(self):
        """A product, converted, as the left or the right operand of another."""
        first = self.scores()
        batch, (rows, columns) = first.type.shape[:-2], first.type.shape[-2:]
        if self.random.random() < 0.3:
            first = self.operands.triangle(first)
        if self.random.random() < 0.5:
            first = self.operands.multiply(first, self.operands.factors(first.type))
        element = self.random.choice(["f16", "bf16", "f32"])
        first = self.operands.convert(first, element) or first
        element, other = first.type.element, self.random.choice([1, 16, 32])
        if self.random.random() < 0.7:
            second = self.operands.make(element, batch + (columns, other))
            return self.dot(first, second, self.operands.accumulator("f32", batch + (rows, other)))
        if self.random.random() < 0.5:
            first, rows, columns = self.operands.transposed(first), columns, rows
        second = self.operands.make(element, batch + (other, rows))
        return self.dot(second, first, self.operands.accumulator("f32", batch + (other, columns)))

    def scores(self):
        batch, m, n, k = self.sizes()
        element = self.random.choice(["f16", "bf16", "f32"])
        a, b = (self.operands.load(element, batch + shape, 4) for shape in ((m, k), (k, n)))
        return self.dot(a, b, self.operands.accumulator("f32", batch + (m, n)))

    def softmax(self):
        """exp2 of scores less their row's maximum, times values."""
        while True:
            scores = self.scores()
            if scores.type.rank == 2:
                break
        rows, columns = scores.type.shape
        highest = self.reduced(scores, 1, "maxnumf", Value(Type("f32", (rows,))))
        highest = self.g.emit("tt.expand_dims {0} {{axis = 1 : i32}} : {T0} -> {R0}", [highest],
                              [Type("f32", (rows, 1))])
        if columns != 1:
            highest = self.g.emit("tt.broadcast {0} : {T0} -> {R0}", [highest], [scores.type])
        less = self.g.emit("arith.subf {0}, {1} : {T0}", [scores, highest], [scores.type])
        # Scores and maxima are both off by as much as scores are.
        error = 8 * EPSILON["f32"] + 2 * scores.error
        p = self.g.emit("math.exp2 {0} : {T0}", [less], [bounds.make(scores.type, 1.0, None, error)])
        p = self.operands.convert(p, "f16")
        values = self.operands.load("f16", (columns, 16))
        return self.dot(p, values, self.operands.accumulator("f32", (rows, 16)))

    def branch(self):
        """A product on one side, and on the other one as well, or none."""
        a, b, c = self.pair()
        scalar = self.g.load(Type("i32"))
        sum = bounds.dot(a, b, c, a.type.shape[-1])
        if sum is None:
            return self.dot(a, b, c)
        first = lambda: self.emit_dot(a, b, c, sum)

        def second():
            if self.random.random() < 0.5:
                return c
            k = self.random.choice([8, 16, 32])
            batch, element = c.type.shape[:-2], {"i32": "i8", "f64": "f64"}.get(sum.type.element, "f16")
            left = self.operands.load(element, batch + (c.type.shape[-2], k), 1)
            right = self.operands.load(element, batch + (k, c.type.shape[-1]), 1)
            result = bounds.dot(left, right, c, k)
            return c if result is None else self.emit_dot(left, right, c, result)
        return self.choose(scalar, first, second)

    # ---------------------------------------------------------------- tt.dot_scaled
    def side(self, format, batch, outer, k, is_left):
        """(values, scale or None, packed along k, what is known of the scaled numbers)."""
        packs_k, shape = True, [outer, k]
        element = SCALED[format]
        if format == "e2m1":
            packs_k = outer == 1 or self.random.random() < 0.7
            shape[1 if packs_k else 0] //= 2
        if format in CODES:
            draw = lambda: self.random.randint(-128, 127)
            known = bounds.make(Type("f32"), *CODES[format])
        else:
            numbers = Numbers(self.random, element, self.random.choice([1, 4, 8]))
            draw, known = numbers.draw, numbers.describe(Value(Type("f32")))
            if element in BYTE_FLOATS and self.random.random() < 0.5:  # as bytes
                draw = lambda number=numbers.draw, type=element: encode(type, number())[0]
                element = "i8"
        values = self.operands.anywhere(Type(element, batch + tuple(shape if is_left else reversed(shape))), draw)
        if format in ("bf16", "fp16") or self.random.random() < 0.15:
            return values, None, packs_k, known
        nans = self.random.choice([0, 0, 0.02])
        scale = self.g.load(Type("i8", batch + (outer, k // 32)),
                            lambda: NAN_SCALE if self.random.random() < nans else self.random.randint(125, 129))
        return values, scale, packs_k, bounds.make(known.type, 4 * known.magnitude, known.step - 2, clean=not nans)

    def scaled_operands(self):
        batch, m, n, k = self.sizes(least_k=32)
        small = [format for format in SCALED if format not in ("bf16", "fp16")]
        formats = [self.random.choice(small), self.random.choice(list(SCALED))]
        self.random.shuffle(formats)
        left = self.side(formats[0], batch, m, k, True)
        right = self.side(formats[1], batch, n, k, False)
        return formats, left, right, self.operands.accumulator("f32", batch + (m, n)), k

    def emit_scaled(self, formats, left, right, c, result):
        operands, places = [left[0], right[0], c], {}
        for name, side in (("left", left), ("right", right)):
            if side[1] is not None:
                places[name] = len(operands)
                operands.append(side[1])
        scale = lambda name: " scale {%d}" % places[name] if name in places else ""
        type = lambda name: ", {T%d}" % places[name] if name in places else ""
        exact = not (left[3].clean and right[3].clean)  # fast math promises that no scale is NaN
        flags = ["fastMath = %s" % ("false" if exact else self.random.choice(["true", "false"]))]
        flags += ["lhs_k_pack = false"] * (not left[2]) + ["rhs_k_pack = false"] * (not right[2])
        return self.g.emit("tt.dot_scaled {0}%s, {1}%s, {2} lhs = %s rhs = %s {{%s}} : {T0}%s * {T1}%s -> {R0}" % (
            scale("left"), scale("right"), formats[0], formats[1], ", ".join(flags), type("left"), type("right")),
            operands, [result])

    def scaled(self):
        formats, left, right, c, k = self.scaled_operands()
        return self.emit_scaled(formats, left, right, c, bounds.dot(left[3], right[3], c, k))

    def scaled_loop(self):
        formats, left, right, c, k = self.scaled_operands()
        trips, seen = self.random.randint(0, 3), [c]
        for _ in range(trips):
            seen.append(bounds.dot(left[3], right[3], seen[-1], k))
        build = lambda _, totals: [self.emit_scaled(formats, left, right, totals[0], Value(c.type))]
        result, = self.repeat(trips, [c], build)
        return self.described(result, bounds.worst(seen))
