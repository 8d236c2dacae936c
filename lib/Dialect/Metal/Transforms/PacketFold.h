//===- PacketFold.h - What goes along with a packet loop --------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Reductions and scans over the registers of a thread ride on a packet loop: each
// packet is combined with what the packets before it left. The bits of the register
// number that the op does not go along select what belongs together. Of R = 32,
// chunks of 4, along = [1, 4]:
//
//   bit       4       3 2     1 0
//             packet  packet  within the chunk
//             along   kept    along, kept
//
// four *slots* (bits 3 and 2) each have an accumulator that two packets pass by
// (bit 4). What happens within a packet is the business of the op. Accumulators are
//
//   carried by the loop   if there is one slot
//   in a thread array     if there are more
//   not needed            if no bit of the packet number goes along
//
// The first packet of a slot finds none; if the combine has an identity, a carried
// accumulator starts there instead.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_DIALECT_METAL_TRANSFORMS_PACKETFOLD_H
#define TRITON_METAL_LIB_DIALECT_METAL_TRANSFORMS_PACKETFOLD_H

#include "CombineFunction.h"
#include "PacketEmitter.h"

#include <memory>

namespace tritonmetal::metal {

class PacketFold {
public:
  using Values = llvm::SmallVector<mlir::Value>;

  /// `descending`: the loop goes through the packets from the last to the first.
  static std::unique_ptr<PacketFold> create(LoopFormState &state, mlir::Operation *op,
                                            PacketShape shape, bool descending);
  virtual ~PacketFold() = default;

  /// Values for the loop to carry. Not called if there is one packet only.
  Values start(mlir::OpBuilder &builder);

  /// Handles one packet, number `number` (null if there is one only), given what the
  /// loop carries; returns what it carries on.
  virtual Values step(mlir::OpBuilder &builder, PacketEmitter &packet, mlir::Value number,
                      llvm::ArrayRef<mlir::Value> carried) = 0;

  /// After the loop, given what it carried.
  virtual void finish(mlir::OpBuilder &builder, llvm::ArrayRef<mlir::Value> carried) {}

  /// Number of values that the loop carries.
  size_t carriedCount() const;

  /// Number of values that `step` returns for an only packet.
  virtual size_t leftCount() const { return 0; }

protected:
  PacketFold(LoopFormState &state, mlir::Operation *op, llvm::ArrayRef<int32_t> along,
             PacketShape shape, bool descending);

  /// An accumulator before and after an element (or chunk) was combined with it.
  struct Folded {
    Values before, after;
  };

  /// The first elements of a packet for accumulator `column` of the slot. `before` is
  /// asked for by `needsBefore`; the first of all finds `incoming` itself there.
  Folded fold(mlir::OpBuilder &builder, mlir::Value number, unsigned column,
              llvm::ArrayRef<mlir::Value> carried, llvm::ArrayRef<mlir::Value> incoming,
              bool needsBefore);

  /// Writes accumulators, by column, to their arrays or returns them to be carried.
  Values keep(mlir::OpBuilder &builder, mlir::Value number, llvm::ArrayRef<Values> accumulators);

  /// Writes one value for each operand to `arrays`, at `column` of the packet's slot.
  void writeSlot(mlir::OpBuilder &builder, mlir::Value number, unsigned column,
                 llvm::ArrayRef<mlir::Value> arrays, llvm::ArrayRef<mlir::Value> values);

  /// Arrays of `length` elements to each entry, one entry for each slot and column.
  Values createArrays(int64_t length);

  unsigned operandCount() const { return op->getNumOperands(); }
  mlir::Type pieceType(unsigned operand, int64_t length) const {
    return LoopFormState::pieceType(op->getOperand(operand).getType(), length);
  }
  bool isCarried() const { return slots == 1 && packetAlong != 0; }
  bool isInArrays() const { return slots != 1 && packetAlong != 0; }

  LoopFormState &state;
  mlir::Operation *op;
  CombineFunction function;
  PacketShape shape;
  bool descending;
  int32_t alongMask = 0;   // bits of the register number
  int32_t packetAlong = 0; // bits of the packet number
  int64_t slots = 1;
  llvm::SmallVector<int32_t> slotBases; // slot number from the bits of the packet number
  // Set by the op: accumulators of a slot, and their length in elements.
  unsigned columns = 1;
  int64_t length = 1;
  Values arrays; // of accumulators, made when first needed

private:
  mlir::Value isFirst(mlir::OpBuilder &builder, mlir::Value number);
  mlir::Value entryIndex(mlir::OpBuilder &builder, mlir::Value number, unsigned column);
  Folded foldCarried(mlir::OpBuilder &builder, mlir::Value number, Values accumulated,
                     llvm::ArrayRef<mlir::Value> incoming, bool needsBefore);
  Folded foldInBranch(mlir::OpBuilder &builder, mlir::Value number,
                      llvm::function_ref<Values()> accumulated,
                      llvm::ArrayRef<mlir::Value> incoming, bool needsBefore);
};

/// The bits of `index` that `mask` has, moved together.
int64_t compressBits(int64_t index, int64_t mask);

} // namespace tritonmetal::metal

#endif // TRITON_METAL_LIB_DIALECT_METAL_TRANSFORMS_PACKETFOLD_H
