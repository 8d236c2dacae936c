#!/bin/sh
# Compiler launcher: CCACHE SOURCE_DIR COMPILER ARGUMENTS...
#
# Makes build folders share cached objects. CMake names the precompiled header by its absolute path,
# which ccache would hash; a path below the working folder is as good as an absolute one. The
# precompiled header itself holds absolute paths, so it is compiled anew in each folder.
ccache=$1
CCACHE_BASEDIR=$2 CCACHE_NOHASHDIR=1 CCACHE_SLOPPINESS=pch_defines,time_macros CCACHE_PCH_EXTSUM=1
export CCACHE_BASEDIR CCACHE_NOHASHDIR CCACHE_SLOPPINESS CCACHE_PCH_EXTSUM
shift 2
for argument; do
  [ "$argument" != -emit-pch ] || exec "$@"
done
for argument; do
  shift
  case $argument in
    "$PWD"/*) argument=${argument#"$PWD"/} ;;
  esac
  set -- "$@" "$argument"
done
exec "$ccache" "$@"
