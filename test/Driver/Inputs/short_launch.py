"""Writes launch.json for lines.ttir, with a buffer that is one element too short."""
import json

with open("in.bin", "wb") as file:
    file.write(bytes(256))
with open("launch.json", "w") as file:
    json.dump({"kernel": "lines_k", "grid": [1, 1, 1],
               "buffers": [{"file": "in.bin", "offset": 0, "size": 252}, {"file": "in.bin", "offset": 252, "size": 4}],
               "args": [{"buffer": 0, "offset": 0}, {"buffer": 1, "offset": 0}], "outputs": []}, file)
