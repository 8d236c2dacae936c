"""mutate.py TOOL FOLDER COUNT SEED FILE...: damaged files, read by triton-metal-roundtrip.

Words of each file are lost, doubled, exchanged and replaced by words of other files. Whatever
the reader says of that, it must not crash, and what it lets through must survive being
printed. The last line counts how many were let through and how many refused.
"""
import os
import random
import re
import subprocess
import sys

WORD = re.compile(r'"(?:[^"\\\n]|\\.)*"|[%#!@^]?[\w.$-]+|\s+|.', re.S)
ODD = ["", "-1", "4294967296", "0x7FC00000", "tensor<0xi32>", "i128", "f8E4M3FN", "!tt.ptr<i1>",
       "!tt.ptr<!tt.ptr<tensor<4xf32>>>", "array<i32: 7, 7>", "dense<>", "loc(unknown)", "<", ">",
       "{", "}", "(", ")", "[", "]", ":", "->", "true", "#blocked", "index", "none", "tuple<>",
       "vector<4xf32>", "memref<4xf32>", "tensor<*xf32>", "tensor<?xf32>", "tensor<4xindex>",
       "complex<f32>", "1.0e999", "\"\\00\""]


def mutate(words, others, chance):
    words = list(words)
    for _ in range(chance.choice((1, 1, 2, 4))):
        i = chance.randrange(len(words))
        kind = chance.randrange(6)
        if kind == 0:
            del words[i]
        elif kind == 1:
            words.insert(i, words[i])
        elif kind == 2:
            j = chance.randrange(len(words))
            words[i], words[j] = words[j], words[i]
        elif kind == 3:
            words[i] = chance.choice(others)
        elif kind == 4:
            words[i] = chance.choice(ODD)
        else:  # a number, changed
            numbers = [k for k, word in enumerate(words) if word.isdigit()]
            if numbers:
                words[chance.choice(numbers)] = chance.choice(("0", "3", "1", "-2", "1000000007", "64"))
        if not words:
            break
    return "".join(words)


def main():
    tool, folder, count, seed = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    chance = random.Random(seed)
    os.makedirs(folder, exist_ok=True)
    files = []
    for path in sys.argv[5:]:
        with open(path, encoding="utf-8") as f:
            # Without locations, which are most of the words.
            text = re.sub(r"(?m)^#loc.*\n", "", f.read())
            text = re.sub(r" loc\((?:[^()]|\([^()]*\))*\)", "", text)
            files.append(WORD.findall(text))
    vocabulary = sorted({word for words in files for word in words if word.strip()})
    names = []
    for i in range(count):
        names.append(os.path.join(folder, "%d.ttir" % i))
        with open(names[-1], "w", encoding="utf-8") as f:
            f.write(mutate(chance.choice(files), vocabulary, chance))
    read = refused = 0
    while names:
        process = subprocess.run([tool, "-"], input="\n".join(names) + "\n", text=True,
                                 stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        lines = process.stdout.splitlines()
        for line in lines:
            read += line.startswith("ok ")
            refused += line.startswith("failed ")
            if "printed form" in line or "generic form" in line or "no module" in line:
                print(line)
        done = sum(line.startswith(("ok ", "failed ")) for line in lines)
        if process.returncode in (0, 1) and done == len(names):
            break
        print("%s: crash, exit code %d" % (names[done], process.returncode))
        print("\n".join(line for line in lines if not line.startswith(("ok ", "failed "))))
        names = names[done + 1:]
    print("%d read, %d refused" % (read, refused))


main()
