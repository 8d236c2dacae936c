"""Runs printed Metal source on the host, by an ordinary C++ compiler.

The kernel becomes a C++ function (metal_stdlib beside this file has what it calls), and a
generated `main` calls it for every thread: one after another, or, if threads meet, as
threads of the system. Address spaces that macros cannot erase are rewritten here.
"""

import os
import re
import shutil
import struct
import subprocess
import sys

FOLDER = os.path.dirname(os.path.abspath(__file__))
# What printed source relies on, and what only C++ warns about.
FLAGS = ["-std=c++17", "-O1", "-ffp-contract=off", "-Xclang", "-ffloat16-excess-precision=none",
         "-pthread",
         "-Wall", "-Werror", "-Wno-unknown-pragmas", "-Wno-unknown-attributes",
         "-Wno-ignored-attributes", "-Wno-user-defined-literals", "-Wno-c99-extensions",
         "-Wno-unused-function"]
SCALARS = {"i1": "B", "i8": "b", "i16": "h", "i32": "i", "i64": "q", "f16": "e", "f32": "f"}


def find_compiler():
    """clang++, since only it has _Float16 in C++17; None if there is none."""
    for name in ("clang++-22", "clang++"):
        if shutil.which(name):
            return name
    return None


def to_cpp(source):
    """The source without address spaces and swizzles; threadgroup variables are static, so
    that all threads share them."""
    source = re.sub(r"^(\s*)threadgroup (\w+ \w+\[)", r"\1static \2", source, flags=re.M)
    source = re.sub(r"\bthreadgroup\b ?", "", source)

    def swizzle(match):
        return ".swizzle<%s>()" % ", ".join(str("xyzw".index(c)) for c in match.group(1))

    return re.sub(r"(?<!args)\.([xyzw]{2,4})\b", swizzle, source)


def parameters(source, symbol):
    """Type, name and attribute of each parameter."""
    text = re.search(r"void %s\((.*?)\) \{" % symbol, source, flags=re.S).group(1)
    found = re.findall(r"([\w ]+?[ &*]+)(\w+) \[\[(\w+)(?:\((\d+)\))?\]\]", text)
    return [(kind.strip(), name, attribute, index) for kind, name, attribute, index in found]


def pack_scalars(arguments, values, struct_info):
    """The bytes of the struct of scalars."""
    data = bytearray(struct_info["size"])
    for argument, value in zip(arguments, values):
        if argument["kind"] != "scalar":
            continue
        kind, value = argument["element_type"], value["value"]
        if kind == "bf16":
            packed = struct.pack("<f", float(value))[2:]
        elif kind.startswith("f"):
            packed = struct.pack("<" + SCALARS[kind], float(value))
        else:
            packed = (int(value) & (1 << 64) - 1).to_bytes(8, "little")[: argument["size"]]
        data[argument["offset"] : argument["offset"] + len(packed)] = packed
    return bytes(data)


MAIN = """
#include <cstdio>
#include <cstdlib>
#include <vector>

using Buffer = std::vector<char>;
static std::vector<Buffer> buffers;
[[maybe_unused]] static const unsigned char scalars[] = {%(scalars)s};
static unsigned grid[3] = {%(grid)s};
static const unsigned numThreads = %(threads)d;
static pthread_barrier_t meeting;
static metal::Simdgroup simdgroups[32];

static void runThread(unsigned thread) {
  currentThread = {&simdgroups[thread / 32], &meeting, thread %% 32};
  for (unsigned z = 0; z < grid[2]; ++z)
    for (unsigned y = 0; y < grid[1]; ++y)
      for (unsigned x = 0; x < grid[0]; ++x) {
        %(symbol)s(%(call)s);
        if (%(meets)s)
          pthread_barrier_wait(&meeting);
      }
}

static void *startThread(void *thread) {
  runThread(unsigned(reinterpret_cast<uintptr_t>(thread)));
  return nullptr;
}

int main() {
  const size_t sizes[] = {%(sizes)s};
  FILE *in = fopen("in.bin", "rb");
  for (size_t size : sizes) {
    buffers.emplace_back(size + 1);
    if (!in || fread(buffers.back().data(), 1, size, in) != size)
      return 2;
  }
  if (%(meets)s) {
    pthread_barrier_init(&meeting, nullptr, numThreads);
    for (auto &group : simdgroups)
      pthread_barrier_init(&group.barrier, nullptr, 32);
    std::vector<pthread_t> threads(numThreads);
    for (uintptr_t i = 0; i < numThreads; ++i)
      pthread_create(&threads[i], nullptr, startThread, reinterpret_cast<void *>(i));
    for (pthread_t thread : threads)
      pthread_join(thread, nullptr);
  } else {
    for (unsigned i = 0; i < numThreads; ++i)
      runThread(i);
  }
  for (size_t i = 0; i < buffers.size(); ++i) {
    char name[32];
    snprintf(name, sizeof name, "out%%zu.bin", i);
    FILE *out = fopen(name, "wb");
    if (!out || fwrite(buffers[i].data(), 1, sizes[i], out) != sizes[i] || fclose(out) != 0)
      return 2;
  }
}
"""

BUILT_INS = {
    "threadgroup_position_in_grid": "{x, y, z}",
    "threadgroups_per_grid": "{grid[0], grid[1], grid[2]}",
    "thread_index_in_threadgroup": "thread",
    "thread_index_in_simdgroup": "thread % 32",
    "simdgroup_index_in_threadgroup": "thread / 32",
}


def make_program(source, metadata, launch):
    """C++ for one launch of the kernel that `metadata` (an entry of its kernels) describes."""
    arguments, values = metadata["arguments"], launch["args"]
    pointers = {a["binding"]: v for a, v in zip(arguments, values) if a["kind"] == "pointer"}
    scalars = metadata.get("scalar_struct")
    call = []
    for kind, _, attribute, index in parameters(source, metadata["symbol"]):
        if attribute != "buffer":
            call.append(BUILT_INS[attribute])
        elif int(index) in pointers:
            value = pointers[int(index)]
            kind = kind.replace("device ", "")
            call.append("(%s)(buffers[%d].data() + %d)" % (kind, value["buffer"], value["offset"]))
        else:
            call.append("*(%s *)scalars" % kind.rstrip("& "))
    data = pack_scalars(arguments, values, scalars) if scalars else b"\0"
    return to_cpp(source) + MAIN % {
        "scalars": ", ".join(map(str, data)),
        "grid": ", ".join(map(str, launch["grid"])),
        "threads": metadata["threads_per_threadgroup"],
        "symbol": metadata["symbol"],
        "call": ", ".join(call),
        "meets": "true" if re.search(r"\b(simd_|threadgroup_barrier)", source) else "false",
        "sizes": ", ".join(str(b["size"]) for b in launch["buffers"]),
    }


def run(compiler, source, metadata, launch, folder, timeout):
    """Compiles and runs in `folder`, which has in.bin; None, or what went wrong."""
    with open(os.path.join(folder, "main.cpp"), "w") as f:
        f.write(make_program(source, metadata, launch))
    command = [compiler] + FLAGS + ["-I", FOLDER, "main.cpp", "-o", "main"]
    for step in (command, ["./main"]):
        result = subprocess.run(step, cwd=folder, stdin=subprocess.DEVNULL, timeout=timeout,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if result.returncode != 0:
            return "%s exits %d\n%s" % (step[0], result.returncode, result.stdout)
    return None


def check_syntax(path):
    """Compiles the kernels of a file, without running them."""
    compiler = find_compiler()
    if not compiler:
        print("no clang++ here: the syntax of %s is not checked" % path)
        return 0
    with open(path) as f:
        source = to_cpp(f.read())
    command = [compiler, *FLAGS, "-I", FOLDER, "-fsyntax-only", "-x", "c++", "-"]
    return subprocess.run(command, input=source, text=True).returncode


if __name__ == "__main__":
    sys.exit(check_syntax(sys.argv[1]))
