"""Triton IR as Python objects: what the generator builds, the shrinker takes apart and both print.

A program is a list of ops. An op is a format string over its operands, with regions:

    Op("arith.addi {0}, {1} : {T0}", operands=[a, b], results=[c])
    ->  %c = arith.addi %a, %b : tensor<64xi32>

{0} is the first operand's name, {T0} its type, {R0} the first result's type, {G0} the first
region's text with its arguments and braces, {A0} that without, {I} the indentation.
"""

WIDTH = {"i1": 1, "i8": 8, "i16": 16, "i32": 32, "i64": 64, "f16": 16, "bf16": 16, "f32": 32, "f64": 64,
         "f8E5M2": 8, "f8E4M3FN": 8, "f8E5M2FNUZ": 8, "f8E4M3FNUZ": 8}


class Type:
    """A scalar (shape is None) or a tensor."""

    def __init__(self, element, shape=None):
        self.element = element
        self.shape = None if shape is None else tuple(shape)

    def __str__(self):
        if self.shape is None:
            return self.element
        return "tensor<%sx%s>" % ("x".join(map(str, self.shape)), self.element)

    def __eq__(self, other):
        return (self.element, self.shape) == (other.element, other.shape)

    def __hash__(self):
        return hash((self.element, self.shape))

    @property
    def count(self):
        total = 1
        for size in self.shape or ():
            total *= size
        return total

    @property
    def rank(self):
        return 0 if self.shape is None else len(self.shape)

    @property
    def is_float(self):
        return "f" in self.element and not self.is_pointer

    @property
    def is_pointer(self):
        return "!" in self.element

    @property
    def width(self):
        return WIDTH[self.element]

    def with_element(self, element):
        return Type(element, self.shape)

    def with_shape(self, shape):
        return Type(self.element, shape)


class Value:
    """An SSA value, and what is known about its numbers.

    error: how far a right implementation may be off, absolutely; 0 for exact ones.
    magnitude: bound of the absolute value; None if there is none.
    clean: a float that is no NaN, and whose zero has the sign it should have.
    step: e, if all finite numbers are multiples of 2^e; None if that is not known.
    """
    counter = 0

    def __init__(self, type, error=0.0, magnitude=None, clean=False, name=None, step=None):
        if name is None:
            Value.counter += 1
            name = "v%d" % Value.counter
        self.name, self.type = name, type
        self.error, self.magnitude, self.clean, self.step = error, magnitude, clean, step

    @property
    def exact(self):
        return self.error == 0

    def __str__(self):
        return "%" + self.name


def numbered(values, first=0):
    """Places of operands in a format: {0}, {1}"""
    return ", ".join("{%d}" % i for i in range(first, first + len(values)))


def listed(values):
    """Types: i32, f32"""
    return ", ".join(str(v.type) for v in values)


def declared(values):
    """%a: i32, %b: f32"""
    return ", ".join("%s: %s" % (v, v.type) for v in values)


def assigned(arguments, first):
    """%a = {3}, %b = {4}"""
    return ", ".join("%s = {%d}" % (a, i) for i, a in enumerate(arguments, first))


class Region:
    def __init__(self, arguments, ops):
        self.arguments, self.ops = arguments, ops


class Op:
    def __init__(self, format, operands=(), results=(), regions=(), attributes=None):
        self.format = format
        self.operands, self.results, self.regions = list(operands), list(results), list(regions)
        self.attributes = attributes or {}

    def print(self, lines, indent):
        fields = {"I": indent}
        for i, operand in enumerate(self.operands):
            fields["T%d" % i] = str(operand.type)
        for i, result in enumerate(self.results):
            fields["R%d" % i] = str(result.type)
        for i, region in enumerate(self.regions):
            inner = []
            if region.arguments:
                inner.append("%s^bb0(%s):" % (indent, ", ".join(
                    "%s: %s" % (argument, argument.type) for argument in region.arguments)))
            for op in region.ops:
                op.print(inner, indent + "  ")
            fields["G%d" % i] = "{\n%s\n%s}" % ("\n".join(inner), indent)
            fields["A%d" % i] = "".join(line + "\n" for line in inner[1 if region.arguments else 0:])
        fields.update(self.attributes)
        text = self.format.format(*[str(operand) for operand in self.operands], **fields)
        results = ", ".join(map(str, self.results))
        lines.append(indent + (results + " = " if results else "") + text)


class Buffer:
    """A pointer parameter. role: "in", "out" (each element written at most once) or "accumulate"
    (changed by atomics that commute)."""

    def __init__(self, name, element, count, role):
        self.name, self.element, self.count, self.role = name, element, count, role
        self.value = Value(Type("!tt.ptr<%s>" % memory_element(element)), name=name)
        self.error = 0.0     # of "out" buffers: allowed difference
        self.data = None     # of "in" buffers: bytes

    @property
    def bytes(self):
        return self.count * max(1, WIDTH[self.element] // 8)


def memory_element(element):
    """Booleans are bytes in memory."""
    return "i8" if element == "i1" else element


class Program:
    def __init__(self, grid):
        self.grid = grid
        self.buffers = []
        self.scalars = []  # (Value, number)
        self.ops = []

    def print(self):
        Type_ = "!tt.ptr<%s> {tt.divisibility = 16 : i32}"
        parameters = ["%%%s: %s" % (b.name, Type_ % memory_element(b.element)) for b in self.buffers]
        parameters += ["%s: %s" % (value, value.type) for value, _ in self.scalars]
        lines = ["module {", "  tt.func public @fuzz_k(%s) attributes {noinline = false} {" % ", ".join(parameters)]
        for op in self.ops:
            op.print(lines, "    ")
        return "\n".join(lines + ["    tt.return", "  }", "}", ""])

    def count_ops(self):
        def count(ops):
            return sum(1 + sum(count(region.ops) for region in op.regions) for op in ops)
        return count(self.ops)
