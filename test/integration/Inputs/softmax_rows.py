#!/usr/bin/env python3
"""Inputs and expected results of a row softmax.

    softmax_rows.py make FOLDER ROWS COLUMNS    writes in.bin and launch.json
    softmax_rows.py check FOLDER ROWS COLUMNS   compares out.bin with a double reference
"""
import array
import json
import math
import os
import sys


def value(row, column):
    """Deterministic, between -8 and 8."""
    return ((row * 7919 + column * 104729) % 16001) / 1000.0 - 8.0


def make(folder, rows, columns):
    data = array.array("f", (value(r, c) for r in range(rows) for c in range(columns)))
    size = 4 * len(data)
    with open(os.path.join(folder, "in.bin"), "wb") as file:
        file.write(bytes(size) + data.tobytes())
    launch = {
        "kernel": "softmax_k", "grid": [rows, 1, 1],
        "buffers": [{"file": "in.bin", "offset": 0, "size": size},
                    {"file": "in.bin", "offset": size, "size": size}],
        "args": [{"buffer": 0, "offset": 0}, {"buffer": 1, "offset": 0},
                 {"value": columns}, {"value": columns}, {"value": columns}],
        "outputs": [{"buffer": 0, "file": "out.bin"}],
    }
    with open(os.path.join(folder, "launch.json"), "w") as file:
        json.dump(launch, file)


def check(folder, rows, columns):
    got = array.array("f")
    with open(os.path.join(folder, "out.bin"), "rb") as file:
        got.frombytes(file.read())
    worst = 0.0
    for r in range(rows):
        exps = [math.exp(value(r, c) - 8.0) for c in range(columns)]
        total = math.fsum(exps)
        for c, e in enumerate(exps):
            worst = max(worst, abs(got[r * columns + c] - e / total) / (e / total))
    print("worst relative error below 1e-5" if worst < 1e-5 else "worst error %g" % worst)


{"make": make, "check": check}[sys.argv[1]](sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
