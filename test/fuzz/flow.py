"""Loops and branches of random programs, as regions and as blocks."""
from builder import INTS
from program import Region, Type, Value


class Flow:
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
