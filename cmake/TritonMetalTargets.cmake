# The shapes that a target of this project can have.
#
#   add_triton_metal_library(TritonMetalLayout LinearLayout.cpp
#     MLIR                       # includes MLIR headers: uses the precompiled header
#     DEPENDS <tablegen targets>
#     LINK <libraries>)
#   add_triton_metal_dialect(Metal metal)    # *.td -> *.inc, target TritonMetalMetalIncGen
#   add_triton_metal_tool(triton-metal-opt main.cpp LINK <libraries>)
#   add_triton_metal_unittest(LayoutTests LinearLayoutTest.cpp LINK <libraries>)

# Libraries are built without exceptions, like LLVM; tools with them (CLI11).
set(TRITON_METAL_LIBRARY_OPTIONS $<$<COMPILE_LANGUAGE:CXX>:-fno-exceptions>)

# The header that nearly every MLIR file needs, compiled once.
file(WRITE ${PROJECT_BINARY_DIR}/pch.cpp.in "")
configure_file(${PROJECT_BINARY_DIR}/pch.cpp.in ${PROJECT_BINARY_DIR}/pch.cpp COPYONLY)
add_library(triton_metal_pch OBJECT ${PROJECT_BINARY_DIR}/pch.cpp)
target_compile_options(triton_metal_pch PRIVATE ${TRITON_METAL_LIBRARY_OPTIONS})
target_precompile_headers(triton_metal_pch PRIVATE
  <mlir/IR/Builders.h> <mlir/IR/BuiltinTypes.h> <mlir/IR/OpImplementation.h>
  <mlir/IR/PatternMatch.h> <mlir/Dialect/Arith/IR/Arith.h> <mlir/Dialect/SCF/IR/SCF.h>)
# A precompiled header names its own folder, so ccache would never find an object of another build
# folder. It hashes this file instead: what decides the header's contents.
file(WRITE ${PROJECT_BINARY_DIR}/CMakeFiles/triton_metal_pch.dir/cmake_pch.hxx.pch.sum
  "${LLVM_PACKAGE_VERSION} ${CMAKE_CXX_COMPILER_VERSION} ${CMAKE_CXX_FLAGS} ${CMAKE_BUILD_TYPE} ${TRITON_METAL_SANITIZE}\n")

function(add_triton_metal_library name)
  cmake_parse_arguments(ARG "MLIR" "" "DEPENDS;LINK" ${ARGN})
  add_library(${name} STATIC ${ARG_UNPARSED_ARGUMENTS})
  target_compile_options(${name} PRIVATE ${TRITON_METAL_LIBRARY_OPTIONS})
  target_link_libraries(${name} PUBLIC ${ARG_LINK} llvm_archives)
  if(ARG_MLIR)
    target_precompile_headers(${name} REUSE_FROM triton_metal_pch)
  endif()
  if(ARG_DEPENDS)
    add_dependencies(${name} ${ARG_DEPENDS})
  endif()
endfunction()

# Called in include/triton-metal/Dialect/<Name>/IR.
function(add_triton_metal_dialect name mnemonic)
  set(LLVM_TARGET_DEFINITIONS ${name}Ops.td)
  mlir_tablegen(${name}Ops.h.inc -gen-op-decls)
  mlir_tablegen(${name}Ops.cpp.inc -gen-op-defs)
  mlir_tablegen(${name}Dialect.h.inc -gen-dialect-decls -dialect=${mnemonic})
  mlir_tablegen(${name}Dialect.cpp.inc -gen-dialect-defs -dialect=${mnemonic})
  mlir_tablegen(${name}Types.h.inc -gen-typedef-decls -typedefs-dialect=${mnemonic})
  mlir_tablegen(${name}Types.cpp.inc -gen-typedef-defs -typedefs-dialect=${mnemonic})
  mlir_tablegen(${name}Attributes.h.inc -gen-attrdef-decls -attrdefs-dialect=${mnemonic})
  mlir_tablegen(${name}Attributes.cpp.inc -gen-attrdef-defs -attrdefs-dialect=${mnemonic})
  # Of this dialect alone: its ops may use the enumerations of another one.
  set(LLVM_TARGET_DEFINITIONS ${name}Enums.td)
  mlir_tablegen(${name}Enums.h.inc -gen-enum-decls)
  mlir_tablegen(${name}Enums.cpp.inc -gen-enum-defs)
  add_public_tablegen_target(TritonMetal${name}IncGen)
endfunction()

# Called where a Passes.td is; `name` is the registration group.
function(add_triton_metal_passes name)
  set(LLVM_TARGET_DEFINITIONS Passes.td)
  mlir_tablegen(Passes.h.inc -gen-pass-decls -name=${name})
  add_public_tablegen_target(TritonMetal${name}PassIncGen)
endfunction()

function(add_triton_metal_tool name)
  cmake_parse_arguments(ARG "" "" "LINK" ${ARGN})
  add_executable(${name} ${ARG_UNPARSED_ARGUMENTS})
  target_link_libraries(${name} PRIVATE ${ARG_LINK})
  if(TRITON_METAL_SANITIZE)
    target_sources(${name} PRIVATE ${PROJECT_SOURCE_DIR}/cmake/asan_options.cpp)
  endif()
endfunction()

function(add_triton_metal_unittest name)
  cmake_parse_arguments(ARG "" "" "LINK" ${ARGN})
  add_executable(${name} EXCLUDE_FROM_ALL ${ARG_UNPARSED_ARGUMENTS})
  target_link_libraries(${name} PRIVATE ${ARG_LINK} GTest::gtest GTest::gtest_main)
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/test/unit)
  if(TRITON_METAL_SANITIZE)
    target_sources(${name} PRIVATE ${PROJECT_SOURCE_DIR}/cmake/asan_options.cpp)
  endif()
  add_dependencies(TritonMetalUnitTests ${name})
endfunction()
