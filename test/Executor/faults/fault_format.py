"""A lit test format: the table of planted faults.

Every file of cases/ has a kernel 'faulty' and its twin 'correct'. Comments on top say how both are
launched, and what is found in the first:

    ; LAUNCH: {"grid": [1, 1, 1], "threads_per_threadgroup": [32, 1, 1], ...}
    ; EXPECT: {"check": "bounds", "kind": "out-of-bounds", "engines": ["interp"],
               "line": 3, "thread": 31, "message": "reads 4 bytes at offset 128 of ..."}

`thread` and `threadgroup` are x positions; `against` has the earlier access of a race.

Each file is a test for every engine that claims the fault. It is to be found, where it is, both
with its own check alone and with all of them; in the twin nothing is. Of a fault, the first one is
compared; of what only warns ("warning": true), every one, and the kernel ends as usual.
"""

import json
import os
import re
import subprocess

import lit.formats
import lit.Test

TIMEOUT = 60
HEADER = re.compile(r"^; ([A-Z]+): (.*)$", re.M)


def read_header(path):
    with open(path) as f:
        fields = {key: json.loads(value) for key, value in HEADER.findall(f.read())}
    return fields["LAUNCH"], fields["EXPECT"]


def get_facts(found):
    """What a report says, in the form of EXPECT."""
    thread = found.get("thread", {})
    place = found.get("location", "::").split(":")
    facts = {"line": int(place[1] or 0), "thread": thread.get("thread", [None])[0],
             "threadgroup": thread.get("threadgroup", [None])[0]}
    if "kind" in found:
        facts.update(kind=found["kind"], message=found["message"],
                     values=found.get("values"))
    if "against" in found:
        facts["against"] = get_facts(found["against"])
    return facts


def compare(facts, expected, prefix=""):
    """A line for each fact that is expected to be another."""
    problems = []
    for key in sorted(facts):
        if key not in expected:
            continue
        if isinstance(expected[key], dict) and isinstance(facts[key], dict):
            problems += compare(facts[key], expected[key], prefix + key + ".")
        elif facts[key] != expected[key]:
            problems.append("%s%s: found %r, expected %r" % (prefix, key, facts[key], expected[key]))
    return problems + [prefix + key + " is missing" for key in ("against", "values")
                       if key in expected and not facts.get(key)]


class FaultFormat(lit.formats.TestFormat):
    def getTestsInDirectory(self, suite, path, lit_config, local_config):
        folder = os.path.join(suite.getSourcePath(path), "cases")
        if not os.path.isdir(folder):
            return
        for name in sorted(os.listdir(folder)):
            file = os.path.join(folder, name)
            for engine in read_header(file)[1]["engines"]:
                label = "%s.%s" % (name[:-3], engine)
                test = lit.Test.Test(suite, path + (label,), local_config)
                test.fault = (file, engine)
                yield test

    def execute(self, test, lit_config):
        file, engine = test.fault
        launch, expected = read_header(file)
        work = test.getExecPath()
        os.makedirs(work, exist_ok=True)
        path = os.path.join(work, "launch.json")
        with open(path, "w") as f:
            json.dump(launch, f)

        def run(kernel, checks):
            command = [os.path.join(test.config.build_dir, "bin", "triton-metal-run"), file,
                       "--kernel=" + kernel, "--launch=" + path, "--check=" + checks,
                       "--report=json"]
            if engine != "interp":  # which is what runs checks
                command.append("--engine=" + engine)
            command += expected.get("options", [])
            result = subprocess.run(command, stdin=subprocess.DEVNULL, timeout=TIMEOUT, text=True,
                                    stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            if result.returncode not in (0, 4) or result.stderr:
                return result.returncode, None, result.stderr
            return result.returncode, json.loads(result.stdout), ""

        warns = expected.get("warning", False)
        for checks in (expected["check"], "all"):
            code, report, words = run("faulty", checks)
            if report is None:
                return lit.Test.FAIL, "--check=%s exits %d\n%s" % (checks, code, words)
            if code != (0 if warns else 4):
                return lit.Test.FAIL, "--check=%s exits %d" % (checks, code)
            found = report["warnings"] if warns else report["faults"]
            if len(found) != 1:
                return lit.Test.FAIL, "--check=%s finds %s" % (checks, json.dumps(report, indent=1))
            message = "kernel 'faulty' " + expected["message"]
            problems = compare(get_facts(found[0]), dict(expected, message=message))
            if problems:
                return lit.Test.FAIL, "--check=%s\n%s" % (checks, "\n".join(problems))
        code, report, words = run("correct", "all")
        if code != 0 or report["faults"] or report.get("warnings"):
            return lit.Test.FAIL, "in the twin: %s" % (words or json.dumps(report, indent=1))
        return lit.Test.PASS, ""
