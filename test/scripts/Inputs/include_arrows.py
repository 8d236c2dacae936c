"""include_arrows.py PROJECT: dependencies between the parts of the project point down.

    tools > Driver > Pipelines, Target > Conversion > Transforms > Analysis > dialect IR
          > TargetInfo, Layout, Remarks, Support; the executor and the archives stand beside all that

A part may include what is lower, and itself. Neighbours are strangers, but for those in
ALLOWED. The last line says whether all arrows do.
"""
import os
import re
import sys

# Part (a prefix of its path below lib/ and include/triton-metal/) and height.
HEIGHTS = [
    ("Layout", 1),
    ("Remarks", 1),
    ("Support", 1),
    ("TargetInfo", 1),
    ("Metallib", 1),
    ("Dialect/Metal/IR", 2),
    ("Dialect/Triton/IR", 2),
    ("Dialect/TritonAMDGPU/IR", 2),
    ("Dialect/TritonGPU/IR", 2),
    ("Dialect/TritonNvidiaGPU/IR", 2),
    ("Analysis", 3),
    ("Reader", 3),
    ("Dialect/Metal/Transforms", 4),
    ("Dialect/Triton/Transforms", 4),
    ("Dialect/TritonGPU/Transforms", 4),
    ("Conversion/MetalToLLVM", 5),
    ("Conversion/TritonGPUToMetal", 5),
    ("Conversion/TritonGPUToTriton", 5),
    ("Conversion/TritonToTritonGPU", 5),
    ("Target/AIR", 6),
    ("Target/MSL", 6),
    ("Target/Metadata", 6),
    ("Pipelines", 6),
    ("Driver", 7),
    ("Executor", 7),
    ("Evaluator", 8),
    ("tools", 9),
]
HEIGHT = dict(HEIGHTS)
ALLOWED = {
    ("Dialect/TritonGPU/IR", "Dialect/Triton/IR"),
    ("Dialect/TritonAMDGPU/IR", "Dialect/TritonGPU/IR"),
    ("Dialect/TritonNvidiaGPU/IR", "Dialect/TritonGPU/IR"),
}
# What a part may include at all, where that is less than everything below it.
ONLY = {"Executor": {"Metallib", "Support", "TargetInfo"}, "Evaluator": {"Dialect/Triton/IR", "Executor", "Reader"},
        "Metallib": set(), "Layout": set(), "Remarks": set(), "Support": set(), "TargetInfo": set()}
# Parts that know LLVM but not MLIR: they link quickly, and the executor shares no
# mistake with the compiler.
WITHOUT_MLIR = {"Executor", "Metallib", "Layout", "Support"}


def find_part(path):
    for part, _ in HEIGHTS:
        if path == part or path.startswith(part + "/"):
            return part
    return None


def check(user, used):
    """None, or why `user` may not include `used`."""
    if user == used or (user, used) in ALLOWED:
        return None
    if user in ONLY and used not in ONLY[user]:
        return "may include %s only" % (" and ".join(sorted(ONLY[user])) or "itself")
    if HEIGHT[used] == HEIGHT[user]:
        return "is its neighbour"
    return "is above it" if HEIGHT[used] > HEIGHT[user] else None


def sources(root):
    for top in ("lib", "include/triton-metal", "tools"):
        for folder, _, names in os.walk(os.path.join(root, top)):
            for name in sorted(names):
                if name.endswith((".h", ".cpp", ".td", ".def")):
                    path = os.path.join(folder, name)
                    inner = os.path.relpath(path, os.path.join(root, top))
                    yield path, "tools" if top == "tools" else find_part(inner)


def main():
    root = sys.argv[1]
    count = problems = 0
    for path, user in sorted(sources(root)):
        shown = os.path.relpath(path, root)
        if user is None:
            print("%s: belongs to no part; add it to HEIGHTS" % shown)
            problems += 1
            continue
        with open(path, encoding="utf-8") as f:
            includes = re.findall(r'^\s*#?include ["<]([^">]+)[">]', f.read(), flags=re.M)
        for include in includes:
            reason = None
            if include.startswith("mlir/") and user in WITHOUT_MLIR:
                reason = "MLIR has no place in " + user
            if include.startswith("triton-metal/"):
                count += 1
                used = find_part(include[len("triton-metal/") :])
                reason = check(user, used) if used else "is no part of the project"
                reason = reason and "%s %s %s" % (user, reason, "" if "only" in reason else used)
            if reason:
                print("%s: includes %s: %s" % (shown, include, reason))
                problems += 1
    print("%d arrows, %d of them wrong" % (count, problems))


main()
