"""compile_elsewhere.py KERNEL FOLDER: compiles in several ways and compares the bytes."""
import os
import shutil
import subprocess
import sys

kernel, root = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
KINDS = ["metal", "metallib", "air", "ll", "mlir", "ttgir"]
BASE = {"PATH": os.environ["PATH"]}


def compile_in(folder, environment, make_path):
    """All outputs by name. The input is copied to the folder."""
    folder = os.path.join(root, folder)
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    shutil.copy(kernel, os.path.join(folder, "kernel.ttir"))
    outputs = {}
    for kind in KINDS:
        command = ["triton-metal-translate", make_path(folder, "kernel.ttir"),
                   "-o", make_path(folder, "k." + kind)]
        if kind == "metallib":
            command.append("--metadata=" + make_path(folder, "k.json"))
        subprocess.run(command, cwd=folder, env=environment, check=True)
    for name in os.listdir(folder):
        if name != "kernel.ttir":
            with open(os.path.join(folder, name), "rb") as f:
                outputs[name] = f.read()
    return outputs


def relative(folder, name):
    return name


def absolute(folder, name):
    return os.path.join(folder, name)


runs = [
    compile_in("here", BASE, relative),
    compile_in("a folder/with a long name, and spaces", BASE, relative),
    compile_in("there", {**BASE, "HOME": "/", "TZ": "Asia/Tokyo", "LANG": "tr_TR.UTF-8",
                         "LC_ALL": "C", "TMPDIR": root, "USER": "nobody"}, absolute),
    compile_in("here", BASE, relative),
]
for other in runs[1:]:
    assert other.keys() == runs[0].keys(), (other.keys(), runs[0].keys())
    for name, contents in other.items():
        assert contents == runs[0][name], "%s differs" % name
for name, contents in runs[0].items():
    assert root.encode() not in contents, "%s has the folder in it" % name
print("%d outputs, %d compilations: all equal, no paths" % (len(runs[0]), len(runs)))
