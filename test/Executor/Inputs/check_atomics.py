"""Atomics of every operation, width, address space and form.

    check_atomics.py [flags of triton-metal-run]

All lanes of one SIMD-group update one location. In which order they do so is open, so what is
compared is the value at the end, and for additions that the old values are all different.
"""
import struct
import sys

import launcher

FLAGS = sys.argv[1:]
LANES = 32
failures = 0


def check(what, got, want):
    global failures
    if got != want:
        failures += 1
        print("%s: got %s, expected %s" % (what, got, want))


def pack(kind, value):
    if kind == "float":
        return struct.pack("<f", value)
    size = int(kind[1:]) // 8
    return (value & ((1 << 8 * size) - 1)).to_bytes(size, "little")


def run(name, result, kind, operands, initial, operand_values, space):
    """Returns what is in memory at the end, and each lane's result."""
    size = len(pack(kind, initial))
    pointer = "%b0" if space == 1 else "@local"
    body = []
    if space == 3:
        body += ["%%start = load %s, ptr addrspace(1) %%b0, align 1" % kind,
                 "store %s %%start, ptr addrspace(3) @local" % kind,
                 "call void @air.wg.barrier(i32 2, i32 1)"]
    body += ["%%p = getelementptr %s, ptr addrspace(1) %%b1, i32 %%i" % kind,
             "%%x = load %s, ptr addrspace(1) %%p, align 1" % kind]
    call = "call %s @%s(ptr addrspace(%d) %s%s)" % (result, name, space, pointer, operands)
    if result == "void":
        body.append(call)
    else:
        body += ["%old = " + call, "store %s %%old, ptr addrspace(1) %%p, align 1" % result]
    if space == 3:
        body += ["call void @air.wg.barrier(i32 2, i32 1)",
                 "%%end = load %s, ptr addrspace(3) @local" % kind,
                 "store %s %%end, ptr addrspace(1) %%b0, align 1" % kind]
    types = ", ".join(part.split()[0] for part in operands.split(", ") if part)
    declarations = ["declare %s @%s(ptr addrspace(%d)%s)" % (result, name, space, ", " + types if types else ""),
                    "declare void @air.wg.barrier(i32, i32)",
                    "@local = internal addrspace(3) global %s undef, align 8" % kind]
    program = launcher.device_kernel("atomics", 2, body, declarations)
    data = b"".join(pack(kind, value) for value in operand_values)
    memory, results = launcher.run(program, [pack(kind, initial), data],
                                   {"grid": [1], "threads_per_threadgroup": [LANES],
                                    "bindings": launcher.bindings(2)}, FLAGS)
    return memory, [results[i:i + size] for i in range(0, len(results), size)]


# (operation, with sign or without, initial value, operand of a lane, value at the end)
UPDATES = [
    ("add", "s", -5, lambda lane: lane + 1, -5 + 528),
    ("add", "u", -1, lambda lane: 1, 31),
    ("sub", "u", 0, lambda lane: 1, -32),
    ("min", "s", 3, lambda lane: 10 - lane, -21),
    ("min", "u", 3, lambda lane: 10 - lane, 0),
    ("max", "s", 3, lambda lane: -lane, 3),
    ("max", "u", 3, lambda lane: -lane, -1),
    ("and", "u", -1, lambda lane: ~(1 << lane), -1 << 32),
    ("or", "s", 0, lambda lane: 1 << lane, 0xffffffff),
    ("xor", "u", 6, lambda lane: 1 << lane % 3, 6 ^ 1 ^ 2),
]
# AIR before 2.9, and since: order, scope, [memory flags,] volatile.
FORMS = [", i32 0, i32 2, i1 true", ", i32 5, i32 2, i32 1, i1 false"]


def check_updates(kind, space, form):
    place = {1: "global", 3: "local"}[space]
    for operation, sign, initial, operand, end in UPDATES:
        name = "air.atomic.%s.%s.%s.%s" % (place, operation, sign, kind)
        values = [operand(lane) for lane in range(LANES)]
        memory, old = run(name, kind, kind, ", %s %%x" % kind + form, initial, values, space)
        check(name + form, memory, pack(kind, end))
        if operation in ("add", "sub"):
            check(name + " old values", len(set(old)), LANES)


def check_minimum_without_result():
    for operation, end in (("min", 0), ("max", -1)):
        name = "air.atomic.global.%s.u.i64" % operation
        values = [5, 0, -1] + [7] * (LANES - 3)
        memory, _ = run(name, "void", "i64", ", i64 %x" + FORMS[0], 3, values, 1)
        check(name, memory, pack("i64", end))


def check_floats(space, form):
    place = {1: "global", 3: "local"}[space]
    for operation, end in (("add", 500.0), ("sub", -492.0)):
        name = "air.atomic.%s.%s.f32" % (place, operation)
        memory, _ = run(name, "float", "float", ", float %x" + form, 4.0, range(LANES), space)
        check(name + form, memory, pack("float", end))


def check_moves(kind, suffix, space, form):
    """Exchange, load and store."""
    place = {1: "global", 3: "local"}[space]
    values = list(range(100, 100 + LANES))
    memory, old = run("air.atomic.%s.xchg.%s" % (place, suffix), kind, kind, ", %s %%x" % kind + form, 7, values, space)
    # Each value was put there once and taken away once, but the last.
    check("xchg " + kind + form, sorted(old + [memory]), sorted(pack(kind, v) for v in [7] + values))
    memory, old = run("air.atomic.%s.load.%s" % (place, suffix), kind, kind, form, 7, values, space)
    check("load " + kind + form, (memory, set(old)), (pack(kind, 7), {pack(kind, 7)}))
    memory, old = run("air.atomic.%s.store.%s" % (place, suffix), "void", kind, ", %s %%x" % kind + form, 7, values, space)
    check("store " + kind + form, memory in old, True)


def check_compare_exchange(space):
    """Lanes count to 32 by comparing and exchanging; each one succeeds exactly once."""
    place = {1: "global", 3: "local"}[space]
    name = "air.atomic.%s.cmpxchg.weak.i32" % place
    pointer = "ptr addrspace(%d) %s" % (space, "%b0" if space == 1 else "@local")
    start = ["store i32 0, ptr addrspace(3) @local", "call void @air.wg.barrier(i32 2, i32 1)"] if space == 3 else []
    body = ["%expected = alloca i32"] + start + [
        "store i32 0, ptr %expected", "br label %loop", "loop:",
        "%known = load i32, ptr %expected", "%next = add i32 %known, 1",
        "%%old = call i32 @%s(%s, ptr %%expected, i32 %%next, i32 0, i32 0, i32 2, i1 true)" % (name, pointer),
        "%done = icmp eq i32 %old, %known", "br i1 %done, label %end, label %loop", "end:",
        "%p = getelementptr i32, ptr addrspace(1) %b1, i32 %i",
        "store i32 %old, ptr addrspace(1) %p"]
    declarations = ["declare i32 @%s(ptr addrspace(%d), ptr, i32, i32, i32, i32, i1)" % (name, space),
                    "declare void @air.wg.barrier(i32, i32)",
                    "@local = internal addrspace(3) global i32 undef"]
    program = launcher.device_kernel("count", 2, body, declarations)
    _, out = launcher.run(program, [bytes(4), bytes(4 * LANES)],
                          {"grid": [1], "threads_per_threadgroup": [LANES], "bindings": launcher.bindings(2)}, FLAGS)
    check(name, sorted(struct.unpack("<%di" % LANES, out)), list(range(LANES)))


def check_coherent():
    for level in ("device", "system"):
        for volatile in ("", "volatile."):
            suffix = "%s_coherent.%si32.p1i32" % (level, volatile)
            body = ["%p = getelementptr i32, ptr addrspace(1) %b0, i32 %i",
                    "%%x = call i32 @air.load.%s(ptr addrspace(1) %%p)" % suffix, "%y = add i32 %x, 1",
                    "call void @air.store.%s(i32 %%y, ptr addrspace(1) %%p)" % suffix,
                    "call void @air.atomic.fence(i32 1, i32 5, i32 3)"]
            declarations = ["declare i32 @air.load.%s(ptr addrspace(1))" % suffix,
                            "declare void @air.store.%s(i32, ptr addrspace(1))" % suffix,
                            "declare void @air.atomic.fence(i32, i32, i32)"]
            program = launcher.device_kernel("coherent", 1, body, declarations)
            out, = launcher.run(program, [struct.pack("<32i", *range(LANES))],
                                {"grid": [1], "threads_per_threadgroup": [LANES], "bindings": launcher.bindings(1)}, FLAGS)
            check(suffix, struct.unpack("<32i", out), tuple(range(1, LANES + 1)))


def main():
    for space in (1, 3):
        for form in FORMS:
            check_updates("i32", space, form)
            check_floats(space, form)
            check_moves("i32", "i32", space, form)
        check_compare_exchange(space)
    check_updates("i64", 1, FORMS[1])
    check_moves("float", "f32", 1, FORMS[0])
    check_minimum_without_result()
    check_coherent()
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
