import os

import lit.formats

config.name = "triton-metal-unit"
config.test_format = lit.formats.GoogleTest(".", "Tests")
config.suffixes = []
config.test_source_root = config.test_exec_root = os.path.join(config.build_dir, "test", "unit")
for name in ("TRITON_METAL_APPLE_FIXTURES", "PATH"):
    if name in os.environ:
        config.environment[name] = os.environ[name]
