"""lexicon.py LEXICON FOLDER: are all ops of Triton tested?

LEXICON is lib/Reader/Lexicon.def, FOLDER is test/Dialect. An op is either refused by name,
with its message in a refused.test; or it has a round trip, a CHECK line with its name in a
test of what is valid, and an error, an expected-error in an -invalid.mlir that names it or
that is expected at it. The same holds for the ops of MLIR in mlir-ops.mlir, which Triton
prints too.

Prints what is missing, and how many of the files test errors.
"""
import glob
import os
import re
import sys

lexicon, folder = sys.argv[1:]
NAME = r"\b[a-z_]+\.[a-z_][\w.]*\w"


def find_targets(lines, number):
    """The lines an expected-error is about: its own, and the one that it points at."""
    match = re.search(r"expected-error(?:@([+-]\d+))?", lines[number])
    target = number + int(match.group(1) or 0)
    return lines[number] + (lines[target] if target < len(lines) else "")


def read(path):
    with open(path) as file:
        return file.read().split("\n")


printed, failing, refused, error_files, files = set(), set(), set(), 0, 0
for path in sorted(glob.glob(os.path.join(folder, "**", "*"), recursive=True)):
    if not path.endswith((".mlir", ".test")) or path == os.path.join(folder, "lexicon.test"):
        continue
    lines = read(path)
    files += 1
    error_files += path.endswith(("-invalid.mlir", "refused.test"))
    if path.endswith("refused.test"):
        refused |= {match for line in lines for match in re.findall(r"^CHECK.*error: op '([\w.]+)' ", line)}
    elif path.endswith("-invalid.mlir"):
        for number, line in enumerate(lines):
            if "expected-error" in line:
                failing |= set(re.findall(NAME, find_targets(lines, number)))
    else:
        for line in lines:
            if re.match(r"\s*// [A-Z]+(-[A-Z]+)?: ", line):
                printed |= set(re.findall(NAME, line))

ops = re.findall(r"^TRITON_OP\(([\w.]+),", "\n".join(read(lexicon)), re.M)
foreign = sorted({name for line in read(os.path.join(folder, "mlir-ops.mlir")) if "CHECK: " in line
                  for name in re.findall(r"\b(?:arith|math|scf|cf|ub|gpu|llvm)\.[\w.]*\w", line)})
for op in ops + foreign:
    if op in refused:
        continue
    if op not in printed:
        print("%s: no round trip" % op)
    if op not in failing:
        print("%s: no error" % op)
print("%d ops, %d of them refused; %d ops of MLIR" % (len(ops), len(refused), len(foreign)))
print("%d of %d files test errors%s" % (error_files, files, "" if 4 * error_files >= files else ": too few"))
