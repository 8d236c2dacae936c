"""A lit test format: every folder of cases/ times every configuration is a test."""

import json
import math
import os
import re
import struct
import subprocess

import lit.formats
import lit.Test

# (SIMD-groups, target, output); None is what was recorded.
CONFIGURATIONS = [(None, "apple-m3", "archive"), (None, "apple-m3", "schedules"),
                  (None, "apple7", "source"), (None, "any", "evaluator")] + [
    (groups, target, "archive") for target in ("apple7", "apple9") for groups in (1, 2, 4, 8)
]
# The order of all that Metal leaves open, for "schedules": the archive with every check.
SEEDS = (1, 2, 3, 4, 5)

FORMATS = {"fp32": "f", "fp16": "e", "i8": "b", "i16": "h", "i32": "i", "i64": "q", "u8": "B"}
# Relative and absolute tolerance against the recorded GPU.
TOLERANCES = {"fp32": (1e-4, 1e-5), "fp16": (2e-3, 2e-3), "bf16": (1.6e-2, 1.6e-2)}
TIMEOUT = 60


def decode(kind, raw):
    if kind == "bf16":
        widened = b"".join(b"\0\0" + raw[i : i + 2] for i in range(0, len(raw), 2))
        return struct.unpack("<%df" % (len(raw) // 2), widened)
    code = FORMATS[kind]
    return struct.unpack("<%d%s" % (len(raw) // struct.calcsize(code), code), raw)


def differs(kind, got, want):
    if got == want or (math.isnan(got) and math.isnan(want)):
        return False
    if kind not in TOLERANCES or not math.isfinite(got) or not math.isfinite(want):
        return True
    relative, absolute = TOLERANCES[kind]
    return abs(got - want) > absolute + relative * abs(want)


def compare(kind, got, want):
    """None, or what differs."""
    if got == want:
        return None
    if len(got) != len(want):
        return "%d bytes, expected %d" % (len(got), len(want))
    pairs = list(zip(decode(kind, got), decode(kind, want)))
    bad = [i for i, (g, w) in enumerate(pairs) if differs(kind, g, w)]
    if not bad:
        return None
    first = bad[0]
    return "%d of %d %s differ, first [%d]: got %r, want %r" % (
        len(bad), len(pairs), kind, first, *pairs[first])


def launch(case):
    """The launch description that triton-metal-run reads."""
    buffers, offset = [], 0
    for size in case["buffers"]:
        buffers.append({"file": "in.bin", "offset": offset, "size": size})
        offset += size
    args = []
    for arg in case["args"]:
        if "buffer" in arg:
            args.append({"buffer": arg["buffer"], "offset": arg["offset"]})
            continue
        value = arg["value"]
        finite = not isinstance(value, float) or math.isfinite(value)
        args.append({"value": value if finite else str(value)})
    outputs = [{"buffer": i, "file": "out%d.bin" % i} for i in range(len(buffers))]
    return {"kernel": case["symbol"], "grid": case["grid"], "buffers": buffers, "args": args,
            "outputs": outputs}


def check_outputs(case, folder, work):
    with open(os.path.join(folder, "in.bin"), "rb") as f:
        before = f.read()
    with open(os.path.join(folder, "out.bin"), "rb") as f:
        after = f.read()
    kinds = {a["buffer"]: a["type"].lstrip("*") for a in case["args"] if "buffer" in a}
    in_offset = out_offset = 0
    for index, size in enumerate(case["buffers"]):
        want = before[in_offset : in_offset + size]
        in_offset += size
        if index in case["written"]:
            want = after[out_offset : out_offset + size]
            out_offset += size
        with open(os.path.join(work, "out%d.bin" % index), "rb") as f:
            difference = compare(kinds[index], f.read(), want)
        if difference:
            return "buffer %d: %s" % (index, difference)
    return None


def read_outputs(case, work):
    contents = []
    for index in range(len(case["buffers"])):
        with open(os.path.join(work, "out%d.bin" % index), "rb") as f:
            contents.append(f.read())
    return contents


class ReplayFormat(lit.formats.TestFormat):
    def getTestsInDirectory(self, suite, path, lit_config, local_config):
        if path[-1:] != ("replay",):
            return
        cases = os.path.join(suite.getSourcePath(path), "cases")
        for name in sorted(os.listdir(cases)):
            for groups, target, output in CONFIGURATIONS:
                label = "%s.%s-%s" % (name, target, groups or "recorded")
                if output != "archive":
                    label += "-" + output
                test = lit.Test.Test(suite, path + (label,), local_config)
                test.replay = (os.path.join(cases, name), groups, target, output)
                test.kernel = os.path.join(cases, name, "kernel.ttir")
                yield test

    def execute(self, test, lit_config):
        folder, groups, target, output = test.replay
        if output == "source" and "clang" not in test.config.available_features:
            return lit.Test.UNSUPPORTED, "no clang here"
        work = test.getExecPath()
        os.makedirs(work, exist_ok=True)
        for name in os.listdir(work):
            os.remove(os.path.join(work, name))
        with open(os.path.join(folder, "case.json")) as f:
            case = json.load(f)
        os.symlink(os.path.join(folder, "in.bin"), os.path.join(work, "in.bin"))
        tools = os.path.join(test.config.build_dir, "bin")

        def run(*command):
            return subprocess.run(command, cwd=work, stdin=subprocess.DEVNULL, timeout=TIMEOUT,
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

        kernel = test.kernel
        if output == "evaluator":
            with open(os.path.join(work, "launch.json"), "w") as f:
                json.dump(launch(case), f)
            # The recorded GPU keeps denormals.
            result = run(os.path.join(tools, "triton-metal-run"), kernel, "--launch=launch.json",
                         "--denormals=preserve")
            if result.returncode != 0:
                return lit.Test.FAIL, "run exits %d\n%s" % (result.returncode, result.stderr)
            difference = check_outputs(case, folder, work)
            return (lit.Test.FAIL, difference) if difference else (lit.Test.PASS, "")
        name = "k.metal" if output == "source" else "k.metallib"
        result = run(os.path.join(tools, "triton-metal-translate"), kernel, "-o", name,
                     "--metadata=k.json", "--target=" + target,
                     "--num-warps=%d" % (groups or case["num_warps"]))
        with open(kernel) as f:
            external = re.search(r'symbol = "(\w+)"', f.read())
        if external:
            # Not lowered yet: the refusal must name the function and the line.
            named = re.search(r"\.py:\d+:\d+: error: .*'%s'" % external.group(1), result.stderr)
            clean = not os.path.exists(os.path.join(work, name))
            ok = result.returncode == 1 and named and clean
            return (lit.Test.PASS if ok else lit.Test.FAIL), result.stderr
        if result.returncode != 0:
            return lit.Test.FAIL, "translate exits %d\n%s" % (result.returncode, result.stderr)
        with open(os.path.join(work, "launch.json"), "w") as f:
            json.dump(launch(case), f)
        schedules = ["--schedule=%d" % seed for seed in SEEDS] if output == "schedules" else [""]
        for schedule in schedules:
            checks = "--check=all" if schedule else "--check=bounds"
            result = run(os.path.join(tools, "triton-metal-run"), name, "--metadata=k.json",
                         "--launch=launch.json", checks, *filter(None, [schedule]))
            if result.returncode != 0:
                return lit.Test.FAIL, "run %s exits %d\n%s" % (
                    schedule, result.returncode, result.stderr)
            difference = check_outputs(case, folder, work)
            if difference:
                return lit.Test.FAIL, " ".join([schedule, difference])
        # The other engine, which has to agree on every bit.
        expected = read_outputs(case, work)
        result = run(os.path.join(tools, "triton-metal-run"), name, "--metadata=k.json",
                     "--launch=launch.json", "--engine=jit")
        if result.returncode != 0:
            return lit.Test.FAIL, "jit exits %d\n%s" % (result.returncode, result.stderr)
        differing = [i for i, (a, b) in enumerate(zip(expected, read_outputs(case, work))) if a != b]
        if differing:
            return lit.Test.FAIL, "the engines disagree on buffers %s" % differing
        return lit.Test.PASS, ""
