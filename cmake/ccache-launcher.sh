#!/bin/sh
# Compiler launcher: CCACHE SOURCE_DIR COMPILER ARGUMENTS...
#
# Makes build folders share cached objects. CMake names the precompiled header by its absolute path,
# which ccache would hash; a path below the working folder is as good as an absolute one. The
# precompiled header itself holds absolute paths, so it is compiled anew in each folder, and ccache
# hashes the file beside it in its stead: the checksum of the text that went in.
ccache=$1 source=$2
CCACHE_BASEDIR=$source CCACHE_NOHASHDIR=1 CCACHE_SLOPPINESS=pch_defines,time_macros CCACHE_PCH_EXTSUM=1
export CCACHE_BASEDIR CCACHE_NOHASHDIR CCACHE_SLOPPINESS CCACHE_PCH_EXTSUM
shift 2

write_checksum() { # COMPILER ARGUMENTS..., of a compilation that made a precompiled header
  header=
  for argument; do
    shift
    case $argument in
      -emit-pch) argument=-P ;; # after its -Xclang; no lines of places
      *.pch) header=$argument; argument=- ;;
      -MD) continue ;;
    esac
    set -- "$@" "$argument"
  done
  {
    echo "$@" | sed "s#$PWD#.#g; s#$source#.#g"
    "$@" -E 2>/dev/null | sed "s#$PWD#.#g; s#$source#.#g"
  } | cksum >"$header.sum"
}

for argument; do
  if [ "$argument" = -emit-pch ]; then
    "$@" || exit
    write_checksum "$@"
    exit
  fi
done
for argument; do
  shift
  case $argument in
    "$PWD"/*) argument=${argument#"$PWD"/} ;;
  esac
  set -- "$@" "$argument"
done
exec "$ccache" "$@"
