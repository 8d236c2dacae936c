"""Compares what our lowering may emit, what Apple-made archives declare, and what the executor knows.

    check_inventory.py beyond AIRFunctions.def air-inventory.json air-beyond-inventory.txt
    check_inventory.py known AIRFunctions.def air-inventory.json
    check_inventory.py agree OURS.json air-inventory.json

`beyond` lists the functions that our lowering may emit and no archive in the inventory has. Each of
them needs a reason in the last file, a line `NAME reason`, where a name may have `*` and `[...]`; and
each line must be needed.

`agree` compares an inventory of archives of ours with that of Apple's: functions of the same name must
have a signature and the attributes that Apple's have.

`known` makes the executor decode a call of each function of both files, in every form of it.
"""
import fnmatch
import itertools
import json
import re
import sys

import launcher

TYPES = {
    "F": ["f16", "f32"], "G": ["f32"], "J": ["i8", "i16", "i32", "i64"], "W": ["s.i32", "u.i32"],
    "S": [s + "i%d" % b for s in ("s.", "u.") for b in (8, 16, 32)],
    "L": [s + "i%d" % b for s in ("s.", "u.") for b in (8, 16, 32, 64)],
    "K": ["f.f16", "f.bf16", "f.f32"] + [s + "i%d" % b for s in ("s.", "u.") for b in (8, 16, 32, 64)],
    "B": ["v2i1", "v3i1", "v4i1"], "M": ["v64f16", "v64bf16", "v64f32"], "E": ["v8f16", "v8bf16", "v8f32"],
    "A": ["global", "local"], "Q": ["p1", "p3"], "T": [""],
}
LLVM = {"f16": "half", "bf16": "bfloat", "f32": "float"}
SIGNATURE = {"v": "void", "b": "i1", "h": "i16", "i": "i32", "l": "i64", "x": "<2 x i64>", "y": "<8 x float>"}
SPACES = {"global": 1, "local": 3, "p1": 1, "p3": 3}


def with_length(kind, length):
    """s.i8 of length 4 is s.v4i8."""
    if length == 1:
        return kind
    sign, dot, element = kind.rpartition(".")
    return "%s%sv%d%s" % (sign, dot, length, element)


def llvm_type(kind):
    """s.v4i8 is <4 x i8>."""
    match = re.fullmatch(r"(?:v(\d+))?(\w+)", kind.rpartition(".")[2])
    element = LLVM.get(match.group(2), match.group(2))
    return "<%s x %s>" % (match.group(1), element) if match.group(1) else element


def expand(pattern):
    """All names that a pattern of AIRFunctions.def stands for, with the texts of its variables."""
    parts = re.split(r"(<[^>]*>|\{\w+\})", pattern)
    lengths = (1, 2, 3, 4) if any(re.fullmatch(r"\{\w*v\}", part) for part in parts) else (1,)
    for length in lengths:
        choices = []
        for part in parts:
            if part.startswith("<"):
                choices.append(part[1:-1].split("|"))
            elif part.startswith("{"):
                choices.append([with_length(kind, length) if "v" in part else kind
                                for letter in part[1:-1] if letter != "v" for kind in TYPES[letter]])
            else:
                choices.append([part])
        for choice in itertools.product(*choices):
            variables = [text for part, text in zip(parts, choice) if part.startswith("{")]
            element = re.sub(r"^v\d+", "", variables[0]) if variables else ""
            name = "".join(text + element if part in ("{T}", "{Q}") else text for part, text in zip(parts, choice))
            yield name, [text or element for text in variables]


def read_table(path):
    """(pattern, signature) of each row."""
    with open(path) as file:
        rows = re.findall(r'^AIR_FUNCTION\(\s*"([^"]+)",\s*"([^"]+)"', file.read(), re.M)
    return rows


#===- What is beyond the inventory --------------------------------------------------===#

def list_beyond(definitions, inventory, reasons):
    names = {name for pattern, _ in read_table(definitions) for name, _ in expand(pattern)}
    with open(inventory) as file:
        known = set(json.load(file)["functions"])
    beyond = sorted(names - known)
    with open(reasons) as file:
        lines = [line.split(None, 1) for line in file if line.strip() and not line.startswith("#")]
    counts, unexplained = {}, []
    for name in beyond:
        glob = next((glob for glob, _ in lines if fnmatch.fnmatchcase(name, glob)), None)
        if glob:
            counts[glob] = counts.get(glob, 0) + 1
        else:
            unexplained.append(name)
    for glob, reason in lines:
        if glob in counts:
            print("%4d %s: %s" % (counts[glob], glob, reason.strip()))
        else:
            print("nothing needs the reason for '%s'" % glob)
    for name in unexplained:
        print("no archive in the inventory has '%s', and no reason is given" % name)
    print("%d functions, %d of them in the inventory" % (len(names), len(names & known)))
    return not unexplained and len(counts) == len(lines)


#===- Whether our archives say what Apple's say ---------------------------------------===#

def check_agreement(ours, inventory):
    with open(ours) as file:
        functions = json.load(file)["functions"]
    with open(inventory) as file:
        apples = json.load(file)["functions"]
    differences, compared = 0, 0
    for name, entry in functions.items():
        apple = apples.get(name)
        if not apple:
            continue
        compared += 1
        if not set(entry["signatures"]) <= set(apple["signatures"]):
            differences += 1
            print("%s: our signatures %s, Apple's %s" % (name, entry["signatures"], apple["signatures"]))
        for key in ("attributes", "call attributes"):
            if entry.get(key) != apple.get(key):
                differences += 1
                print("%s: our %s are %s, Apple's %s" % (name, key, entry.get(key), apple.get(key)))
    print("%d of %d functions compared" % (compared, len(functions)))
    return differences == 0


#===- What the executor knows -------------------------------------------------------===#

def read_type(text, variables):
    if text[0] == "*":
        return {"t": "ptr", "d": "ptr addrspace(1)"}.get(text[1]) or "ptr addrspace(%d)" % SPACES[variables[int(text[1])]]
    return SIGNATURE.get(text) or llvm_type(variables[int(text)])


def functions_of_table(definitions):
    """(name, result, parameters)"""
    for pattern, signature in read_table(definitions):
        result, parameters = re.fullmatch(r"(.*?)\((.*)\)", signature).groups()
        for name, variables in expand(pattern):
            yield name, read_type(result, variables), [read_type(text, variables) for text in parameters.split(",") if text]


def opaque(text):
    """A type without pointees."""
    space = re.search(r" addrspace\((\d+)\)\*$", text)
    return "ptr addrspace(%s)" % space.group(1) if space else "ptr" if text.endswith("*") else text


def functions_of_inventory(inventory):
    with open(inventory) as file:
        functions = json.load(file)["functions"]
    for name, entry in functions.items():
        for signature in entry["signatures"]:
            result, parameters = re.fullmatch(r"(.*?) \((.*)\)", signature).groups()
            yield name, opaque(result), [opaque(text) for text in re.split(r",\s*(?![^<(]*[>)])", parameters) if text]


def decode_calls(functions):
    """Runs a kernel that has the calls, and never comes to them. What the executor says, if anything."""
    body = ["%never = icmp eq i32 %i, -1", "br i1 %never, label %calls, label %end", "calls:"]
    declarations = []
    for name, result, parameters in functions:
        operands = ", ".join("%s zeroinitializer" % kind for kind in parameters)
        body.append("call %s @%s(%s)" % (result, name, operands))
        declarations.append("declare %s @%s(%s)" % (result, name, ", ".join(parameters)))
    program = launcher.device_kernel("calls", 0, body + ["br label %end", "end:"], declarations)
    try:
        launcher.run(program, [], {"grid": [1], "threads_per_threadgroup": [32]})
    except launcher.Failed as failure:
        return str(failure)
    return None


def check_known(definitions, inventory):
    groups = {}
    for function in list(functions_of_table(definitions)) + list(functions_of_inventory(inventory)):
        # A module has one declaration of a name.
        name, result, parameters = function
        for group in groups.setdefault(name, []):
            if group == function:
                break
        else:
            groups[name].append(function)
    refused, unknown = 0, 0
    tensors = {name for name in groups if "_tensor" in name}
    # Answered when a pipeline is made, from a variable that the module lists.
    plain = {name: forms for name, forms in groups.items() if name not in tensors and name != "air.is_function_constant_defined"}
    for form in range(max(map(len, plain.values()))):
        functions = [forms[form] for forms in plain.values() if form < len(forms)]
        message = decode_calls(functions)
        while message:
            print(message.strip())
            unknown += 1
            name = re.search(r"function '([^']*)'", message)
            functions = [function for function in functions if not name or function[0] != name.group(1)]
            message = decode_calls(functions) if name else None
    for name in tensors:
        message = decode_calls(groups[name][:1]) or ""
        refused += "the executor has no tensor" in message
        if "the executor has no tensor" not in message:
            print("'%s' is not refused: %s" % (name, message))
            unknown += 1
    print("%d functions, %d of them refused" % (len(groups), refused))
    return unknown == 0


def main():
    command, arguments = sys.argv[1], sys.argv[2:]
    sys.exit(0 if {"agree": check_agreement, "beyond": list_beyond, "known": check_known}[command](*arguments) else 1)


if __name__ == "__main__":
    main()
