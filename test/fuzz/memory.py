"""Atomics, block pointers and tensor descriptors in random programs."""
from formats import row_major
from program import Type, WIDTH


class Memory:
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
