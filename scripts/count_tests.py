#!/usr/bin/env python3
"""Prints `N passed, N failed` for the result file of a lit run, and `, N skipped` if any were.

    count_tests.py RESULTS.json [LOG]

Every test counts once, unit tests one by one. The result file has no tests that skipped
themselves; LOG, what lit printed, has their number. Exits 1 if one failed or none ran.
"""
import collections
import json
import re
import sys

PASSED = {"PASS", "XFAIL", "FLAKYPASS"}
SKIPPED = {"UNSUPPORTED", "SKIPPED", "EXCLUDED"}


def main():
    if len(sys.argv) not in (2, 3):
        print("usage: count_tests.py RESULTS.json [LOG]", file=sys.stderr)
        return 2
    with open(sys.argv[1]) as file:
        codes = collections.Counter(test["code"] for test in json.load(file)["tests"])
    passed = sum(count for code, count in codes.items() if code in PASSED)
    skipped = sum(count for code, count in codes.items() if code in SKIPPED)
    failed = sum(codes.values()) - passed - skipped  # an unknown code is no success
    if len(sys.argv) == 3:
        with open(sys.argv[2]) as file:
            logged = re.search(r"^ *Skipped *: *(\d+)", file.read(), flags=re.M)
        skipped += max(0, int(logged.group(1)) - codes["SKIPPED"]) if logged else 0
    line = "%d passed, %d failed" % (passed, failed)
    print(line + (", %d skipped" % skipped if skipped else ""))
    return 0 if failed == 0 and passed > 0 else 1


if __name__ == "__main__":
    sys.exit(main())
