#!/usr/bin/env bash
# Random Triton programs through the evaluator and the compiler, compared:
#   scripts/differential.sh --programs 1000 --seed 1 --family reduce,scan
# Failures are kept and shrunk in build/differential; a run that was ended goes on where it was.
# TRITON_METAL_BIN=DIR takes the programs from there; --help lists all options.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
exec python3 test/fuzz/differential.py --bin "${TRITON_METAL_BIN:-build/dev/bin}" --out build/differential "$@"
