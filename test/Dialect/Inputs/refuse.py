"""refuse.py OP...: what the compiler says about a file with each of these ops."""
import os
import subprocess
import sys
import tempfile

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "k.ttgir")
    for op in sys.argv[1:]:
        with open(path, "w") as file:
            file.write("tt.func public @k(%%a: i32) {\n  %s %%a : i32\n  tt.return\n}\n" % op)
        run = subprocess.run(["triton-metal-translate", path, "-o", os.path.join(folder, "k.metal")],
                             capture_output=True, text=True)
        print("exit %d: %s" % (run.returncode, run.stderr.split("\n")[0].replace(folder + "/", "")))
