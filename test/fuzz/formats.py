"""Bytes of numbers, and what the float types can hold."""
import math
import struct

EPSILON = {"f16": 2.0**-10, "bf16": 2.0**-7, "f32": 2.0**-23, "f64": 2.0**-52}
LARGEST = {"f16": 6e4, "bf16": 1e30, "f32": 1e30, "f64": 1e300}
# Bits of a number, the leading one included: integers below 2^PRECISION are exact.
PRECISION = {"f8E4M3FN": 4, "f8E5M2": 3, "f8E5M2FNUZ": 3, "f16": 11, "bf16": 8, "f32": 24, "f64": 53}
# Bits of the fraction and bias of the 8-bit floats.
BYTE_FORMATS = {"f8E4M3FN": (3, 7), "f8E5M2": (2, 15), "f8E5M2FNUZ": (2, 16)}
BYTE_FLOATS = ("f8E5M2", "f8E4M3FN", "f8E5M2FNUZ")  # what f8E4M3FNUZ means depends on who printed it


def encode(element, number):
    """Bytes of a number; conversions of floats may round in any way, 8-bit floats must not round."""
    if element in BYTE_FORMATS:
        return bytes([encode_byte(number, *BYTE_FORMATS[element])])
    if element == "f64":
        return struct.pack("<d", number)
    if element == "f16":
        try:
            return struct.pack("<e", number)
        except OverflowError:
            return struct.pack("<e", math.copysign(math.inf, number))
    if not element.startswith("f") and element != "bf16":
        size = int(element[1:]) // 8
        return (int(number) % (1 << 8 * size)).to_bytes(size, "little")
    bits = struct.pack("<f", number)
    return bits[2:] if element == "bf16" else bits


def encode_byte(number, fraction_bits, bias):
    if number == 0:
        return 0
    fraction, exponent = math.frexp(abs(number))
    exponent = max(exponent - 1, 1 - bias)
    code = math.ldexp(abs(number), fraction_bits - exponent)
    assert code == int(code), "%r rounds" % number
    code = int(code)
    if code >> fraction_bits:  # normal: the leading one is not stored
        code += exponent + bias - 1 << fraction_bits
    return code | (128 if number < 0 else 0)


def row_major(shape):
    strides, step = [], 1
    for size in reversed(shape):
        strides.insert(0, step)
        step *= size
    return strides
