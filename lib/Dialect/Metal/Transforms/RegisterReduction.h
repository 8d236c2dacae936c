//===- RegisterReduction.h - metal.reduce_registers in a loop ---*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// A reduction over the registers of a thread rides on a packet loop: C partial
// results, one for each element of a chunk, are combined with each chunk, and
// with each other after the loop.
//
//   float4 acc = 0;  for (p) acc += v[p];   s2 = acc.xy + acc.zw;  s = s2.x + s2.y;
//
// The partial results start at the identity of the combine where it is known;
// otherwise the first chunk is taken as it is, chosen by `p == 0`.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_DIALECT_METAL_TRANSFORMS_REGISTERREDUCTION_H
#define TRITON_METAL_LIB_DIALECT_METAL_TRANSFORMS_REGISTERREDUCTION_H

#include "PacketEmitter.h"

namespace tritonmetal::metal {

class RegisterReduction {
public:
  RegisterReduction(LoopFormState &state, ReduceRegistersOp op, PacketShape shape)
      : state(state), op(op), shape(shape) {}

  /// Values for the loop to carry, one for each operand.
  llvm::SmallVector<mlir::Value> start(mlir::OpBuilder &builder);

  /// Combines a packet with `partials`; null partials: there is only this packet.
  llvm::SmallVector<mlir::Value> combinePacket(mlir::OpBuilder &builder, PacketEmitter &packet,
                                               mlir::Value packetNumber,
                                               llvm::ArrayRef<mlir::Value> partials);

  /// One scalar for each operand from its C partial results.
  llvm::SmallVector<mlir::Value> finish(mlir::OpBuilder &builder,
                                        llvm::ArrayRef<mlir::Value> partials);

  size_t size() { return op.getSources().size(); }

private:
  using Values = llvm::SmallVector<mlir::Value>;
  Values combine(mlir::OpBuilder &builder, llvm::ArrayRef<mlir::Value> accumulated,
                 llvm::ArrayRef<mlir::Value> incoming, int64_t count);
  Values combineVector(mlir::OpBuilder &builder, llvm::ArrayRef<mlir::Value> arguments,
                       int64_t count);
  Values combineScalar(mlir::OpBuilder &builder, llvm::ArrayRef<mlir::Value> arguments);
  bool isVectorizable();

  LoopFormState &state;
  ReduceRegistersOp op;
  PacketShape shape;
};

/// The value e with f(e, x) = x for every x, if `region` is one op known to have
/// it; null otherwise. Of `maxnumf` that is NaN, not -inf: the maximum of nothing
/// but NaN is NaN.
mlir::TypedAttr getIdentity(mlir::Region &region, mlir::Type type);

} // namespace tritonmetal::metal

#endif // TRITON_METAL_LIB_DIALECT_METAL_TRANSFORMS_REGISTERREDUCTION_H
