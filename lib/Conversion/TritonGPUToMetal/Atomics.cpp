//===- Atomics.cpp - Atomics and barriers ----------------------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// A tensor's atomic happens once for each element: registers and threads that hold
// copies do nothing, and get the old values from the owners through threadgroup
// memory. A scalar's is done by thread 0:
//
//   metal.threadgroup_barrier device      all that the program did is done,
//   scf.if %thread_is_0 {
//     metal.fence release, device         and visible to who sees the atomic
//     %old = metal.atomic_rmw …
//     metal.fence acquire, device
//     metal.store %old, %shared[0]
//   }
//   metal.threadgroup_barrier device
//   %result = metal.load %shared[0]       in every thread
//
// Fences, and barriers beside them, are only there if the order matters (AtomicOrder.h).
//
//===----------------------------------------------------------------------===//

#include "AtomicOrder.h"
#include "Owners.h"
#include "Patterns.h"

#include "mlir/Dialect/GPU/IR/GPUDialect.h"

using namespace mlir;
using namespace tritonmetal;

static Value i32(OpBuilder &builder, Location loc, int64_t value) {
  return arith::ConstantOp::create(builder, loc, builder.getI32IntegerAttr(value));
}

static metal::AtomicKind convertKind(tt::RMWOp kind, Type element) {
  bool isFloat = isa<FloatType>(element);
  switch (kind) {
  case tt::RMWOp::And:
    return metal::AtomicKind::And;
  case tt::RMWOp::Or:
    return metal::AtomicKind::Or;
  case tt::RMWOp::Xor:
    return metal::AtomicKind::Xor;
  case tt::RMWOp::Add:
  case tt::RMWOp::FAdd:
    return metal::AtomicKind::Add;
  case tt::RMWOp::Max:
    return isFloat ? metal::AtomicKind::MaxFloat : metal::AtomicKind::MaxSigned;
  case tt::RMWOp::Min:
    return isFloat ? metal::AtomicKind::MinFloat : metal::AtomicKind::MinSigned;
  case tt::RMWOp::UMax:
    return metal::AtomicKind::MaxUnsigned;
  case tt::RMWOp::UMin:
    return metal::AtomicKind::MinUnsigned;
  case tt::RMWOp::Exchange:
    return metal::AtomicKind::Exchange;
  }
  llvm_unreachable("all kinds are known");
}

namespace {

/// What is done once, around an atomic that is done by many threads or one.
class AtomicBuilder {
public:
  AtomicBuilder(OpBuilder &builder, Location loc, const AtomicOrder &order,
                tt::MemSemantic semantic, tt::MemSyncScope scope, bool isUsed)
      : builder(builder), loc(loc), scope(getFenceScope(scope)), releases(order.releases(semantic)),
        // Who does not see the old value does not know what came before it.
        acquires(isUsed && order.acquires(semantic)), isUsed(isUsed) {}

  Value buildTensor(RankedTensorType type, SmallVector<Value> values, Value offsets, Value mask,
                    llvm::function_ref<Value(ValueRange values, Value offsets, Value mask)> atomic);
  Value buildScalar(Type type, Value mask, llvm::function_ref<Value()> atomic);

private:
  void barrier() { metal::ThreadgroupBarrierOp::create(builder, loc, /*device=*/true); }
  void fence(metal::MemoryOrder order) { metal::FenceOp::create(builder, loc, order, scope); }
  Value runMasked(Type type, Value mask, llvm::function_ref<Value()> atomic);

  OpBuilder &builder;
  Location loc;
  metal::MemoryScope scope;
  bool releases, acquires, isUsed;
};

} // namespace

Value AtomicBuilder::buildTensor(
    RankedTensorType type, SmallVector<Value> values, Value offsets, Value mask,
    llvm::function_ref<Value(ValueRange values, Value offsets, Value mask)> atomic) {
  Owners owners(type);
  for (Value &value : values)
    value = owners.pick(builder, loc, value);
  mask = owners.restrict(builder, loc, owners.pick(builder, loc, mask));
  if (releases) {
    barrier();
    fence(metal::MemoryOrder::Release);
  }
  Value old = atomic(values, owners.pick(builder, loc, offsets), mask);
  if (acquires) {
    fence(metal::MemoryOrder::Acquire);
    barrier();
  }
  if (!isUsed)
    return old; // of another length perhaps, which nobody sees
  return owners.expand(builder, loc, owners.share(builder, loc, old));
}

/// The old value; zero where the mask is false, and nothing is touched.
Value AtomicBuilder::runMasked(Type type, Value mask, llvm::function_ref<Value()> atomic) {
  if (!mask)
    return atomic();
  auto ifOp = scf::IfOp::create(builder, loc, type, mask, /*withElseRegion=*/true);
  OpBuilder::InsertionGuard guard(builder);
  builder.setInsertionPointToEnd(ifOp.thenBlock());
  scf::YieldOp::create(builder, loc, atomic());
  builder.setInsertionPointToEnd(ifOp.elseBlock());
  Value zero = arith::ConstantOp::create(builder, loc, cast<TypedAttr>(builder.getZeroAttr(type)));
  scf::YieldOp::create(builder, loc, zero);
  return ifOp.getResult(0);
}

Value AtomicBuilder::buildScalar(Type type, Value mask, llvm::function_ref<Value()> atomic) {
  Value zero = i32(builder, loc, 0);
  Value thread = metal::ThreadIndexOp::create(builder, loc, builder.getI32Type());
  Value isFirst = arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::eq, thread, zero);
  Value shared;
  if (isUsed) {
    auto pointer =
        metal::PointerType::get(builder.getContext(), type, metal::MemorySpace::Threadgroup);
    shared = metal::ThreadgroupAllocOp::create(builder, loc, pointer, 1);
  }
  if (releases)
    barrier();
  auto ifOp = scf::IfOp::create(builder, loc, isFirst, /*withElseRegion=*/false);
  ifOp->setDiscardableAttr("metal.divergent", builder.getUnitAttr());
  {
    OpBuilder::InsertionGuard guard(builder);
    builder.setInsertionPoint(ifOp.thenBlock()->getTerminator());
    if (releases)
      fence(metal::MemoryOrder::Release);
    Value old = runMasked(type, mask, atomic);
    if (acquires)
      fence(metal::MemoryOrder::Acquire);
    if (isUsed)
      metal::StoreOp::create(builder, loc, old, shared, zero, metal::getByteSize(type),
                             /*isVolatile=*/false);
  }
  if (acquires)
    barrier();
  if (!isUsed)
    return Value();
  return metal::LoadOp::create(builder, loc, type, shared, zero, metal::getByteSize(type),
                               /*isVolatile=*/false);
}

namespace {

template <typename AtomicOp>
struct AtomicPattern : OpConversionPattern<AtomicOp> {
  AtomicPattern(const TypeConverter &converter, const AtomicOrder &order, MLIRContext *context)
      : OpConversionPattern<AtomicOp>(converter, context), order(order) {}

  /// Replaces the op by its old value; by anything of its type if nobody uses it.
  static void replace(AtomicOp op, Value old, Type type, ConversionPatternRewriter &rewriter) {
    if (!old || old.getType() != type)
      old = arith::ConstantOp::create(rewriter, op.getLoc(),
                                      cast<TypedAttr>(rewriter.getZeroAttr(type)));
    rewriter.replaceOp(op, old);
  }

  const AtomicOrder &order;
};

///   %old = tt.atomic_rmw add, relaxed, gpu, %p, %v, %m : …
/// becomes
///   %old = metal.scatter_atomic add %v, %x[%i], %m : vector<4xi32>, …
/// of a scalar, the steps at the head of this file.
struct UpdateLowering final : AtomicPattern<tt::AtomicRMWOp> {
  using AtomicPattern::AtomicPattern;

  LogicalResult matchAndRewrite(tt::AtomicRMWOp op, OneToNOpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Location loc = op.getLoc();
    metal::AtomicKind kind = convertKind(op.getAtomicRmwOp(), getElementTypeOrSelf(op.getType()));
    Type type = getTypeConverter()->convertType(op.getType());
    Value base = adaptor.getPtr().front(), value = adaptor.getVal().front();
    Value mask = op.getMask() ? adaptor.getMask().front() : Value();
    AtomicBuilder atomic(rewriter, loc, order, op.getSem(), op.getScope(), !op->use_empty());
    Value old;
    if (auto tensor = dyn_cast<RankedTensorType>(op.getType()))
      old = atomic.buildTensor(tensor, {value}, adaptor.getPtr()[1], mask,
                               [&](ValueRange values, Value offsets, Value own) -> Value {
                                 return metal::ScatterAtomicOp::create(
                                     rewriter, loc, kind, values[0], base, offsets, own);
                               });
    else
      old = atomic.buildScalar(type, mask, [&]() -> Value {
        return metal::AtomicRMWOp::create(rewriter, loc, kind, value, base, i32(rewriter, loc, 0));
      });
    replace(op, old, type, rewriter);
    return success();
  }
};

///   %old = tt.atomic_cas relaxed, gpu, %p, %c, %v : …
/// becomes
///   %old = metal.scatter_compare_exchange %c, %v, %x[%i] : vector<4xi32>, …
struct CompareExchangeLowering final : AtomicPattern<tt::AtomicCASOp> {
  using AtomicPattern::AtomicPattern;

  LogicalResult matchAndRewrite(tt::AtomicCASOp op, OneToNOpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Location loc = op.getLoc();
    Type type = getTypeConverter()->convertType(op.getType());
    Value base = adaptor.getPtr().front();
    Value expected = adaptor.getCmp().front(), desired = adaptor.getVal().front();
    AtomicBuilder atomic(rewriter, loc, order, op.getSem(), op.getScope(), !op->use_empty());
    Value old;
    if (auto tensor = dyn_cast<RankedTensorType>(op.getType()))
      old = atomic.buildTensor(tensor, {expected, desired}, adaptor.getPtr()[1], Value(),
                               [&](ValueRange values, Value offsets, Value own) -> Value {
                                 return metal::ScatterCompareExchangeOp::create(
                                     rewriter, loc, values[0], values[1], base, offsets, own);
                               });
    else
      old = atomic.buildScalar(type, Value(), [&]() -> Value {
        return metal::AtomicCompareExchangeOp::create(rewriter, loc, expected, desired, base,
                                                      i32(rewriter, loc, 0));
      });
    replace(op, old, type, rewriter);
    return success();
  }
};

} // namespace

void tritonmetal::populateAtomicPatterns(const TritonGPUToMetalTypeConverter &converter,
                                         const AtomicOrder &order, RewritePatternSet &patterns) {
  patterns.add<UpdateLowering, CompareExchangeLowering>(converter, order, patterns.getContext());
}
