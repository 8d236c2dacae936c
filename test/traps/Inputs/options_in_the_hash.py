"""Compiles a kernel with one option after the other: options_in_the_hash.py FOLDER KERNEL.

An option that changes Metal source, archive or metadata (the hash aside) must change the hash."""
import json
import os
import subprocess
import sys

OPTIONS = ["--target=apple8", "--target=apple9", "--target=apple-m4", "--target=apple10", "--num-warps=1",
           "--num-warps=8", "--overlap=allowed", "--overlap=none", "--fp-fusion=off", "--fp-mode=fast", "-g",
           "--deployment-target=macos14.0", "--deployment-target=macos26.0", "--deployment-target=ios18.0",
           "--source-prefix-map=/home/=", "--matrix-unit=8x8", "--source-target=cuda", "--replan=always"]
VARIABLES = ["TRITON_METAL_DEBUG", "TRITON_METAL_OPT_LEVEL", "TRITON_METAL_DISABLE_AUTOTUNING",
             "TRITON_METAL_CACHE_DIR", "TRITON_INTERPRET", "TRITON_F32_DEFAULT", "MLIR_ENABLE_DUMP",
             "TRITON_DEFAULT_FP_FUSION", "SOURCE_DATE_EPOCH"]


def compile_kernel(folder, kernel, option, variables=()):
    """(outputs, hash)"""
    environment = dict(os.environ, **{name: "1" for name in variables})
    outputs = []
    for name in ("k.metal", "k.metallib"):
        subprocess.run(["triton-metal-translate", kernel, "-o", name, "--metadata=k.json"] + option, check=True,
                       cwd=folder, env=environment)
        with open(os.path.join(folder, name), "rb") as file:
            outputs.append(file.read())
        with open(os.path.join(folder, "k.json")) as file:
            metadata = json.load(file)
        digest = metadata["kernels"][0].pop("hash")
        outputs.append(json.dumps(metadata))
    return outputs, digest


def main():
    folder, kernel = sys.argv[1:]
    os.makedirs(folder, exist_ok=True)
    plain = compile_kernel(folder, kernel, [])
    changed, seen = 0, {plain[1]: plain[0]}
    for option in OPTIONS:
        outputs, digest = compile_kernel(folder, kernel, [option])
        changed += outputs != plain[0]
        if seen.setdefault(digest, outputs) != outputs:
            sys.exit("%s changes an output, but not the hash" % option)
    print("%d options, %d of which change an output, and all of those the hash" % (len(OPTIONS), changed))
    if compile_kernel(folder, kernel, [], VARIABLES) != plain:
        sys.exit("a variable of the environment changes an output")
    print("the same with %d variables set" % len(VARIABLES))


main()
