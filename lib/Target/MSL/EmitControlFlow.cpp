//===- EmitControlFlow.cpp - Loops, branches and barriers in MSL ---*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "Emitter.h"

using namespace mlir;

namespace tritonmetal::metal {

/// Characters of a conditional expression before it is a branch that reads better.
static constexpr size_t maxConditional = 80;

//===----------------------------------------------------------------------===//
// if
//===----------------------------------------------------------------------===//

/// Declares the results; with `initial`, each with a value.
static void declareResults(Emitter &e, ValueRange results, ValueRange initial) {
  for (size_t i = 0; i < results.size(); ++i) {
    std::string text = initial.empty() ? "" : " = " + e.spellInitializer(initial[i], results[i]);
    std::string declaration = e.spellDeclaration(results[i]);
    e.line((initial.empty() ? StringRef(declaration).rtrim().str() + " " : declaration) +
           e.takeName(results[i]) + text + ";");
  }
}

static void emitBranch(Emitter &e, Block &block, ValueRange results) {
  e.indent();
  e.emitBody(block, [&] { e.assignAll(block.getTerminator()->getOperands(), results); });
  e.dedent();
}

/// `float v = c ? x[i] : 0.0f;` for a branch that is one assignment.
static bool emitConditional(Emitter &e, scf::IfOp op, const Expr &condition) {
  if (op.getNumResults() != 1 || !e.isEmpty(*op.thenBlock()) || !e.isEmpty(*op.elseBlock()))
    return false;
  Value result = op.getResult(0);
  CType type = e.getType(result);
  if (type.kind == CType::Pointer)
    return false;
  Expr yes = e.useAs(op.thenYield().getOperand(0), type);
  Expr no = e.useAs(op.elseYield().getOperand(0), type);
  std::string text = Emitter::group(condition, Precedence::LogicalOr) + " ? " +
                     Emitter::group(yes, Precedence::LogicalOr) + " : " +
                     Emitter::group(no, Precedence::Conditional);
  if (text.size() > maxConditional)
    return false;
  e.declare(result, {text, Precedence::Conditional, type});
  return true;
}

/// Whether what the block computes may be computed although the branch is not taken: it
/// reads no memory, which may not be there, and divides by nothing.
static bool mayComeEarly(Block &block) {
  return llvm::all_of(block.without_terminator(),
                      [](Operation &op) { return isMemoryEffectFree(&op) && isSpeculatable(&op); });
}

static void emitIf(Emitter &e, scf::IfOp op) {
  Expr condition = e.use(op.getCondition());
  if (op.getNumResults() != 0 && emitConditional(e, op, condition))
    return;
  // A branch that only chooses values does so where they are declared.
  bool elseIsEmpty =
      !op.elseBlock() || (e.isEmpty(*op.elseBlock()) && mayComeEarly(*op.elseBlock()));
  ValueRange initial;
  if (elseIsEmpty && op.elseBlock())
    initial = op.elseYield().getOperands();
  declareResults(e, op.getResults(), initial);
  e.line("if (" + condition.text + ") {");
  emitBranch(e, *op.thenBlock(), op.getResults());
  if (!elseIsEmpty) {
    e.line("} else {");
    emitBranch(e, *op.elseBlock(), op.getResults());
  }
  e.line("}");
}

//===----------------------------------------------------------------------===//
// for
//===----------------------------------------------------------------------===//

namespace {
/// How a loop counts without passing the end of its type.
struct Counting {
  bool isUnsigned = false;
  std::string condition; // after the variable's name
  std::string step;      // likewise
  std::string breakIf;   // before the step, instead of it, if there is one
};
} // namespace

static std::optional<uint64_t> getConstant(Value value) {
  auto constant = dyn_cast_or_null<IntegerAttr>(getSplatConstant(value));
  if (!constant || constant.getValue().isNegative())
    return std::nullopt;
  return constant.getValue().getZExtValue();
}

/// `i < n; i += 64` is right if `i` cannot pass the end of its type. Otherwise it counts
/// as unsigned, which has room above any signed bound, or ends by the distance that is left.
static Counting planCounting(Emitter &e, scf::ForOp op, const std::string &name) {
  Value low = op.getLowerBound(), high = op.getUpperBound(), step = op.getStep();
  Counting plan;
  plan.isUnsigned = op.getUnsignedCmp();
  CType type = e.getType(low.getType(), plan.isUnsigned, op);
  CType unsignedType = type.withKind(CType::Unsigned);
  std::optional<uint64_t> stride = getConstant(step);
  std::string limit = Emitter::group(e.useAs(high, type), Precedence::Relational, true);
  plan.condition = " < " + limit;
  plan.step = stride == 1 ? "++" + name : name + " += " + e.useAs(step, type).text;
  std::optional<uint64_t> bound = e.getBounds().getUpperBound(high);
  uint64_t room = llvm::maxIntN(type.width);
  if (stride == 1 || (stride && bound && *stride < room && *bound <= room - *stride))
    return plan;
  if (!plan.isUnsigned && stride && getConstant(low) && type.width == 32) {
    plan.isUnsigned = true;
    Expr positive =
        Emitter::call("max", {e.useAs(high, type), {"0", Precedence::Primary, type}}, type);
    plan.condition = " < " + e.convert(positive, unsignedType).text;
    plan.step = name + " += " + std::to_string(*stride);
    return plan;
  }
  plan.breakIf = e.convert(e.useAs(high, type), unsignedType).text + " - " +
                 (plan.isUnsigned ? name : unsignedType.str() + "(" + name + ")") +
                 " <= " + e.useAs(step, unsignedType).text;
  return plan;
}

static void emitFor(Emitter &e, scf::ForOp op) {
  for (auto [argument, result] : llvm::zip(op.getRegionIterArgs(), op.getResults()))
    e.setUnsigned(argument, e.getType(result).kind == CType::Unsigned);
  for (auto [argument, init, result] :
       llvm::zip(op.getRegionIterArgs(), op.getInitArgs(), op.getResults())) {
    std::string text = e.spellInitializer(init, argument);
    std::string declaration = e.spellDeclaration(argument);
    std::string name = e.takeName(argument);
    e.setName(result, name);
    e.line(declaration + name + " = " + text + ";");
  }
  NameScopes::Scope scope = e.openScope();
  Value counter = op.getInductionVar();
  if (op->hasAttr("metal.unroll"))
    e.line("#pragma unroll");
  std::string name = e.takeName(counter, "k");
  Counting plan = planCounting(e, op, name);
  e.setUnsigned(counter, plan.isUnsigned);
  CType type = e.getType(counter);
  e.line("for (" + type.str() + " " + name + " = " + e.useAs(op.getLowerBound(), type).text + "; " +
         name + plan.condition + ";" + (plan.breakIf.empty() ? " " + plan.step : "") + ") {");
  e.indent();
  e.emitBody(*op.getBody(), [&] {
    e.assignAll(op.getYieldedValues(), op.getRegionIterArgs());
    if (plan.breakIf.empty())
      return;
    e.line("if (" + plan.breakIf + ")");
    e.line("  break;");
    e.line(plan.step + ";");
  });
  e.dedent();
  e.line("}");
}

//===----------------------------------------------------------------------===//
// while
//===----------------------------------------------------------------------===//

static void emitWhile(Emitter &e, scf::WhileOp op) {
  for (auto [argument, init] : llvm::zip(op.getBeforeArguments(), op.getInits())) {
    std::string text = e.spellInitializer(init, argument);
    std::string declaration = e.spellDeclaration(argument);
    e.line(declaration + e.takeName(argument) + " = " + text + ";");
  }
  for (auto [argument, result] : llvm::zip(op.getAfterArguments(), op.getResults())) {
    e.setUnsigned(argument, e.getType(result).kind == CType::Unsigned);
    std::string declaration = e.spellDeclaration(result);
    std::string name = e.takeName(result, "acc");
    e.setName(argument, name);
    e.line(declaration + name + ";");
  }
  e.line("while (true) {");
  e.indent();
  e.emitBody(*op.getBeforeBody(), [&] {
    scf::ConditionOp condition = op.getConditionOp();
    // What the condition is computed from may change by the assignments.
    std::string stop = e.takeFreshName("stop");
    e.line("bool " + stop + " = " +
           Emitter::unary("!", e.use(condition.getCondition()), cBool).text + ";");
    e.assignAll(condition.getArgs(), op.getAfterArguments());
    e.line("if (" + stop + ")");
    e.line("  break;");
    e.emitBody(*op.getAfterBody(),
               [&] { e.assignAll(op.getYieldOp().getOperands(), op.getBeforeArguments()); });
  });
  e.dedent();
  e.line("}");
}

bool emitControlFlow(Emitter &e, Operation *op) {
  if (auto branch = dyn_cast<scf::IfOp>(op))
    emitIf(e, branch);
  else if (auto loop = dyn_cast<scf::ForOp>(op))
    emitFor(e, loop);
  else if (auto loop = dyn_cast<scf::WhileOp>(op))
    emitWhile(e, loop);
  else if (auto barrier = dyn_cast<ThreadgroupBarrierOp>(op))
    e.line(barrier.getDevice()
               ? "threadgroup_barrier(mem_flags::mem_device | mem_flags::mem_threadgroup);"
               : "threadgroup_barrier(mem_flags::mem_threadgroup);");
  else
    return false;
  return true;
}

} // namespace tritonmetal::metal
