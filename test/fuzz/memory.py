"""Atomics, block pointers and tensor descriptors in random programs."""
from formats import row_major
from program import Type, Value, numbered


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

    # ---------------------------------------------------------------- tensors that memory describes
    def integers(self, element, numbers):
        """Scalars, of which those that are values already stay."""
        return [n if isinstance(n, Value) else self.constant(Type(element), n) for n in numbers]

    def make_block_pointer(self, base, block, sizes, strides, starts):
        rest = [self.integers("i64", sizes), self.integers("i64", strides), self.integers("i32", starts)]
        places = [numbered(block.shape, 1 + block.rank * i) for i in range(3)]
        order = ", ".join(map(str, reversed(range(block.rank))))
        return self.emit("tt.make_tensor_ptr {0}, [%s], [%s], [%s] {{order = array<i32: %s>}} : <%s>" % (
            *places, order, block), [base] + sum(rest, []), [Type("!tt.ptr<%s>" % block)])

    def load_block(self, pointer, block):
        """Zeros outside the tensor."""
        check = ", ".join(map(str, range(block.rank)))
        return self.emit("tt.load {0} {{boundaryCheck = array<i32: %s>, padding = 1 : i32}} : {T0}" % check, [pointer],
                         [block])

    def advance(self, pointer, steps):
        return self.emit("tt.advance {0}, [%s] : {T0}" % numbered(steps, 1), [pointer] + self.integers("i32", steps),
                         [pointer.type])

    def has_descriptor(self, block):
        """Rows of a described block have at least 16 bytes."""
        return block.rank > 0 and block.shape[-1] * block.width >= 128

    def make_descriptor(self, base, block, sizes, strides):
        rest = self.integers("i32", sizes) + self.integers("i64", strides)
        return self.emit("tt.make_tensor_descriptor {0}, [%s], [%s] : <%s>, <%s>" % (
            numbered(sizes, 1), numbered(sizes, 1 + block.rank), block.element, block), [base] + rest,
            [Type("!tt.tensordesc<%s>" % block)])

    def load_described(self, descriptor, block, starts):
        return self.emit("tt.descriptor_load {0}[%s] : {T0} -> {R0}" % numbered(starts, 1),
                         [descriptor] + self.integers("i32", starts), [block])

    def overhung(self, block):
        """Sizes of a tensor that `block` overhangs at the end."""
        return [max(1, s - self.random.choice([0, 0, 1, 3])) for s in block.shape]

    def random_block(self):
        shape = self.shape(self.random.randint(1, min(2, self.max_rank)))
        return Type(self.random.choice(["f32", "f16", "i32", "i8"]), shape)

    def block_pointer(self):
        block = self.random_block()
        buffer = self.buffer(block.element, block.count, "in")
        starts = [self.random.choice([0, 0, -1]) for _ in block.shape]
        pointer = self.make_block_pointer(buffer.value, block, self.overhung(block), row_major(block.shape), starts)
        self.pool.append(self.load_block(pointer, block))

    def descriptor(self):
        block = self.random_block()
        if not self.has_descriptor(block):
            return
        buffer = self.buffer(block.element, block.count, "in")
        starts = [self.random.choice([0, 0, -1, 2]) for _ in block.shape]
        descriptor = self.make_descriptor(buffer.value, block, self.overhung(block), row_major(block.shape))
        self.pool.append(self.load_described(descriptor, block, starts))
