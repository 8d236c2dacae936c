#!/usr/bin/env python3
"""Turns TTGIR back into TTIR: reads stdin, writes stdout.

Layouts and the attributes of the module go; a conversion between layouts becomes a
tt.bitcast from a type to itself, which folds away. What is left after
canonicalisation must be what was planned: planning moves no data and computes
nothing new.
"""
import re
import sys


def skip_attribute(text, start):
    """Position after the attribute that starts with '#' at `start`."""
    end = re.compile(r"#[\w.]+").match(text, start).end()
    if not text.startswith("<", end):
        return end
    depth = 0
    while True:
        depth += {"<": 1, ">": -1}.get(text[end], 0)
        end += 1
        if depth == 0:
            return end


def erase_layouts(text):
    text = re.sub(r"^#(blocked|linear|matrix)\d* = .*\n", "", text, flags=re.M)
    text = re.sub(r"^module attributes \{.*?\} \{", "module {", text, flags=re.M)
    text = text.replace("ttg.convert_layout", "tt.bitcast")
    pieces = []
    position = 0
    for match in re.finditer(r", (#blocked|#linear|#matrix|#ttg\.)", text):
        if match.start() < position:
            continue
        pieces.append(text[position : match.start()])
        position = skip_attribute(text, match.start() + 2)
    pieces.append(text[position:])
    return "".join(pieces)


sys.stdout.write(erase_layouts(sys.stdin.read()))
