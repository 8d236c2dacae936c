# How every file of the project is compiled and linked.
#
# No include(HandleLLVMOptions): it would force LLVM's own warnings and
# -fno-exceptions on the tools, where CLI11 and spdlog throw.

include_directories(SYSTEM ${MLIR_INCLUDE_DIRS} ${LLVM_INCLUDE_DIRS})   # mlir_tablegen reads these too
include_directories(${PROJECT_SOURCE_DIR}/include ${PROJECT_BINARY_DIR}/include)

separate_arguments(llvm_definitions NATIVE_COMMAND "${LLVM_DEFINITIONS}")
add_compile_options(${llvm_definitions})
if(NOT LLVM_ENABLE_RTTI)
  add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-fno-rtti>)
endif()
add_compile_options(-Wall -Wextra -Wno-unused-parameter -Werror=return-type -ffunction-sections -fdata-sections)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # Moves into an Expected are not redundant to every compiler, and FailureOr looks uninitialised to g++.
  add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-Wno-redundant-move> -Wno-maybe-uninitialized)
endif()

# ccache, if there.
find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER
    ${PROJECT_SOURCE_DIR}/cmake/ccache-launcher.sh ${CCACHE_PROGRAM} ${PROJECT_SOURCE_DIR})
  if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    add_compile_options("SHELL:$<$<COMPILE_LANGUAGE:CXX>:-Xclang -fno-pch-timestamp>")
  endif()
endif()

if(APPLE)
  add_link_options(-Wl,-dead_strip)
else()
  # Without --as-needed the tools drag in libz3, one more millisecond at start.
  add_link_options(-Wl,--gc-sections -Wl,--as-needed)
endif()
if(CMAKE_CXX_COMPILER_ID MATCHES "Clang" AND NOT APPLE)
  find_program(LLD_PROGRAM NAMES ld.lld-${LLVM_VERSION_MAJOR} ld.lld HINTS ${LLVM_TOOLS_BINARY_DIR})
  if(LLD_PROGRAM)
    add_link_options(-fuse-ld=lld)
  endif()
endif()

if(TRITON_METAL_SANITIZE)
  add_compile_options(-fsanitize=address,undefined -fno-omit-frame-pointer -fno-sanitize=vptr)
  add_link_options(-fsanitize=address,undefined)
endif()
if(TRITON_METAL_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link,address -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address)
endif()
