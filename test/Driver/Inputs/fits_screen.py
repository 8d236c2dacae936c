"""fits_screen.py FILE LINES COLUMNS: fails unless the text is as small as that."""
import sys

with open(sys.argv[1], encoding="utf-8") as f:
    lines = f.read().rstrip("\n").split("\n")
if len(lines) > int(sys.argv[2]):
    sys.exit("%d lines" % len(lines))
for line in lines:
    if len(line) > int(sys.argv[3]):
        sys.exit("%d columns: %s" % (len(line), line))
