"""A lit test format: every folder of cases/ times every configuration is a test."""

import json
import os
import re
import subprocess

import lit.formats
import lit.Test

from recorded import check_outputs, launch, read_outputs

# (SIMD-groups, target, output); None is what was recorded.
CONFIGURATIONS = [(None, "apple-m3", "archive"), (None, "apple-m3", "schedules"),
                  (None, "apple7", "source"), (None, "any", "evaluator")] + [
    (groups, target, "archive") for target in ("apple7", "apple9") for groups in (1, 2, 4, 8)
]
# The order of all that Metal leaves open, for "schedules": the archive with every check.
SEEDS = (1, 2, 3, 4, 5)

TIMEOUT = 60


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
