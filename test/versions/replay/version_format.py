"""Recorded launches, run with the IR of each Triton version.

launches.json says which launch of ../../replay a kernel of ../kernels.py is. All of them
were recorded with 3.6: the other versions must compute the same.
"""
import json
import os

import launches
import replay_format
from replay import Configuration


class VersionFormat(replay_format.ReplayFormat):
    def getTestsInDirectory(self, suite, path, lit_config, local_config):
        here = suite.getSourcePath(path)
        with open(os.path.join(here, "launches.json")) as file:
            kernels = json.load(file)
        versions = os.path.dirname(here)
        archive = os.path.join(os.path.dirname(versions), "replay", "language.tar.xz")
        cases = {case.name: case
                 for case in launches.read_archive(archive, os.path.join(suite.getExecPath(path), "cases"))}
        for version in sorted(os.listdir(versions)):
            for name, case in sorted(kernels.items()):
                for ending in (".ttir", ".cuda80.ttgir"):
                    kernel = os.path.join(versions, version, name + ending)
                    if not os.path.exists(kernel):
                        continue
                    # 3.0 calls CUDA's e4m3fn by the name of another format.
                    options = ["--source-target=cuda"] if version == "3.0.0" else []
                    test = self.make_test(suite, path, local_config, cases[case], Configuration(options=options),
                                          None, kernel)
                    test.path_in_suite = path + ("%s-%s%s" % (version, name, ending),)
                    yield test
