"""Measures the engines of triton-metal-run on three kernels, and compares with what is promised.

    executor.py --bin BUILD/bin [--repeat N]

The times are medians of N runs in one process, in milliseconds: compilation for the host
("prepare"), the JIT on one host thread and on two, the interpreter, the interpreter with every
check. The exit code is 1 if a promise is broken, so run it on a machine that does nothing else.
"""
import argparse
import json
import os
import re
import subprocess
import sys
import tempfile

FOLDER = os.path.dirname(os.path.abspath(__file__))
MEGA = 1 << 20
# Sizes of buffers in bytes, the launch, and the milliseconds that the JIT may take on one thread.
KERNELS = {
    "vector_add": ([4 * MEGA] * 3, {"grid": [MEGA // 256], "threads_per_threadgroup": [256]}, 5),
    "softmax": ([4 * MEGA] * 2, {"grid": [1024], "threads_per_threadgroup": [256]}, 40),
    "matmul": ([4 << 16] * 3, {"grid": [8, 8], "threads_per_threadgroup": [128]}, 40),
}
PREPARE = 40  # milliseconds
INTERPRETER = 15  # times the limit of the JIT
CHECKS = 2  # times the interpreter
TWO_CORES = 1.6  # times as fast as one
TIMING = re.compile(r"prepare ([\d.]+) ms, run ([\d.]+) ms")


def write_launch(path, sizes, launch):
    launch = dict(launch, buffers=[{"size": size} for size in sizes],
                  bindings=[{"index": i, "buffer": i} for i in range(len(sizes))])
    with open(path, "w") as file:
        json.dump(launch, file)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bin", required=True, help="folder of triton-metal-run")
    parser.add_argument("--repeat", type=int, default=9)
    options = parser.parse_args()
    broken = []
    with tempfile.TemporaryDirectory() as folder:
        launch = os.path.join(folder, "launch.json")

        def measure(kernel, *flags, repeat=options.repeat):
            command = [os.path.join(options.bin, "triton-metal-run"), kernel, "--launch=" + launch,
                       "--repeat=%d" % repeat] + list(flags)
            done = subprocess.run(command, stderr=subprocess.PIPE, text=True, check=True)
            return [float(number) for number in TIMING.search(done.stderr).groups()]

        def expect(name, what, time, limit):
            if time > limit:
                broken.append("%s: %s takes %.1f ms, more than %.1f" % (name, what, time, limit))

        row = "%-12s%10s%10s%10s%10s%10s"
        print(row % ("", "prepare", "jit", "jit x 2", "interp", "checks"))
        for name, (sizes, description, limit) in KERNELS.items():
            write_launch(launch, sizes, description)
            source = os.path.join(FOLDER, name + ".metal")
            kernel = os.path.join(folder, name + ".bc")
            measure(source, "--save-air=" + kernel, repeat=1)
            prepare, one = measure(kernel, "--engine=jit", "--threads=1")
            _, two = measure(kernel, "--engine=jit", "--threads=2")
            few = max(1, options.repeat // 3)
            _, interpreter = measure(kernel, "--engine=interp", repeat=few)
            _, checks = measure(kernel, "--engine=interp", "--check=all", repeat=few)
            print(row % ((name,) + tuple("%.2f" % time for time in (
                prepare, one, two, interpreter, checks))))
            expect(name, "compilation", prepare, PREPARE)
            expect(name, "the JIT", one, limit)
            expect(name, "the JIT on two threads", two, max(one / TWO_CORES, limit / 10))
            expect(name, "the interpreter", interpreter, INTERPRETER * limit)
            expect(name, "checking", checks, CHECKS * interpreter)
    for line in broken:
        print(line, file=sys.stderr)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
