//===- RegisterReduction.h - metal.reduce_registers in a loop ---*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// A chunk is combined with the accumulated one element by element; what goes along
// within the chunk is combined at the end:
//
//   float4 acc = 0;  for (p) acc += v[p];   s2 = acc.xy + acc.zw;  s = s2.x + s2.y;
//
// With many results to a thread the accumulators are an array, and a second loop
// finishes each; if no bit of the packet number goes along, each packet is finished
// as it comes.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_DIALECT_METAL_TRANSFORMS_REGISTERREDUCTION_H
#define TRITON_METAL_LIB_DIALECT_METAL_TRANSFORMS_REGISTERREDUCTION_H

#include "PacketFold.h"

namespace tritonmetal::metal {

class RegisterReduction final : public PacketFold {
public:
  RegisterReduction(LoopFormState &state, ReduceRegistersOp op, PacketShape shape, bool descending);

  Values step(mlir::OpBuilder &builder, PacketEmitter &packet, mlir::Value number,
              llvm::ArrayRef<mlir::Value> carried) override;
  void finish(mlir::OpBuilder &builder, llvm::ArrayRef<mlir::Value> carried) override;
  size_t leftCount() const override { return columns * operandCount(); }

private:
  bool isFinishedPerPacket() const { return slots != 1 && packetAlong == 0; }
  Values finishChunk(mlir::OpBuilder &builder, Values values);
  void bind(mlir::OpBuilder &builder, llvm::ArrayRef<Values> pieces);
  void finishInLoop(mlir::OpBuilder &builder);
  Values makeChunks(mlir::OpBuilder &builder, llvm::ArrayRef<Values> pieces, unsigned operand,
                    int64_t chunk);

  int64_t pieceLength; // results in a finished chunk
};

} // namespace tritonmetal::metal

#endif // TRITON_METAL_LIB_DIALECT_METAL_TRANSFORMS_REGISTERREDUCTION_H
