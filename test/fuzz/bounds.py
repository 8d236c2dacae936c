"""What is known about the numbers of a matrix product from what is known about its operands.

A dot may add up in any order, with or without rounding between. So most operands are small integers
times a power of two: if the sum of all magnitudes, in units of the step, fits the accumulator's
precision, every partial sum is exact in every order, and so is the result.

    a: integers up to 32, in quarters      magnitude 8, step -2
    b: integers up to 4                    magnitude 4, step 0
    k = 64: magnitude 2048, step -2: 2^13 units are exact in f32 (2^24), and not in f16 (2^11)

Otherwise the result carries a bound of its error: that of the operands, and what the evaluator and
the compiled kernel may each lose by rounding k + 1 partial sums.
"""
from formats import EPSILON, LARGEST, PRECISION
from program import Value


def fits(element, magnitude, step):
    """Are all multiples of 2^step up to `magnitude` numbers of the type?"""
    if step is None or magnitude > 2.0**(PRECISION[element] + step):
        return False
    if element in LARGEST:
        return magnitude <= LARGEST[element] and step >= -24
    return magnitude <= 240 and step >= -9  # of f8E4M3FN and the wider ones


def make(type, magnitude, step, error=0.0, clean=True):
    return Value(type, error, magnitude, clean, step=step)


def like(value, type):
    return make(type, value.magnitude, value.step, value.error, value.clean)


def multiplied(a, b):
    """Of the elementwise product; None if it may overflow."""
    magnitude, clean = a.magnitude * b.magnitude, a.clean and b.clean
    step = None if a.step is None or b.step is None else a.step + b.step
    error = a.error * b.magnitude + b.error * a.magnitude + a.error * b.error
    return rounded(a.type, magnitude, step, error, clean)


def added(a, b):
    step = None if a.step is None or b.step is None else min(a.step, b.step)
    return rounded(a.type, a.magnitude + b.magnitude, step, a.error + b.error, a.clean and b.clean)


def rounded(type, magnitude, step, error, clean):
    """Of numbers that are rounded to `type` if they do not fit; None if they may overflow."""
    if not error and fits(type.element, magnitude, step):
        return make(type, magnitude, step, 0.0, clean)
    if magnitude > LARGEST.get(type.element, 0):
        return None
    return make(type, magnitude, None, error + magnitude * EPSILON[type.element], clean)


def converted(a, type):
    return rounded(type, a.magnitude, a.step, a.error, a.clean)


def dot(a, b, c, k):
    """Of c + a b; None if it may overflow. Integers wrap, and are always exact."""
    if not c.type.is_float:
        return Value(c.type)
    element = c.type.element
    magnitude = k * a.magnitude * b.magnitude + c.magnitude
    step = None if None in (a.step, b.step, c.step) else min(a.step + b.step, c.step)
    error = k * (a.error * b.magnitude + b.error * a.magnitude + a.error * b.error) + c.error
    clean = a.clean and b.clean and c.clean
    if not error and fits(element, magnitude, step):
        return make(c.type, magnitude, step, 0.0, clean)
    if magnitude > LARGEST[element]:
        return None
    return make(c.type, magnitude, None, error + (k + 2) * magnitude * EPSILON[element], clean)


def worst(values):
    """What holds for any of the values, all of one type."""
    steps = [v.step for v in values]
    if None in [v.magnitude for v in values]:
        return Value(values[0].type)
    return make(values[0].type, max(v.magnitude for v in values), None if None in steps else min(steps),
                max(v.error for v in values), all(v.clean for v in values))
