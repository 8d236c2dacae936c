//===- EmitMemory.cpp - Pointers, loads, stores and arrays in MSL ---*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
//   x[i]                                    of the pointee's type
//   *(device const float4 *)(x + i)         several elements, aligned
//   *(device const packed_float4 *)(x + i)  several elements, each aligned
//
// A bool in memory is a byte.
//
//===----------------------------------------------------------------------===//

#include "Emitter.h"

#include "triton-metal/Dialect/Metal/IR/Marks.h"
#include "triton-metal/Dialect/Metal/IR/PointerOrigins.h"

using namespace mlir;

namespace tritonmetal::metal {

/// Signed, since it may be; an unsigned one that is small is the same number.
static Expr useIndex(Emitter &e, Value index) {
  return e.getBounds().isSmall(index) ? e.use(index) : e.useSigned(index);
}

static bool isZero(Value index) {
  auto constant = dyn_cast_or_null<IntegerAttr>(getSplatConstant(index));
  return constant && constant.getValue().isZero();
}

/// "(device float *)", with `const` where nothing is written through it.
static std::string spellCast(Emitter &e, Value pointer) {
  std::string type = e.spellDeclaration(pointer);
  return "(" + StringRef(type).rtrim().str() + ")";
}

Expr spellAddress(Emitter &e, Value base, Value index) {
  Expr pointer = e.use(base);
  if (isZero(index))
    return pointer;
  if (isNullPointer(base))
    return e.useUnsigned(index);
  return Emitter::binary(pointer, "+", useIndex(e, index), Precedence::Additive, pointer.type);
}

/// The place in memory that an access of `type`, as in memory, reads or writes.
static Expr spellPlace(Emitter &e, Operation *op, Value base, Value index, CType type,
                       unsigned alignment, bool isVolatile) {
  auto pointer = cast<PointerType>(base.getType());
  CType pointee = inMemory(e.getType(pointer.getPointee(), /*isUnsigned=*/false, op));
  bool isSameType = pointee == type || (pointee.isInteger() && type.isInteger() &&
                                        pointee.width == type.width && pointee.lanes == type.lanes);
  if (isSameType && !isVolatile && !isNullPointer(base)) {
    // (x + i)[0] is x[i].
    auto offset = base.getDefiningOp<OffsetOp>();
    if (offset && isZero(index) && e.isInPlace(offset) && !isNullPointer(offset.getBase())) {
      base = offset.getBase();
      index = offset.getIndex();
    }
    Expr name = e.use(base);
    return {Emitter::group(name, Precedence::Postfix) + "[" + useIndex(e, index).text + "]",
            Precedence::Postfix, pointee};
  }
  unsigned elementSize = type.scalar().getByteSize();
  if (alignment < elementSize)
    return e.fail(op, "reads or writes " + type.scalar().str() + " at addresses aligned to " +
                          Twine(alignment) + " bytes, which Metal source cannot say");
  bool isPacked = type.isVector() && alignment < type.getByteSize();
  std::string name = (isPacked ? "packed_" : "") + type.str();
  bool isConst = isa<LoadOp>(op) && e.isConstPointer(base);
  std::string cast = "(" + std::string(isVolatile ? "volatile " : "") +
                     (op->hasAttr(kCoherentAttrName) ? "coherent(device) " : "") +
                     stringifyMemorySpace(pointer.getSpace()).str() + (isConst ? " const " : " ") +
                     name + " *)";
  Expr address = spellAddress(e, base, index);
  Expr place = {"*" + cast + Emitter::group(address, Precedence::Unary), Precedence::Unary, type};
  return isPacked && isa<LoadOp>(op) ? Emitter::call(type.str(), {place}, type) : place;
}

std::optional<Expr> emitLoad(Emitter &e, Operation *op) {
  if (auto offset = dyn_cast<OffsetOp>(op))
    return spellAddress(e, offset.getBase(), offset.getIndex());
  if (auto cast = dyn_cast<PointerCastOp>(op)) {
    Expr source = e.use(cast.getSource());
    return Expr{spellCast(e, cast.getResult()) + Emitter::group(source, Precedence::Unary),
                Precedence::Unary, e.getType(cast.getResult())};
  }
  if (auto address = dyn_cast<PtrToIntOp>(op)) {
    CType type = e.getType(address.getResult().getType(), /*isUnsigned=*/true, op);
    Expr source = e.use(address.getSource());
    return Expr{"(" + type.str() + ")" + Emitter::group(source, Precedence::Unary),
                Precedence::Unary, type};
  }
  if (auto pointer = dyn_cast<IntToPtrOp>(op)) {
    Expr source = e.useUnsigned(pointer.getSource());
    return Expr{spellCast(e, pointer.getResult()) + Emitter::group(source, Precedence::Unary),
                Precedence::Unary, e.getType(pointer.getResult())};
  }
  if (auto load = dyn_cast<ArrayLoadOp>(op)) {
    Expr index = useIndex(e, load.getIndex());
    CType type = e.getType(load.getArray().getType().getElementType(), /*isUnsigned=*/false, op);
    return Expr{e.getName(load.getArray()).str() + "[" + index.text + "]", Precedence::Postfix,
                type};
  }
  auto load = dyn_cast<LoadOp>(op);
  if (!load)
    return std::nullopt;
  CType type = e.getType(load.getResult());
  Expr place = spellPlace(e, op, load.getBase(), load.getIndex(), inMemory(type),
                          load.getAlignment(), load.getIsVolatile());
  return type.kind == CType::Bool ? e.convert(place, type) : place;
}

static void emitStore(Emitter &e, StoreOp op) {
  CType type = e.getType(op.getValue().getType(), /*isUnsigned=*/false, op);
  Expr place = spellPlace(e, op, op.getBase(), op.getIndex(), inMemory(type), op.getAlignment(),
                          op.getIsVolatile());
  Expr value = e.useAs(op.getValue(), type);
  // A scalar converts itself, also into another sign.
  if (!type.isVector() && type.isInteger() && !getSplatConstant(op.getValue()))
    value = e.use(op.getValue());
  if (type.kind == CType::Bool)
    value = e.convert(value, inMemory(type));
  e.line(place.text + " = " + value.text + ";");
}

bool emitMemoryStatement(Emitter &e, Operation *op) {
  if (auto store = dyn_cast<StoreOp>(op)) {
    emitStore(e, store);
  } else if (auto store = dyn_cast<ArrayStoreOp>(op)) {
    CType type = e.getType(store.getArray().getType().getElementType(), /*isUnsigned=*/false, op);
    std::string value = e.useAs(store.getValue(), type).text;
    e.line(e.getName(store.getArray()) + "[" + useIndex(e, store.getIndex()).text + "] = " + value +
           ";");
  } else if (auto array = dyn_cast<ThreadArrayOp>(op)) {
    ThreadArrayType type = array.getResult().getType();
    auto matrix = dyn_cast<SimdgroupMatrixType>(type.getElementType());
    if (matrix && matrix.getElementType().isBF16() && !e.hasBFloat())
      e.fail(op, "has matrices of bfloat, which Metal has from 3.1 on; use --deployment-target="
                 "macos14.0 or later");
    if (matrix && matrix.getSize() != 8)
      e.fail(op, "has matrices of 16x16, which Metal source cannot name; use --matrix-unit=8x8");
    std::string element = matrix ? spellMatrix(matrix)
                                 : e.getType(type.getElementType(), /*isUnsigned=*/false, op).str();
    std::string name = e.takeName(array.getResult(), matrix ? "fragments" : "values");
    e.line(element + " " + name + "[" + Twine(type.getCount()) + "];");
  } else if (auto alloc = dyn_cast<ThreadgroupAllocOp>(op)) {
    PointerType type = alloc.getResult().getType();
    CType element = inMemory(e.getType(type.getPointee(), /*isUnsigned=*/false, op));
    std::string name = e.takeFreshName("shared");
    e.setName(alloc.getResult(), name);
    std::string alignment;
    if (alloc.getAlignment() > element.getByteSize())
      alignment = "alignas(" + std::to_string(alloc.getAlignment()) + ") ";
    e.line(alignment + "threadgroup " + element.str() + " " + name + "[" + Twine(alloc.getCount()) +
           "];");
  } else if (auto view = dyn_cast<ThreadgroupViewOp>(op)) {
    std::string type = e.spellPointer(view.getResult().getType(), /*isConst=*/false);
    Expr memory = e.use(view.getMemory());
    std::string place = memory.text;
    if (view.getOffset() != 0)
      place = "(" + place + " + " + std::to_string(view.getOffset()) + ")";
    std::string name = e.takeFreshName("shared");
    e.setName(view.getResult(), name);
    e.line(type + name + " = (" + type + ")" + place + ";");
  } else {
    return false;
  }
  return true;
}

} // namespace tritonmetal::metal
