#!/usr/bin/env bash
# Builds everything with asserts, and runs all tests. The last line is `N passed, N failed`, with
# `, N skipped` if a test needs what is not here (another system, archives of Apple's compiler).
# TRITON_METAL_APPLE_FIXTURES=DIR names a folder of such archives, TRITON_METAL_MLX_METALLIB=FILE the
# mlx.metallib of a release of mlx-metal for macOS. Where nothing changed since all tests passed it says so.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

scripts/setup.sh

quietly() { # COMMAND...: shows the output only if the command fails
  local log status=0
  log=$(mktemp)
  "$@" >"$log" 2>&1 || status=$?
  [ "$status" -eq 0 ] || cat "$log" >&2
  rm -f "$log"
  return "$status"
}

echo "check: building build/dev"
quietly cmake --preset dev
quietly cmake --build --preset dev --target all TritonMetalUnitTests

# Nothing to find out again: all tests passed, and no file and no folder changed since.
passed=build/dev/tests-passed
variables="${TRITON_METAL_APPLE_FIXTURES:-} ${TRITON_METAL_MLX_METALLIB:-}"
isUnchanged() {
  [ -f "$passed" ] && [ "$(sed -n 1p "$passed")" = "$variables" ] &&
    [ -z "$(find . build/dev/bin \( -path ./build -o -path ./.git \) -prune -o -newer "$passed" -print -quit)" ]
}
if isUnchanged; then
  echo "check: nothing changed since all tests passed; without $passed they run again"
  sed -n 2p "$passed"
  exit 0
fi
rm -f "$passed"

lit=$(sed -n 's/^LIT_PROGRAM:[A-Z]*=//p' build/dev/CMakeCache.txt)
results=build/dev/test-results.json
log=build/dev/test-log.txt
rm -f "$results"
status=0
"$lit" --order=lexical --no-progress-bar --print-result-after=failed --test-output=failed \
  -o "$results" build/dev/test build/dev/test/unit | tee "$log" || status=$?
if [ ! -f "$results" ]; then
  echo "check: lit ended with status $status and wrote no results" >&2
  exit 1
fi
if [ -z "${TRITON_METAL_APPLE_FIXTURES:-}" ]; then
  echo "check: TRITON_METAL_APPLE_FIXTURES names no folder; tests that need archives of Apple's are skipped"
fi
if [ -z "${TRITON_METAL_MLX_METALLIB:-}" ]; then
  echo "check: TRITON_METAL_MLX_METALLIB names no file; tests that run kernels of MLX are skipped"
fi
count=$(python3 scripts/count_tests.py "$results" "$log") || status=1
[ "$status" -ne 0 ] || printf '%s\n' "$variables" "${count##*$'\n'}" >"$passed"
echo "$count"
exit "$status"
