//===- EmitKernel.cpp - Signature of a kernel ---*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
//   struct softmax_k_args {
//     int n_cols;
//   };
//
//   [[kernel, max_total_threads_per_threadgroup(128)]]
//   void softmax_k(device float *o [[buffer(0)]],
//                  device const float *x [[buffer(1)]],
//                  constant softmax_k_args &args [[buffer(2)]],
//                  uint3 pid [[threadgroup_position_in_grid]],
//                  uint tid [[thread_index_in_threadgroup]]) {
//
//===----------------------------------------------------------------------===//

#include "Emitter.h"

#include "triton-metal/Conversion/MetalToLLVM/KernelParameters.h"
#include "triton-metal/Dialect/Metal/IR/ArgumentBinding.h"

using namespace mlir;

namespace tritonmetal::metal {

namespace {
/// What a built-in is called in the source, if no argument of the kernel is.
struct BuiltInName {
  StringRef builtIn;
  StringRef name;
};
} // namespace

static const BuiltInName builtInNames[] = {
    {"threadgroup_position_in_grid", "pid"},          {"threadgroups_per_grid", "num_programs"},
    {"thread_index_in_threadgroup", "tid"},           {"thread_index_in_simdgroup", "lane"},
    {"simdgroup_index_in_threadgroup", "simd_index"},
};

static StringRef getBuiltInName(const BuiltIn &builtIn) {
  for (const BuiltInName &row : builtInNames)
    if (row.builtIn == builtIn.name)
      return row.name;
  llvm_unreachable("all built-ins have a name");
}

/// The struct of the scalars in one binding, at the offsets that the host writes them to.
static std::string emitScalars(Emitter &e, const KernelParameter &parameter) {
  KernelOp kernel = e.getKernel();
  std::string type = e.takeFreshName((kernel.getName() + "_args").str());
  std::string name = e.takeFreshName("args");
  NameScopes fields;
  unsigned offset = 0;
  e.line("struct " + type + " {");
  e.indent();
  for (unsigned index : parameter.arguments) {
    ArgumentAttr info = kernel.getArgumentInfo(index);
    BlockArgument argument = kernel.getBody().getArgument(index);
    std::string declaration;
    if (info.getIndirect()) {
      declaration = e.spellDeclaration(argument);
    } else {
      e.setUnsigned(argument, false);
      declaration = e.getType(argument).str() + " ";
    }
    unsigned size = getFieldSize(info);
    if (unsigned start = llvm::alignTo(offset, size); start != info.getOffset())
      e.line("uchar " + fields.take("padding") + "[" + Twine(info.getOffset() - offset) + "];");
    std::string fieldName = fields.take(info.getName());
    e.line(declaration + fieldName + ";");
    e.setName(argument, name + "." + fieldName);
    offset = info.getOffset() + size;
  }
  e.dedent();
  e.line("};");
  e.line("");
  return "constant " + type + " &" + name + " [[buffer(" +
         std::to_string(kernel.getArgumentInfo(parameter.arguments.front()).getBinding()) + ")]]";
}

static std::string spellParameter(Emitter &e, const KernelParameter &parameter) {
  KernelOp kernel = e.getKernel();
  switch (parameter.kind) {
  case KernelParameter::Kind::Scalars:
    return emitScalars(e, parameter);
  case KernelParameter::Kind::Pointer: {
    unsigned index = parameter.arguments.front();
    ArgumentAttr info = kernel.getArgumentInfo(index);
    BlockArgument argument = kernel.getBody().getArgument(index);
    std::string name = e.takeFreshName(info.getName());
    e.setName(argument, name);
    return e.spellDeclaration(argument) + name + " [[buffer(" + std::to_string(info.getBinding()) +
           ")]]";
  }
  case KernelParameter::Kind::BuiltIn:
    break;
  }
  const BuiltIn &builtIn = *parameter.builtIn;
  std::string name = e.takeFreshName(getBuiltInName(builtIn));
  kernel.walk([&](Operation *op) {
    if (getBuiltInOf(op) == &builtIn)
      e.setName(op->getResult(0), name);
  });
  return (builtIn.mslTypeName + " " + name + " [[" + builtIn.name + "]]").str();
}

/// `constant int softmax_k_table[3] = {1, 2, 4};`: constant memory is outside of functions.
static void emitTables(Emitter &e) {
  KernelOp kernel = e.getKernel();
  kernel.walk([&](ConstantTableOp table) {
    auto values = cast<DenseElementsAttr>(table.getValues());
    CType type = e.getType(values.getElementType(), /*isUnsigned=*/false, table);
    std::string name = e.takeFreshName((kernel.getName() + "_table").str());
    e.setName(table.getResult(), name);
    std::string text =
        "constant " + type.str() + " " + name + "[" + std::to_string(values.size()) + "] = {";
    for (auto [i, element] : llvm::enumerate(values.getValues<Attribute>()))
      text += (i == 0 ? "" : ", ") + spellElement(element, type).text;
    e.line(text + "};");
    e.line("");
  });
}

void emitSignature(Emitter &e) {
  KernelOp kernel = e.getKernel();
  StringRef name = kernel.getName();
  if (!isKernelName(name)) {
    e.fail(kernel, "has a name that Metal does not allow; rename it, for example to '" +
                       makeKernelName(name) + "'");
    return;
  }
  e.takeFreshName(name);
  emitTables(e);
  std::vector<std::string> parameters;
  for (const KernelParameter &parameter : getKernelParameters(kernel))
    parameters.push_back(spellParameter(e, parameter));
  e.line("[[kernel, max_total_threads_per_threadgroup(" + Twine(kernel.getThreadsPerThreadgroup()) +
         ")]]");
  std::string start = ("void " + name + "(").str();
  std::string next(start.size(), ' ');
  if (parameters.empty())
    e.line(start + ") {");
  for (size_t i = 0; i < parameters.size(); ++i)
    e.line((i == 0 ? start : next) + parameters[i] + (i + 1 == parameters.size() ? ") {" : ","));
}

std::optional<Expr> emitPosition(Emitter &e, Operation *op) {
  if (isa<ConstantTableOp>(op))
    return Expr{e.getName(op->getResult(0)).str(), Precedence::Primary,
                e.getType(op->getResult(0))};
  const BuiltIn *builtIn = getBuiltInOf(op);
  if (!builtIn)
    return std::nullopt;
  std::string text = e.getName(op->getResult(0)).str();
  if (!builtIn->isVector)
    return Expr{text, Precedence::Primary, cUInt};
  auto axis = op->getAttrOfType<AxisAttr>("axis").getValue();
  return Expr{text + "." + stringifyAxis(axis).str(), Precedence::Postfix, cUInt};
}

} // namespace tritonmetal::metal
