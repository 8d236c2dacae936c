"""errors.py ROOT [--list]: does docs/errors.md say what the compiler says?

Every message in a table of the document has to be
  - made: its words are in the sources below, and
  - tested: they are in an expectation of a test. Reasons why TTGIR cannot be raised, the tables of two columns,
    only have to be made: what they are about takes kernels of other GPUs.
The other way around, the words of each error that these sources make have to be in a message of the
document, so that no refusal comes without its way out. --list prints the words that are in no message.
"""
import glob
import os
import re
import sys

# Where the errors are made that a user of triton-metal-translate can meet. Passes that run on what earlier
# passes made, verifiers of ops and formats of files have errors too; those are about wrong IR.
SOURCES = ["lib/Conversion/TritonToTritonGPU", "lib/Conversion/TritonGPUToMetal", "lib/Conversion/TritonGPUToTriton",
           "lib/Dialect/Triton/Transforms", "lib/Dialect/TritonGPU/Transforms", "lib/Dialect/Metal/Transforms/AllocateThreadgroupMemory.cpp", "lib/Dialect/Metal/Transforms/CheckFeatures.cpp",
           "lib/Dialect/Metal/Transforms/ExpandAtomics.cpp", "lib/Driver", "lib/Reader", "lib/TargetInfo/TargetInfo.cpp",
           "lib/TargetInfo/DeploymentTarget.cpp", "tools/triton-metal-translate"]
CALLS = r"\b(?:emitError|emitOpError|usageError|createStringError|refuse|TextProblem|Problem|fail)\b\s*[({]"
# Of passes that are run by hand in the wrong order; what stands around messages; notes.
BY_HAND = r"; run (metal|triton)-"
AROUND = ("triton-metal-translate: error:", "see --help", "on iOS", "written here", "allocated here",
          "the slice is taken here")
TESTS = ["test/**/*.mlir", "test/**/*.test", "test/**/*.ttir", "test/**/*.ttgir", "test/unit/**/*.cpp", "test/replay/*.txt"]


def read(path):
    with open(path) as file:
        return file.read()


def find_files(root):
    for source in SOURCES:
        path = os.path.join(root, source)
        yield from [path] if path.endswith(".cpp") else sorted(glob.glob(path + "/*.cpp"))


def unescape(text):
    return re.sub(r"\\(.)", r"\1", text)


def find_words(text):
    """The literals of each statement that makes an error; literals that follow each other are one."""
    text = re.sub(r"^\s*//.*$", "", text, flags=re.M)
    for call in re.finditer(CALLS, text):
        statement = text[call.start():text.find(";\n", call.end())]
        if len(statement) > 1500:
            continue
        for literals in re.findall(r'"(?:[^"\\\n]|\\.)*"(?:\s*"(?:[^"\\\n]|\\.)*")*', statement):
            words = "".join(unescape(literal[1:-1]) for literal in re.findall(r'"(?:[^"\\\n]|\\.)*"', literals))
            yield words, statement


def is_about_input(words, statement):
    """Of more than one word, and not about passes run by hand."""
    return normalize(words) not in AROUND and len(re.findall(r"[A-Za-z]{2,}", words)) > 1 and not re.search(BY_HAND, statement)


def normalize(text):
    return re.sub(r"\s+", " ", text).strip(" ';,`")


def read_messages(document):
    """The first cells of the tables, code with … for what differs from case to case, and whether a test is due."""
    return [(one or two, more.count("|") > 1)
            for two, one, more in re.findall(r"^\| (?:`` (.+?) ``|`(.+?)`) \|(.*)", document, re.M)]


def parts(message):
    """What stands between the …; `op` comes before the words of every error at an op."""
    found = [re.sub(r"^op ", "", normalize(part)) for part in message.split("…")]
    return [part for part in found if len(part) > 3]


def main():
    root = sys.argv[1]
    document = read(os.path.join(root, "docs/errors.md"))
    messages = read_messages(document)
    known = normalize(" ".join(message for message, _ in messages))
    sources = " ".join(normalize(words) for path in find_files(root) for words, _ in find_words(read(path)))
    sources += " ".join(normalize("".join(unescape(l[1:-1]) for l in re.findall(r'"(?:[^"\\\n]|\\.)*"', literals)))
                        + " " for path in find_files(root)
                        for literals in re.findall(r'"(?:[^"\\\n]|\\.)*"(?:\s*"(?:[^"\\\n]|\\.)*")*', read(path)))
    tests = [re.sub(r"\\(.)", r"\1", line if "expected-" in line else re.sub(r"\{\{.*?\}\}", " ", line)) for pattern in TESTS
             for path in sorted(glob.glob(os.path.join(root, pattern), recursive=True))
             if "/build/" not in path for line in joined_lines(read(path)) if len(line) > 12]
    problems = []
    for path in find_files(root):
        for words, statement in find_words(read(path)):
            if is_about_input(words, statement) and normalize(words) not in known:
                problems.append("%s: no message of docs/errors.md has '%s'" % (os.path.relpath(path, root), words))
    if "--list" in sys.argv:
        print("\n".join(problems))
        return
    for message, needs_test in messages:
        wanted = parts(message)
        missing = [part for part in wanted if part not in sources]
        if missing:
            problems.append("nothing makes '%s' of %s" % (missing[0], message))
        elif needs_test and not any(all(part in normalize(line) for part in wanted) for line in tests):
            problems.append("no test expects %s" % message)
    if problems:
        sys.exit("\n".join(problems))
    print("%d messages, all made and tested; nothing else is refused" % len(messages))


def joined_lines(text):
    """Lines, and in C++ the literals that stand together."""
    yield from text.split("\n")
    for literals in re.findall(r'"(?:[^"\\\n]|\\.)*"(?:\s*\n\s*"(?:[^"\\\n]|\\.)*")+', text):
        yield "".join(literal[1:-1] for literal in re.findall(r'"(?:[^"\\\n]|\\.)*"', literals))


main()
