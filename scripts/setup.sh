#!/usr/bin/env bash
# Installs the packages of scripts/packages.txt that are missing. Says nothing if none is.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

if [ "$(uname -s)" = Darwin ]; then
  formulas="cmake ninja llvm lld lit cli11 nlohmann-json spdlog googletest ccache"
  missing=
  for formula in $formulas; do
    brew list --versions "$formula" >/dev/null 2>&1 || missing="$missing $formula"
  done
  if [ -n "$missing" ]; then
    echo "setup: packages are missing; install them with" >&2
    echo "  brew install$missing" >&2
    exit 1
  fi
  exit 0
fi

packages=$(sed -e 's/#.*//' "$here/packages.txt")

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
  echo "setup: no apt-get here; make sure that the equivalents of these are installed:" >&2
  echo "  "$packages >&2
  exit 0
fi

missing=()
for package in $packages; do
  status=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
  [ "$status" = installed ] || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null; then
    echo "setup: packages are missing, and neither root nor sudo can install them: ${missing[*]}" >&2
    exit 1
  fi
  as_root=(sudo)
fi

echo "setup: installing ${missing[*]}"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
apt() {
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q "$@" >>"$log" 2>&1
}
# An update may fail for a source that we do not need; the installation tells.
apt update || true
if ! apt install -y --no-install-recommends "${missing[@]}"; then
  tail -n 30 "$log" >&2
  echo "setup: apt-get could not install: ${missing[*]}" >&2
  exit 1
fi
