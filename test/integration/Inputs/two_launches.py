"""two_launches.py FOLDER COUNT BYTES: launches of a kernel k(x, o) over COUNT elements of BYTES each.

Writes in.bin, evaluator.json (output evaluator.bin) and compiled.json (output compiled.bin)."""
import json
import os
import random
import sys

folder, count, width = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
numbers = random.Random(1)
with open(os.path.join(folder, "in.bin"), "wb") as f:
    for i in range(count):
        # Small integers, of either sign; as f32 they are denormals or NaN, and floats follow.
        f.write(numbers.randint(-200, 200).to_bytes(4, "little", signed=True)[:width])
for name in ("evaluator", "compiled"):
    launch = {"kernel": "k", "grid": [1, 1, 1],
              "buffers": [{"file": "in.bin"}, {"size": count * width}],
              "args": [{"buffer": 0, "offset": 0}, {"buffer": 1, "offset": 0}],
              "outputs": [{"buffer": 1, "file": name + ".bin"}]}
    with open(os.path.join(folder, name + ".json"), "w") as f:
        json.dump(launch, f)
