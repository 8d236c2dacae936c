#!/usr/bin/env python3
"""Prints a kernel that multiplies matrices of doubles, for run_both.py.

    double_dots.py M N K [BATCH]

c + a b in the order of k, then that times a once more where the shapes allow it: a product whose
operand is a product. All numbers have all their bits, so each rounding shows.
"""
import math
import sys

LOAD = """
    %{n}_i = {range}
    %{n}_s = tt.splat %{n} : !tt.ptr<f64> -> tensor<{count}x!tt.ptr<f64>>
    %{n}_p = tt.addptr %{n}_s, %{n}_i : tensor<{count}x!tt.ptr<f64>>, tensor<{count}xi32>
    %{n}_v = tt.load %{n}_p : tensor<{count}x!tt.ptr<f64>>
    %{n}_m = tt.reshape %{n}_v : tensor<{count}xf64> -> {type}"""
STORE = """
    %{n}_i = {range}
    %{n}_s = tt.splat %{n} : !tt.ptr<f64> -> tensor<{count}x!tt.ptr<f64>>
    %{n}_p = tt.addptr %{n}_s, %{n}_i : tensor<{count}x!tt.ptr<f64>>, tensor<{count}xi32>
    %{n}_v = tt.reshape {value} : {type} -> tensor<{count}xf64>
    tt.store %{n}_p, %{n}_v : tensor<{count}x!tt.ptr<f64>>"""


def tensor(shape):
    return "tensor<%sxf64>" % "x".join(map(str, shape))


def access(format, name, shape, value=None):
    count = math.prod(shape)
    return format.format(n=name, count=count, type=tensor(shape), value=value,
                         range="tt.make_range {start = 0 : i32, end = %d : i32} : tensor<%dxi32>" % (count, count))


def main():
    m, n, k, *batch = map(int, sys.argv[1:])
    shapes = {"a": batch + [m, k], "b": batch + [k, n], "c": batch + [m, n], "o": batch + [m, n]}
    types = {name: tensor(shape) for name, shape in shapes.items()}
    for name, shape in shapes.items():
        print("// BUFFER %s f64 %d %s" % (name, math.prod(shape), "out" if name == "o" else "random"))
    print("tt.func public @products(%s) {%s" % (", ".join("%%%s: !tt.ptr<f64>" % name for name in shapes), "".join(
        access(LOAD, name, shapes[name]) for name in "abc")))
    print("    %%d = tt.dot %%a_m, %%b_m, %%c_m : %s * %s -> %s" % (types["a"], types["b"], types["c"]))
    last = "%d"
    if k == m:
        print("    %%e = tt.dot %%a_m, %%d, %%c_m : %s * %s -> %s" % (types["a"], types["c"], types["c"]))
        last = "%e"
    print(access(STORE, "o", shapes["o"], last)[1:])
    print("    tt.return\n}")


if __name__ == "__main__":
    main()
