"""Random Triton programs that mean something: generate(seed, families) -> Program.

Each program is free of undefined behaviour and of races by construction: shifts stay below the
width, divisors are positive, indices are masked, every program of the grid writes its own slice of
each output. Numbers are exact wherever Triton's semantics is; a value that depends on rounding
carries a bound of its error, and never decides anything (no comparison, no conversion to integer).
"""
from arithmetic import Arithmetic
from builder import INTS, Builder
from dots import Dots
from flow import Flow
from memory import Memory
from program import Type
from shapes import Shapes

# Families of ops, how often they are chosen when they are on, and the methods that add one.
STEPS = {"integer": (6, "integer_binary"), "float": (6, "float_binary"), "math": (2, "math"), "compare": (3, "compare"),
         "cast": (3, "cast"), "fp8": (1, "fp8"), "bit": (1, "small_integer"), "clamp": (1, "clampf"),
         "shape": (4, "shapes"), "gather": (2, "gather"), "reduce": (3, "reduce"), "scan": (2, "scan"),
         "histogram": (1, "histogram"), "loop": (2, "loop"), "branch": (2, "branch"), "while": (1, "while_loop"),
         "return": (1, "early_return"), "jump": (1, "jump"), "atomic": (1, "atomic"), "dot": (1, "dot"),
         "blockptr": (1, "block_pointer"), "descriptor": (1, "descriptor")}
FAMILIES = list(STEPS)
# What emulated doubles add to them.
DOUBLE_STEPS = {"double": (6, "double")}


class Generator(Arithmetic, Shapes, Flow, Memory, Builder):
    def __init__(self, seed, families, **knobs):
        super().__init__(seed, **knobs)
        self.dots = Dots(self)
        self.steps = [STEPS[name] for name in STEPS if name in families]
        self.steps += DOUBLE_STEPS.values() if "f64" in self.floats else []

    def dot(self):
        self.dots.add()

    def generate(self):
        pid = self.emit("tt.get_program_id x : i32", results=[Type("i32")])
        self.pool.append(pid)
        elements = INTS + self.floats + ["i1", "i32", "f32"]
        shapes = [self.shape() for _ in range(2)]
        for _ in range(self.random.randint(2, 4)):
            shape = self.random.choice(shapes + [None] if self.random.random() < 0.3 else shapes)
            self.pool.append(self.load(Type(self.random.choice(elements), shape)))
        for _ in range(self.num_ops):
            (_, method), = self.random.choices(self.steps, [weight for weight, _ in self.steps])
            getattr(self, method)()
        for value in self.pool[-self.random.randint(1, 4):]:
            if value is not pid:
                self.store(value)
        self.store(self.pool[-1] if self.pool[-1] is not pid else pid)
        return self.program


def generate(seed, families=None, **knobs):
    return Generator(seed, set(families or FAMILIES), **knobs).generate()
