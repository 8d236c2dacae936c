//===- EmitAtomics.cpp - Atomics and fences in MSL ---------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
//   uint old = atomic_fetch_add_explicit((device atomic_uint *)(x + i), v, memory_order_relaxed);
//   atomic_thread_fence(mem_flags::mem_device, memory_order_seq_cst, thread_scope_device);
//
// A weak exchange may fail for no reason, so it is tried again while memory is as
// expected. Metal's fences are relaxed or sequentially consistent; the second is an
// acquire and a release.
//
//===----------------------------------------------------------------------===//

#include "Emitter.h"

using namespace mlir;

namespace tritonmetal::metal {

/// "(device atomic_uint *)(x + i)"
static Expr spellObject(Emitter &e, Value base, Value index, CType type) {
  std::string space = stringifyMemorySpace(cast<PointerType>(base.getType()).getSpace()).str();
  Expr address = spellAddress(e, base, index);
  return {"(" + space + " atomic_" + type.str() + " *)" +
              Emitter::group(address, Precedence::Unary),
          Precedence::Unary, address.type};
}

static StringRef getFunctionName(AtomicKind kind) {
  switch (kind) {
  case AtomicKind::Add:
    return "atomic_fetch_add_explicit";
  case AtomicKind::And:
    return "atomic_fetch_and_explicit";
  case AtomicKind::Or:
    return "atomic_fetch_or_explicit";
  case AtomicKind::Xor:
    return "atomic_fetch_xor_explicit";
  case AtomicKind::Exchange:
    return "atomic_exchange_explicit";
  case AtomicKind::MinSigned:
  case AtomicKind::MinUnsigned:
    return "atomic_fetch_min_explicit";
  case AtomicKind::MaxSigned:
  case AtomicKind::MaxUnsigned:
    return "atomic_fetch_max_explicit";
  case AtomicKind::MinFloat:
  case AtomicKind::MaxFloat:
    return "";
  }
  llvm_unreachable("all kinds are named");
}

static bool isSignedKind(AtomicKind kind) {
  return kind == AtomicKind::MinSigned || kind == AtomicKind::MaxSigned;
}

static void emitUpdate(Emitter &e, AtomicRMWOp op) {
  Type element = op.getValue().getType();
  AtomicKind kind = op.getKind();
  bool isWide = element.isInteger(64);
  bool isKnown = element.isInteger(32) || isWide ||
                 (element.isF32() && (kind == AtomicKind::Add || kind == AtomicKind::Exchange));
  if (!isKnown || getFunctionName(kind).empty()) {
    e.fail(op, "is no function of Metal; run metal-expand-atomics first");
    return;
  }
  CType type = e.getType(element, /*isUnsigned=*/!isSignedKind(kind), op);
  std::string name = getFunctionName(kind).str();
  if (isWide) // these return nothing
    name = kind == AtomicKind::MinUnsigned ? "atomic_min_explicit" : "atomic_max_explicit";
  Expr call = Emitter::call(name,
                            {spellObject(e, op.getBase(), op.getIndex(), type),
                             e.useAs(op.getValue(), type),
                             {"memory_order_relaxed", Precedence::Primary, type}},
                            type);
  if (op->use_empty() || isWide)
    e.line(call.text + ";");
  else
    e.declare(op.getResult(), call);
}

static void emitCompareExchange(Emitter &e, AtomicCompareExchangeOp op) {
  if (!op.getDesired().getType().isInteger(32)) {
    e.fail(op, "is no function of Metal; run metal-expand-atomics first");
    return;
  }
  CType type = e.getType(op.getDesired().getType(), /*isUnsigned=*/true, op);
  e.setUnsigned(op.getResult(), true);
  Expr expected = e.useAs(op.getExpected(), type);
  std::string object = spellObject(e, op.getBase(), op.getIndex(), type).text;
  std::string desired = e.useAs(op.getDesired(), type).text;
  std::string seen = e.takeName(op.getResult(), "seen");
  e.line(type.str() + " " + seen + " = " + expected.text + ";");
  e.line("while (!atomic_compare_exchange_weak_explicit(" + object + ", &" + seen + ", " + desired +
         ",");
  e.line("                                              memory_order_relaxed, "
         "memory_order_relaxed) &&");
  e.line("       " + seen + " == " + Emitter::group(expected, Precedence::Equality, true) + ") {");
  e.line("}");
}

bool emitAtomicStatement(Emitter &e, Operation *op) {
  if (auto update = dyn_cast<AtomicRMWOp>(op)) {
    emitUpdate(e, update);
  } else if (auto exchange = dyn_cast<AtomicCompareExchangeOp>(op)) {
    emitCompareExchange(e, exchange);
  } else if (auto load = dyn_cast<AtomicLoadOp>(op)) {
    CType type = e.getType(load.getResult().getType(), /*isUnsigned=*/true, op);
    e.declare(load.getResult(),
              Emitter::call("atomic_load_explicit",
                            {spellObject(e, load.getBase(), load.getIndex(), type),
                             {"memory_order_relaxed", Precedence::Primary, type}},
                            type));
  } else if (auto fence = dyn_cast<FenceOp>(op)) {
    e.line("atomic_thread_fence(mem_flags::mem_device, memory_order_seq_cst, thread_scope_" +
           stringifyMemoryScope(fence.getScope()) + ");");
  } else {
    return false;
  }
  return true;
}

} // namespace tritonmetal::metal
