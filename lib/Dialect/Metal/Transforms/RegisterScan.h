//===- RegisterScan.h - metal.scan_registers in a loop ----------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// The packets come in the order of the scan, so each element finds the combination
// of those before it in an accumulator:
//
//   float acc = 0;  for (p) { s.x = acc + v[p].x; s.y = s.x + v[p].y; …; acc = s.w; }
//
// If no bit of the chunk goes along, chunks are combined whole.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_DIALECT_METAL_TRANSFORMS_REGISTERSCAN_H
#define TRITON_METAL_LIB_DIALECT_METAL_TRANSFORMS_REGISTERSCAN_H

#include "PacketFold.h"

namespace tritonmetal::metal {

class RegisterScan final : public PacketFold {
public:
  RegisterScan(LoopFormState &state, ScanRegistersOp op, PacketShape shape);

  Values step(mlir::OpBuilder &builder, PacketEmitter &packet, mlir::Value number,
              llvm::ArrayRef<mlir::Value> carried) override;

private:
  bool isExclusive;
  int64_t positions; // elements or chunks of a packet
};

} // namespace tritonmetal::metal

#endif // TRITON_METAL_LIB_DIALECT_METAL_TRANSFORMS_REGISTERSCAN_H
