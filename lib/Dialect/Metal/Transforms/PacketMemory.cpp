//===- PacketMemory.cpp - Loads and stores of one packet -------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// A run is the `contiguous` registers that one access moves. Up to four elements
// travel as themselves; more, that is eight 16-bit ones, travel as four words:
//
//   %w = metal.load %x[%i] : … -> vector<4xi32>
//   %lo = vector.shuffle %w, %w [0, 1]       // two words
//   %h  = vector.bitcast %lo : vector<2xi32> to vector<4xf16>
//
//===----------------------------------------------------------------------===//

#include "PacketEmitter.h"

using namespace mlir;
using namespace tritonmetal::metal;

/// Splits an access of `width` elements: what is loaded, and in how many pieces it
/// is used. A piece is a chunk, or the whole run if that is shorter.
namespace {
struct Run {
  Run(Type element, int64_t width, int64_t chunk)
      : element(element), width(width), piece(std::min(width, chunk)) {}
  int64_t pieces() const { return width / piece; }
  bool travelsAsWords() const { return width > 4; }
  Type pieceType() const { return LoopFormState::pieceType(element, piece); }
  /// Four 32-bit words for eight 16-bit elements.
  VectorType wordsType() const {
    return VectorType::get({width * int64_t(getByteSize(element)) / 4},
                           IntegerType::get(element.getContext(), 32));
  }

  Type element;
  int64_t width;
  int64_t piece;
};
} // namespace

SmallVector<Value> PacketEmitter::loadRun(GatherOp op, int64_t element) {
  Location loc = op.getLoc();
  Run run(op.getResult().getType().getElementType(), op.getContiguous(), shape.chunk);
  Value base = state.scalar(op.getBase());
  Value index = get(op.getOffsets(), element, 1);
  auto load = [&](Type type) {
    return LoadOp::create(builder, loc, type, base, index, op.getAlignment(), op.getIsVolatile());
  };
  if (!run.travelsAsWords())
    return {load(run.pieceType())};
  Value words = load(run.wordsType());
  int64_t wordsPerPiece = run.wordsType().getNumElements() / run.pieces();
  SmallVector<Value> pieces;
  for (int64_t i = 0; i < run.pieces(); ++i) {
    auto mask = llvm::to_vector(llvm::seq<int64_t>(i * wordsPerPiece, (i + 1) * wordsPerPiece));
    Value part = vector::ShuffleOp::create(builder, loc, words, words, mask);
    pieces.push_back(
        vector::BitCastOp::create(builder, loc, cast<VectorType>(run.pieceType()), part));
  }
  return pieces;
}

/// Loads a run under its mask; the first register's mask speaks for all.
SmallVector<Value> PacketEmitter::gatherRun(GatherOp op, int64_t element) {
  if (!op.getMask())
    return loadRun(op, element);
  Location loc = op.getLoc();
  Run run(op.getResult().getType().getElementType(), op.getContiguous(), shape.chunk);
  SmallVector<Value> others;
  for (int64_t i = 0; i < run.pieces(); ++i) {
    if (op.getOther()) {
      others.push_back(get(op.getOther(), element + i * run.piece, run.piece));
      continue;
    }
    TypedAttr zero = cast<TypedAttr>(builder.getZeroAttr(run.pieceType()));
    others.push_back(arith::ConstantOp::create(builder, loc, zero));
  }
  Value mask = get(op.getMask(), element, 1);
  get(op.getOffsets(), element, 1); // computed before the branch, so that others may use it
  auto ifOp = scf::IfOp::create(builder, loc, TypeRange(ValueRange(others)), mask,
                                /*withElseRegion=*/true);
  {
    OpBuilder::InsertionGuard guard(builder);
    builder.setInsertionPointToEnd(ifOp.thenBlock());
    scf::YieldOp::create(builder, loc, loadRun(op, element));
    builder.setInsertionPointToEnd(ifOp.elseBlock());
    scf::YieldOp::create(builder, loc, others);
  }
  return llvm::to_vector_of<Value>(ifOp.getResults());
}

void PacketEmitter::gather(GatherOp op) {
  int64_t width = op.getContiguous();
  SmallVector<Value> pieces;
  for (int64_t element = 0; element < shape.packetSize(); element += width)
    llvm::append_range(pieces, gatherRun(op, element));
  size_t perChunk = pieces.size() / shape.chunksPerPacket;
  for (int64_t k = 0; k < shape.chunksPerPacket; ++k)
    define(op.getResult(), k, join(op.getLoc(), ArrayRef(pieces).slice(k * perChunk, perChunk)));
}

void PacketEmitter::storeRun(ScatterOp op, int64_t element) {
  Location loc = op.getLoc();
  Run run(cast<VectorType>(op.getValue().getType()).getElementType(), op.getContiguous(),
          shape.chunk);
  Value base = state.scalar(op.getBase());
  Value index = get(op.getOffsets(), element, 1);
  Value value = get(op.getValue(), element, run.piece);
  if (run.travelsAsWords()) {
    int64_t wordsPerPiece = run.wordsType().getNumElements() / run.pieces();
    auto partType = VectorType::get({wordsPerPiece}, builder.getI32Type());
    SmallVector<Value> parts;
    for (int64_t i = 0; i < run.pieces(); ++i)
      parts.push_back(vector::BitCastOp::create(
          builder, loc, partType, get(op.getValue(), element + i * run.piece, run.piece)));
    value = join(loc, parts);
  }
  StoreOp::create(builder, loc, value, base, index, op.getAlignment(), op.getIsVolatile());
}

void PacketEmitter::scatter(ScatterOp op) {
  Location loc = op.getLoc();
  int64_t width = op.getContiguous();
  int64_t piece = std::min<int64_t>(width, shape.chunk);
  for (int64_t element = 0; element < shape.packetSize(); element += width) {
    if (!op.getMask()) {
      storeRun(op, element);
      continue;
    }
    // Computed before the branch: other accesses of the packet use them as well.
    Value mask = get(op.getMask(), element, 1);
    get(op.getOffsets(), element, 1);
    for (int64_t i = 0; i < width; i += piece)
      get(op.getValue(), element + i, piece);
    auto ifOp = scf::IfOp::create(builder, loc, mask, /*withElseRegion=*/false);
    OpBuilder::InsertionGuard guard(builder);
    builder.setInsertionPoint(ifOp.thenBlock()->getTerminator());
    storeRun(op, element);
  }
}
