"""Compiles kernels to Metal source with every number of SIMD-groups; prints the longest.

    count_lines.py FILE ...      "FILE: N lines with W SIMD-groups at most"
"""

import subprocess
import sys
from pathlib import Path


def count(path, warps):
    text = subprocess.run(
        ["triton-metal-translate", path, "-o", "-", "--emit=msl", "--target=apple7", f"--num-warps={warps}"],
        check=True, capture_output=True, text=True).stdout
    return len(text.splitlines())


for path in sys.argv[1:]:
    lines, warps = max((count(path, warps), warps) for warps in (1, 2, 4, 8, 16, 32))
    print(f"{Path(path).name}: {lines} lines with {warps} SIMD-groups at most")
