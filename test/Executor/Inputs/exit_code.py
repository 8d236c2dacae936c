"""exit_code.py CODE COMMAND...: runs a command that is to end with this exit code."""
import subprocess
import sys

code = subprocess.run(sys.argv[2:]).returncode
if code != int(sys.argv[1]):
    print("exits %d" % code)
    sys.exit(1)
