#!/usr/bin/env python3
"""Compiles recorded kernels, runs them, and compares every buffer.

    replay.py --bin build/dev/bin test/replay/language.tar.xz [--filter reduce] [--every 10]
              [--inputs ttir,ttgir] [--outputs archive,source] [--targets apple7,apple9]
              [--groups recorded,1,2,4,8] [--engines interp,jit] [--check all] [--seeds 1,2,3]
              [--option=--fp64=emulate]

Runs each case in every combination of the lists; without --engines in the interpreter with the checks
and in the JIT without, which have to give the same bits; with --seeds in the interpreter once for each,
with that schedule. A run ends as
    pass      every buffer is as recorded
    wrong     one is not
    refused   the compiler named an op and its place
    crash     a program died, hung, or refused without a place
    fault     the executor reported a fault
Prints a table by family, the reasons, and `N passed, N failed`. A refusal is no failure where the case
needs what Metal lacks (clusters, f64, 64-bit atomics).
"""
import argparse
import collections
import concurrent.futures
import itertools
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

import launches

TIMEOUT = 120


class Configuration(collections.namedtuple("Configuration", "input output target groups engine check seeds options")):
    """groups: SIMD-groups of a threadgroup, None for the recorded number. seeds: of schedules."""

    def __new__(cls, input="ttir", output="archive", target="apple7", groups=None, engine="", check="bounds",
                seeds=(), options=()):
        return super().__new__(cls, input, output, target, groups, engine, check, seeds, tuple(options))

    def __str__(self):
        parts = [self.target, str(self.groups or "recorded")]
        parts += [self.input] if self.input != "ttir" else []
        parts += [self.output] if self.output != "archive" else []
        parts += [self.engine] if self.engine else []
        parts += ["schedules"] if self.seeds else []
        return "-".join(parts)


class Runner:
    def __init__(self, bin_folder, work):
        self.bin = os.path.abspath(bin_folder)
        self.work = work

    def run(self, tool, *arguments):
        """(exit status, stderr); None for a program that hangs."""
        try:
            result = subprocess.run([os.path.join(self.bin, tool), *arguments], cwd=self.work,
                                    stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                    timeout=TIMEOUT, text=True, errors="replace")
            return result.returncode, result.stderr
        except subprocess.TimeoutExpired:
            return None, "ended after %d s" % TIMEOUT

    def prepare(self, case):
        with open(os.path.join(self.work, "launch.json"), "w") as file:
            json.dump(case.launch(), file)
        link = os.path.join(self.work, "in.bin")
        if not os.path.lexists(link):
            os.symlink(case.path("in.bin"), link)

    def evaluate(self, case, kernel):
        self.prepare(case)
        # The recorded GPU keeps denormals.
        status, errors = self.run("triton-metal-run", kernel, "--launch=launch.json", "--denormals=preserve")
        if status != 0:
            return "fault", "run exits %s\n%s" % (status, errors)
        difference = case.check_outputs(self.work)
        return ("wrong", difference) if difference else ("pass", "")

    def replay(self, case, configuration, kernel=None):
        """(verdict, words) of one case."""
        self.prepare(case)
        kernel = kernel or case.path("kernel." + configuration.input)
        name = "k.metal" if configuration.output == "source" else "k.metallib"
        options = ["--target=" + configuration.target, *configuration.options]
        if configuration.groups or configuration.input == "ttir":
            options.append("--num-warps=%d" % (configuration.groups or case.num_warps))
        status, errors = self.run("triton-metal-translate", kernel, "-o", name, "--metadata=k.json", *options)
        if status != 0:
            has_place = re.search(r":\d+:\d+: error: ", errors)
            if status == 1 and has_place and not os.path.exists(os.path.join(self.work, name)):
                return "refused", next(line for line in errors.splitlines() if "error: " in line)
            return "crash", "translate exits %s\n%s" % (status, errors)
        arguments = [name, "--metadata=k.json", "--launch=launch.json"]
        checked = ["--check=" + configuration.check] if configuration.check else []
        if configuration.engine:
            runs = [["--engine=" + configuration.engine] + (checked if configuration.engine == "interp" else [])]
        else:
            runs = [checked + ["--schedule=%d" % seed] for seed in configuration.seeds] or [checked]
            threads = [["--threads=%d" % n] for n in (1, 2, 4, 8)] if configuration.seeds else [[]]
            runs += [["--engine=jit"] + number for number in threads]
        outputs = None
        for extra in runs:
            status, errors = self.run("triton-metal-run", *arguments, *extra)
            if status is None or status < 0:
                return "crash", "run %s exits %s\n%s" % (" ".join(extra), status, errors)
            if status != 0:
                return "fault", "run %s exits %s\n%s" % (" ".join(extra), status, errors)
            difference = case.check_outputs(self.work)
            if difference:
                return "wrong", " ".join(extra + [difference])
            last, outputs = outputs, case.read_outputs(self.work)
            if last not in (None, outputs) and not case.has_atomics():
                return "wrong", " ".join(extra + ["gives other bits than the run before"])
        return "pass", ""


def run_one(options, case, configuration):
    work = tempfile.mkdtemp(prefix="replay-")
    try:
        verdict, words = Runner(options.bin, work).replay(case, configuration)
        if verdict == "refused" and launches.needs_what_metal_lacks(case, configuration.options):
            verdict = "lacking"
        return case, configuration, verdict, words
    finally:
        shutil.rmtree(work, ignore_errors=True)


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archives", nargs="+")
    parser.add_argument("--bin", required=True)
    parser.add_argument("--filter", default="", help="regular expression on family/kernel/id")
    parser.add_argument("--every", type=int, default=1, help="every Nth run only")
    parser.add_argument("--inputs", default="ttir")
    parser.add_argument("--outputs", default="archive")
    parser.add_argument("--targets", default="apple7")
    parser.add_argument("--groups", default="recorded")
    parser.add_argument("--engines", default="")
    parser.add_argument("--check", default="all")
    parser.add_argument("--seeds", default="", help="of schedules")
    parser.add_argument("--option", action="append", default=[], help="of triton-metal-translate")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--failures", help="write a line for each run that did not pass to this file")
    options = parser.parse_args()
    if options.seeds and options.engines:
        parser.error("--seeds runs both engines, of which only the interpreter has schedules")
    return options


def choose_runs(options, folder):
    cases = []
    for number, archive in enumerate(options.archives):
        cases += launches.read_archive(archive, os.path.join(folder, str(number)))
    cases = [case for case in cases if re.search(options.filter, "%s/%s" % (case.family, case.name))]
    seeds = tuple(int(seed) for seed in options.seeds.split(",") if seed)
    configurations = [
        Configuration(input, output, target, None if groups == "recorded" else int(groups), engine,
                      options.check, seeds, options.option)
        for input, output, target, groups, engine in itertools.product(
            options.inputs.split(","), options.outputs.split(","), options.targets.split(","),
            options.groups.split(","), options.engines.split(","))]
    return list(itertools.product(cases, configurations))[::options.every]


def report(results):
    families, words = collections.defaultdict(collections.Counter), collections.Counter()
    for case, _, verdict, why in results:
        families[case.family][verdict] += 1
        if verdict != "pass":
            words[verdict, re.sub(r"\d+", "N", why.strip().splitlines()[0])[:150]] += 1
    for family, counts in sorted(families.items()):
        print("%-24s %s" % (family, "  ".join("%s %d" % pair for pair in sorted(counts.items()))))
    for (verdict, why), count in words.most_common(30):
        print("%6d %s: %s" % (count, verdict, why))


def main():
    options = parse_arguments()
    folder = tempfile.mkdtemp(prefix="replay-cases-")
    try:
        runs = choose_runs(options, folder)
        with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
            results = list(pool.map(lambda run: run_one(options, *run), runs))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    report(results)
    if options.failures:
        with open(options.failures, "w") as file:
            for case, configuration, verdict, why in results:
                if verdict not in ("pass", "lacking"):
                    file.write("%s %s %s: %s\n" % (case.name, configuration, verdict, " ".join(why.split())[:300]))
    passed = sum(verdict in ("pass", "lacking") for _, _, verdict, _ in results)
    print("%d passed, %d failed" % (passed, len(results) - passed))
    return 0 if results and passed == len(results) else 1


if __name__ == "__main__":
    sys.exit(main())
