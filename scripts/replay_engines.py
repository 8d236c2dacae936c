#!/usr/bin/env python3
"""Recorded launches in both engines, and with every check under five schedules.

    scripts/replay_engines.py --bin BUILD/bin CASES [--filter REGEX] [--jobs N]

CASES is a folder of recorded launches like test/replay/cases, or a tar archive of one. Each kernel
that compiles runs in the interpreter with --check=all; the JIT and the schedules have to leave the
same bytes and find no fault. (Kernels with atomics may leave others, since their results may depend
on the order; they are only run.) The exit code is 1 if a case fails.
"""
import argparse
import collections
import concurrent.futures
import json
import os
import re
import subprocess
import sys
import tarfile
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "test", "replay"))
from recorded import launch, read_outputs

PARTS = ("case.json", "kernel.ttir", "in.bin")
SEEDS = (1, 2, 3, 4, 5)
TIMEOUT = 300


def run_case(tools, folder):
    """(verdict, words); the verdict is passed, refused or failed."""
    with open(os.path.join(folder, "case.json")) as file:
        case = json.load(file)

    def call(program, *arguments):
        return subprocess.run([os.path.join(tools, program)] + list(arguments), cwd=folder,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, timeout=TIMEOUT)

    done = call("triton-metal-translate", "kernel.ttir", "-o", "k.metallib", "--metadata=k.json",
                "--num-warps=%d" % case["num_warps"])
    if done.returncode != 0:
        return "refused", done.stdout.split("\n")[0]
    with open(os.path.join(folder, "launch.json"), "w") as file:
        json.dump(launch(case), file)
    with open(os.path.join(folder, "kernel.ttir")) as file:
        has_atomics = "tt.atomic" in file.read()
    expected = None
    for flags in ([["--check=all"], ["--engine=jit"]] +
                  [["--check=all", "--schedule=%d" % seed] for seed in SEEDS]):
        done = call("triton-metal-run", "k.metallib", "--metadata=k.json", "--launch=launch.json",
                    *flags)
        if done.returncode != 0:
            return "failed", "%s: exit code %d\n%s" % (" ".join(flags), done.returncode, done.stdout)
        outputs = read_outputs(case, folder)
        expected = expected or outputs
        differing = [i for i, (a, b) in enumerate(zip(expected, outputs)) if a != b]
        if differing and not has_atomics:
            return "failed", "%s: other bytes in buffers %s" % (" ".join(flags), differing)
    return "passed", ""


def matches(case, name, pattern):
    label = json.loads(case).get("label", "")
    return re.search(pattern, name) or re.search(pattern, label)


def open_cases(path, pattern, folder):
    """Yields (name, folder) of the cases whose name or label matches."""
    if os.path.isdir(path):
        for name in sorted(os.listdir(path)):
            with open(os.path.join(path, name, "case.json")) as file:
                if not matches(file.read(), name, pattern):
                    continue
            target = os.path.join(folder, name)
            os.makedirs(target)
            for part in PARTS:
                os.symlink(os.path.abspath(os.path.join(path, name, part)),
                           os.path.join(target, part))
            yield name, target
        return
    with tarfile.open(path) as archive:
        wanted = set()
        for member in archive:  # the description comes first
            name, part = os.path.split(member.name)
            name = os.path.basename(name)
            if not member.isfile() or part not in PARTS:
                continue
            contents = archive.extractfile(member).read()
            if part == PARTS[0] and matches(contents, name, pattern):
                wanted.add(name)
                os.makedirs(os.path.join(folder, name))
            if name in wanted:
                with open(os.path.join(folder, name, part), "wb") as file:
                    file.write(contents)
    for name in sorted(wanted):
        yield name, os.path.join(folder, name)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bin", required=True, help="folder of the programs")
    parser.add_argument("--filter", default="", help="only cases whose name or label matches")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("cases", help="folder or tar archive")
    options = parser.parse_args()
    counts = collections.Counter()
    with tempfile.TemporaryDirectory() as folder, \
            concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        tools = os.path.abspath(options.bin)
        results = [(name, pool.submit(run_case, tools, path))
                   for name, path in open_cases(options.cases, options.filter, folder)]
        for name, result in results:
            try:
                verdict, words = result.result()
            except subprocess.TimeoutExpired as error:
                verdict, words = "failed", str(error)
            counts[verdict] += 1
            if verdict == "failed":
                print("%s %s: %s" % (verdict, name, words), flush=True)
    print("%d passed, %d failed, %d refused by the compiler" % (
        counts["passed"], counts["failed"], counts["refused"]))
    return 1 if counts["failed"] or not counts["passed"] else 0


if __name__ == "__main__":
    sys.exit(main())
