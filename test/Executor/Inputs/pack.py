"""pack.py FILE FORMAT VALUE...: writes numbers in a format of Python's struct."""
import struct
import sys

path, kind, values = sys.argv[1], sys.argv[2], sys.argv[3:]
number = float if kind in "efd" else int
with open(path, "wb") as f:
    f.write(struct.pack("<%d%s" % (len(values), kind), *map(number, values)))
