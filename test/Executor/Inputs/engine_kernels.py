"""Writes the kernels and launches of Jit/engine.test."""
import json

HEADER = """!air.kernel = !{%s}
!100 = !{i32 0, !"air.buffer", !"air.location_index", i32 0, i32 1, !"air.read_write", !"air.address_space", i32 1, !"air.arg_name", !"out"}
!101 = !{i32 1, !"air.thread_position_in_grid", !"air.arg_name", !"index"}
"""


def write(name, bodies):
    kernels = sorted(bodies)
    with open(name, "w") as f:
        for kernel in kernels:
            f.write("define void @%s(ptr addrspace(1) %%out, i32 %%index) {\n%s}\n" % (
                kernel, bodies[kernel]))
        f.write("declare void @air.wg.barrier(i32, i32)\n")
        f.write(HEADER % ", ".join("!%d" % i for i in range(len(kernels))))
        for i, kernel in enumerate(kernels):
            f.write("!%d = !{ptr @%s, !{}, !{!100, !101}}\n" % (i, kernel))


def launch(name, kernel, threads, grid):
    description = {"grid": [grid, 1, 1], "threads_per_threadgroup": [threads, 1, 1],
                   "buffers": [{"size": 128}], "bindings": [{"index": 0, "buffer": 0}]}
    if kernel:
        description["kernel"] = kernel
    with open(name, "w") as f:
        json.dump(description, f)


STORE = """  %%near = icmp ult i32 %%index, %d
  %%offset = select i1 %%near, i64 0, i64 10000
  %%place = getelementptr i32, ptr addrspace(1) %%out, i64 %%offset
  store i32 %%index, ptr addrspace(1) %%place, align 4
  ret void
"""
LOOP = """  br label %%loop
loop:
  %%i = phi i32 [ 0, %%0 ], [ %%next, %%loop ]
  %s
  %%next = add i32 %%i, 2
  %%odd = icmp eq i32 %%next, 7
  br i1 %%odd, label %%done, label %%loop
done:
  ret void
"""

write("past.ll", {"past": STORE % 71, "good": STORE % 1000})
launch("past.json", "past", 32, 20)
write("endless.ll", {"endless": LOOP % "store i32 %i, ptr addrspace(1) %out, align 4",
                     "endless_barrier": LOOP % "call void @air.wg.barrier(i32 2, i32 1)"})
launch("endless.json", None, 40, 3)
