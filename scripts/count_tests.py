#!/usr/bin/env python3
"""Prints `N passed, N failed` for the result file of a lit run, and `, N skipped` if any were.

    count_tests.py RESULTS.json

Every test counts once, unit tests one by one. Exits 1 if one failed or none ran.
"""
import collections
import json
import sys

PASSED = {"PASS", "XFAIL", "FLAKYPASS"}
SKIPPED = {"UNSUPPORTED", "SKIPPED", "EXCLUDED"}


def main():
    if len(sys.argv) != 2:
        print("usage: count_tests.py RESULTS.json", file=sys.stderr)
        return 2
    with open(sys.argv[1]) as file:
        codes = collections.Counter(test["code"] for test in json.load(file)["tests"])
    passed = sum(count for code, count in codes.items() if code in PASSED)
    skipped = sum(count for code, count in codes.items() if code in SKIPPED)
    failed = sum(codes.values()) - passed - skipped  # an unknown code is no success
    line = "%d passed, %d failed" % (passed, failed)
    print(line + (", %d skipped" % skipped if skipped else ""))
    return 0 if failed == 0 and passed > 0 else 1


if __name__ == "__main__":
    sys.exit(main())
