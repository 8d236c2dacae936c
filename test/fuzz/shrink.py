"""Makes a failing program small: shrink(program, fails) -> Program.

`fails(program)` says whether a program still shows the same failure. Steps, until none helps:
drop an op and put a constant or an operand of the same type in place of its results; drop a region;
halve a size everywhere; reduce the grid; drop parameters that nothing uses.
"""
import copy

from program import Op, Type, Value, WIDTH


def walk(ops):
    for op in ops:
        yield op
        for region in op.regions:
            yield from walk(region.ops)


def lists(ops):
    """Every list of ops: the function's, and those of regions."""
    yield ops
    for op in ops:
        for region in op.regions:
            yield from lists(region.ops)


def replace_uses(program, old, new):
    for op in walk(program.ops):
        op.operands = [new if operand is old else operand for operand in op.operands]


def is_used(program, value):
    return any(operand is value for op in walk(program.ops) for operand in op.operands)


def make_constant(type, number):
    """An op that makes `number` of `type`, or None."""
    if type.element not in WIDTH or type.element.startswith("f8"):
        return None
    if type.is_float:
        literal = "%e" % number
    else:
        literal = ("true" if number else "false") if type.element == "i1" else str(number)
    text = literal if type.shape is None else "dense<%s>" % literal
    return Op("arith.constant %s : {R0}" % text, results=[Value(type)])


def is_terminator(op):
    return op.format.startswith(("scf.yield", "scf.condition", "tt.reduce.return", "tt.scan.return"))


def drop_dead(program):
    """Ops without effects whose results nobody uses, and parameters likewise."""
    changed = True
    while changed:
        changed = False
        for ops in list(lists(program.ops)):
            for op in list(ops):
                if op.results and not op.format.startswith("tt.atomic") and not any(
                        is_used(program, result) for result in op.results):
                    ops.remove(op)
                    changed = True
    program.buffers = [b for b in program.buffers if is_used(program, b.value)]
    program.scalars = [(value, number) for value, number in program.scalars if is_used(program, value)]


def without(program, index):
    """Copies without op number `index`, by what stands in its place."""
    ops = list(walk(program.ops))
    op = ops[index]
    if is_terminator(op) or op.format.startswith("arith.constant"):
        return
    # What takes the place of the results: an operand, by its position, or a constant.
    sources = [("operand", i) for i in range(len(op.operands))] + [("constant", n) for n in (0, -1, 1)]
    if op.format.startswith("tt.clampf"):  # error bounds rest on it
        sources = sources[-3:]
    for source, number in sources if op.results else [("nothing", 0)]:
        copied = copy.deepcopy(program)
        target = list(walk(copied.ops))[index]
        holder = next(ops for ops in lists(copied.ops) if any(o is target for o in ops))
        place = next(i for i, o in enumerate(holder) if o is target)
        made = []
        for result in target.results:
            if source == "operand":
                new = target.operands[number]
                if new.type != result.type:
                    break
            else:
                maker = make_constant(result.type, number)
                if maker is None:
                    break
                made.append(maker)
                new = maker.results[0]
            replace_uses(copied, result, new)
        else:
            holder[place:place + 1] = made
            drop_dead(copied)
            yield copied


def with_size_halved(program, size):
    """Every dimension of `size` becomes half of it; the evaluator says whether that means something."""
    copied = copy.deepcopy(program)
    seen = set()
    half = lambda shape: tuple(s // 2 if s == size else s for s in shape)
    for op in walk(copied.ops):
        op.format = op.format.replace("end = %d :" % size, "end = %d :" % (size // 2))
        op.format = op.format.replace("<%dx" % size, "<%dx" % (size // 2)).replace("x%dx" % size, "x%dx" % (size // 2))
        values = op.operands + op.results + [a for region in op.regions for a in region.arguments]
        for value in values:
            if id(value) not in seen and value.type.shape is not None:
                seen.add(id(value))
                value.type = Type(value.type.element, half(value.type.shape))
    return copied


def candidates(program):
    count = len(list(walk(program.ops)))
    for index in reversed(range(count)):
        yield from without(program, index)
    sizes = sorted({s for op in walk(program.ops) for r in op.results for s in (r.type.shape or ()) if s > 1},
                   reverse=True)
    for size in sizes:
        yield with_size_halved(program, size)
    if program.grid[0] > 1:
        copied = copy.deepcopy(program)
        copied.grid = (1, 1, 1)
        yield copied


def shrink(program, fails, max_tries=2000):
    tries = 0
    improved = True
    while improved and tries < max_tries:
        improved = False
        for candidate in candidates(program):
            tries += 1
            if tries > max_tries:
                break
            if measure(candidate) < measure(program) and fails(candidate):
                program, improved = candidate, True
                break
    return program


def measure(program):
    sizes = sum(r.type.count for op in walk(program.ops) for r in op.results)
    return (program.count_ops(), sizes, program.grid[0])
