"""Recorded launches, run with the TTIR of each Triton version.

launches.json says which launch in ../../replay/cases a kernel of ../kernels.py is. All of
them were recorded with 3.6: the other versions must compute the same.
"""

import json
import os

import lit.Test

import replay_format


class VersionFormat(replay_format.ReplayFormat):
    def getTestsInDirectory(self, suite, path, lit_config, local_config):
        here = suite.getSourcePath(path)
        with open(os.path.join(here, "launches.json")) as f:
            launches = json.load(f)
        versions = os.path.dirname(here)
        cases = os.path.join(os.path.dirname(versions), "replay", "cases")
        for version in sorted(os.listdir(versions)):
            for name, folder in sorted(launches.items()):
                kernel = os.path.join(versions, version, name + ".ttir")
                if not os.path.exists(kernel):
                    continue
                test = lit.Test.Test(suite, path + ("%s-%s" % (version, name),), local_config)
                test.replay = (os.path.join(cases, folder), None, "apple7", "archive")
                test.kernel = kernel
                yield test
