#!/usr/bin/env bash
# Fuzzes what triton-metal-run reads: archives, launch files, AIR.
#   scripts/fuzz.sh SECONDS [archive|launch|air ...]
# Each fuzzer runs so long, on one core, at low priority. Seeds are test/fuzz/corpus and the kernels
# of the tests; what is found is kept in build/fuzz/findings, and the exit code is not 0.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
seconds="${1:?how many seconds for each fuzzer}"
shift
names=("$@")
[ ${#names[@]} -gt 0 ] || names=(archive launch air)

cmake --preset fuzz > /dev/null
ninja -C build/fuzz -j2 "${names[@]/#/fuzz_}"
mkdir -p build/fuzz/findings
status=0
for name in "${names[@]}"; do
  new="build/fuzz/corpus/$name"
  mkdir -p "$new"
  seeds=("test/fuzz/corpus/$name")
  [ "$name" != air ] || seeds+=(test/Executor/faults/cases)
  [ "$name" != launch ] || seeds+=(examples)
  words=()
  [ ! -f "test/fuzz/$name.dict" ] || words=("-dict=test/fuzz/$name.dict")
  echo "== $name"
  nice -n 19 "build/fuzz/bin/fuzz_$name" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=2048 \
    -artifact_prefix="build/fuzz/findings/$name-" -print_final_stats=1 "${words[@]}" "$new" "${seeds[@]}" \
    2> "build/fuzz/$name.log" || status=1
  grep -E '^stat::number_of_executed_units|^SUMMARY|ERROR: ' "build/fuzz/$name.log" || true
done
exit $status
