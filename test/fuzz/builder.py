"""What every random program is made of: ops, constants, buffers, addresses, loads and stores.

The other parts of the generator (arithmetic.py, shapes.py, flow.py, memory.py) are classes over this
one. All of them take values from `pool`, append ops, and put the results into the pool.
"""
import random

from formats import encode, row_major
from program import Buffer, Op, Program, Type, Value, WIDTH, memory_element

INTS = ["i8", "i16", "i32", "i64"]
FLOATS = ["f32", "f16", "bf16"]


class Builder:
    def __init__(self, seed, max_rank=4, max_elements=1024, num_ops=12, doubles=False):
        self.random = random.Random(seed)
        self.floats = ["f64"] * 3 + FLOATS if doubles else FLOATS
        self.max_rank, self.max_elements, self.num_ops = max_rank, max_elements, num_ops
        self.program = Program((self.random.choice([1, 1, 2, 3, 5]), 1, 1))
        self.ops = self.program.ops
        self.pool = []
        self.depth = 0
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
