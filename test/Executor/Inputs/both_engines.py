"""Runs a launch in both engines, which have to agree on every byte that it leaves.

    both_engines.py FILE --launch=LAUNCH [flags of triton-metal-run]

Ends as the run does, and prints what it prints. Metal source is compiled once.
"""
import json
import os
import subprocess
import sys

ENGINES = ("interp", "jit")


def write_launch(path, engine):
    """A launch that writes every buffer; returns its path and those of the outputs."""
    with open(path) as file:
        launch = json.load(file)
    name = "%s.%s" % (path, engine)
    outputs = ["%s.%d.bin" % (name, i) for i in range(len(launch.get("buffers", [])))]
    launch["outputs"] = launch.get("outputs", []) + [
        {"buffer": i, "file": os.path.basename(output)} for i, output in enumerate(outputs)]
    with open(name, "w") as file:
        json.dump(launch, file)
    return name, outputs


def read(path):
    with open(path, "rb") as file:
        return file.read()


def main(kernel, *flags):
    launch = next(flag for flag in flags if flag.startswith("--launch="))[len("--launch="):]
    others = [flag for flag in flags if not flag.startswith("--launch=")]
    results = []
    for engine in ENGINES:
        name, outputs = write_launch(launch, engine)
        command = ["triton-metal-run", kernel, "--launch=" + name, "--engine=" + engine] + others
        if kernel.endswith(".metal"):
            kernel = launch + ".bc"
            command.append("--save-air=" + kernel)
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if done.returncode != 0:
            sys.stderr.write("with --engine=%s: %s\n" % (engine, done.stdout.decode()))
            return done.returncode
        results.append([done.stdout] + [read(output) for output in outputs])
    sys.stdout.buffer.write(results[0][0])
    names = ["what is printed"] + ["buffer %d" % i for i in range(len(results[0]) - 1)]
    differing = [name for name, a, b in zip(names, *results) if a != b]
    if differing:
        sys.exit("the engines disagree on " + ", ".join(differing))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
