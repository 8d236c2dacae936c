//===- AtomicPatterns.cpp - Atomics and fences --------------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// AIR's atomic functions end in (order, scope, volatile); from AIR 2.9 on memory flags
// stand before the last, which is false then. The order is always 0, relaxed.
//
//===----------------------------------------------------------------------===//

#include "Patterns.h"

#include "triton-metal/Dialect/Metal/IR/Marks.h"

using namespace mlir;
using namespace tritonmetal::metal;

static StringRef getUpdateName(AtomicKind kind) {
  switch (kind) {
  case AtomicKind::Add:
    return "add";
  case AtomicKind::And:
    return "and";
  case AtomicKind::Or:
    return "or";
  case AtomicKind::Xor:
    return "xor";
  case AtomicKind::Exchange:
    return "xchg";
  case AtomicKind::MinSigned:
  case AtomicKind::MinUnsigned:
    return "min";
  case AtomicKind::MaxSigned:
  case AtomicKind::MaxUnsigned:
    return "max";
  case AtomicKind::MinFloat:
  case AtomicKind::MaxFloat:
    return "";
  }
  llvm_unreachable("all kinds are named");
}

/// "s." or "u." before the name of an integer type: all functions have it but xchg.
static StringRef getSign(AtomicKind kind, Type type) {
  if (isa<FloatType>(type) || kind == AtomicKind::Exchange)
    return "";
  bool isUnsigned = kind == AtomicKind::MinUnsigned || kind == AtomicKind::MaxUnsigned;
  return isUnsigned ? "u." : "s.";
}

/// Whether AIR has the update in one function.
static bool hasFunction(AtomicKind kind, Type type, bool isDevice, bool isUsed) {
  if (type.isInteger(32))
    return true;
  if (type.isF32())
    return isDevice && (kind == AtomicKind::Add || kind == AtomicKind::Exchange);
  bool isUnsignedBound = kind == AtomicKind::MinUnsigned || kind == AtomicKind::MaxUnsigned;
  return type.isInteger(64) && isDevice && isUnsignedBound && !isUsed;
}

namespace {

/// What the patterns share: names, addresses, and the operands at the end of a call.
template <typename AtomicOp>
struct AtomicPattern : ConvertOpToLLVMPattern<AtomicOp> {
  AtomicPattern(const LLVMTypeConverter &converter, unsigned airMinor)
      : ConvertOpToLLVMPattern<AtomicOp>(converter), airMinor(airMinor) {}

  static bool isDevice(AtomicOp op) {
    return cast<PointerType>(op.getBase().getType()).getSpace() == MemorySpace::Device;
  }

  static std::string getName(AtomicOp op, const Twine &update) {
    return ("air.atomic." + Twine(isDevice(op) ? "global." : "local.") + update).str();
  }

  Value getAddress(AtomicOp op, typename AtomicOp::Adaptor adaptor, OpBuilder &builder) const {
    Type pointee =
        this->typeConverter->convertType(cast<PointerType>(op.getBase().getType()).getPointee());
    return LLVM::GEPOp::create(builder, op.getLoc(), adaptor.getBase().getType(),
                               getMemoryType(pointee), adaptor.getBase(),
                               ValueRange{adaptor.getIndex()}, LLVM::GEPNoWrapFlags::none);
  }

  void addScope(AtomicOp op, OpBuilder &builder, SmallVectorImpl<Value> &operands) const {
    Location loc = op.getLoc();
    operands.push_back(makeI32(builder, loc, isDevice(op) ? 2 : 1));
    if (airMinor >= 9)
      operands.push_back(makeI32(builder, loc, 0));
    operands.push_back(LLVM::ConstantOp::create(builder, loc, builder.getBoolAttr(airMinor < 9)));
  }

  unsigned airMinor;
};

/// metal.atomic_rmw add %v, %x[%i] : i32, !metal.ptr<i32, device>, i32
///   ->  llvm.call @air.atomic.global.add.s.i32(%p, %v, %c0, %c2, %true)
struct LowerUpdate final : AtomicPattern<AtomicRMWOp> {
  using AtomicPattern::AtomicPattern;

  LogicalResult matchAndRewrite(AtomicRMWOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Location loc = op.getLoc();
    Type type = op.getValue().getType();
    if (!hasFunction(op.getKind(), type, isDevice(op), !op->use_empty()))
      return op.emitOpError("is no function of AIR; run metal-expand-atomics first");
    SmallVector<Value> operands = {getAddress(op, adaptor, rewriter), adaptor.getValue(),
                                   makeI32(rewriter, loc, 0)};
    addScope(op, rewriter, operands);
    std::string name = getName(op, getUpdateName(op.getKind()) + "." + getSign(op.getKind(), type) +
                                       getAIRTypeName(type));
    if (type.isInteger(64)) {
      callAIR(rewriter, loc, name, LLVM::LLVMVoidType::get(getContext()), operands);
      rewriter.replaceOpWithNewOp<LLVM::PoisonOp>(op, type);
      return success();
    }
    rewriter.replaceOp(op, callAIR(rewriter, loc, name, type, operands).getResult());
    return success();
  }
};

/// metal.atomic_compare_exchange %e, %d, %x[%i] : i32, !metal.ptr<i32, device>, i32
///   ->  llvm.store %e, %seen
///       llvm.call @air.atomic.global.cmpxchg.weak.i32(%p, %seen, %d, %c0, %c0, %c2, %true)
///       llvm.load %seen
/// What the function returns is not documented; a failure leaves the old value in
/// memory, a success the expected one. The hardware's instruction never fails without
/// reason.
struct LowerCompareExchange final : AtomicPattern<AtomicCompareExchangeOp> {
  using AtomicPattern::AtomicPattern;

  LogicalResult matchAndRewrite(AtomicCompareExchangeOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Location loc = op.getLoc();
    Type type = op.getDesired().getType();
    if (!type.isInteger(32))
      return op.emitOpError("is no function of AIR; run metal-expand-atomics first");
    Value seen = createVariable(op, type, rewriter);
    LLVM::StoreOp::create(rewriter, loc, adaptor.getExpected(), seen);
    Value zero = makeI32(rewriter, loc, 0);
    SmallVector<Value> operands = {getAddress(op, adaptor, rewriter), seen, adaptor.getDesired(),
                                   zero, zero};
    addScope(op, rewriter, operands);
    callAIR(rewriter, loc, getName(op, "cmpxchg.weak.i32"), type, operands);
    rewriter.replaceOpWithNewOp<LLVM::LoadOp>(op, type, seen);
    return success();
  }

  /// Variables lie in the entry block: Metal's compiler takes no others.
  static Value createVariable(Operation *op, Type type, ConversionPatternRewriter &rewriter) {
    OpBuilder::InsertionGuard guard(rewriter);
    Region *region = rewriter.getInsertionBlock()->getParent();
    auto function = dyn_cast<LLVM::LLVMFuncOp>(region->getParentOp());
    if (!function)
      function = region->getParentOfType<LLVM::LLVMFuncOp>();
    rewriter.setInsertionPointToStart(&function.getBody().front());
    return LLVM::AllocaOp::create(rewriter, op->getLoc(),
                                  LLVM::LLVMPointerType::get(rewriter.getContext()), type,
                                  makeI32(rewriter, op->getLoc(), 1));
  }
};

/// metal.atomic_load %x[%i] : !metal.ptr<i32, device>, i32 -> i32
///   ->  llvm.call @air.atomic.global.load.i32(%p, %c0, %c2, %true)
struct LowerAtomicLoad final : AtomicPattern<AtomicLoadOp> {
  using AtomicPattern::AtomicPattern;

  LogicalResult matchAndRewrite(AtomicLoadOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Location loc = op.getLoc();
    SmallVector<Value> operands = {getAddress(op, adaptor, rewriter), makeI32(rewriter, loc, 0)};
    addScope(op, rewriter, operands);
    rewriter.replaceOp(
        op, callAIR(rewriter, loc, getName(op, "load.i32"), op.getResult().getType(), operands)
                .getResult());
    return success();
  }
};

/// metal.fence release, device  ->  llvm.call @air.atomic.fence(%c1, %c5, %c2)
/// with the flag of device memory and the order that Metal has: sequentially consistent.
struct LowerFence final : ConvertOpToLLVMPattern<FenceOp> {
  using ConvertOpToLLVMPattern::ConvertOpToLLVMPattern;

  LogicalResult matchAndRewrite(FenceOp op, OpAdaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Location loc = op.getLoc();
    SmallVector<Value> operands = {makeI32(rewriter, loc, 1), makeI32(rewriter, loc, 5),
                                   makeI32(rewriter, loc, int32_t(op.getScope()))};
    callAIR(rewriter, loc, "air.atomic.fence", LLVM::LLVMVoidType::get(getContext()), operands);
    rewriter.eraseOp(op);
    return success();
  }
};

/// The integer as which an element of `type` travels.
static Type getCarrier(Type type) {
  return IntegerType::get(type.getContext(), std::max(8u, type.getIntOrFloatBitWidth()));
}

static std::string getCoherentName(StringRef access, Type carrier) {
  std::string type = getAIRTypeName(carrier);
  return ("air." + access + ".device_coherent." + type + ".p1" + type).str();
}

/// Loads and stores that other threadgroups see go element by element:
/// metal.load %x[%i] {metal.coherent} : !metal.ptr<f32, device>, i32 -> vector<2xf32>
///   ->  %a = llvm.call @air.load.device_coherent.i32.p1i32(%p)
///       …                               and for the element behind it; bit casts
template <typename AccessOp>
struct CoherentPattern : ConvertOpToLLVMPattern<AccessOp> {
  explicit CoherentPattern(const LLVMTypeConverter &converter)
      : ConvertOpToLLVMPattern<AccessOp>(converter, /*benefit=*/2) {}

  Value getAddress(AccessOp op, typename AccessOp::Adaptor adaptor, OpBuilder &builder,
                   Type carrier, int32_t element) const {
    Location loc = op.getLoc();
    Type pointee =
        this->typeConverter->convertType(cast<PointerType>(op.getBase().getType()).getPointee());
    Type pointer = adaptor.getBase().getType();
    Value first =
        LLVM::GEPOp::create(builder, loc, pointer, getMemoryType(pointee), adaptor.getBase(),
                            ValueRange{adaptor.getIndex()}, LLVM::GEPNoWrapFlags::none);
    if (element == 0)
      return first;
    return LLVM::GEPOp::create(builder, loc, pointer, carrier, first,
                               ArrayRef<LLVM::GEPArg>{element}, LLVM::GEPNoWrapFlags::none);
  }
};

struct LowerCoherentLoad final : CoherentPattern<LoadOp> {
  using CoherentPattern::CoherentPattern;

  LogicalResult matchAndRewrite(LoadOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    if (!op->hasAttr(kCoherentAttrName))
      return rewriter.notifyMatchFailure(op, "not coherent");
    Location loc = op.getLoc();
    Type type = typeConverter->convertType(op.getResult().getType());
    Type memory = getMemoryType(type), element = getElementTypeOrSelf(memory);
    Type carrier = getCarrier(element);
    auto load = [&](int32_t i) -> Value {
      Value address = getAddress(op, adaptor, rewriter, carrier, i);
      Value bits =
          callAIR(rewriter, loc, getCoherentName("load", carrier), carrier, address).getResult();
      return carrier == element ? bits
                                : Value(LLVM::BitcastOp::create(rewriter, loc, element, bits));
    };
    Value loaded;
    if (auto vector = dyn_cast<VectorType>(memory)) {
      loaded = LLVM::PoisonOp::create(rewriter, loc, vector);
      for (int32_t i = 0; i < vector.getNumElements(); ++i)
        loaded = LLVM::InsertElementOp::create(rewriter, loc, loaded, load(i),
                                               makeI32(rewriter, loc, i));
    } else {
      loaded = load(0);
    }
    rewriter.replaceOp(op, fromMemory(rewriter, loc, loaded, type));
    return success();
  }
};

struct LowerCoherentStore final : CoherentPattern<StoreOp> {
  using CoherentPattern::CoherentPattern;

  LogicalResult matchAndRewrite(StoreOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    if (!op->hasAttr(kCoherentAttrName))
      return rewriter.notifyMatchFailure(op, "not coherent");
    Location loc = op.getLoc();
    Value value = toMemory(rewriter, loc, adaptor.getValue());
    Type element = getElementTypeOrSelf(value.getType());
    Type carrier = getCarrier(element);
    auto store = [&](Value bits, int32_t i) {
      if (carrier != element)
        bits = LLVM::BitcastOp::create(rewriter, loc, carrier, bits);
      callAIR(rewriter, loc, getCoherentName("store", carrier),
              LLVM::LLVMVoidType::get(getContext()),
              {bits, getAddress(op, adaptor, rewriter, carrier, i)});
    };
    if (auto vector = dyn_cast<VectorType>(value.getType()))
      for (int32_t i = 0; i < vector.getNumElements(); ++i)
        store(LLVM::ExtractElementOp::create(rewriter, loc, value, makeI32(rewriter, loc, i)), i);
    else
      store(value, 0);
    rewriter.eraseOp(op);
    return success();
  }
};

} // namespace

void tritonmetal::metal::populateAtomicPatterns(LLVMTypeConverter &converter,
                                                RewritePatternSet &patterns, unsigned airMinor) {
  patterns.add<LowerUpdate, LowerCompareExchange, LowerAtomicLoad>(converter, airMinor);
  patterns.add<LowerFence, LowerCoherentLoad, LowerCoherentStore>(converter);
}
