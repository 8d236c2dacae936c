//===- Matrix.cpp - SIMD-group matrices ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A matrix has a column for each element that a lane owns, so loads, stores and fills are ordinary
// work of single lanes; only a multiplication needs all of them. Where an element lies in memory:
//
//   load(pointer, row length n, origin {x, y}, transpose)      AIR before 2.8
//     element (r, c)         at pointer[(y + r) * n + x + c]
//     transposed: (r, c)     at pointer[(y + c) * n + x + r]
//   load(pointer, extents, strides {s, t}, origin {x, y})      from AIR 2.8 on
//     element (r, c)         at pointer[(y + r) * t + (x + c) * s]
//
//===----------------------------------------------------------------------===//

#include "AirCalls.h"
#include "Group.h"

#include "../Air/MatrixMath.h"

using namespace llvm;

namespace tritonmetal::executor {

/// Loads and stores: what the flags say about operands, and how the program's pool describes them.
namespace {
struct Access {
  // In the pool: columns of {address, value, stride along a row, stride between rows, x, y}.
  enum { Address, Value, RowStride, ColumnStride, X, Y, NumColumns };
};
} // namespace

/// Where the pool's columns say that `element` of the lane is.
static Word getAddress(const Group &group, const uint32_t *columns, unsigned lane, unsigned element,
                       bool transpose, unsigned bytes) {
  auto read = [&](unsigned which) { return group.read(columns[which]).lanes[lane]; };
  MatrixPosition at = getPositionIn8x8(lane, element);
  if (transpose)
    std::swap(at.row, at.column);
  Word index = (read(Access::Y) + at.row) * read(Access::ColumnStride) +
               (read(Access::X) + at.column) * read(Access::RowStride);
  return read(Access::Address) + index * bytes;
}

/// A lane's two elements at once, where they are neighbours and nothing is wrong with them.
static bool loadPair(Group &group, const Operation &inst,
                     const Column (&addresses)[fragmentElements], unsigned lane, unsigned bytes) {
  Word address = addresses[0].lanes[lane];
  if (addresses[1].lanes[lane] != address + bytes)
    return false;
  const uint8_t *memory = group.accessPair(lane, address, bytes, inst);
  for (unsigned element = 0; memory && element < fragmentElements; ++element) {
    Word value = 0;
    std::memcpy(&value, memory + element * bytes, bytes);
    group.write(inst.result, element).lanes[lane] = value;
  }
  return memory != nullptr;
}

/// Immediate: start in the pool; bits: of an element; flags: whether there is an operand that says
/// whether to transpose, which is operand 1.
template <bool isLoad>
static void accessMatrix(Group &group, const Operation &inst) {
  ++group.context.profile.matrixOperations;
  const uint32_t *columns = &group.context.program->pool[inst.immediate];
  unsigned bytes = inst.bits / 8;
  AccessKind kind = isLoad ? AccessKind::Load : AccessKind::Store;
  Column addresses[fragmentElements];
  forEachLane(group.mask, [&](unsigned lane) {
    bool transpose = inst.flags && (group.read(inst.operands[1]).lanes[lane] & 1);
    for (unsigned element = 0; element < fragmentElements; ++element)
      addresses[element].lanes[lane] = getAddress(group, columns, lane, element, transpose, bytes);
  });
  group.countMatrixAccess(addresses, bytes, kind);
  forEachLane(group.mask, [&](unsigned lane) {
    if (isLoad && loadPair(group, inst, addresses, lane, bytes))
      return;
    for (unsigned element = 0; element < fragmentElements; ++element) {
      Word address = addresses[element].lanes[lane];
      uint8_t *memory = group.access(lane, address, bytes, bytes, kind, inst);
      if (!memory)
        return;
      if (isLoad) {
        Word value = 0;
        std::memcpy(&value, memory, bytes);
        group.write(inst.result, element).lanes[lane] = value;
        continue;
      }
      Word value = group.read(columns[Access::Value], element).lanes[lane];
      if (group.tracksStores)
        group.checkStore(lane, address, &value, bytes, inst);
      std::memcpy(memory, &value, bytes);
    }
  });
}

static void decodeAccess(Decoder &decoder, const CallInst &call, const AirCall &air) {
  bool isLoad = air.operation == AirOperation::MatrixLoad;
  if (air.types[0].kind != air.types[1].kind || air.types[0].bits != air.types[1].bits)
    return decoder.fail(call, "a matrix and a pointer of different types");
  unsigned first = isLoad ? 0 : 1; // the pointer
  uint32_t columns[Access::NumColumns] = {};
  auto operand = [&](unsigned i) { return decoder.getOperand(call.getArgOperand(first + i)); };
  columns[Access::Address] = operand(0);
  columns[Access::Value] = isLoad ? 0 : decoder.getOperand(call.getArgOperand(0));
  bool hasStrides = call.getArgOperand(first + 1)->getType()->isVectorTy();
  uint32_t strides = hasStrides ? operand(2) : 0, origin = operand(hasStrides ? 3 : 2);
  columns[Access::RowStride] = hasStrides ? strides : decoder.getConstant(1);
  columns[Access::ColumnStride] = hasStrides ? strides + 1 : operand(1);
  columns[Access::X] = origin;
  columns[Access::Y] = origin + 1;

  uint32_t transpose = hasStrides ? 0 : operand(3);
  Operation &decoded = decoder.emit(call, isLoad ? accessMatrix<true> : accessMatrix<false>);
  decoded.operands[1] = transpose;
  decoded.flags = !hasStrides;
  decoded.bits = air.types[0].bits;
  decoded.immediate = decoder.program.pool.size();
  decoder.program.pool.insert(decoder.program.pool.end(), std::begin(columns), std::end(columns));
}

//===----------------------------------------------------------------------===//
// Fills
//===----------------------------------------------------------------------===//

/// The operand everywhere, or on the diagonal only.
template <bool diagonal>
static void fillMatrix(Group &group, const Operation &inst) {
  ++group.context.profile.matrixOperations;
  const Column &value = group.read(inst.operands[0]);
  for (unsigned element = 0; element < fragmentElements; ++element) {
    Column &result = group.write(inst.result, element);
    forEachLane(group.mask, [&](unsigned lane) {
      MatrixPosition at = getPositionIn8x8(lane, element);
      result.lanes[lane] = !diagonal || at.row == at.column ? value.lanes[lane] : 0;
    });
  }
}

//===----------------------------------------------------------------------===//
// Multiplications: every lane holds a part, so all must be there
//===----------------------------------------------------------------------===//

static bool enterMatrix(Group &group, const Operation &inst) {
  ++group.context.profile.matrixOperations;
  if (group.mask == allLanes)
    return true;
  RawFault raw;
  raw.kind = FaultKind::SimdDivergence;
  raw.site = inst.site;
  raw.lane = countr_zero(group.mask);
  raw.mask = group.mask;
  raw.other = ~group.mask;
  group.fail(std::move(raw));
  return false;
}

static uint64_t packFormats(Decoder &decoder, const Type *result, const Type *left,
                            const Type *right, const Type *addend) {
  uint64_t packed = 0;
  for (const Type *type : {addend, right, left, result})
    packed = packed << 8 | uint8_t(decoder.getFloatFormat(type));
  return packed;
}

static MatrixFormats unpackFormats(uint64_t packed) {
  return {FloatFormat(packed & 0xff), FloatFormat(packed >> 8 & 0xff),
          FloatFormat(packed >> 16 & 0xff), FloatFormat(packed >> 24 & 0xff)};
}

static void multiplyAccumulate(Group &group, const Operation &inst) {
  if (enterMatrix(group, inst))
    multiplyAccumulate8x8(unpackFormats(inst.immediate), &group.read(inst.operands[0]),
                          &group.read(inst.operands[1]), &group.read(inst.operands[2]),
                          &group.write(inst.result));
}

/// The pool has {A, transpose A, B, transpose B, C} at operand 0; whether to transpose is a
/// constant, or at least the same for all lanes.
static void multiplyAccumulate16(Group &group, const Operation &inst) {
  if (!enterMatrix(group, inst))
    return;
  const uint32_t *columns = &group.context.program->pool[inst.operands[0]];
  auto flag = [&](unsigned which) { return (group.read(columns[which]).lanes[0] & 1) != 0; };
  multiplyAccumulate16x16(unpackFormats(inst.immediate), &group.read(columns[0]), flag(1),
                          &group.read(columns[2]), flag(3), &group.read(columns[4]),
                          &group.write(inst.result));
}

/// Flags: bit 0, A is signed; bit 1, B is.
static void multiplyAccumulateBytes(Group &group, const Operation &inst) {
  if (!enterMatrix(group, inst))
    return;
  const uint32_t *columns = &group.context.program->pool[inst.operands[0]];
  auto flag = [&](unsigned which) { return (group.read(columns[which]).lanes[0] & 1) != 0; };
  multiplyAccumulateBytes16x16(inst.flags & 1, &group.read(columns[0]), flag(1), inst.flags & 2,
                               &group.read(columns[2]), flag(3), &group.read(columns[4]),
                               &group.write(inst.result));
}

static void decodeMultiply16(Decoder &decoder, const CallInst &call, const AirCall &air) {
  bool bytes = air.operation == AirOperation::Matrix16WideningMultiplyAccumulate;
  SmallVector<uint32_t, 5> columns;
  for (const Value *operand : call.args())
    columns.push_back(decoder.getOperand(operand));
  Operation &decoded = decoder.emit(call, bytes ? multiplyAccumulateBytes : multiplyAccumulate16);
  decoded.operands[0] = uint32_t(decoder.program.pool.size());
  decoder.program.pool.insert(decoder.program.pool.end(), columns.begin(), columns.end());
  if (bytes)
    decoded.flags = uint16_t(air.types[0].isSigned() | air.types[1].isSigned() << 1);
  else
    decoded.immediate =
        packFormats(decoder, call.getType(), call.getArgOperand(0)->getType(),
                    call.getArgOperand(2)->getType(), call.getArgOperand(4)->getType());
}

void decodeMatrix(Decoder &decoder, const CallInst &call, const AirCall &air) {
  switch (air.operation) {
  case AirOperation::MatrixFill:
    decoder.emit(call, fillMatrix<false>, {call.getArgOperand(0)});
    return;
  case AirOperation::MatrixDiagonal:
    decoder.emit(call, fillMatrix<true>, {call.getArgOperand(0)});
    return;
  case AirOperation::MatrixLoad:
  case AirOperation::MatrixStore:
    return decodeAccess(decoder, call, air);
  case AirOperation::MatrixMultiplyAccumulate: {
    const Value *left = call.getArgOperand(0), *right = call.getArgOperand(1),
                *addend = call.getArgOperand(2);
    decoder.emit(call, multiplyAccumulate, {left, right, addend}).immediate =
        packFormats(decoder, call.getType(), left->getType(), right->getType(), addend->getType());
    return;
  }
  default:
    return decodeMultiply16(decoder, call, air);
  }
}

} // namespace tritonmetal::executor
