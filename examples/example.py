"""What an example is: a kernel, how it is launched, and what it should compute.

    numbers = Pool("f16", 8192)
    a, b = numbers.take(72, 80), numbers.take(80, 88)
    example("matmul", matmul, grid=(2, 2), constants=dict(BLOCK_M=64),
            arguments=dict(a_ptr=a, b_ptr=b, c_ptr=output("f16", a.values @ b.values, rtol=1e-3), M=72))

A tensor's `values` are what the kernel reads, rounded to its type: the reference starts from them, and
is computed in double by numpy. scripts/make_examples.py compiles the kernels with Triton and writes
the files.
"""
import numpy as np

# Triton's names of the types that tensors have here.
TRITON_TYPES = {"f32": "fp32", "f16": "fp16", "bf16": "bf16", "f8E4M3FN": "fp8e4nv", "f8E5M2": "fp8e5",
                "i8": "i8", "u8": "u8", "i32": "i32"}
INTEGERS = {"i8": np.int8, "u8": np.uint8, "i32": np.int32}

EXAMPLES = []


class Tensor:
    """Numbers in device memory. values: as the kernel reads them, in double (integers as they are).
    pool, offset: where the bytes lie, if not in a file of the example's own."""

    def __init__(self, type, values, pool=None, offset=0):
        self.type, self.pool, self.offset = type, pool, offset
        self.bytes = encode(type, values)
        self.values = decode(type, self.bytes).reshape(np.shape(values))


class Pool:
    """Random numbers that the tensors of a group share, to keep the data small; normally distributed
    (bytes of integers: equally)."""

    def __init__(self, type, count, scale=1.0, seed=8):
        random = np.random.default_rng(seed)
        if type in INTEGERS:
            limits = np.iinfo(INTEGERS[type])
            numbers = random.integers(limits.min, limits.max, count, endpoint=True)
        else:
            numbers = random.standard_normal(count) * scale
        self.file, self.next = "random.%s.bin" % type, 0
        self.all = Tensor(type, numbers)

    def take(self, *shape):
        """The numbers after those taken last, from an address divisible by 16; from the start again
        where they end."""
        count, size = int(np.prod(shape)), len(self.all.bytes) // len(self.all.values)
        if self.next + count > len(self.all.values):
            self.next = 0
        first, self.next = self.next, -(-(self.next + count) * size // 16) * 16 // size
        values = self.all.values[first:first + count]
        if len(values) < count:
            raise ValueError("the pool of %s has only %d numbers" % (self.all.type, len(self.all.values)))
        return Tensor(self.all.type, values.reshape(shape), self, first * size)


class Output:
    """A tensor that the kernel writes. initial: what is there before, zeros if None. Right is what is
    within atol + rtol * |expected|."""

    def __init__(self, type, expected, rtol, atol, initial):
        self.type = type
        self.expected = encode(type, expected)
        self.rtol, self.atol = rtol, atol
        self.initial = None if initial is None else encode(type, initial)


def tensor(type, values):
    return Tensor(type, np.asarray(values))


def output(type, expected, rtol=0.0, atol=0.0, initial=None):
    return Output(type, np.asarray(expected), rtol, atol, initial)


def example(name, kernel, grid, arguments, constants, target="cuda80", num_warps=4):
    """arguments: tensors, outputs, ints (i32) and floats (f32) by parameter. target: whose Triton
    front end accepts the kernel's types."""
    EXAMPLES.append(dict(name=name, kernel=kernel, grid=grid, arguments=arguments, constants=constants,
                         target=target, num_warps=num_warps))


# ---------------------------------------------------------------- encodings
def encode(type, values):
    if type in INTEGERS:
        return values.astype(INTEGERS[type]).tobytes()
    if type == "f32":
        return values.astype(np.float32).tobytes()
    if type == "f16":
        return values.astype(np.float16).tobytes()
    if type == "bf16":
        bits = values.astype(np.float32).view(np.uint32)
        return ((bits + 0x7FFF + (bits >> 16 & 1)) >> 16).astype(np.uint16).tobytes()
    return encode_byte_float(type, values)


def decode(type, data):
    if type in INTEGERS:
        return np.frombuffer(data, INTEGERS[type]).astype(np.int64)
    if type == "bf16":
        return (np.frombuffer(data, np.uint16).astype(np.uint32) << 16).view(np.float32).astype(np.float64)
    if type in ("f32", "f16"):
        return np.frombuffer(data, np.float32 if type == "f32" else np.float16).astype(np.float64)
    return byte_float_values(type)[np.frombuffer(data, np.uint8)]


def byte_float_values(type):
    """The number of each of the 256 bytes; NaN and infinity as NaN."""
    fraction_bits, bias, first_special = {"f8E4M3FN": (3, 7, 0x7F), "f8E5M2": (2, 15, 0x7C)}[type]
    codes = np.arange(128)
    fraction, exponent = codes & (1 << fraction_bits) - 1, codes >> fraction_bits
    normal = np.ldexp(1.0 + fraction / (1 << fraction_bits), exponent - bias)
    small = np.ldexp(fraction / (1 << fraction_bits), 1 - bias)
    magnitudes = np.where(exponent > 0, normal, small)
    magnitudes[first_special:] = np.nan
    return np.concatenate([magnitudes, -magnitudes])


def encode_byte_float(type, values):
    """The nearest number of the format."""
    numbers = byte_float_values(type)
    distance = np.abs(np.asarray(values, np.float64).reshape(-1, 1) - numbers)
    return np.nanargmin(distance, axis=1).astype(np.uint8).tobytes()


def rounded(type, values):
    """`values` after rounding to `type`, in double."""
    return decode(type, encode(type, np.asarray(values))).reshape(np.shape(values))
