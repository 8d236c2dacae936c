//===- AttachLines.cpp - Line tables for AIR ------------------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "AttachLines.h"

#include "triton-metal/Dialect/Metal/IR/SourceLines.h"

#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "llvm/BinaryFormat/Dwarf.h"

using namespace mlir;

namespace tritonmetal::metal {

/// The language is what Apple's compiler calls Metal.
static LLVM::DISubprogramAttr makeSubprogram(LLVM::LLVMFuncOp function, FileLineColLoc start) {
  MLIRContext *context = function.getContext();
  auto distinct = [&] { return DistinctAttr::create(UnitAttr::get(context)); };
  auto file = LLVM::DIFileAttr::get(context, start.getFilename().getValue(), /*directory=*/"");
  auto unit = LLVM::DICompileUnitAttr::get(
      distinct(), llvm::dwarf::DW_LANG_C_plus_plus_14, file,
      StringAttr::get(context, "triton-metal"), /*isOptimized=*/true,
      LLVM::DIEmissionKind::LineTablesOnly, LLVM::DINameTableKind::None);
  auto type = LLVM::DISubroutineTypeAttr::get(context, llvm::dwarf::DW_CC_normal, {});
  StringAttr name = function.getSymNameAttr();
  auto flags = LLVM::DISubprogramFlags::Definition | LLVM::DISubprogramFlags::Optimized;
  return LLVM::DISubprogramAttr::get(context, distinct(), unit, file, name, name, file,
                                     start.getLine(), start.getLine(), flags, type,
                                     /*retainedNodes=*/{}, /*annotations=*/{});
}

static void attachTo(LLVM::LLVMFuncOp function) {
  FileLineColLoc start = getSourceLine(function.getLoc());
  if (!start)
    return;
  StringRef file = start.getFilename();
  function.walk([&](Operation *op) {
    FileLineColLoc line = getSourceLine(op->getLoc(), file);
    bool isHere = line && line.getFilename() == file;
    op->setLoc(isHere ? Location(line) : Location(UnknownLoc::get(op->getContext())));
  });
  function->setLoc(FusedLoc::get(function.getContext(), {start}, makeSubprogram(function, start)));
}

void attachLines(ModuleOp module) {
  for (LLVM::LLVMFuncOp function : module.getOps<LLVM::LLVMFuncOp>())
    if (!function.isExternal())
      attachTo(function);
}

} // namespace tritonmetal::metal
