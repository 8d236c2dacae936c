import os
import shutil
import sys

import lit.formats

config.name = "triton-metal"
config.test_format = lit.formats.ShTest(execute_external=False)
config.suffixes = [".mlir", ".ttir", ".ttgir", ".ll", ".metal", ".test"]
config.excludes = ["Inputs", "unit", "fuzz", "benchmarks"]
config.test_source_root = os.path.dirname(__file__)

path = [os.path.join(config.build_dir, "bin"), config.llvm_tools_dir, config.environment.get("PATH", "")]
config.environment["PATH"] = os.pathsep.join(path)
config.substitutions.append(("%examples", os.path.join(config.source_dir, "examples")))
config.substitutions.append(("%translate", os.path.join(config.build_dir, "bin", "triton-metal-translate")))
config.substitutions.append(("%scripts", os.path.join(config.source_dir, "scripts")))
config.substitutions.append(("%tools", path[0]))
# Metal source is compiled by a clang, where there is one.
clang_folders = os.pathsep.join([config.llvm_tools_dir, config.environment["PATH"]])
if any(shutil.which(name, path=clang_folders) for name in ("clang-22", "clang")):
    config.available_features.add("clang")
    config.substitutions.append(("%check_metal", "triton-metal-run --syntax-only --Werror"))
else:
    config.substitutions.append(("%check_metal", "echo no clang checks"))
# Before %python, which it uses.
both_engines = os.path.join(config.test_source_root, "Executor", "Inputs", "both_engines.py")
config.substitutions.append(("%run_both", '%python "' + both_engines + '"'))
config.substitutions.append(("%python", '"%s"' % sys.executable))

# Oracles of other LLVM versions, where they are installed.
for version in ("14", "15", "16"):
    dis = shutil.which("llvm-dis-" + version) or shutil.which("llvm-dis", path="/usr/lib/llvm-%s/bin" % version)
    if dis:
        config.available_features.add("llvm-" + version)
        config.substitutions.append(("%llvm_dis_" + version, '"%s"' % dis))

# Archives made by Apple's compiler are never part of the project: a folder of
# them may be named in the environment.
fixtures = os.environ.get("TRITON_METAL_APPLE_FIXTURES")
if fixtures and os.path.isdir(fixtures):
    config.environment["TRITON_METAL_APPLE_FIXTURES"] = fixtures
    config.substitutions.append(("%apple_fixtures", fixtures))
    config.available_features.add("apple-fixtures")
