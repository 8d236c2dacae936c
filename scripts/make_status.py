#!/usr/bin/env python3
"""Writes docs/status.md: which op compiles for which element type, into which output.

    make_status.py --bin build/dev/bin [--output docs/status.md | --check docs/status.md] [--only OP]

Every cell of the tables is a small kernel (status_kernels.py) that was compiled to Metal source and to an
archive; what the compiler refuses is listed with its words. --check compares instead of writing, and fails
if the file says something else.
"""
import argparse
import concurrent.futures
import difflib
import os
import re
import subprocess
import sys
import tempfile

import status_kernels

COLUMNS = ["i1", "i8", "i16", "i32", "i64", "f16", "bf16", "f32", "f64", "f8"]
# What kernels that are refused for f64 are compiled with once more, if the compiler has it.
EMULATION = "--fp64=emulate"
OUTPUTS = {"metal": "source", "metallib": "archive"}
HEAD = """# What compiles

Made by `scripts/make_status.py`; a test makes it again and compares. For each op and element type of its
operands a small kernel was compiled to Metal source and to an archive, for the default target:

| cell | meaning |
|---|---|
| yes | both outputs |
| a number | refused, for the reason of that number at the end |
| a number (yes) | refused unless `--fp64=emulate` is given |
| source, archive | only that output, the other one for the reason given |
| empty | Triton has no such op |

`f8` stands for f8E4M3FN, f8E5M2, f8E4M3FNUZ, f8E5M2FNUZ and f8E4M3B11FNUZ. That results are right, too, is what
other tests look after: the recorded launches, the random programs and `test/integration`.
"""


class Compiler:
    def __init__(self, bin_folder, folder):
        self.program = os.path.join(os.path.abspath(bin_folder), "triton-metal-translate")
        self.folder = folder
        help_text = subprocess.run([self.program, "--help"], capture_output=True, text=True).stdout
        self.can_emulate = EMULATION.split("=")[0] in help_text

    def run(self, files, ending, *options):
        """None, or the words of the refusal."""
        # f8E4M3FNUZ means what it says in files for AMD GPUs only.
        result = subprocess.run([self.program, *files, "-o", "%s.%s" % (files[0], ending), "--source-target=hip",
                                 *options], cwd=self.folder,
                                stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if result.returncode == 0:
            return None
        match = re.search(r"error: (.*)", result.stderr)
        if result.returncode != 1 or not match:
            sys.exit("%s: exit %s\n%s" % (" ".join(files), result.returncode, result.stderr))
        return match.group(1)

    def compile_row(self, row):
        """{type: {output: None or words}}"""
        files = {}
        for kind, text in row.kernels():
            files[kind] = "%s-%s.%s" % (row.key, kind, "ttgir" if "ttg." in text else "ttir")
            with open(os.path.join(self.folder, files[kind]), "w") as file:
                file.write(text)
        cells = {}
        for ending in OUTPUTS:
            if self.run(list(files.values()), ending) is None:
                for kind in files:
                    cells.setdefault(kind, {})[ending] = None
            else:
                for kind, name in files.items():
                    cells.setdefault(kind, {})[ending] = self.run([name], ending)
        for kind, outcome in cells.items():
            if self.can_emulate and any("f64" in words for words in outcome.values() if words):
                outcome["emulated"] = all(self.run([files[kind]], ending, EMULATION) is None for ending in OUTPUTS)
        return cells


class Reasons:
    """Numbers by first use. What names a type or an op in a message is of no interest here."""

    def __init__(self):
        self.words = []

    def number(self, words):
        words = re.sub(r"\b(tensor<[^>]*>|vector<[^>]*>)", "...", words)
        words = re.sub(r"^'([\w.]+)' op (uses f64|has no lowering yet)", r"\2", words)
        words = re.sub(r"^'metal.(\w+)' op ('\w+' )?of 'i64'", "64-bit atomics:", words)
        words = re.sub(r"kernel 'kernel_\w+'", "the kernel", words)
        if words not in self.words:
            self.words.append(words)
        return str(self.words.index(words) + 1)

    def cell(self, outcome):
        refusals = {ending: self.number(words) for ending, words in outcome.items() if words and ending in OUTPUTS}
        if not refusals:
            return "yes"
        numbers = ", ".join(sorted(set(refusals.values())))
        if len(refusals) < len(OUTPUTS):
            return "%s (%s)" % (next(OUTPUTS[ending] for ending in OUTPUTS if ending not in refusals), numbers)
        return numbers + (" (yes)" if outcome.get("emulated") else "")


def fold_columns(cells):
    """All the f8 types as one: what is said of all of them, or each of those that differ."""
    narrow = {kind: cell for kind, cell in cells.items() if kind.startswith("f8")}
    folded = {kind: cell for kind, cell in cells.items() if not kind.startswith("f8")}
    if narrow:
        kinds = sorted(set(narrow.values()))
        folded["f8"] = kinds[0] if len(kinds) == 1 else "; ".join(
            "%s: %s" % (", ".join(k for k in narrow if narrow[k] == cell), cell) for cell in kinds)
    return folded


def write_status(compiler, jobs, sections):
    rows = [row for _, section in sections for row in section]
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        outcomes = dict(zip(rows, pool.map(compiler.compile_row, rows)))
    reasons, text = Reasons(), HEAD
    for title, section in sections:
        text += "\n## %s\n\n| op | %s |\n|---|%s\n" % (title, " | ".join(COLUMNS), "---|" * len(COLUMNS))
        for row in section:
            cells = fold_columns({kind: reasons.cell(outcome) for kind, outcome in outcomes[row].items()})
            text += "| `%s`%s | %s |\n" % (row.op, row.remark and " " + row.remark,
                                           " | ".join(cells.get(column, "") for column in COLUMNS))
    text += "\n## Reasons\n\n"
    for index, words in enumerate(reasons.words):
        text += "%d. %s\n" % (index + 1, words)
    return text


def select_rows(text, op):
    return "".join(line for line in text.splitlines(True) if line.startswith("| `%s`" % op))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", required=True)
    parser.add_argument("--output")
    parser.add_argument("--check")
    parser.add_argument("--only", help="look at the rows of this op")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    missing = status_kernels.find_missing_ops()
    if missing:
        sys.exit("no kernel in status_kernels.py has: %s" % ", ".join(missing))
    sections = [(title, [row for row in section if options.only in (None, row.op)])
                for title, section in status_kernels.SECTIONS]
    with tempfile.TemporaryDirectory() as folder:
        text = write_status(Compiler(options.bin, folder), options.jobs, sections)
    if options.check:
        with open(options.check) as file:
            written = file.read()
        if options.only: # the numbers of reasons are those of the whole file
            written, text = (select_rows(t, options.only) for t in (written, text))
        if written != text:
            sys.stdout.writelines(difflib.unified_diff(written.splitlines(True), text.splitlines(True), "written", "made"))
            sys.exit("%s is out of date; run scripts/make_status.py --bin %s --output docs/status.md" % (
                options.check, os.path.relpath(options.bin)))
        print("up to date: %d kernels" % sum(len(list(row.kernels())) for _, section in sections for row in section))
    else:
        with open(options.output or "/dev/stdout", "w") as file:
            file.write(text)


main()
