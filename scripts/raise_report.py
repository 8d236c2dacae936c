#!/usr/bin/env python3
"""Raises TTGIR back to TTIR and compares it with the TTIR that it was made from.

    raise_report.py --opt BUILD/bin/triton-metal-opt SOURCE... [--list] [--jobs 2]

A source is a folder or a .tar.xz archive. Every kernel.ttgir in it, at any depth, is a case; a
kernel.ttir beside it is what it should mean. A case ends as one of

    same      raised, and the same accesses, dots, reductions and loops as in the TTIR
    differs   raised, but not all of these are the same (Triton decomposes some ops for good)
    raised    raised; there is no TTIR beside it
    refused   an error of ttg-raise-to-tt, with a location
    broken    anything else: a crash, a file that cannot be read, ops of another dialect left over

Exits 1 if there is a broken case, or if more than 2 % are refused.
"""
import argparse
import collections
import concurrent.futures
import os
import re
import subprocess
import sys
import tarfile
import tempfile

RAISE = "builtin.module(ttg-raise-to-tt,tt.func(tt-undo-prefetch),canonicalize,cse,symbol-dce)"
CLEAN = "builtin.module(canonicalize,cse,symbol-dce)"

# What a kernel does: cheap arithmetic may be computed otherwise.
DOES = re.compile(
    r"tt\.(load|store|atomic_\w+|dot\w*|descriptor_\w+|make_tensor_descriptor|reduce|scan|histogram|gather|print"
    r"|assert|call|return|extern_elementwise|elementwise_inline_asm|fp_to_fp|cat|join|split|trans)"
    r"|gpu\.barrier|ttg\.barrier|scf\.(for|if|while)|math\.\w+")
OP = re.compile(r'\s*(?:%[\w:, %#]+ = )?"?([a-z_]+\.[\w.]+)"?(.*)')
TENSOR = re.compile(r"tensor<[^<>]*(?:<[^<>]*>)?[^<>]*>")
FOREIGN = re.compile(r"\b(ttg\.(?!barrier)|ttng\.|amdg\.)[\w.]+|unrealized_conversion_cast|#ttg\.")


def count(text):
    """Op with the shapes it is about, how often. What a loop carries may come in any order."""
    found = collections.Counter()
    for line in text.splitlines():
        match = OP.match(line)
        if match and DOES.fullmatch(match.group(1)):
            tensors = TENSOR.findall(match.group(2))
            found[match.group(1), tuple(sorted(tensors) if "scf" in match.group(1) else tensors)] += 1
    return found


def run(opt, path, pipeline):
    done = subprocess.run([opt, path, "--pass-pipeline=" + pipeline], stdin=subprocess.DEVNULL, capture_output=True)
    return done.returncode, done.stdout.decode(), done.stderr.decode(errors="replace")


def one(opt, ttgir):
    status, raised, errors = run(opt, ttgir, RAISE)
    first = errors.splitlines()[0] if errors else ""
    if status:
        located = re.search(r":\d+:\d+: error: .* cannot be raised to TTIR: ", first)
        return ("refused" if status == 1 and located else "broken"), first
    left = FOREIGN.search(raised)
    if left:
        return "broken", "'%s' is left over" % left.group(0)
    ttir = os.path.join(os.path.dirname(ttgir), "kernel.ttir")
    if not os.path.exists(ttir):
        return "raised", ""
    status, meant, errors = run(opt, ttir, CLEAN)
    if status:
        return "broken", errors.splitlines()[0] if errors else "the TTIR cannot be read"
    got, want = count(raised), count(meant)
    if got == want:
        return "same", ""
    show = lambda counter: ", ".join(sorted("%d %s" % (n, op) for (op, _), n in counter.items()))
    return "differs", "lacks %s; has %s" % (show(want - got) or "nothing", show(got - want) or "nothing")


def cases(sources, folder):
    for number, source in enumerate(sources):
        root = source
        if os.path.isfile(source):
            root = os.path.join(folder, str(number))
            with tarfile.open(source) as archive:
                for member in archive:  # files only, wherever they say they belong
                    if member.isfile() and os.path.basename(member.name).startswith("kernel."):
                        folder_of = os.path.join(root, os.path.basename(os.path.dirname(member.name)))
                        os.makedirs(folder_of, exist_ok=True)
                        with open(os.path.join(folder_of, os.path.basename(member.name)), "wb") as file:
                            file.write(archive.extractfile(member).read())
        for path, _, files in sorted(os.walk(root)):
            if "kernel.ttgir" in files:
                yield os.path.join(path, "kernel.ttgir")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--opt", required=True)
    parser.add_argument("--list", action="store_true", help="also list the cases that are not the same")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("sources", nargs="+")
    options = parser.parse_args()
    totals = collections.Counter()
    with tempfile.TemporaryDirectory() as folder, concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        paths = list(cases(options.sources, folder))
        for path, (status, why) in zip(paths, pool.map(lambda path: one(options.opt, path), paths)):
            totals[status] += 1
            if status in ("refused", "broken") or (options.list and why):
                print("%s: %s: %s" % (os.path.basename(os.path.dirname(path)), status, why))
    print("%d cases: " % sum(totals.values()) +
          ", ".join("%d %s" % (totals[status], status) for status in ("same", "differs", "raised", "refused", "broken")))
    return 1 if totals["broken"] or totals["refused"] * 50 > sum(totals.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
