"""exit_code.py CODE COMMAND...: fails unless the command exits with CODE."""
import subprocess
import sys

result = subprocess.run(sys.argv[2:], stdout=subprocess.DEVNULL)
if result.returncode != int(sys.argv[1]):
    sys.exit("exit code %d, expected %s" % (result.returncode, sys.argv[1]))
