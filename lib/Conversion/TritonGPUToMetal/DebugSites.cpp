//===- DebugSites.cpp - The prints and asserts of a kernel ----------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "DebugSites.h"

#include "mlir/IR/Builders.h"
#include "llvm/Support/Path.h"

using namespace mlir;
using namespace tritonmetal;

static Attribute describeOperand(tt::PrintOp op, unsigned index, Builder &builder) {
  Type type = op->getOperand(index).getType();
  auto tensor = dyn_cast<RankedTensorType>(type);
  SmallVector<NamedAttribute> fields = {
      builder.getNamedAttr("type", TypeAttr::get(getElementTypeOrSelf(type))),
      builder.getNamedAttr("signed", builder.getBoolAttr(op.isArgSigned(index))),
      builder.getNamedAttr(
          "shape", builder.getDenseI64ArrayAttr(tensor ? tensor.getShape() : ArrayRef<int64_t>()))};
  return builder.getDictionaryAttr(fields);
}

/// {kind, text, hex, operands, file, line}; an assert's one operand is its condition.
static Attribute describe(Operation *op) {
  Builder builder(op->getContext());
  SmallVector<NamedAttribute> fields;
  auto add = [&](StringRef name, Attribute value) {
    fields.push_back(builder.getNamedAttr(name, value));
  };
  SmallVector<Attribute> operands;
  if (auto print = dyn_cast<tt::PrintOp>(op)) {
    add("kind", builder.getStringAttr("print"));
    add("text", print.getPrefixAttr());
    add("hex", print.getHexAttr());
    for (unsigned i = 0; i < op->getNumOperands(); ++i)
      operands.push_back(describeOperand(print, i, builder));
  } else {
    auto assertion = cast<tt::AssertOp>(op);
    auto tensor = dyn_cast<RankedTensorType>(assertion.getCondition().getType());
    add("kind", builder.getStringAttr("assert"));
    add("text", assertion.getMessageAttr());
    add("hex", builder.getBoolAttr(false));
    SmallVector<NamedAttribute> condition = {
        builder.getNamedAttr("type", TypeAttr::get(builder.getI1Type())),
        builder.getNamedAttr("signed", builder.getBoolAttr(false)),
        builder.getNamedAttr("shape", builder.getDenseI64ArrayAttr(tensor ? tensor.getShape()
                                                                          : ArrayRef<int64_t>()))};
    operands.push_back(builder.getDictionaryAttr(condition));
  }
  add("operands", builder.getArrayAttr(operands));
  if (auto location = op->getLoc()->findInstanceOf<FileLineColLoc>()) {
    // The path of IR without lines of Python is that of the machine; others are cut already.
    StringRef file = location.getFilename();
    add("file", builder.getStringAttr(
                    llvm::sys::path::is_absolute(file) ? llvm::sys::path::filename(file) : file));
    add("line", builder.getI32IntegerAttr(location.getLine()));
  }
  return builder.getDictionaryAttr(fields);
}

DebugSites::DebugSites(ModuleOp module) {
  for (auto kernel : module.getOps<tt::FuncOp>())
    addTo(kernel);
}

void DebugSites::addTo(tt::FuncOp kernel) {
  SmallVector<Attribute> descriptions;
  SmallVector<Operation *> ops;
  kernel.walk([&](Operation *op) {
    if (!isa<tt::AssertOp, tt::PrintOp>(op))
      return;
    ops.push_back(op);
    descriptions.push_back(describe(op));
  });
  if (ops.empty())
    return;
  Builder builder(kernel.getContext());
  auto type = tt::PointerType::get(builder.getI32Type());
  auto role =
      builder.getDictionaryAttr(builder.getNamedAttr("metal.role", builder.getStringAttr("log")));
  Location loc = NameLoc::get(builder.getStringAttr("log"), kernel.getLoc());
  unsigned index = kernel.getNumArguments();
  (void)kernel.insertArgument(index, type, role, loc);
  for (auto [number, op] : llvm::enumerate(ops))
    sites[op] = {unsigned(number), kernel.getArgument(index)};
  kernel->setDiscardableAttr("metal.log_sites", builder.getArrayAttr(descriptions));
}
