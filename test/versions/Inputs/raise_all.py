"""raise_all.py TRANSLATE VERSIONS OUT: every .ttgir below a folder, back to TTIR.

Prints the error of each file that is refused, and how many were raised. Exits 1 if one ends
in anything else, or if what comes out is no TTIR.
"""
import concurrent.futures
import os
import re
import subprocess
import sys

translate, versions, out = sys.argv[1:]
os.makedirs(out, exist_ok=True)


def raise_one(name):
    ttir = os.path.join(out, name.replace(os.sep, "-") + ".ttir")
    done = subprocess.run([translate, os.path.join(versions, name), "-o", ttir], capture_output=True, text=True)
    return name, done.returncode, done.stderr.splitlines(), open(ttir).read() if done.returncode == 0 else ""


names = sorted(os.path.relpath(os.path.join(folder, file), versions)
               for folder, _, files in os.walk(versions) for file in files if file.endswith(".ttgir"))
raised = refused = broken = 0
with concurrent.futures.ThreadPoolExecutor(2) as pool:
    for name, status, errors, text in pool.map(raise_one, names):
        if status == 0 and not re.search(r"#ttg|\bttg\.(?!barrier)|\bttng\.|\bamdg\.|unrealized", text):
            raised += 1
        elif status == 1 and errors and " cannot be raised to TTIR: " in errors[0]:
            refused += 1
            print("%s: %s" % (name, errors[0]))
        else:
            broken += 1
            print("%s: exit code %d, %s" % (name, status, errors[:1]))
print("%d raised, %d refused, %d broken" % (raised, refused, broken))
sys.exit(1 if broken else 0)
