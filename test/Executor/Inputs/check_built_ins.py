"""Every built-in of a kernel, as uint, ushort, uint2 and uint3, in a grid whose edges are cut.

    check_built_ins.py [flags of triton-metal-run]
"""
import itertools
import struct
import sys

import launcher

GRID, GROUP = (13, 7, 3), (6, 4, 2)  # threads: 3 x 2 x 2 threadgroups, the last ones smaller
FLAGS = sys.argv[1:]
SIMD, QUAD = 32, 4


def values(thread):
    """What the built-ins of a thread of the grid are."""
    group = [t // g for t, g in zip(thread, GROUP)]
    inside = [t % g for t, g in zip(thread, GROUP)]
    size = [min(g, n - p * g) for g, n, p in zip(GROUP, GRID, group)]
    index = inside[0] + size[0] * (inside[1] + size[1] * inside[2])
    count = size[0] * size[1] * size[2]
    full = GROUP[0] * GROUP[1] * GROUP[2]
    return {
        "thread_position_in_grid": thread, "threads_per_grid": GRID, "grid_size": GRID, "grid_origin": (0, 0, 0),
        "thread_position_in_threadgroup": inside, "threads_per_threadgroup": size, "dispatch_threads_per_threadgroup": GROUP,
        "threadgroup_position_in_grid": group, "threadgroups_per_grid": [-(-n // g) for n, g in zip(GRID, GROUP)],
        "thread_index_in_threadgroup": [index], "simdgroup_index_in_threadgroup": [index // SIMD],
        "thread_index_in_simdgroup": [index % SIMD], "threads_per_simdgroup": [SIMD], "thread_execution_width": [SIMD],
        "simdgroups_per_threadgroup": [-(-count // SIMD)], "dispatch_simdgroups_per_threadgroup": [-(-full // SIMD)],
        "quadgroup_index_in_threadgroup": [index // QUAD], "thread_index_in_quadgroup": [index % QUAD],
        "quadgroups_per_threadgroup": [-(-count // QUAD)],
    }


def make_kernel(names, type_name, llvm, length):
    """Stores the elements of each built-in, one word for each."""
    parameters = ["ptr addrspace(1) %out", "<3 x i32> %where"] + ["%s %%v%d" % (llvm, i) for i in range(len(names))]
    body = ["%x = extractelement <3 x i32> %where, i32 0", "%y = extractelement <3 x i32> %where, i32 1",
            "%z = extractelement <3 x i32> %where, i32 2", "%%zy = mul i32 %%z, %d" % GRID[1], "%row = add i32 %zy, %y",
            "%%start = mul i32 %%row, %d" % GRID[0], "%thread = add i32 %start, %x",
            "%%base = mul i32 %%thread, %d" % (len(names) * length)]
    element = "i16" if "i16" in llvm else "i32"
    for i in range(len(names)):
        for axis in range(length):
            name = "%%e%d.%d" % (i, axis)
            if length > 1:
                body.append("%s = extractelement %s %%v%d, i32 %d" % (name, llvm, i, axis))
            else:
                body.append("%s = add %s %%v%d, 0" % (name, element, i))
            if element == "i16":
                body.append("%s.w = zext i16 %s to i32" % (name, name))
            body += ["%s.a = add i32 %%base, %d" % (name, i * length + axis),
                     "%s.p = getelementptr i32, ptr addrspace(1) %%out, i32 %s.a" % (name, name),
                     "store i32 %s, ptr addrspace(1) %s.p" % (name + (".w" if element == "i16" else ""), name)]
    lines = ["define void @k(%s) {" % ", ".join(parameters)] + body + ["ret void", "}", "!air.kernel = !{!0}"]
    nodes = ['!{i32 0, !"air.buffer", !"air.location_index", i32 0, i32 1, !"air.read_write", !"air.address_space", i32 1}',
             '!{i32 1, !"air.thread_position_in_grid", !"air.arg_type_name", !"uint3"}']
    nodes += ['!{i32 %d, !"air.%s", !"air.arg_type_name", !"%s"}' % (i + 2, name, type_name) for i, name in enumerate(names)]
    lines.append("!0 = !{ptr @k, !{}, !{%s}}" % ", ".join("!%d" % (i + 1) for i in range(len(nodes))))
    lines += ["!%d = %s" % (i + 1, node) for i, node in enumerate(nodes)]
    return "\n".join(lines) + "\n"


def main():
    threads = list(itertools.product(*map(range, reversed(GRID))))
    known = values((0, 0, 0))
    scalars = [name for name in known]
    vectors = [name for name, value in known.items() if len(value) == 3]
    for type_name, llvm, length, names in (("uint", "i32", 1, scalars), ("ushort", "i16", 1, scalars), ("uint2", "<2 x i32>", 2, vectors),
                                           ("uint3", "<3 x i32>", 3, vectors), ("ushort3", "<3 x i16>", 3, vectors)):
        size = 4 * len(threads) * len(names) * length
        out, = launcher.run(make_kernel(names, type_name, llvm, length), [bytes(size)],
                            {"threads_per_grid": GRID, "threads_per_threadgroup": GROUP, "bindings": launcher.bindings(1)}, FLAGS)
        words = struct.unpack("<%dI" % (size // 4), out)
        for t, (z, y, x) in enumerate(threads):
            wanted = values((x, y, z))
            for i, name in enumerate(names):
                at = (t * len(names) + i) * length
                if list(words[at:at + length]) != list(wanted[name][:length]):
                    sys.exit("%s as %s in thread %s: got %s, expected %s" % (name, type_name, (x, y, z), words[at:at + length], wanted[name]))


if __name__ == "__main__":
    main()
