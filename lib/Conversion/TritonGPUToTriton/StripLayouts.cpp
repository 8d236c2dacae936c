//===- StripLayouts.cpp - Tensors without layouts --------------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "StripLayouts.h"

#include "triton-metal/Dialect/TritonGPU/IR/TritonGPU.h"

#include "mlir/IR/AttrTypeSubElements.h"
#include "mlir/IR/DialectResourceBlobManager.h"

using namespace mlir;
using namespace tritonmetal;

/// Notes of Triton's scheduler and of its choice of layouts, without meaning for TTIR.
static bool isNote(StringRef name) {
  static constexpr StringLiteral kPrefixes[] = {
      "ttg.",       "loop.",           "amd.",
      "amdg.",      "ttng.",           "nvws.",
      "tt.latency", "tt.self_latency", "tt.scheduled_max_stage"};
  return llvm::any_of(kPrefixes, [&](StringRef prefix) { return name.starts_with(prefix); });
}

static void dropNotes(Operation *op) {
  SmallVector<StringAttr> notes;
  for (NamedAttribute attribute : op->getDiscardableAttrs())
    if (isNote(attribute.getName()))
      notes.push_back(attribute.getName());
  for (StringAttr name : notes)
    op->removeDiscardableAttr(name);
}

void tritonmetal::stripLayouts(ModuleOp module) {
  AttrTypeReplacer replacer;
  replacer.addReplacement([](RankedTensorType type) {
    return RankedTensorType::get(type.getShape(), type.getElementType());
  });
  auto stripElements = [](ShapedType type) {
    return RankedTensorType::get(type.getShape(), type.getElementType());
  };
  replacer.addReplacement([&](DenseElementsAttr elements) {
    return elements.reshape(stripElements(elements.getType()));
  });
  replacer.addReplacement([&](DenseResourceElementsAttr elements) {
    return DenseResourceElementsAttr::get(stripElements(elements.getType()),
                                          elements.getRawHandle());
  });
  module->walk([&](Operation *op) {
    dropNotes(op);
    replacer.replaceElementsIn(op, /*replaceAttrs=*/true, /*replaceLocs=*/false,
                               /*replaceTypes=*/true);
  });
  module->walk([](ttg::ConvertLayoutOp op) {
    op.replaceAllUsesWith(op.getSrc());
    op.erase();
  });
}
