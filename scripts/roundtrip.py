#!/usr/bin/env python3
"""roundtrip.py [OPTION]... PATH...: can this IR be read, and printed unchanged?

Each PATH is a file, a folder or a tar archive; of the latter two every .ttir and .ttgir
file in them counts. A file is read and verified, printed, read again and compared, in
pretty and in generic form (see test/lib/Reader/RoundTrip.cpp). Failures are listed by
reason, with the first file of each. The last line is `N of M files`; the exit code is 0
if all pass, 1 if some fail, 2 if there was nothing to read.

With --time it also reports how fast they were read.
"""
import argparse
import collections
import concurrent.futures
import itertools
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ENDINGS = (".ttir", ".ttgir")
NUMBERS = itertools.count()


def collect(path, scratch):
    """(name to show, file) of all inputs below `path`."""
    if os.path.isdir(path):
        for folder, folders, names in os.walk(path):
            folders.sort()
            for name in sorted(names):
                if name.endswith(ENDINGS):
                    yield os.path.join(folder, name), os.path.join(folder, name)
    elif tarfile.is_tarfile(path):
        with tarfile.open(path) as archive:
            for member in archive:
                if not member.isfile() or not member.name.endswith(ENDINGS):
                    continue
                # Numbered, not by the names in the archive: those may point anywhere.
                copy = os.path.join(scratch, "%d%s" % (next(NUMBERS),
                                                       os.path.splitext(member.name)[1]))
                with open(copy, "wb") as f:
                    f.write(archive.extractfile(member).read())
                yield os.path.join(path, member.name), copy
    else:
        yield path, path


def run(command, files):
    """(file, reason or None, microseconds, bytes) of each file."""
    results = []
    while len(results) < len(files):
        rest = files[len(results):]
        process = subprocess.run(command, input="\n".join(rest) + "\n", text=True,
                                 stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for line in process.stdout.splitlines():
            match = re.match(r"(ok|failed) (\d+) (\d+) (.*)", line)
            if not match or len(results) == len(files):
                continue
            file = files[len(results)]
            reason = match.group(4)[len(file) + 2:] if match.group(1) == "failed" else None
            results.append((file, reason, int(match.group(2)), int(match.group(3))))
        if process.returncode not in (0, 1) and len(results) < len(files):
            results.append((files[len(results)], "crash (exit code %d)" % process.returncode, 0, 0))
        elif process.returncode in (0, 1) and len(results) < len(files):
            sys.exit("roundtrip.py: %s said nothing of %s" % (command[0], files[len(results)]))
    return results


def generalise(reason):
    """The reason without its place and the names in it."""
    reason = re.sub(r"(loc\(.*?\)|[^ :]+:\d+:\d+|\S+\.\w+): ", "", reason)
    reason = re.sub(r"tensor<[^']*|!tt.ptr<[^']*|!ttg.memdesc<[^']*", "TYPE", reason)
    return re.sub(r"\b\d+\b", "N", reason)


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+", metavar="PATH")
    parser.add_argument("--bin", help="where triton-metal-roundtrip is, if not on the PATH or in build/dev")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--source-target", choices=("cuda", "hip"))
    parser.add_argument("--time", action="store_true")
    parser.add_argument("--list", action="store_true", help="name every file that fails")
    arguments = parser.parse_args()
    folder = arguments.bin or os.path.join(HERE, "..", "build", "dev", "bin")
    tool = None if arguments.bin else shutil.which("triton-metal-roundtrip")
    command = [tool or os.path.join(folder, "triton-metal-roundtrip"), "--time", "-"]
    if arguments.source_target:
        command.insert(1, "--source-target=" + arguments.source_target)
    with tempfile.TemporaryDirectory() as scratch:
        names, files = {}, []
        for path in arguments.paths:
            for name, file in collect(path, scratch):
                names[file] = name
                files.append(file)
        if not files:
            print("roundtrip.py: no .ttir or .ttgir file in " + " ".join(arguments.paths))
            return 2
        parts = [files[i::arguments.jobs] for i in range(arguments.jobs)]
        with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
            results = [r for part in pool.map(lambda part: run(command, part), parts) for r in part]
    failures = collections.defaultdict(list)
    for file, reason, _, _ in results:
        if reason is not None:
            failures[generalise(reason)].append((names[file], reason))
    for reason, cases in sorted(failures.items(), key=lambda item: (-len(item[1]), item[0])):
        cases.sort()
        print("%d files: %s" % (len(cases), reason))
        for name, full in cases if arguments.list else cases[:1]:
            print("    %s: %s" % (name, full))
    if arguments.time:
        total, size = sum(r[2] for r in results), sum(r[3] for r in results)
        slowest = max(results, key=lambda r: r[2])
        print("%.1f MB in %.2f s of one core: %.1f MB/s; longest %s, %d bytes in %.1f ms" % (
            size / 1e6, total / 1e6, size / max(total, 1), os.path.basename(names[slowest[0]]),
            slowest[3], slowest[2] / 1e3))
    passed = len(results) - sum(len(cases) for cases in failures.values())
    print("%d of %d files" % (passed, len(results)))
    return 0 if passed == len(results) else 1


sys.exit(main())
