"""Loops and branches of random programs, as regions and as blocks."""
from builder import INTS
from program import Region, Type, Value, assigned, declared, listed, numbered


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

    # ---------------------------------------------------------------- ops with regions
    def emit_yield(self, values):
        self.emit("scf.yield %s : %s" % (numbered(values), listed(values)), values)

    def emit_if(self, condition, then, otherwise):
        """Each side gives what it yields; gives the results, and what the sides yielded."""
        found = []

        def side(build):
            def body():
                found.append(build())
                self.emit_yield(found[-1])
            return self.nested([], body)
        regions = [side(then), side(otherwise)]
        results = [Value(v.type) for v in found[0]]
        self.emit("scf.if {0} -> (%s) {{\n{A0}{I}}} else {{\n{A1}{I}}}" % listed(results), [condition], results,
                  regions)
        return results, found

    def emit_for(self, start, end, step, initial, build):
        """build(induction variable, arguments) gives what is yielded."""
        induction, arguments = Value(start.type), [Value(v.type) for v in initial]
        region = self.nested([induction] + arguments, lambda: self.emit_yield(build(induction, arguments)))
        results = [Value(v.type) for v in initial]
        self.emit("scf.for %s = {0} to {1} step {2} iter_args(%s) -> (%s) : %s {{\n{A0}{I}}}" % (
            induction, assigned(arguments, 3), listed(results), start.type), [start, end, step] + initial, results,
            [region])
        return results

    def emit_while(self, initial, test, build):
        """test(arguments) gives (condition, what is passed on), build(what was passed on) what is yielded."""
        before, passed = [Value(v.type) for v in initial], []

        def condition():
            more, values = test(before)
            passed.extend(Value(v.type) for v in values)
            self.emit("scf.condition({0}) %s : %s" % (numbered(values, 1), listed(values)), [more] + values)
        first = self.nested(before, condition)
        second = self.nested(passed, lambda: self.emit_yield(build(passed)))
        results = [Value(v.type) for v in passed]
        self.emit("scf.while (%s) : (%s) -> (%s) {{\n{A0}{I}}} do {{\n{I}^bb0(%s):\n{A1}{I}}}" % (
            assigned(before, 0), listed(initial), listed(results), declared(passed)), initial, results, [first, second])
        return results

    def has_bit(self, number, bit, predicate="ne"):
        """Is this bit of a scalar 1 (or 0, for eq)?"""
        masked = self.emit("arith.andi {0}, {1} : {T0}", [number, self.constant(number.type, bit)], [number.type])
        zero = self.constant(number.type, 0)
        return self.emit("arith.cmpi %s, {0}, {1} : {T0}" % predicate, [masked, zero], [Type("i1")])

    def is_positive(self, number):
        return self.emit("arith.cmpi sgt, {0}, {1} : i32", [number, self.constant(Type("i32"), 0)], [Type("i1")])

    def one_less(self, number):
        return self.emit("arith.subi {0}, {1} : i32", [number, self.constant(Type("i32"), 1)], [Type("i32")])

    # ---------------------------------------------------------------- loops and branches of any ops
    def exact_ops(self, count):
        for _ in range(count):
            self.random.choice([self.integer_binary, self.compare, self.integer_binary, self.bitcast])()

    def successors(self, values):
        """An exact value of the pool of each one's type; the value itself if there is none."""
        return [self.pick(lambda v, t=value.type: v.type == t and v.exact) or value for value in values]

    def carried(self):
        wanted = lambda v: v.exact and v.type.element in INTS + ["f32", "i1"]
        values = [self.pick(wanted) for _ in range(self.random.randint(1, 3))]
        return [v for v in values if v is not None]

    def exact_scalar(self):
        return self.pick(lambda v: v.type.element in INTS and v.type.rank == 0 and v.exact)

    def loop(self):
        initial = self.carried()
        if self.depth > 1 or not initial:
            return
        index_type = Type(self.random.choice(["i32", "i32", "i64"]))
        limits = [self.constant(index_type, n) for n in
                  (self.random.randint(-2, 2), self.random.randint(-1, 6), self.random.randint(1, 3))]

        def build(_, arguments):
            self.exact_ops(self.random.randint(1, 4))
            return self.successors(arguments)
        self.pool += self.emit_for(*limits, initial, build)

    def branch(self):
        if self.depth > 1:
            return
        scalar, initial = self.exact_scalar(), self.carried()
        if scalar is None or not initial:
            return

        def build():
            self.exact_ops(self.random.randint(0, 3))
            return self.successors(initial)
        results, _ = self.emit_if(self.has_bit(scalar, 1), build, build)
        self.pool += results

    def while_loop(self):
        initial = self.carried()
        if self.depth > 1 or not initial:
            return
        count = self.constant(Type("i32"), self.random.randint(0, 5))

        def build(arguments):
            less = self.one_less(arguments[0])
            self.exact_ops(self.random.randint(1, 3))
            return [less] + self.successors(arguments[1:])
        test = lambda arguments: (self.is_positive(arguments[0]), arguments)
        self.pool += self.emit_while([count] + initial, test, build)[1:]

    # ---------------------------------------------------------------- blocks
    def label(self):
        self.labels += 1
        return self.labels

    def early_return(self):
        """A return under a condition, with or without a store before it."""
        scalar = self.exact_scalar()
        if self.depth or scalar is None:
            return
        condition = self.has_bit(scalar, self.random.choice([1, 2]), self.random.choice(["eq", "ne"]))
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
        initial.insert(0, self.constant(Type("i32"), self.random.randint(0, 5)))
        carried = [Value(v.type) for v in initial]
        label = self.label()
        to_head = "cf.br ^head%d(%s : %s)" % (label, numbered(carried), listed(carried))
        self.emit("%s\n  ^head%d(%s):" % (to_head, label, declared(carried)), initial)
        self.emit("cf.cond_br {0}, ^body%d, ^exit%d\n  ^body%d:" % (label, label, label),
                  [self.is_positive(carried[0])])
        outer = self.pool
        self.pool = [v for v in outer if v.exact] + carried[1:]
        less = self.one_less(carried[0])
        self.exact_ops(self.random.randint(1, 3))
        self.emit("%s\n  ^exit%d:" % (to_head, label), [less] + self.successors(carried[1:]))
        self.pool = outer + carried[1:]
