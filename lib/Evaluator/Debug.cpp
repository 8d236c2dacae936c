//===- Debug.cpp - What kernels print and assert --------------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "Machine.h"

#include "triton-metal/Dialect/Triton/IR/Triton.h"

#include "llvm/Support/FormatVariadic.h"

using namespace mlir;

namespace tritonmetal::evaluator {

static std::string formatElement(Kind kind, uint64_t bits, bool hex, bool isSigned) {
  if (hex)
    return "0x" + llvm::utohexstr(bits, /*LowerCase=*/true, kind.bytes() * 2);
  if (kind.isFloat())
    return llvm::formatv("{0:F6}", decodeFloat(kind, bits));
  if (kind.format == Format::Pointer)
    return "0x" + llvm::utohexstr(bits, /*LowerCase=*/true);
  if (isSigned && kind.width > 1)
    return std::to_string(signExtend(bits, kind.width));
  return std::to_string(bits);
}

/// A line for each element: "pid (0, 0, 0) idx (3) prefix value".
static LogicalResult evaluatePrint(Machine &machine, Operation *op) {
  auto print = cast<tt::PrintOp>(op);
  std::string &out = machine.result.printed;
  std::string start = llvm::formatv("pid ({0}, {1}, {2}) idx ", machine.program[0],
                                    machine.program[1], machine.program[2]);
  if (op->getNumOperands() == 0)
    out += start + "()" + print.getPrefix().str() + "\n";
  for (auto [k, operand] : llvm::enumerate(op->getOperands())) {
    const Tensor &tensor = machine.get(operand);
    Shape strides = getRowMajorStrides(tensor.shape);
    bool isSigned = k < print.getIsSigned().size() && print.getIsSigned()[k] != 0;
    for (int64_t i = 0; i < tensor.size(); ++i) {
      out += start + "(";
      for (size_t d = 0; d < strides.size(); ++d)
        out += (d ? ", " : "") + std::to_string(i / strides[d] % tensor.shape[d]);
      out += ")" + print.getPrefix().str();
      if (op->getNumOperands() > 1)
        out += "(operand " + std::to_string(k) + ") ";
      out += formatElement(tensor.kind, tensor.data[size_t(i)], print.getHex(), isSigned) + "\n";
    }
  }
  return success();
}

static LogicalResult evaluateAssert(Machine &machine, Operation *op) {
  for (uint64_t bit : machine.operand(op, 0).data)
    if (!bit)
      return machine.fail(op, "assertion failed: " + cast<tt::AssertOp>(op).getMessage());
  return success();
}

void addDebug(HandlerTable &table) {
  table["tt.print"] = evaluatePrint;
  table["tt.assert"] = evaluateAssert;
}

} // namespace tritonmetal::evaluator
