"""Prints `tl.sort` of N numbers as Triton does: a network of stages, all written out.

    sort_network.py N [f32|i32]

The numbers are a tensor of rank log2(N), each dimension two long. A stage compares along
one of them: the exclusive or of a pair, and of that and an element, is its neighbour.
"""
import sys


def shape_text(shape, element):
    return "tensor<%sx%s>" % ("x".join(map(str, shape)), element)


class Network:
    def __init__(self, count, element):
        self.rank, self.element, self.lines, self.number, self.axes = count.bit_length() - 1, element, [], 0, {}

    def make(self, text):
        self.number += 1
        self.lines.append("%%v%d = %s" % (self.number, text))
        return "%%v%d" % self.number

    def shape(self, *axes):
        return [2 if axis in axes else 1 for axis in range(self.rank)]

    def whole(self, element):
        return shape_text([2] * self.rank, element)

    def bit(self, axis):
        """0 and 1 along the axis."""
        if axis not in self.axes:
            self.axes[axis] = self.make("tt.reshape %%pair : tensor<2xi32> -> %s" % shape_text(self.shape(axis), "i32"))
        return self.axes[axis]

    def cast(self, value, source, target):
        if source == target:
            return value
        return self.make("tt.bitcast %s : %s -> %s" % (value, self.whole(source), self.whole(target)))

    def neighbour(self, value, axis):
        bits = self.cast(value, self.element, "i32")
        kept, spread = [2] * (self.rank - 1), [2] * self.rank
        spread[axis] = 1
        both = self.make('"tt.reduce"(%s) <{axis = %d : i32}> ({\n^bb0(%%a: i32, %%b: i32):\n'
                         '%%c = arith.xori %%a, %%b : i32\ntt.reduce.return %%c : i32\n}) : (%s) -> %s' %
                         (bits, axis, self.whole("i32"), shape_text(kept, "i32")))
        both = self.make("tt.expand_dims %s {axis = %d : i32} : %s -> %s" %
                         (both, axis, shape_text(kept, "i32"), shape_text(spread, "i32")))
        both = self.make("tt.broadcast %s : %s -> %s" % (both, shape_text(spread, "i32"), self.whole("i32")))
        return self.cast(self.make("arith.xori %s, %s : %s" % (bits, both, self.whole("i32"))), "i32", self.element)

    def is_second(self, axis, phase_axis):
        """Whether an element is the one of its pair that takes the larger number."""
        if phase_axis is None:
            return self.bit(axis), self.shape(axis)
        pair, sides = self.shape(axis, phase_axis), []
        for side in (phase_axis, axis):
            sides.append(self.make("tt.broadcast %s : %s -> %s" % (self.bit(side), shape_text(self.shape(side), "i32"),
                                                                   shape_text(pair, "i32"))))
        return self.make("arith.xori %s, %s : %s" % (sides[0], sides[1], shape_text(pair, "i32"))), pair

    def stage(self, value, axis, phase_axis):
        other = self.neighbour(value, axis)
        compare = "arith.cmpf ogt" if self.element == "f32" else "arith.cmpi sgt"
        larger = self.make("%s, %s, %s : %s" % (compare, value, other, self.whole(self.element)))
        second, shape = self.is_second(axis, phase_axis)
        larger = self.make("arith.extui %s : %s to %s" % (larger, self.whole("i1"), self.whole("i32")))
        second = self.make("tt.broadcast %s : %s -> %s" % (second, shape_text(shape, "i32"), self.whole("i32")))
        swap = self.make("arith.cmpi ne, %s, %s : %s" % (larger, second, self.whole("i32")))
        return self.make("arith.select %s, %s, %s : %s, %s" % (swap, other, value, self.whole("i1"),
                                                               self.whole(self.element)))

    def sort(self, value):
        for phase in range(1, self.rank + 1):
            phase_axis = self.rank - 1 - phase if phase < self.rank else None
            for distance in reversed(range(phase)):
                value = self.stage(value, self.rank - 1 - distance, phase_axis)
        return value


def write_kernel(count, element):
    network = Network(count, element)
    flat, pointers = "tensor<%dx%s>" % (count, element), "tensor<%dx!tt.ptr<%s>>" % (count, element)
    lines = network.lines
    lines.append("%%r = tt.make_range {end = %d : i32, start = 0 : i32} : tensor<%dxi32>" % (count, count))
    lines.append("%pair = tt.make_range {end = 2 : i32, start = 0 : i32} : tensor<2xi32>")
    for name in "xo":
        lines.append("%%s%s = tt.splat %%%s : !tt.ptr<%s> -> %s" % (name, name, element, pointers))
        lines.append("%%p%s = tt.addptr %%s%s, %%r : %s, tensor<%dxi32>" % (name, name, pointers, count))
    lines.append("%%in = tt.load %%px : %s" % pointers)
    value = network.make("tt.reshape %%in : %s -> %s" % (flat, network.whole(element)))
    value = network.sort(value)
    lines.append("%%out = tt.reshape %s : %s -> %s" % (value, network.whole(element), flat))
    lines.append("tt.store %%po, %%out : %s" % pointers)
    parameters = ", ".join("%%%s: !tt.ptr<%s> {tt.divisibility = 16 : i32}" % (name, element) for name in "xo")
    content = "random" if element == "f32" else "-1000..1000"
    return "// BUFFER x %s %d %s\n// BUFFER o %s %d out\nmodule {\ntt.func public @sort(%s) {\n%s\ntt.return\n}\n}\n" % (
        element, count, content, element, count, parameters, "\n".join(lines))


if __name__ == "__main__":
    print(write_kernel(int(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "f32"), end="")
