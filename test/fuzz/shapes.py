"""Random programs that move elements and combine them: shapes, gathers, histograms, reductions, scans."""
from builder import INTS
from formats import EPSILON, LARGEST
from program import Region, Type, Value, numbered


class Shapes:
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
        self.pool.append(self.emit("tt.histogram %s : {T0} -> {R0}" % numbered(operands), operands,
                                   [Type("i32", (bins,))]))

    # ---------------------------------------------------------------- reductions
    def region(self, elements, build, terminator):
        """A combine region over two copies of `elements`; `build` gives the results."""
        arguments = [Value(Type(e)) for e in elements * 2]
        outer, self.ops = self.ops, []
        results = build(arguments[:len(elements)], arguments[len(elements):])
        self.emit("%s %s : %s" % (terminator, numbered(results),
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
            name, numbered(operands), attributes, types,
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
