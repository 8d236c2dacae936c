"""Runs every kernel of the archives in a folder that Apple's compiler made.

    check_apple_fixtures.py FOLDER [flags of triton-metal-run]

In the folder, `constants.N.metallib` holds
vadd: c[i] = foo * a[i] + b[i] + bar with the function constants foo and bar; the kernels of
`kernel`, `kernels` and `debuginfo` are empty.
"""
import glob
import os
import struct
import sys

import launcher

FOLDER, FLAGS = sys.argv[1], sys.argv[2:]
COUNT = 100


def check_constants(path):
    a, b = [float(i) for i in range(COUNT)], [0.5 * i for i in range(COUNT)]
    pack = lambda values: struct.pack("<%df" % COUNT, *values)
    launch = {"threads_per_grid": [COUNT], "threads_per_threadgroup": [32],
              "constants": {"foo": 2, "bar": 0.25}, "bindings": launcher.bindings(3)}
    out = launcher.run(path, [pack(a), pack(b), bytes(4 * COUNT)], launch, FLAGS, "vadd")[2]
    if out != pack([2 * x + y + 0.25 for x, y in zip(a, b)]):
        sys.exit("%s: wrong result" % path)


def main():
    paths = sorted(glob.glob(os.path.join(FOLDER, "*.metallib")))
    runs = 0
    for path in paths:
        name = os.path.basename(path).split(".")[0]
        if name == "constants":
            check_constants(path)
            runs += 1
        for kernel in {"kernel": ["foo"], "kernels": ["foo", "bar", "baz"], "debuginfo": ["foo"]}.get(name, []):
            launcher.run(path, [], {"grid": [2, 1, 1], "threads_per_threadgroup": [32]}, FLAGS, kernel)
            runs += 1
    if runs == 0:
        sys.exit("no archive in %s has a name that is known" % FOLDER)
    print("%d kernels" % runs)


if __name__ == "__main__":
    main()
