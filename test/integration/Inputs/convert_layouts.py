"""Converts a tensor between random layouts and checks that it arrives.

    convert_layouts.py BIN FOLDER SEED COUNT [OPTION...]

writes COUNT kernels that load a tensor in one layout, convert it and store it in
another; compiles them with BIN/triton-metal-translate OPTION..., runs them with
every check of BIN/triton-metal-run, and compares. Each kernel has the size, the
element type, the number of SIMD-groups and the layouts from the random numbers of
SEED, so a failure repeats.
"""

import json
import os
import random
import subprocess
import sys

# Element type, type in memory, bytes in memory.
TYPES = [("i1", "i8", 1), ("i8", "i8", 1), ("i16", "i16", 2), ("f16", "f16", 2),
         ("bf16", "bf16", 2), ("i32", "i32", 4), ("f32", "f32", 4), ("i64", "i64", 8)]


def mixed_bases(rng, bits):
    """A basis of the numbers below 2^bits: often single bits, sometimes sums."""
    columns = [1 << bit for bit in range(bits)]
    if rng.random() < 0.5:
        rng.shuffle(columns)
    else:
        for _ in range(rng.randrange(4)):
            a, b = rng.randrange(max(bits, 1)), rng.randrange(max(bits, 1))
            if a != b:
                columns[a], columns[b] = columns[b], columns[a]
    if rng.random() < 0.3:
        for _ in range(3):
            a, b = rng.randrange(bits), rng.randrange(bits)
            if a != b:
                columns[a] ^= columns[b]
    return columns


def layout(rng, bits, warps):
    columns = mixed_bases(rng, bits)
    lanes, groups, registers = [], [], []
    for column in columns:
        part = rng.choice([lanes, lanes, groups, registers])
        if (part is lanes and len(lanes) == 5) or (part is groups and len(groups) == warps):
            part = registers
        part.append(column)
    # At most 64 registers a thread, so that threads take what is left.
    while len(registers) > 6 and (len(lanes) < 5 or len(groups) < warps):
        (lanes if len(lanes) < 5 else groups).append(registers.pop())
    for part, size in ((lanes, 5), (groups, warps)):
        while len(part) < size:
            part.insert(rng.randrange(len(part) + 1), 0)
    if rng.random() < 0.1:
        registers.insert(rng.randrange(len(registers) + 1), 0)
    text = lambda bases: "[" + ", ".join(f"[{basis}]" for basis in bases) + "]"
    used = [basis for basis in registers + lanes + groups if basis]
    plain = all(basis & (basis - 1) == 0 for basis in used)
    name = "linear" if plain and len(set(used)) == len(used) else "generic_linear"
    return (f"#ttg.{name}<{{register = {text(registers)}, lane = {text(lanes)}, "
            f"warp = {text(groups)}, block = []}}>")


KERNEL = """#a = {a}
#b = {b}
module attributes {{"ttg.num-ctas" = 1 : i32, "ttg.num-warps" = {warps} : i32, ttg.target = "metal:apple7", "ttg.threads-per-warp" = 32 : i32}} {{
  tt.func public @convert(%x: !tt.ptr<{memory}>, %y: !tt.ptr<{memory}>) {{
    %i = tt.make_range {{end = {size} : i32, start = 0 : i32}} : tensor<{size}xi32, #a>
    %p = tt.splat %x : !tt.ptr<{memory}> -> tensor<{size}x!tt.ptr<{memory}>, #a>
    %q = tt.addptr %p, %i : tensor<{size}x!tt.ptr<{memory}>, #a>, tensor<{size}xi32, #a>
    %v = tt.load %q : tensor<{size}x!tt.ptr<{memory}>, #a>
{before}
    %c = ttg.convert_layout %w : tensor<{size}x{type}, #a> -> tensor<{size}x{type}, #b>
{after}
    %j = tt.make_range {{end = {size} : i32, start = 0 : i32}} : tensor<{size}xi32, #b>
    %r = tt.splat %y : !tt.ptr<{memory}> -> tensor<{size}x!tt.ptr<{memory}>, #b>
    %s = tt.addptr %r, %j : tensor<{size}x!tt.ptr<{memory}>, #b>, tensor<{size}xi32, #b>
    tt.store %s, %d : tensor<{size}x!tt.ptr<{memory}>, #b>
    tt.return
  }}
}}
"""


def kernel(rng, max_bits):
    bits = rng.randrange(1, max_bits + 1)
    warps = rng.randrange(0, 6)
    type_, memory, width = rng.choice(TYPES)
    before = "    %w = {op} : tensor<{size}x{memory}, #a>{to}"
    after = "    %d = {op} : tensor<{size}x{type}, #b>{to}"
    size = 1 << bits
    if type_ == memory:
        # The canonicaliser takes these away again; they keep one text for all types.
        before = f"    %w = arith.select %true, %v, %v : tensor<{size}x{memory}, #a>"
        after = f"    %d = arith.select %true, %c, %c : tensor<{size}x{memory}, #b>"
        before = "    %true = arith.constant true\n" + before
    else:
        before = f"    %w = arith.trunci %v : tensor<{size}x{memory}, #a> to tensor<{size}x{type_}, #a>"
        after = f"    %d = arith.extui %c : tensor<{size}x{type_}, #b> to tensor<{size}x{memory}, #b>"
    text = KERNEL.format(a=layout(rng, bits, warps), b=layout(rng, bits, warps), warps=1 << warps,
                         memory=memory, type=type_, size=size, before=before, after=after)
    return text, type_, size, width


def finite(type_, data):
    """Clears a bit of each exponent: a NaN may change its payload on the way."""
    step = {"f16": 2, "bf16": 2, "f32": 4}.get(type_)
    if step:
        for i in range(step - 1, len(data), step):
            data[i] &= 0xBF
    return data


def main():
    binaries, folder, seed, count = sys.argv[1:5]
    options = sys.argv[5:]
    extension = "metal" if "--emit=msl" in options else "metallib"
    os.makedirs(folder, exist_ok=True)
    failures = 0
    for number in range(int(count)):
        rng = random.Random(f"{seed}:{number}")
        text, type_, size, width = kernel(rng, 14 if number % 8 == 0 else 10)
        path = lambda name: os.path.join(folder, name)
        with open(path("k.ttgir"), "w") as file:
            file.write(text)
        data = bytearray(rng.randbytes(size * width))
        if type_ == "i1":
            data = bytearray(byte & 1 for byte in data)
        data = finite(type_, data)
        with open(path("in.bin"), "wb") as file:
            file.write(data + bytes(size * width))
        launch = {"kernel": "convert", "grid": [1, 1, 1],
                  "buffers": [{"file": "in.bin", "offset": 0, "size": len(data)},
                              {"file": "in.bin", "offset": len(data), "size": len(data)}],
                  "args": [{"buffer": 0, "offset": 0}, {"buffer": 1, "offset": 0}],
                  "outputs": [{"buffer": 1, "file": "out.bin"}]}
        with open(path("launch.json"), "w") as file:
            json.dump(launch, file)
        compiled = subprocess.run(
            [os.path.join(binaries, "triton-metal-translate"), path("k.ttgir"), "-o",
             path("k." + extension), "--replan=never", "--metadata=" + path("k.json"), *options],
            capture_output=True, text=True)
        ran = compiled
        if compiled.returncode == 0:
            ran = subprocess.run(
                [os.path.join(binaries, "triton-metal-run"), path("k." + extension),
                 "--metadata=" + path("k.json"), "--launch=" + path("launch.json"), "--check=all"],
                capture_output=True, text=True)
        got = open(path("out.bin"), "rb").read() if ran.returncode == 0 else b""
        if got != data:
            failures += 1
            print(f"{seed}:{number}: {size} x {type_}: "
                  + ("wrong numbers" if ran.returncode == 0 else ran.stderr.strip()[:400]))
            with open(path(f"failed-{number}.ttgir"), "w") as file:
                file.write(text)
    print(f"{int(count) - failures} of {count} conversions arrived")
    return failures != 0


sys.exit(main())
