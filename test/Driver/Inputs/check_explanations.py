"""Reads what --explain=json printed and prints it as text: check_explanations.py FILE.

Fails unless every line is an object with the fields that docs/explain.md names, and no others."""
import json
import sys

REMARK = {"topic": str, "message": str, "count": int, "way_out": str, "file": str, "line": int, "column": int}
OPTIONAL = {"way_out", "file", "line", "column"}

with open(sys.argv[1]) as file:
    lines = file.read().splitlines()
for line in lines:
    kernel = json.loads(line)
    assert set(kernel) | {"target"} == {"kernel", "target", "remarks"}, kernel
    print("%s for %s: %d remarks" % (kernel["kernel"], kernel.get("target"), len(kernel["remarks"])))
    for remark in kernel["remarks"]:
        assert set(REMARK) - OPTIONAL <= set(remark) <= set(REMARK), remark
        assert all(isinstance(value, REMARK[key]) for key, value in remark.items()), remark
        place = ":".join(str(remark[key]) for key in ("file", "line", "column") if key in remark)
        print("%s %s %d times: %s" % (place, remark["topic"], remark["count"], remark["message"]))
        if "way_out" in remark:
            print("way out: " + remark["way_out"])
