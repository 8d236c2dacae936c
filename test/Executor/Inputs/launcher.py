"""Runs one kernel of a file with triton-metal-run, in both engines."""
import json
import os
import subprocess
import tempfile


ENGINES = ("interp", "jit")


class Failed(Exception):
    """The command ended with another exit code than 0; the text is what it said."""


def run(program, buffers, launch, flags=(), kernel=None):
    """Runs `program`, a path or the text of a kernel. `buffers` are bytes; all of them are returned
    as they are afterwards. `launch` has the other fields of a launch file. Engines have to agree on
    every bit, unless `flags` choose one or ask for what only one of them has."""
    with tempfile.TemporaryDirectory() as folder:
        def path(name):
            return os.path.join(folder, name)
        if "\n" in program:
            with open(path("kernel.ll"), "w") as file:
                file.write(program)
            program = path("kernel.ll")
        launch = dict(launch, buffers=[], outputs=[])
        for index, data in enumerate(buffers):
            with open(path("%d.bin" % index), "wb") as file:
                file.write(data)
            launch["buffers"].append({"file": "%d.bin" % index})
            launch["outputs"].append({"buffer": index, "file": "%d.out" % index})
        if kernel:
            launch["kernel"] = kernel
        with open(path("launch.json"), "w") as file:
            json.dump(launch, file)
        chosen = any(flag.startswith(("--engine", "--check", "--profile")) for flag in flags)
        results = []
        for engine in ((None,) if chosen else ENGINES):
            command = ["triton-metal-run", program, "--launch=" + path("launch.json")] + list(flags)
            command += ["--engine=" + engine] if engine else []
            result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            if result.returncode != 0:
                raise Failed(result.stdout.decode(errors="replace").replace(folder, ""))
            outputs = []
            for index in range(len(buffers)):
                with open(path("%d.out" % index), "rb") as file:
                    outputs.append(file.read())
            results.append(outputs)
        for index, outputs in enumerate(zip(*results)):
            if len(set(outputs)) != 1:
                raise Failed("the engines disagree on buffer %d: %s" % (
                    index, describe_difference(*outputs)))
        return results[0]


def describe_difference(a, b):
    """Of two byte strings of one length."""
    first = next(i for i in range(len(a)) if a[i] != b[i])
    start = first & ~7
    return "at byte %d, %s has %s and %s has %s" % (
        first, ENGINES[0], a[start:start + 8].hex(), ENGINES[1], b[start:start + 8].hex())


def device_kernel(name, num_buffers, body, declarations=(), built_in="thread_position_in_threadgroup"):
    """A kernel with pointers %b0, %b1, ... to device memory and the thread's index %i."""
    parameters = ", ".join(["ptr addrspace(1) %%b%d" % i for i in range(num_buffers)] + ["i32 %i"])
    lines = ["define void @%s(%s) {" % (name, parameters)] + ["  " + line for line in body]
    lines += ["  ret void", "}"] + list(declarations) + ["!air.kernel = !{!0}"]
    nodes = ["!%d" % (i + 1) for i in range(num_buffers + 1)]
    lines.append("!0 = !{ptr @%s, !{}, !{%s}}" % (name, ", ".join(nodes)))
    for i in range(num_buffers):
        lines.append('!%d = !{i32 %d, !"air.buffer", !"air.location_index", i32 %d, i32 1, '
                     '!"air.read_write", !"air.address_space", i32 1}' % (i + 1, i, i))
    lines.append('!%d = !{i32 %d, !"air.%s"}' % (num_buffers + 1, num_buffers, built_in))
    return "\n".join(lines) + "\n"


def bindings(count):
    return [{"index": i, "buffer": i} for i in range(count)]
