#!/usr/bin/env python3
"""Lists the air.* functions that the kernels of Metal archives declare, as JSON.

    air_inventory.py FILE.metallib... [-o INVENTORY.json] [--disassembler llvm-dis-14]

For each function: its signatures in LLVM 14's typed notation, the attributes of its declaration and
of its calls, the AIR versions of the modules, and what constants its operands take. For each other
external function the AIR versions. For each kind of kernel argument: which fields its metadata has.
No code is kept: the result may be published where the archives may not.

LLVM 14 is asked for because it is the last one that prints pointee types.
"""
import argparse
import collections
import json
import os
import re
import struct
import subprocess
import sys
import tempfile

BATCH = 400  # modules given to the disassembler at once
MAX_CONSTANTS = 8  # an operand with more is taken for data


def read_functions(path):
    """(name, type, module, AIR version) of each function of an archive."""
    with open(path, "rb") as file:
        data = file.read()
    if data[:4] != b"MTLB":
        sys.exit("air_inventory.py: error: '%s' is no metallib" % path)
    functions, _, _, _, _, _, modules, _ = struct.unpack_from("<8Q", data, 24)
    count, = struct.unpack_from("<I", data, functions)
    position = functions + 4
    for _ in range(count):
        size, = struct.unpack_from("<I", data, position)
        at, tags = position + 4, {}
        while data[at:at + 4] != b"ENDT":
            length, = struct.unpack_from("<H", data, at + 4)
            tags[data[at:at + 4].decode()] = data[at + 6:at + 6 + length]
            at += 6 + length
        position += size
        start = modules + struct.unpack("<3Q", tags["OFFT"])[2]
        length, = struct.unpack("<Q", tags["MDSZ"])
        version = struct.unpack("<4H", tags["VERS"])
        yield tags["NAME"][:-1].decode(), tags["TYPE"][0], data[start:start + length], "%d.%d" % version[:2]


def matching(text, start):
    """The position behind the bracket that closes the one at `start`."""
    depth = 0
    for at in range(start, len(text)):
        depth += (text[at] in "([{<") - (text[at] in ")]}>")
        if depth == 0:
            return at + 1
    raise ValueError("unbalanced: " + text)


def split_arguments(text):
    """Splits at commas outside of brackets."""
    parts, depth, start = [], 0, 0
    for at, char in enumerate(text):
        depth += (char in "([{<") - (char in ")]}>")
        if char == "," and depth == 0:
            parts.append(text[start:at].strip())
            start = at + 1
    last = text[start:].strip()
    return parts + [last] if last else parts


# A type ends where an attribute or the value starts.
TYPE = re.compile(r"((?:<.*?>|\[.*?\]|%\"?[\w.$]+\"?|i\d+|half|bfloat|float|double|void)"
                  r"(?: addrspace\(\d+\))?(?:\s*\([^()]*\))?\**(?: addrspace\(\d+\)\*+)*)(.*)")


class Inventory:
    def __init__(self):
        self.functions = collections.defaultdict(lambda: collections.defaultdict(set))
        self.operands = collections.defaultdict(lambda: collections.defaultdict(set))
        self.modules = collections.Counter()
        self.arguments = collections.defaultdict(set)
        self.others = collections.defaultdict(set)

    def add_module(self, text, air):
        compiler = re.search(r'^!llvm\.ident = !\{!(\d+)\}', text, re.M)
        name = re.search(r'^!%s = !\{!"(.*)"\}' % compiler.group(1), text, re.M).group(1) if compiler else "?"
        self.modules[(name, air)] += 1
        groups = dict(re.findall(r"^attributes (#\d+) = \{ (.*) \}", text, re.M))
        for line in text.splitlines():
            if line.startswith("declare ") and "@air." in line:
                self.add_declaration(line, groups, air)
            elif line.startswith("declare "):
                self.others[re.search(r"@([\w.]+)\(", line).group(1)].add(air)
            elif line.startswith("!") and '!"air.' in line:
                self.add_argument(line)
            elif "@air." in line and " call " in line and not line.startswith(("!", "@")):
                self.add_call(line, groups)

    def add_declaration(self, line, groups, air):
        head, name = re.match(r"declare (.*?)@([\w.]+)\(", line).groups()
        open_at = line.index("(", line.index("@" + name))
        close = matching(line, open_at)
        parameters, attributes = [], []
        for index, parameter in enumerate(split_arguments(line[open_at + 1:close - 1])):
            kind, rest = TYPE.fullmatch(parameter).groups()
            parameters.append(kind.strip())
            attributes += ["%d: %s" % (index, word) for word in rest.split()]
        result = TYPE.search(re.sub(r"\b(local_unnamed_addr|zeroext|signext|noundef)\b ?", "", head)).group(1)
        entry = self.functions[name]
        signature = "%s (%s)" % (result.strip(), ", ".join(parameters))
        # LLVM numbers types that have one name in several modules.
        entry["signatures"].add(re.sub(r"(%struct\.[A-Za-z_]\w*)\.\d+", r"\1", signature))
        entry["attributes"].update(self.expand(line[close:], groups) + attributes)
        entry["air"].add(air)

    @staticmethod
    def expand(text, groups):
        words = []
        for group in re.findall(r"#\d+", text):
            # String attributes say how the file was compiled, not what the function is.
            words += re.sub(r'"[^"]*"(="[^"]*")?', "", groups.get(group, "")).split()
        return words

    def add_call(self, line, groups):
        name = re.search(r"@(air\.[\w.]+)\(", line)
        if not name:
            return
        name = name.group(1)
        open_at = line.index("(", line.index("@" + name))
        close = matching(line, open_at)
        self.functions[name]["call attributes"].update(self.expand(line[close:], groups))
        flags = set(re.match(r"(.*?)\bcall\b(.*)", line).group(2).split("@")[0].split())
        self.functions[name]["flags"].update(flags & {"fast", "nnan", "ninf", "nsz", "arcp", "contract", "afn", "reassoc"})
        for index, argument in enumerate(split_arguments(line[open_at + 1:close - 1])):
            value = argument.split()[-1]
            known = self.operands[name][index]
            if len(known) <= MAX_CONSTANTS:
                constant = re.fullmatch(r"i\d+ (-?\d+|true|false)", argument) or argument.startswith("<2 x i64> <")
                known.add((argument if constant else "value") if value else "value")

    def add_argument(self, line):
        fields = re.findall(r'!"(air\.[\w.]+)"', line)
        if re.match(r'![\d]+ = !\{i32 \d+, !"air\.(?!max_)', line):
            self.arguments[fields[0]].update(fields[1:])

    def to_json(self):
        functions = {}
        for name in sorted(self.functions):
            entry = {key: sorted(values) for key, values in sorted(self.functions[name].items()) if values}
            constants = {}
            for index, values in sorted(self.operands[name].items()):
                if values != {"value"} and len(values) <= MAX_CONSTANTS:
                    constants[str(index)] = sorted(values)
            if constants:
                entry["operands"] = constants
            functions[name] = entry
        others = {name: sorted(versions) for name, versions in sorted(self.others.items())}
        return {
            "about": "Declarations in archives made by Apple's compiler; made by scripts/air_inventory.py",
            "modules": [{"compiler": name, "air": air, "count": count}
                        for (name, air), count in sorted(self.modules.items())],
            "arguments": {kind: sorted(fields) for kind, fields in sorted(self.arguments.items())},
            "other functions": others,
            "functions": functions,
        }


def format_inventory(inventory):
    """JSON with one function to a line."""
    parts = []
    for key, value in inventory.items():
        if isinstance(value, dict):
            lines = ["  %s: %s" % (json.dumps(name), json.dumps(entry)) for name, entry in value.items()]
            parts.append("%s: %s" % (json.dumps(key), "{\n%s\n }" % ",\n".join(lines) if lines else "{}"))
        else:
            parts.append("%s: %s" % (json.dumps(key), json.dumps(value)))
    return "{\n " + ",\n ".join(parts) + "\n}\n"


def disassemble(program, modules, folder):
    paths = []
    for index, module in enumerate(modules):
        paths.append(os.path.join(folder, "%d.bc" % index))
        with open(paths[-1], "wb") as file:
            file.write(module)
    subprocess.run([program] + paths, check=True)
    for path in paths:
        with open(path[:-2] + "ll") as file:
            yield file.read()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("archives", nargs="+", metavar="FILE.metallib")
    parser.add_argument("-o", "--output", default="-")
    parser.add_argument("--disassembler", default="llvm-dis-14")
    options = parser.parse_args()
    inventory = Inventory()
    for path in options.archives:
        functions = list(read_functions(path))
        for start in range(0, len(functions), BATCH):
            batch = functions[start:start + BATCH]
            with tempfile.TemporaryDirectory() as folder:
                texts = disassemble(options.disassembler, [function[2] for function in batch], folder)
                for function, text in zip(batch, texts):
                    inventory.add_module(text, function[3])
    text = format_inventory(inventory.to_json())
    if options.output == "-":
        sys.stdout.write(text)
    else:
        with open(options.output, "w") as file:
            file.write(text)


if __name__ == "__main__":
    main()
