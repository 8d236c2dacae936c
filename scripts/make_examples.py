#!/usr/bin/env python3
"""make_examples.py [GROUP...]: the TTIR, launch files and data of examples/GROUP from GROUP/GROUP.py.

    python3 -m venv /tmp/triton && /tmp/triton/bin/pip install triton==3.6.0 numpy setuptools
    /tmp/triton/bin/python scripts/make_examples.py matmul attention

Neither a GPU nor torch is needed. As Triton's launcher does, integers that are multiples of 16 are
marked as such, and those that are 1 become constants. Files that no example writes any more go.
"""
import importlib
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
FOLDER = os.path.join(HERE, "..", "examples")
sys.path[:0] = [FOLDER, HERE]

import example as examples
from make_version_corpus import compile_case, cut_paths, stand_in_for_driver

GROUPS = ["matmul", "quantized", "attention", "moe", "linear_attention", "convolution"]


def is_tensor(value):
    return isinstance(value, (examples.Tensor, examples.Output))


def make_case(example):
    """The example as make_version_corpus compiles it."""
    types, constants, divisible = {}, dict(example["constants"]), []
    for name, value in example["arguments"].items():
        if is_tensor(value):
            types[name] = "*" + examples.TRITON_TYPES[value.type]
        elif isinstance(value, float):
            types[name] = "fp32"
        elif value == 1:
            constants[name] = 1
        else:
            types[name] = "i32"
        if is_tensor(value) or (isinstance(value, int) and value % 16 == 0):
            divisible.append(name)
    return dict(kernel=example["kernel"], types=types, constants=constants, divisible=divisible,
                warps=example["num_warps"], stages=2, options={})


def make_launch(example, case):
    """(launch, data): the launch file, and the contents of its data files by name."""
    inputs, expected = "data/%s.in.bin" % example["name"], "data/%s.expected.bin" % example["name"]
    data = {inputs: b"", expected: b""}
    buffers, arguments, expect = [], [], []
    for parameter in example["kernel"].arg_names:
        if parameter not in case["types"]:
            continue
        value = example["arguments"][parameter]
        if not is_tensor(value):
            arguments.append({"value": value})
            continue
        arguments.append({"buffer": len(buffers)})
        is_output = isinstance(value, examples.Output)
        content = value.initial if is_output else value.bytes
        if is_output:
            tolerance = {key: getattr(value, key) for key in ("rtol", "atol") if getattr(value, key)}
            expect.append({"buffer": len(buffers), "file": expected, "offset": len(data[expected]),
                           "type": value.type, **tolerance})
            data[expected] += value.expected
        if content is None:
            buffers.append({"size": len(value.expected)})
        elif not is_output and value.pool:
            file = "data/" + value.pool.file
            data[file] = value.pool.all.bytes
            buffers.append({"file": file, "offset": value.offset, "size": len(content)})
        else:
            data[inputs] += bytes(-len(data[inputs]) % 16)
            buffers.append({"file": inputs, "offset": len(data[inputs]), "size": len(content)})
            data[inputs] += content
    grid = list(example["grid"]) + [1] * (3 - len(example["grid"]))
    return {"kernel": example["kernel"].__name__, "grid": grid, "buffers": buffers, "args": arguments,
            "expect": expect}, {name: content for name, content in data.items() if content}


def print_launch(launch):
    """One line for each buffer, argument list and expectation."""
    def lines(entries):
        return "[\n%s\n  ]" % ",\n".join("    " + json.dumps(entry) for entry in entries)
    return '{\n  "kernel": "%s",\n  "grid": %s,\n  "buffers": %s,\n  "args": %s,\n  "expect": %s\n}\n' % (
        launch["kernel"], json.dumps(launch["grid"]), lines(launch["buffers"]), lines(launch["args"]),
        lines(launch["expect"]))


def write(path, content):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(content if isinstance(content, bytes) else content.encode())


def make_group(group):
    folder = os.path.join(FOLDER, group)
    examples.EXAMPLES.clear()
    sys.path.insert(0, folder)
    importlib.import_module(group)
    files = {}
    for example in examples.EXAMPLES:
        case, name = make_case(example), example["name"]
        _, ttir, _ = compile_case(case, example["target"], with_layouts=False)
        launch, data = make_launch(example, case)
        files[name + ".ttir"] = cut_paths(ttir)
        files[name + ".launch.json"] = print_launch(launch)
        files.update(data)
    for path, _, names in os.walk(folder):
        for name in names:
            relative = os.path.relpath(os.path.join(path, name), folder)
            if relative.endswith((".ttir", ".launch.json", ".bin")) and relative not in files:
                os.remove(os.path.join(path, name))
    for name, content in files.items():
        write(os.path.join(folder, name), content)


def main():
    stand_in_for_driver()
    for group in sys.argv[1:] or GROUPS:
        make_group(group)


if __name__ == "__main__":
    main()
