//===- PacketEmitter.h - The ops of one packet ------------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Writes what one pass of a packet loop does. `get(v, e, n)` is the heart: the n
// elements of the wide value v that start at element e of the packet, taken from
// what the packet computed, from SSA chunks, from a thread array, or computed
// again. n = 1 gives a scalar, so a vector load asks for one index, not four.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_DIALECT_METAL_TRANSFORMS_PACKETEMITTER_H
#define TRITON_METAL_LIB_DIALECT_METAL_TRANSFORMS_PACKETEMITTER_H

#include "LoopFormState.h"

namespace tritonmetal::metal {

class PacketEmitter {
public:
  /// `packet` is the number of the packet (i32), null if there is only one.
  PacketEmitter(LoopFormState &state, mlir::OpBuilder &builder, PacketShape shape,
                mlir::Value packet)
      : state(state), builder(builder), shape(shape), packet(packet) {}

  /// Elements [element, element + count) of this packet of `wide`; count is 1, or
  /// a power of two up to the chunk that divides `element`.
  mlir::Value get(mlir::Value wide, int64_t element, int64_t count);

  /// Register `number` of `wide`, of any register count; kept or cheap.
  mlir::Value getElement(mlir::Value wide, int64_t number);

  /// Computes a gather, a scatter, a move among registers, a map or an elementwise op,
  /// for the whole packet. Reductions and scans are the caller's.
  void emit(mlir::Operation *op);

  /// Chunk `index` of this packet of a value that the packet computed or can get.
  mlir::Value getChunk(mlir::Value wide, int64_t index) {
    return get(wide, index * shape.chunk, shape.chunk);
  }

  /// Sets chunk `index` of this packet of a value that the caller computed.
  void define(mlir::Value wide, int64_t index, mlir::Value value) {
    known[{wide, index * shape.chunk, shape.chunk}] = value;
  }

  /// Writes this packet of `wide` into `array`.
  void store(mlir::Value wide, mlir::Value array);

private:
  mlir::Value compute(mlir::Value wide, int64_t element, int64_t count);
  mlir::Value slice(mlir::Location loc, mlir::Value chunk, int64_t element, int64_t count);
  mlir::Value readArray(mlir::Location loc, mlir::Value array, int64_t chunkIndex);
  mlir::Value fragmentIndex(mlir::Location loc, int64_t own, int64_t number);
  mlir::Value readFragments(mlir::Location loc, mlir::Value array, int64_t chunkIndex);
  void writeFragments(mlir::Location loc, mlir::Value chunk, mlir::Value array, int64_t chunkIndex);
  mlir::Value coordinate(CoordinateOp op, int64_t element, int64_t count);
  mlir::Value constant(mlir::arith::ConstantOp op, int64_t element, int64_t count);
  mlir::Operation *elementwise(mlir::Operation *op, int64_t element, int64_t count);
  void gather(GatherOp op);
  llvm::SmallVector<mlir::Value> gatherRun(GatherOp op, int64_t element);
  llvm::SmallVector<mlir::Value> loadRun(GatherOp op, int64_t element);
  void scatter(ScatterOp op);
  void storeRun(ScatterOp op, int64_t element);
  void scatterAtomic(mlir::Operation *op);
  mlir::Value updateAtomic(mlir::Operation *op, int64_t element);
  void rearrange(RearrangeOp op);
  void rearrangeWithin(RearrangeOp op);
  mlir::Value getRearranged(RearrangeOp op, int64_t element, bool wholeChunk);
  mlir::Value getKept(mlir::Value source, mlir::Value moving, int64_t fixed, bool wholeChunk);
  void insert(InsertRegistersOp op);
  void shuffle(SimdShuffleOp op);
  void map(MapOp op);
  void mapPacked(MapOp op);
  void laneGather(LaneGatherOp op);
  mlir::Value join(mlir::Location loc, llvm::ArrayRef<mlir::Value> pieces);

  LoopFormState &state;
  mlir::OpBuilder &builder;
  PacketShape shape;
  mlir::Value packet;
  llvm::DenseMap<std::tuple<mlir::Value, int64_t, int64_t>, mlir::Value> known;
};

} // namespace tritonmetal::metal

#endif // TRITON_METAL_LIB_DIALECT_METAL_TRANSFORMS_PACKETEMITTER_H
