"""Elementwise ops of random programs: floats, integers, comparisons, casts."""
from builder import INTS
from formats import BYTE_FLOATS, EPSILON, LARGEST
from program import Type, Value, numbered


class Arithmetic:
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
        name = self.random.choice(["math.fma", "arith.remf", "math.sqrt", "tt.precise_sqrt", "tt.precise_divf",
                                   "math.floor", "math.ceil", "math.trunc", "math.round", "math.roundeven",
                                   "arith.negf", "math.absf", "math.copysign", "math.powf", "math.log10"])
        if name in ("math.powf", "math.log10"):  # 2^4 at most
            a, b = self.clamp(a, 4), self.clamp(b, 4)
            a = self.emit("math.absf {0} : {T0}", [a], [Value(a.type, 0, 4, True)])
            a = self.emit("arith.addf {0}, {1} : {T0}", [a, self.constant(a.type, "1.000000e+00")],
                          [Value(a.type, 0, 5, True)])
            operands, result = [a, b][:2 if name == "math.powf" else 1], Value(a.type, 1e-12, 700, True)
        else:
            count = 3 if name == "math.fma" else 2 if name in ("arith.remf", "tt.precise_divf", "math.copysign") else 1
            operands, result = [a, b, c][:count], a.type
        self.pool.append(self.emit("%s %s : {T0}" % (name, numbered(operands)), operands, [result]))

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
