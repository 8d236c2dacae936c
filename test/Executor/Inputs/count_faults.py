"""Counts the planted faults that each engine claims, and names the kinds of fault without one.

    count_faults.py CASES FAULT_CPP
"""
import collections
import json
import os
import re
import sys


LEAST = {"interp": 58, "jit": 23}


def main(folder, source):
    engines, kinds = collections.Counter(), set()
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name)) as file:
            expected = json.loads(re.search(r"^; EXPECT: (.*)$", file.read(), re.M).group(1))
        engines.update(expected["engines"])
        kinds.add(expected["kind"])
    for engine in sorted(engines):
        print("%s: %d" % (engine, engines[engine]))
        if engines[engine] < LEAST[engine]:
            sys.exit("too few for " + engine)
    with open(source) as file:
        known = re.findall(r'case FaultKind::\w+:\n\s*return "([\w-]+)";', file.read())
    for kind in known:
        if kind not in kinds:
            print("no case of " + kind)
    print("%d kinds" % len(known))


main(*sys.argv[1:])
