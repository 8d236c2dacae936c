# The shapes that a target of this project can have.
#
#   add_triton_metal_library(TritonMetalLayout LinearLayout.cpp
#     MLIR                       # which precompiled header it uses: MLIR, TRITON or METAL
#     DEPENDS <tablegen targets>
#     LINK <libraries>)
#   add_triton_metal_dialect(Metal metal)    # *.td -> *.inc, target TritonMetalMetalIncGen
#   add_triton_metal_tool(triton-metal-opt main.cpp LINK <libraries>)
#   add_triton_metal_unittest(LayoutTests LinearLayoutTest.cpp LINK <libraries>)

# Libraries are built without exceptions, like LLVM; tools with them (CLI11).
set(TRITON_METAL_LIBRARY_OPTIONS $<$<COMPILE_LANGUAGE:CXX>:-fno-exceptions>)

# Headers that many files need, compiled once. Each holds the ones before it:
#   mlir     what nearly every file over MLIR needs
#   triton   the dialects of Triton
#   metal    what lowerings need: the Metal dialect too
file(WRITE ${PROJECT_BINARY_DIR}/pch.cpp.in "")
configure_file(${PROJECT_BINARY_DIR}/pch.cpp.in ${PROJECT_BINARY_DIR}/pch.cpp COPYONLY)
function(add_triton_metal_precompiled_header name)
  cmake_parse_arguments(ARG "" "" "HEADERS;DEPENDS" ${ARGN})
  add_library(triton_metal_pch_${name} OBJECT ${PROJECT_BINARY_DIR}/pch.cpp)
  target_compile_options(triton_metal_pch_${name} PRIVATE ${TRITON_METAL_LIBRARY_OPTIONS})
  target_precompile_headers(triton_metal_pch_${name} PRIVATE ${ARG_HEADERS})
  if(ARG_DEPENDS)
    add_dependencies(triton_metal_pch_${name} ${ARG_DEPENDS})
  endif()
endfunction()
set(mlir_headers
  <mlir/IR/Builders.h> <mlir/IR/BuiltinTypes.h> <mlir/IR/OpImplementation.h>
  <mlir/IR/PatternMatch.h> <mlir/Dialect/Arith/IR/Arith.h> <mlir/Dialect/SCF/IR/SCF.h>)
set(triton_headers ${mlir_headers} <triton-metal/Dialect/TritonGPU/IR/TritonGPU.h>)
set(metal_headers ${triton_headers}
  <triton-metal/Dialect/Metal/IR/Metal.h> <mlir/Transforms/DialectConversion.h>)
add_triton_metal_precompiled_header(mlir HEADERS ${mlir_headers})
add_triton_metal_precompiled_header(triton HEADERS ${triton_headers}
  DEPENDS TritonMetalTritonIncGen TritonMetalTritonGPUIncGen)
add_triton_metal_precompiled_header(metal HEADERS ${metal_headers}
  DEPENDS TritonMetalTritonIncGen TritonMetalTritonGPUIncGen TritonMetalMetalIncGen)

function(add_triton_metal_library name)
  cmake_parse_arguments(ARG "MLIR;TRITON;METAL" "" "DEPENDS;LINK" ${ARGN})
  add_library(${name} STATIC ${ARG_UNPARSED_ARGUMENTS})
  target_compile_options(${name} PRIVATE ${TRITON_METAL_LIBRARY_OPTIONS})
  target_link_libraries(${name} PUBLIC ${ARG_LINK} llvm_archives)
  foreach(header MLIR TRITON METAL)
    if(ARG_${header})
      string(TOLOWER ${header} header)
      target_precompile_headers(${name} REUSE_FROM triton_metal_pch_${header})
    endif()
  endforeach()
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
