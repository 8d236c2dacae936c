#!/usr/bin/env python3
"""Random programs through the evaluator and the compiler; whatever differs is kept and shrunk.

    differential.py --bin build/dev/bin --programs 1000 --seed 1 [--family reduce,scan] [--max-rank 1]
                    [--out FOLDER] [--jobs 2] [--configurations 2] [--no-shrink]

A program ends as
    same       evaluator and compiled kernel agree, in every configuration that was tried
    refused    the compiler named an op that it does not lower
    different  they do not agree
    broken     a program crashed, hung or reported a fault
Each that is different or broken is written to FOLDER/SEED.ttir with its launch, and shrunk to
FOLDER/SEED.test, a lit test. FOLDER/done.txt lists the finished seeds, so that a run that was ended
goes on where it was. The last line is `N passed, N failed`.
"""
import argparse
import collections
import concurrent.futures
import copy
import os
import random
import shutil
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from generator import FAMILIES, generate
from launch import Configuration, Failure, Refusal, Tools, compare
from mutations import MUTATIONS
from shrink import shrink


def choose_configurations(seed, options):
    """Some of outputs x targets x numbers of SIMD-groups, by the seed."""
    chooser = random.Random(seed)
    checks = ["--check=" + options.check] if options.check else []
    doubles = ["--fp64=emulate"] if options.doubles else []
    everything = [Configuration(output, target, warps, doubles, run_options=checks)
                  for output in options.outputs.split(",") for target in options.targets.split(",")
                  for warps in map(int, options.warps.split(","))]
    return chooser.sample(everything, min(options.configurations, len(everything)))


def agrees_with_denormals(tools, program, configuration):
    """Does a difference come from denormals alone?

    An operation that changes no number (x / 1, x + -0) may be left out, and then a denormal of f32 is not
    flushed to zero (docs/numerics.md). Where no operation flushes, that makes no difference.
    """
    keeping = copy.copy(configuration)
    keeping.run_options = configuration.run_options + ["--denormals=preserve"]
    try:
        expected = tools.evaluate(program, ["--denormals=preserve"])
        return not compare(program, expected, tools.execute(program, keeping))
    except (Failure, Refusal):
        return False


def judge(tools, program, configurations):
    """(verdict, words)."""
    try:
        expected = tools.evaluate(program)
    except Failure as failure:
        return "broken", str(failure)
    for configuration in configurations:
        try:
            difference = compare(program, expected, tools.execute(program, configuration))
        except Refusal as refusal:
            return "refused", str(refusal)
        except Failure as failure:
            return "broken", "%s [%s]" % (failure, configuration)
        if difference and not agrees_with_denormals(tools, program, configuration):
            return "different", "%s [%s]" % (difference, configuration)
    return "same", ""


def kind_of(words):
    """What a shrunk program has to share with the original failure."""
    return words.split(":")[0] if ":" in words else "difference"


def run_seed(seed, options):
    families = options.family.split(",") if options.family else None
    program = generate(seed, families, max_rank=options.max_rank, max_elements=options.max_elements,
                       num_ops=options.ops, doubles=options.doubles)
    configurations = choose_configurations(seed, options)
    folder = tempfile.mkdtemp(prefix="differential-")
    try:
        tools = Tools(options.bin, folder, MUTATIONS[options.mutation][0] if options.mutation else None)
        verdict, words = judge(tools, program, configurations)
        if verdict in ("different", "broken"):
            keep(options.out, str(seed), tools, program, words)
            if options.shrink:
                def fails(candidate):
                    found, said = judge(tools, candidate, configurations)
                    return found == verdict and kind_of(said) == kind_of(words)
                small = shrink(program, fails)
                _, words = judge(tools, small, configurations)
                write_test(options.out, str(seed), tools, small, words)
                words += "; shrunk to %d ops" % small.count_ops()
        return seed, verdict, words
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def keep(out, name, tools, program, words):
    tools.write(program)
    folder = os.path.join(out, name)
    os.makedirs(folder, exist_ok=True)
    for file in ("kernel.ttir", "launch.json", "in.bin"):
        shutil.copy(tools.path(file), folder)
    with open(os.path.join(folder, "why.txt"), "w") as file:
        file.write(words + "\n")


def write_test(out, name, tools, program, words):
    """The small program as a lit test that compares the two, beside its launch."""
    keep(out, name + ".small", tools, program, words)
    with open(os.path.join(out, name + ".test"), "w") as file:
        file.write("# %s\n" % words)
        file.write("RUN: %%python %%differential replay %%S/%s.small\n" % name)


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", required=True)
    parser.add_argument("--programs", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1, help="of the first program; the others follow")
    parser.add_argument("--family", help="families, separated by commas: " + ", ".join(FAMILIES))
    parser.add_argument("--max-rank", type=int, default=4)
    parser.add_argument("--max-elements", type=int, default=1024)
    parser.add_argument("--ops", type=int, default=12)
    parser.add_argument("--outputs", default="metallib")
    parser.add_argument("--targets", default="apple7,apple9")
    parser.add_argument("--warps", default="1,2,4,8")
    parser.add_argument("--configurations", type=int, default=1, help="how many a program is tried in")
    parser.add_argument("--check", default="all")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--out", default="differential-out")
    parser.add_argument("--doubles", action="store_true", help="with f64, computed in software")
    parser.add_argument("--mutation", choices=sorted(MUTATIONS), help="plant this mistake: it has to be found")
    parser.add_argument("--first", action="store_true", help="end with the first failure")
    parser.add_argument("--no-shrink", dest="shrink", action="store_false")
    return parser.parse_args()


def read_done(path):
    if not os.path.exists(path):
        return {}
    with open(path) as file:
        return {int(line.split()[0]): line.split()[1] for line in file if len(line.split()) >= 2}


def main():
    options = parse_arguments()
    os.makedirs(options.out, exist_ok=True)
    done_path = os.path.join(options.out, "done.txt")
    seeds = range(options.seed, options.seed + options.programs)
    done = {seed: verdict for seed, verdict in read_done(done_path).items() if seed in seeds}
    verdicts = collections.Counter(done.values())
    refusals = collections.Counter()
    shows_progress = sys.stderr.isatty()
    with open(done_path, "a") as log, concurrent.futures.ProcessPoolExecutor(options.jobs) as pool:
        waiting = [pool.submit(run_seed, seed, options) for seed in seeds if seed not in done]
        for future in concurrent.futures.as_completed(waiting):
            seed, verdict, words = future.result()
            verdicts[verdict] += 1
            log.write("%d %s\n" % (seed, verdict))
            log.flush()
            if verdict == "refused":
                refusals[words.split("error: ")[-1]] += 1
            elif verdict != "same":
                print("seed %d: %s: %s" % (seed, verdict, words), flush=True)
            if shows_progress:
                print("\r%d of %d" % (sum(verdicts.values()), len(seeds)), end="", file=sys.stderr)
            if options.first and verdict in ("different", "broken"):
                pool.shutdown(cancel_futures=True)
                break
    for words, count in refusals.most_common(20):
        print("%6d refused: %s" % (count, words))
    failed = verdicts["different"] + verdicts["broken"]
    print(" ".join("%s=%d" % pair for pair in sorted(verdicts.items())))
    print("%d passed, %d failed" % (verdicts["same"], failed))
    return 1 if failed or not verdicts["same"] else 0


if __name__ == "__main__":
    sys.exit(main())
