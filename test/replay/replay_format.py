"""A lit test format: cases of language.tar.xz in a fixed slice of all configurations.

`replay.py` runs the whole product; this takes for each case
  - the evaluator,
  - the archive with all checks, for one target and one number of SIMD-groups, which change from case
    to case (all of them for the families in FULL),
  - each of the other ways (printed source, TTGIR, five schedules) for some cases,
  - ten schedules for kernels whose programs meet: locks and counters.
refused.txt lists the cases that the compiler refuses, with the words that it must use.
"""
import fnmatch
import os
import re

import lit.formats
import lit.Test

import launches
from replay import Configuration, Runner

TARGETS = ("apple7", "apple9")
GROUPS = (1, 2, 4, 8)
# Cheap and central: every target with every number of SIMD-groups.
FULL = ("elementwise", "softmax")
# The order of all that Metal leaves open.
SEEDS = (1, 2, 3, 4, 5)
MEETING_SEEDS = tuple(range(1, 11))


def choose_configurations(index, case):
    target, other = TARGETS[index % 2], TARGETS[(index + 1) % 2]
    groups = GROUPS[index // 2 % 4]
    if case.family in FULL:
        for t in TARGETS:
            for g in GROUPS:
                yield Configuration(target=t, groups=g, check="all")
    else:
        yield Configuration(target=target, groups=groups, check="all")
    if index % 2 == 0:
        yield Configuration(output="source", target=other)
    else:
        yield Configuration(input="ttgir", target=other)
    if case.has_meetings():
        for output in ("archive", "source"):
            yield Configuration(output=output, target="apple-m3", check="all", seeds=MEETING_SEEDS)
    elif index % 6 == 0:
        yield Configuration(target="apple-m3", check="all", seeds=SEEDS)


def read_refusals(path):
    """[(case, configuration, words)]: patterns of names, and a regular expression."""
    with open(path) as file:
        lines = [line.split(None, 2) for line in file if line.strip() and not line.startswith("#")]
    return [(case, configuration, words.strip()) for case, configuration, words in lines]


def find_refusal(refusals, case, configuration):
    return next((words for name, pattern, words in refusals
                 if fnmatch.fnmatch(case.name, name) and fnmatch.fnmatch(str(configuration), pattern)), None)


class ReplayFormat(lit.formats.TestFormat):
    def getTestsInDirectory(self, suite, path, lit_config, local_config):
        if path[-1:] != ("replay",):
            return
        here = suite.getSourcePath(path)
        cases = launches.read_archive(os.path.join(here, "language.tar.xz"),
                                      os.path.join(suite.getExecPath(path), "cases"))
        refusals = read_refusals(os.path.join(here, "refused.txt"))
        for index, case in enumerate(cases):
            yield self.make_test(suite, path, local_config, case, None, None)
            for configuration in choose_configurations(index, case):
                refusal = find_refusal(refusals, case, configuration)
                yield self.make_test(suite, path, local_config, case, configuration, refusal)

    def make_test(self, suite, path, config, case, configuration, refusal, kernel=None):
        label = "%s.%s" % (case.name, configuration or "evaluator")
        test = lit.Test.Test(suite, path + (label,), config)
        test.replay = (case, configuration, refusal, kernel)
        return test

    def execute(self, test, lit_config):
        case, configuration, refusal, kernel = test.replay
        if configuration and configuration.output == "source" and "clang" not in test.config.available_features:
            return lit.Test.UNSUPPORTED, "no clang here"
        work = test.getExecPath()
        os.makedirs(work, exist_ok=True)
        for name in os.listdir(work):
            os.remove(os.path.join(work, name))
        runner = Runner(os.path.join(test.config.build_dir, "bin"), work)
        if not configuration:
            verdict, words = runner.evaluate(case, kernel or case.path("kernel.ttir"))
        else:
            verdict, words = runner.replay(case, configuration, kernel)
            if refusal:
                if verdict == "refused" and re.search(refusal, words):
                    return lit.Test.PASS, ""
                return lit.Test.FAIL, "%s; refused.txt expects a refusal with '%s', found: %s" % (
                    verdict, refusal, words)
        return (lit.Test.PASS, "") if verdict == "pass" else (lit.Test.FAIL, "%s: %s" % (verdict, words))
