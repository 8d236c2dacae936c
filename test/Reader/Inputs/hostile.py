"""hostile.py COMPILER FOLDER: inputs that no Triton printed, each made here and compiled once.

Of each one line is printed, `NAME exit CODE: first line of the errors`, with the path cut
off. That must take neither long nor much memory, and little may be said of it: the script
fails otherwise, whatever the compiler says.
"""
import os
import random
import resource
import subprocess
import sys
import time

SECONDS, MEGABYTES, CHARACTERS = 60, 1500, 3000

CASES = {}


def case(function):
    CASES[function.__name__] = function
    return function


def kernel(body, before="", behind=""):
    return "%stt.func @k(%%a: i32, %%c: i1, %%p: !tt.ptr<i32>) {\n%s\ntt.return\n}\n%s" % (before, body, behind)


def nested_ifs(depth):
    return kernel("scf.if %c {\n" * depth + "tt.store %p, %a : !tt.ptr<i32>\n" + "}\n" * depth)


def nested(before, inner, behind, depth):
    return before * depth + inner + behind * depth


# Too large, or no text.
@case
def junk():
    words = random.Random(1)
    chunk = "".join(words.choice("abc%#{}()<>\"\n :=") for _ in range(1 << 20))
    return chunk * 100


@case
def kernel_in_junk():
    return "tt.func " + "junk\t" * 12_000_000


@case
def bad_utf8():
    return kernel("").encode() + b"// \xc3\x28\n"


# Nested beyond what a stack has room for.
@case
def ifs():
    return nested_ifs(100_000)


@case
def parentheses():
    return kernel("", behind="tt.func @f" + "(" * 1_000_000)


@case
def lists():
    return kernel("", before="#a = " + nested("[", "1", "]", 1_000_000) + "\n")


@case
def types():
    return kernel("", before="!a = " + nested("tuple<", "i32", ">", 1_000_000) + "\n")


@case
def places():
    return kernel("", before="#a = loc(" + nested('callsite("a" at ', '"b"', ")", 1_000_000) + ")\n")


@case
def maps():
    return kernel("", before="#m = affine_map<(d0) -> (" + "-" * 1_000_000 + "d0)>\n")


@case
def alias_chain():
    lines = ["#a0 = loc(unknown)"]
    lines += ['#a%d = loc("n"(#a%d))' % (i, i - 1) for i in range(1, 100_000)]
    return kernel("", before="\n".join(lines) + "\n")


# As deep as is let through, of every kind.
@case
def deep_ifs():
    return nested_ifs(250)


@case
def deep_lists():
    return kernel("", before="#a = " + nested("[", "1", "]", 256) + "\n")


@case
def deep_types():
    return kernel("", before="!a = " + nested("tuple<", "i32", ">", 256) + "\n")


@case
def deep_places():
    place = "loc(" + nested('callsite("a"("f":1:1) at ', '"b"', ")", 253) + ")"
    return kernel("tt.store %p, %a : !tt.ptr<i32> " + place)


@case
def deep_alias_chain():
    lines = ['#a0 = loc("f":1:1)']
    lines += ['#a%d = loc("n"(#a%d))' % (i, i - 1) for i in range(1, 500)]
    return kernel("tt.store %p, %a : !tt.ptr<i32> loc(#a499)", before="\n".join(lines) + "\n")


# Short texts that stand for long ones.
@case
def doubling():
    lines = ["#a0 = [1, 1]"] + ["#a%d = [#a%d, #a%d]" % (i, i - 1, i - 1) for i in range(1, 60)]
    return "\n".join(lines) + "\n" + kernel("")


@case
def circle():
    return kernel("", before="#a = loc(\"x\"(#b))\n#b = loc(\"y\"(#a))\n")


@case
def self_reference():
    return kernel("", before="#a = [#a]\n")


@case
def own_place():
    return kernel("", behind="#a = loc(#a)\n")


@case
def results():
    return kernel("%x = arith.addi %y#4000000000, %a : i32")


@case
def wide_integer():
    return kernel("%x = arith.constant 1 : i16777215")


@case
def long_number():
    return kernel("%x = arith.constant " + "9" * 10_000_000 + " : i64")


@case
def long_fraction():
    return kernel("%x = arith.constant 0." + "3" * 10_000_000 + " : f64")


@case
def huge_shape():
    return kernel("%x = arith.constant dense<0> : tensor<4294967296x4294967296x4294967296xi32>")


@case
def overflowing_dimension():
    return kernel("%x = arith.constant dense<0> : tensor<99999999999999999999xi32>")


@case
def high_rank():
    return kernel("%x = arith.constant dense<0> : tensor<" + "1x" * 100_000 + "i32>")


@case
def long_constant():
    return kernel("%x = arith.constant dense<[" + "1," * 4_000_000 + "1]> : tensor<4xi32>")


# Long words and lines, which messages repeat.
@case
def long_line():
    return kernel("tt.store %p, %a : !tt.ptr<i32> " * 200_000 + "%y = arith.addi %z, %a : i32")


@case
def long_name():
    return kernel("tt." + "a" * 10_000_000 + " %a : i32")


@case
def long_string():
    return kernel('"tt.' + "a" * 10_000_000 + '"() : () -> ()')


@case
def control_characters():
    return kernel('"tt.\\1B[2Jx"() : () -> ()')


@case
def open_string():
    return kernel('"tt.store')


# Found by Inputs/mutate.py.
@case
def empty_layout():
    return kernel("", before="#b = #ttg.blocked<{sizePerThread = [], threadsPerWarp = [], "
                             "warpsPerCTA = [], order = []}>\n")


def measure(compiler, source, out):
    begin = time.monotonic()
    with open(out + ".err", "wb") as errors:
        process = subprocess.Popen([compiler, source, "-o", out, "--emit=msl"], stderr=errors,
                                   stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
    code = os.waitstatus_to_exitcode(status)
    process.returncode = code
    with open(out + ".err", encoding="utf-8", errors="replace") as f:
        said = f.read()
    return code, said, time.monotonic() - begin, usage.ru_maxrss / 1024


def main():
    compiler, folder = sys.argv[1:3]
    os.makedirs(folder, exist_ok=True)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for name, make in CASES.items():
        text = make()
        source = os.path.join(folder, name + ".ttir")
        with open(source, "wb") as f:
            f.write(text if isinstance(text, bytes) else text.encode())
        code, said, seconds, megabytes = measure(compiler, source, os.path.join(folder, "out"))
        os.remove(source)
        first = said.split("\n")[0].replace(os.path.join(folder, ""), "")
        print("%s exit %d: %s" % (name, code, first))
        if "asan" not in os.environ.get("HOSTILE", "") and (
                seconds > SECONDS or megabytes > MEGABYTES or len(said) > CHARACTERS):
            print("%s took %.1f s, %.0f MB and %d characters" % (name, seconds, megabytes, len(said)))


main()
