//===- ArgumentBinding.cpp - Where the host puts each argument -------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "triton-metal/Dialect/Metal/IR/ArgumentBinding.h"

#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace tritonmetal::metal;

unsigned tritonmetal::metal::getFieldSize(ArgumentAttr info) {
  constexpr unsigned addressBytes = 8;
  return info.getIndirect() ? addressBytes : getByteSize(info.getElement());
}

bool tritonmetal::metal::isField(ArgumentAttr info) {
  return info.getKind() == ArgumentKind::Scalar || info.getIndirect();
}

ArgumentAttr tritonmetal::metal::withAccess(ArgumentAttr info, Access access) {
  return ArgumentAttr::get(info.getContext(), info.getName(), info.getKind(), info.getElement(),
                           info.getBinding(), info.getOffset(), access, info.getDivisibility(),
                           info.getRole(), info.getIndirect());
}

ArgumentAttr tritonmetal::metal::withIndirect(ArgumentAttr info, bool indirect) {
  return ArgumentAttr::get(info.getContext(), info.getName(), info.getKind(), info.getElement(),
                           info.getBinding(), info.getOffset(), info.getAccess(),
                           info.getDivisibility(), info.getRole(), indirect);
}

ArgumentAttr tritonmetal::metal::withPlace(ArgumentAttr info, unsigned binding, unsigned offset) {
  return ArgumentAttr::get(info.getContext(), info.getName(), info.getKind(), info.getElement(),
                           binding, offset, info.getAccess(), info.getDivisibility(),
                           info.getRole(), info.getIndirect());
}

void tritonmetal::metal::bindArguments(MutableArrayRef<ArgumentAttr> infos) {
  unsigned nextBuffer = 0;
  uint64_t end = 0;
  unsigned structBinding = llvm::count_if(infos, [](ArgumentAttr info) { return !isField(info); });
  for (ArgumentAttr &info : infos) {
    if (!isField(info)) {
      info = withPlace(info, nextBuffer++, 0);
      continue;
    }
    unsigned size = getFieldSize(info);
    uint64_t offset = llvm::alignTo(end, size);
    info = withPlace(info, structBinding, unsigned(offset));
    end = offset + size;
  }
}

unsigned tritonmetal::metal::countBindings(ArrayRef<ArgumentAttr> infos) {
  unsigned count = 0;
  for (ArgumentAttr info : infos)
    count = std::max(count, info.getBinding() + 1);
  return count;
}
