#!/usr/bin/env bash
# What takes too long for every change, hours on two cores: each recorded launch with every input, output, target, number of
# SIMD-groups and engine, random programs of every family, and a sample of small matrix products.
#   nightly.sh [--every N] [--programs N] [--seed S]     every Nth run; random programs, the first with seed S
# TRITON_METAL_REPLAY_ARCHIVES="FILE ..." names further archives of recorded launches.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

every=1 programs=10000 seed=1
while [ $# -gt 0 ]; do
  case $1 in
    --every) every=$2 ;;
    --programs) programs=$2 ;;
    --seed) seed=$2 ;;
    *)
      echo "nightly: unknown option '$1'; known are --every, --programs and --seed" >&2
      exit 2
      ;;
  esac
  shift 2
done

scripts/setup.sh
cmake --preset dev >/dev/null
cmake --build --preset dev --target triton-metal-translate triton-metal-run >/dev/null

status=0
out=build/nightly
mkdir -p "$out"
for archive in test/replay/language.tar.xz ${TRITON_METAL_REPLAY_ARCHIVES:-}; do
  echo "== $archive"
  test/replay/replay.py --bin build/dev/bin "$archive" --inputs ttir,ttgir --outputs archive,source \
    --targets apple7,apple9 --groups recorded,1,2,4,8 --engines interp,jit --every "$every" \
    --failures "$out/$(basename "$archive").failures" || status=1
done
echo "== random programs"
scripts/differential.sh --programs "$programs" --seed "$seed" --outputs metallib,metal --configurations 2 \
  --out "$out/differential" || status=1
echo "== small matrix products"
test/sweep/matmul.py --bin build/dev/bin --sample "$programs" --seed "$seed" --via metallib,metal || status=1
exit "$status"
