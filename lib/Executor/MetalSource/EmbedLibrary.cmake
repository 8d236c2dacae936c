# Writes LibraryFiles.cpp: the files of msl/ as string literals.
#
#   cmake -DFOLDER=msl -DFILES=types.h,vector.h -DOUTPUT=LibraryFiles.cpp -P EmbedLibrary.cmake

string(REPLACE "," ";" FILES "${FILES}")
set(literals "")
set(rows "")
foreach(file IN LISTS FILES)
  get_filename_component(stem ${file} NAME_WE)
  file(READ ${FOLDER}/${file} text)
  # Some compilers take literals of 64 KiB only; none of the files is longer.
  string(APPEND literals "static const char ${stem}[] = R\"==(${text})==\";\n")
  string(APPEND rows "      {\"metal/${file}\", ${stem}},\n")
endforeach()
set(contents "// Made by EmbedLibrary.cmake.

#include \"MetalSource/Library.h\"

${literals}
llvm::ArrayRef<tritonmetal::executor::LibraryFile> tritonmetal::executor::getLibraryFiles() {
  static const LibraryFile files[] = {
${rows}  };
  return files;
}
")
file(WRITE ${OUTPUT} "${contents}")
