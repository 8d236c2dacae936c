# Which LLVM the programs link: `static` (archives, default) or `dylib`.
#
# Distributions export MLIR's archives with the one dependency `LLVM`, that is
# libLLVM.so. A program must never hold two copies of LLVM, and the dynamic one
# costs 25 ms of relocations at each start, so in static mode that name is
# rewritten to the archives.

add_library(llvm_archives INTERFACE)
if(TRITON_METAL_LINK_MODE STREQUAL "static")
  llvm_map_components_to_libnames(llvm_component_libs
    analysis asmparser binaryformat bitreader bitstreamreader bitwriter core
    frontendopenmp instcombine ipo irreader linker object option passes remarks
    scalaropts support target targetparser transformutils)
  target_link_libraries(llvm_archives INTERFACE ${llvm_component_libs})
  get_property(mlir_libs GLOBAL PROPERTY MLIR_ALL_LIBS)
  foreach(lib IN LISTS mlir_libs)
    if(TARGET ${lib})
      get_target_property(deps ${lib} INTERFACE_LINK_LIBRARIES)
      if(deps)
        list(TRANSFORM deps REPLACE "^LLVM$" llvm_archives)
        list(REMOVE_ITEM deps MLIR)
        set_target_properties(${lib} PROPERTIES INTERFACE_LINK_LIBRARIES "${deps}")
      endif()
    endif()
  endforeach()
else()
  target_link_libraries(llvm_archives INTERFACE LLVM)
endif()

# Code generation for the host, which only the executor needs.
add_library(llvm_jit_archives INTERFACE)
if(TRITON_METAL_LINK_MODE STREQUAL "static")
  llvm_map_components_to_libnames(llvm_jit_libs
    coroutines executionengine jitlink native nativecodegen orcjit passes)
  target_link_libraries(llvm_jit_archives INTERFACE ${llvm_jit_libs})
endif()
