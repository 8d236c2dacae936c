"""A lit test format: every kernel of examples/, with the outputs that its launch file expects.

GROUP/NAME.ttir, launched as GROUP/NAME.launch.json says, runs
  - in the evaluator,
  - as an archive for each target, with all checks,
  - as Metal source for one target, which changes from example to example, with all checks,
  - as an archive for one target in the JIT.
refused.txt lists the examples that the compiler refuses, with the words that it must use: as soon as one
compiles, its line has to go.
"""
import collections
import fnmatch
import os
import re
import subprocess

import lit.formats
import lit.Test

TARGETS = ("apple7", "apple9", "apple10")
GROUPS = (4, 8, 2, 1)
TIMEOUT = 300


class Way(collections.namedtuple("Way", "output target groups engine")):
    """How an example is compiled and run. groups: SIMD-groups of a threadgroup."""

    def __str__(self):
        return "%s-%d-%s" % (self.target, self.groups, self.output) + ("-jit" if self.engine == "jit" else "")


def choose_ways(index):
    """Each target; the number of SIMD-groups changes from example to example."""
    for place, target in enumerate(TARGETS):
        yield Way("metallib", target, GROUPS[(index + place) % len(GROUPS)], "interp")
    yield Way("metal", TARGETS[index % len(TARGETS)], GROUPS[(index + 1) % len(GROUPS)], "interp")
    yield Way("metallib", TARGETS[(index + 1) % len(TARGETS)], GROUPS[(index + 2) % len(GROUPS)], "jit")


def find_examples(folder):
    """Names of all kernels, as group/name, or as name for those in no group."""
    found = []
    for path, _, names in os.walk(folder):
        found += [os.path.relpath(os.path.join(path, name), folder)[:-len(".ttir")]
                  for name in names if name.endswith(".ttir")]
    return sorted(found)


def read_refusals(path):
    """[(example, way, words)]: patterns of names, and a regular expression."""
    with open(path) as file:
        lines = [line.split(None, 2) for line in file if line.strip() and not line.startswith("#")]
    return [(example, way, words.strip()) for example, way, words in lines]


class ExamplesFormat(lit.formats.TestFormat):
    def getTestsInDirectory(self, suite, path, lit_config, local_config):
        here = suite.getSourcePath(path)
        if os.path.basename(here) != "examples":
            return
        folder = os.path.join(local_config.source_dir, "examples")
        refusals = read_refusals(os.path.join(here, "refused.txt"))
        for index, name in enumerate(find_examples(folder)):
            for way in [None, *choose_ways(index)]:
                label = "%s.%s" % (name.replace("/", "."), way or "evaluator")
                test = lit.Test.Test(suite, path + (label,), local_config)
                refusal = next((words for example, pattern, words in refusals if way
                                and fnmatch.fnmatch(name, example) and fnmatch.fnmatch(str(way), pattern)), None)
                test.example = (os.path.join(folder, name), way, refusal)
                yield test

    def execute(self, test, lit_config):
        path, way, refusal = test.example
        if way and way.output == "metal" and "clang" not in test.config.available_features:
            return lit.Test.UNSUPPORTED, "no clang here"
        work = test.getExecPath()
        prepare(work, path)
        runner = Runner(os.path.join(test.config.build_dir, "bin"), work)
        if not way:
            return runner.run("triton-metal-run", path + ".ttir", "--launch=launch.json")
        return runner.check_refusal(path, way, refusal) if refusal else runner.compile_and_run(path, way)


def prepare(work, path):
    """The launch file and its data in `work`, so that outputs land there."""
    os.makedirs(work, exist_ok=True)
    for name in os.listdir(work):
        os.remove(os.path.join(work, name))
    with open(path + ".launch.json") as source, open(os.path.join(work, "launch.json"), "w") as target:
        target.write(source.read())
    os.symlink(os.path.join(os.path.dirname(path), "data"), os.path.join(work, "data"))


class Runner:
    def __init__(self, bin_folder, work):
        self.bin, self.work = bin_folder, work

    def call(self, tool, *arguments):
        """(exit status, what it printed); no status for a program that hangs."""
        try:
            done = subprocess.run([os.path.join(self.bin, tool), *arguments], cwd=self.work, stdin=subprocess.DEVNULL,
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=TIMEOUT, text=True,
                                  errors="replace")
            return done.returncode, done.stdout
        except subprocess.TimeoutExpired:
            return None, "ended after %d s" % TIMEOUT

    def run(self, tool, *arguments):
        status, words = self.call(tool, *arguments)
        if status == 0:
            return lit.Test.PASS, ""
        return lit.Test.FAIL, "%s %s exits %s\n%s" % (tool, " ".join(arguments), status, words)

    def translate(self, path, way):
        return [path + ".ttir", "-o", "kernel." + way.output, "--metadata=kernel.json", "--target=" + way.target,
                "--num-warps=%d" % way.groups]

    def compile_and_run(self, path, way):
        verdict = self.run("triton-metal-translate", *self.translate(path, way))
        if verdict[0] != lit.Test.PASS:
            return verdict
        return self.run("triton-metal-run", "kernel." + way.output, "--metadata=kernel.json", "--launch=launch.json",
                        "--check=all" if way.engine == "interp" else "--engine=jit")

    def check_refusal(self, path, way, refusal):
        status, words = self.call("triton-metal-translate", *self.translate(path, way))
        if status == 1 and re.search(r":\d+:\d+: error: .*(%s)" % refusal, words):
            return lit.Test.PASS, ""
        return lit.Test.FAIL, "refused.txt expects a refusal with '%s'; translate exits %s\n%s" % (refusal, status,
                                                                                                   words)
