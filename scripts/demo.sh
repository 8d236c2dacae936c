#!/usr/bin/env bash
# Compiles two Triton kernels for Apple GPUs, runs them on the CPU, and compares the numbers.
# TRITON_METAL_BIN=DIR takes the programs from there instead of building them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

if [ -n "${TRITON_METAL_BIN:-}" ]; then
  bin=$TRITON_METAL_BIN
else
  scripts/setup.sh
  bin=build/release/bin
  echo "demo: building $bin"
  log=$(mktemp)
  trap 'rm -f "$log"' EXIT
  if ! { cmake --preset release &&
    cmake --build --preset release --target triton-metal-opt triton-metal-translate triton-metal-run; } \
    >"$log" 2>&1; then
    cat "$log" >&2
    exit 1
  fi
fi

out=build/demo
rm -rf "$out"
mkdir -p "$out"
# Launch files name their data relative to themselves: run on copies, so that outputs land in $out.
cp -r examples/*.launch.json examples/data "$out"

run() { # prints the command, then runs it
  echo "\$ $*"
  "$@"
}

failed=0
demo() { # NAME RTOL ATOL
  local name=$1 input=examples/$1.ttir
  echo
  echo "== $name"
  run "$bin/triton-metal-translate" "$input" -o "$out/$name.metal"
  run "$bin/triton-metal-translate" "$input" -o "$out/$name.metallib" --metadata="$out/$name.json"
  # The launch file says what it expects; the comparison after it shows the numbers.
  run "$bin/triton-metal-run" "$out/$name.metallib" --metadata="$out/$name.json" \
    --launch="$out/$name.launch.json" || failed=1
  run python3 scripts/compare.py "$out/$name.out.bin" "$out/data/$name.expected.bin" \
    --type f32 --rtol "$2" --atol "$3" || failed=1
  echo
  echo "-- $out/$name.metal"
  head -n 40 "$out/$name.metal"
}

demo vector_add 0 0
demo softmax 1e-4 1e-5

echo
if [ "$failed" -ne 0 ]; then
  echo "demo: a kernel computed wrong numbers" >&2
  exit 1
fi
echo "demo: all numbers are right; artifacts are in $out"
