"""Compiles kernels and reads out of the code what the metadata says: metadata_agrees.py FOLDER PLACE...

Takes every .ttir and .mlir file below the places that holds a Triton kernel on its own and compiles."""
import json
import os
import re
import subprocess
import sys

SIZES = {"i1": 1, "i8": 1, "i16": 2, "i32": 4, "i64": 8, "half": 2, "bfloat": 2, "float": 4, "ptr": 8,
         "bool": 1, "char": 1, "uchar": 1, "short": 2, "ushort": 2, "int": 4, "uint": 4, "long": 8, "ulong": 8}
ACCESS = {"air.read": "read", "air.write": "write", "air.read_write": "read_write"}


def find_kernels(places):
    for place in places:
        for folder, _, names in sorted(os.walk(place)):
            for name in sorted(names):
                path = os.path.join(folder, name)
                if not name.endswith((".ttir", ".mlir")):
                    continue
                with open(path) as file:
                    text = file.read()
                if "tt.func public" in text and "split-file" not in text:
                    yield path


def add_up(variables):
    """Bytes of [(kind, count)], each of which starts at a multiple of 16, in order."""
    end = 0
    for kind, count in variables:
        end = -(-end // 16) * 16 + int(count) * SIZES[kind]
    return end


def read_air(text):
    """{name: (binding, access or None)}, threads, bytes of threadgroup memory"""
    bindings = {}
    for node in re.findall(r'= !\{(i32 \d+, !"air\.(?:indirect_)?buffer".*)\}', text):
        words = re.findall(r'!"([^"]*)"|i32 (\d+)', node)
        flat = [word or number for word, number in words]
        bindings[flat[flat.index("air.arg_name") + 1]] = (
            int(flat[flat.index("air.location_index") + 1]),
            next(ACCESS[word] for word in flat if word in ACCESS))
    threads = int(re.search(r'!"air.max_work_group_size", i32 (\d+)', text).group(1))
    memory = add_up((kind, count) for count, kind in
                    re.findall(r"addrspace\(3\) global \[(\d+) x (\w+)\]", text))
    return bindings, threads, memory


def read_source(text):
    """{name: (binding, is constant)}, threads, bytes of threadgroup memory"""
    bindings = {name: (int(index), bool(const)) for const, name, index in
                re.findall(r"device (const )?\w+ [*&](\w+) \[\[buffer\((\d+)\)\]\]", text)}
    threads = int(re.search(r"max_total_threads_per_threadgroup\((\d+)\)", text).group(1))
    memory = add_up(re.findall(r"^ +(?:alignas\(\d+\) )?threadgroup (\w+) \w+\[(\d+)\];", text, re.M))
    return bindings, threads, memory


def check(wrong, air, source, metadata):
    def same(what, said, found):
        if said != found:
            wrong.append("%s: the metadata says %s, the code %s" % (what, said, found))
    for name, (_, threads, memory) in (("air", air), ("source", source)):
        same("threads of " + name, metadata["threads_per_threadgroup"], threads)
        same("max_total_threads of " + name, metadata["max_total_threads"], threads)
        same("threadgroup memory of " + name, metadata["threadgroup_memory_bytes"], memory)
    for argument in metadata["arguments"]:
        if argument["kind"] != "pointer" or argument.get("indirect"):
            continue
        name, access = argument["name"], argument["access"]
        if access == "none":
            continue # printed or not
        binding, found = air[0].get(name, (None, None))
        same("binding of %s in air" % name, argument["binding"], binding)
        # AIR knows no buffers that are only written.
        same("access to %s in air" % name, {"write": "read_write"}.get(access, access), found)
        binding, is_constant = source[0].get(name, (None, None))
        same("binding of %s in source" % name, argument["binding"], binding)
        same("%s const in source" % name, access == "read", is_constant)


def compile_kernel(path, folder):
    """Text of AIR, source, and metadata twice; none for a kernel that is refused."""
    texts = []
    for name in ("k.ll", "k.metal"):
        result = subprocess.run(["triton-metal-translate", path, "-o", name, "--metadata=k.json"], cwd=folder,
                                capture_output=True, text=True)
        if result.returncode:
            return None
        with open(os.path.join(folder, name)) as file:
            texts.append(file.read())
        with open(os.path.join(folder, "k.json")) as file:
            texts.append(json.load(file)["kernels"][0])
    return texts


def main():
    folder, *places = sys.argv[1:]
    count = 0
    for path in find_kernels(places):
        texts = compile_kernel(os.path.abspath(path), folder)
        if not texts:
            continue
        wrong = []
        if texts[1] != texts[3]:
            wrong.append("two outputs have different metadata")
        check(wrong, read_air(texts[0]), read_source(texts[2]), texts[1])
        if wrong:
            sys.exit("%s:\n  %s" % (path, "\n  ".join(wrong)))
        count += 1
    print("%d kernels agree with their metadata" % count)


main()
