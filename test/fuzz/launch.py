"""Runs one program through the evaluator and through the compiler, and compares.

    tools = Tools("build/dev/bin", folder)
    tools.evaluate(program)                  -> {buffer: bytes} or Failure
    tools.execute(program, configuration)    -> {buffer: bytes}, Refusal or Failure
    compare(program, expected, got)          -> None, or the first difference in words
"""
import json
import math
import os
import struct
import subprocess

TIMEOUT = 60


class Configuration:
    """How a program is compiled and run."""

    def __init__(self, output="metallib", target="apple7", num_warps=4, options=(), run_options=()):
        self.output, self.target, self.num_warps = output, target, num_warps
        self.options, self.run_options = list(options), list(run_options)

    def __str__(self):
        return " ".join([self.output, self.target, "num_warps=%d" % self.num_warps] + self.options + self.run_options)


class Refusal(Exception):
    """The compiler named something that it does not lower."""


class Failure(Exception):
    """A program crashed, hung, or found a fault."""


class Tools:
    def __init__(self, bin, folder, mutate=None):
        """`mutate`: changes the text that the compiler gets, see mutations.py."""
        self.bin, self.folder, self.mutate = bin, folder, mutate

    def path(self, name):
        return os.path.join(self.folder, name)

    def call(self, program, *arguments):
        command = [os.path.join(self.bin, program)] + list(arguments)
        try:
            return subprocess.run(command, capture_output=True, timeout=TIMEOUT)
        except subprocess.TimeoutExpired:
            raise Failure("%s ran for more than %d s" % (program, TIMEOUT))

    def write(self, program):
        """kernel.ttir, in.bin, and launch.json, which writes NAME.out for each output."""
        with open(self.path("kernel.ttir"), "w") as file:
            file.write(program.print())
        data, buffers, outputs = b"", [], []
        for i, buffer in enumerate(program.buffers):
            content = buffer.data if buffer.role == "in" else bytes(buffer.bytes)
            buffers.append({"file": "in.bin", "offset": len(data), "size": len(content)})
            data += content
            if buffer.role != "in":
                outputs.append({"buffer": i, "file": buffer.name + ".out"})
        with open(self.path("in.bin"), "wb") as file:
            file.write(data)
        launch = {"kernel": "fuzz_k", "grid": list(program.grid), "buffers": buffers,
                  "args": [{"buffer": i, "offset": 0} for i in range(len(buffers))] +
                          [{"value": number} for _, number in program.scalars],
                  "outputs": outputs}
        with open(self.path("launch.json"), "w") as file:
            json.dump(launch, file)

    def read(self, program):
        result = {}
        for buffer in program.buffers:
            if buffer.role != "in":
                with open(self.path(buffer.name + ".out"), "rb") as file:
                    result[buffer.name] = file.read()
                os.remove(self.path(buffer.name + ".out"))
        return result

    def evaluate(self, program, options=()):
        self.write(program)
        done = self.call("triton-metal-run", self.path("kernel.ttir"), "--launch=" + self.path("launch.json"), *options)
        if done.returncode != 0:
            raise Failure("evaluator: " + first_line(done.stderr))
        return self.read(program)

    def evaluate_otherwise(self, program, source):
        """In other orders and more precisely: does the program mean what its bounds say?"""
        done = self.call("triton-metal-run", source, "--launch=" + self.path("launch.json"), "--precise-dots",
                         "--combine-order=tree")
        if done.returncode != 0:
            raise Failure("evaluator: " + first_line(done.stderr))
        return self.read(program)

    def execute(self, program, configuration):
        """Needs the files of `evaluate`."""
        output, metadata = self.path("kernel." + configuration.output), self.path("kernel.json")
        source = self.path("kernel.ttir")
        if self.mutate:
            source = self.path("mutated.ttir")
            with open(source, "w") as file:
                file.write(self.mutate(program.print()))
        if configuration.output == "ttir":
            return self.evaluate_otherwise(program, source)
        done = self.call("triton-metal-translate", source, "-o", output, "--metadata=" + metadata,
                         "--target=" + configuration.target, "--num-warps=%d" % configuration.num_warps,
                         *configuration.options)
        if done.returncode == 1 and is_located(done.stderr):
            raise Refusal(first_line(done.stderr))
        if done.returncode != 0:
            raise Failure("compiler: " + first_line(done.stderr))
        done = self.call("triton-metal-run", output, "--metadata=" + metadata, "--launch=" + self.path("launch.json"),
                         *configuration.run_options)
        if done.returncode != 0:
            raise Failure("executor: " + first_line(done.stderr))
        return self.read(program)


def is_located(text):
    return b": error: " in text and any(part.isdigit() for part in text.split(b"\n")[0].split(b":")[1:3])


def first_line(text):
    lines = text.decode(errors="replace").strip().splitlines()
    return next((line for line in lines if "error" in line), lines[0] if lines else "no message")


def decode(element, data):
    if element == "f64":
        return struct.unpack("<%dd" % (len(data) // 8), data)
    if element == "f32":
        return struct.unpack("<%df" % (len(data) // 4), data)
    if element == "f16":
        return struct.unpack("<%de" % (len(data) // 2), data)
    if element == "bf16":
        wide = b"".join(b"\0\0" + data[i:i + 2] for i in range(0, len(data), 2))
        return struct.unpack("<%df" % (len(data) // 2), wide)
    size = {"i1": 1, "i8": 1, "i16": 2, "i32": 4, "i64": 8}[element]
    return struct.unpack("<%d%s" % (len(data) // size, {1: "b", 2: "h", 4: "i", 8: "q"}[size]), data)


def is_close(expected, got, error):
    if expected == got or (expected != expected and got != got):
        return True
    return error > 0 and math.isfinite(expected) and math.isfinite(got) and abs(expected - got) <= error


def compare(program, expected, got):
    for buffer in program.buffers:
        if buffer.role == "in" or expected[buffer.name] == got[buffer.name]:
            continue
        pairs = zip(decode(buffer.element, expected[buffer.name]), decode(buffer.element, got[buffer.name]))
        for i, (want, have) in enumerate(pairs):
            if not is_close(want, have, buffer.error):
                return "%s[%d] (%s) is %s, not %s (allowed error %g)" % (
                    buffer.name, i, buffer.element, have, want, buffer.error)
    return None
