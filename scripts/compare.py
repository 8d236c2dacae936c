#!/usr/bin/env python3
"""Compares two files of numbers, and shows where they stand.

    compare.py GOT WANT --type f32 [--rtol 1e-5] [--atol 1e-6] [--head 5]

An element is right if |got - want| <= atol + rtol * |want|, or if both are NaN or the same infinity.
Exits 0 if all are, 1 if not, 2 if the files cannot be compared.
"""
import argparse
import math
import struct
import sys

# Name: struct code, bytes.
TYPES = {
    "f16": ("e", 2), "f32": ("f", 4), "f64": ("d", 8),
    "i8": ("b", 1), "i16": ("h", 2), "i32": ("i", 4), "i64": ("q", 8),
    "u8": ("B", 1), "u16": ("H", 2), "u32": ("I", 4), "u64": ("Q", 8),
    "bf16": (None, 2),
}


def decode(kind, data):
    code, size = TYPES[kind]
    if kind == "bf16":  # the upper half of an f32
        data = b"".join(b"\0\0" + data[i:i + 2] for i in range(0, len(data), 2))
        code, size = "f", 4
    return struct.unpack("<%d%s" % (len(data) // size, code), data)


def read(path, kind):
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError as error:
        sys.exit(fail("cannot read '%s': %s" % (path, error.strerror)))
    size = TYPES[kind][1]
    if len(data) % size:
        sys.exit(fail("'%s' has %d bytes, which is no multiple of %d (%s)" % (path, len(data), size, kind)))
    return decode(kind, data)


def fail(message):
    print("compare.py: error: " + message, file=sys.stderr)
    return 2


def error_of(got, want):
    """The absolute error; 0 where both are the same infinity or NaN."""
    if got == want or (math.isnan(got) and math.isnan(want)):
        return 0
    error = abs(got - want)
    return math.inf if math.isnan(error) else error


def show(values):
    return " ".join("%12.6g" % value if isinstance(value, float) else "%12d" % value for value in values)


def main():
    parser = argparse.ArgumentParser(description="Compare two files of numbers.")
    parser.add_argument("got")
    parser.add_argument("want")
    parser.add_argument("--type", choices=TYPES, default="f32")
    parser.add_argument("--rtol", type=float, default=0.0, help="allowed error relative to the wanted value")
    parser.add_argument("--atol", type=float, default=0.0, help="allowed absolute error")
    parser.add_argument("--head", type=int, default=5, help="how many numbers to show")
    args = parser.parse_args()

    got, want = read(args.got, args.type), read(args.want, args.type)
    if len(got) != len(want):
        return fail("'%s' has %d elements, '%s' has %d" % (args.got, len(got), args.want, len(want)))
    if not got:
        return fail("'%s' is empty" % args.got)

    errors = [error_of(g, w) for g, w in zip(got, want)]
    # A wanted NaN or infinity allows nothing but itself.
    wrong = [i for i, (error, w) in enumerate(zip(errors, want))
             if error > (args.atol + args.rtol * abs(w) if math.isfinite(w) else 0)]
    print("  got       " + show(got[:args.head]))
    print("  expected  " + show(want[:args.head]))
    print("  %d of %d elements right, largest error %.3g" % (len(got) - len(wrong), len(got), max(errors)))
    if wrong:
        i = wrong[0]
        print("  first wrong element: %d, got %s, expected %s" % (i, show(got[i:i + 1]).strip(), show(want[i:i + 1]).strip()))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
