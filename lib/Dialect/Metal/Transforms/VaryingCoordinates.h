//===- VaryingCoordinates.h - Coordinates that differ by the pass -*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// A bit of a coordinate is the parity of some bits of the register's and the thread's
// numbers. Where these are other bits in each pass of a loop, the mask that tells which is
// a varying number, and the bit is
//
//   popcount((thread << (log2(R) + 1) | register) & mask) & 1
//
// written for the two numbers apart, as one is the same in all registers. The bit between the two
// numbers is always zero, so that masks that go from register to register have a place to end.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_DIALECT_METAL_TRANSFORMS_VARYINGCOORDINATES_H
#define TRITON_METAL_LIB_DIALECT_METAL_TRANSFORMS_VARYINGCOORDINATES_H

#include "VaryingNumbers.h"

#include "triton-metal/Dialect/Metal/IR/Metal.h"

namespace tritonmetal::metal {

/// Whether one bit at most differs among `coordinates`, all of one type.
bool canVary(llvm::ArrayRef<CoordinateOp> coordinates);

/// Code for the coordinate at the point `counters`.
mlir::Value buildCoordinate(mlir::OpBuilder &builder, mlir::Location loc,
                            llvm::ArrayRef<Point> points, llvm::ArrayRef<CoordinateOp> coordinates,
                            mlir::ValueRange counters);

} // namespace tritonmetal::metal

#endif // TRITON_METAL_LIB_DIALECT_METAL_TRANSFORMS_VARYINGCOORDINATES_H
