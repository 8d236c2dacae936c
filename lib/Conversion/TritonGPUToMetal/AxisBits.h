//===- AxisBits.h - Which bits of a position go along an axis ---*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// A position is (register, lane, SIMD-group). For reductions, scans and gathers along
// an axis each of its bits is one of three kinds:
//
//   axis   moves along the axis by a power of two, and in no other dimension
//   kept   moves in the other dimensions
//   copy   moves nowhere: positions that differ in it hold the same element
//
// Example, 8 rows and 64 columns on one SIMD-group, axis = 0:
//
//   register [0,1] [4,0]   lane [0,2] [0,4] [0,8] [1,0] [2,0]
//            kept  axis         kept  kept  kept  axis  axis
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_CONVERSION_TRITONGPUTOMETAL_AXISBITS_H
#define TRITON_METAL_LIB_CONVERSION_TRITONGPUTOMETAL_AXISBITS_H

#include "triton-metal/Layout/LinearLayout.h"

#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinTypes.h"
#include "llvm/ADT/SmallVector.h"

#include <optional>

namespace tritonmetal {

/// One bit of a register, lane or SIMD-group number.
struct PositionBit {
  enum Kind { Axis, Kept, Copy } kind = Copy;
  int axisBit = -1; // the bit of the axis coordinate that an axis bit flips
};

struct AxisBits {
  llvm::SmallVector<PositionBit> registers, lanes, simdgroups;

  /// Bits of the given kind, as a mask of the number.
  static int32_t mask(llvm::ArrayRef<PositionBit> bits, PositionBit::Kind kind);
};

/// None if some bit moves along the axis and elsewhere, or by no power of two, or if
/// two bits move alike: such layouts are converted first.
std::optional<AxisBits> getAxisBits(const layout::LinearLayout &layout, unsigned axis);
std::optional<AxisBits> getAxisBits(mlir::RankedTensorType type, unsigned axis);

/// `sources` converted to a layout whose bits are sorted, and in which threads share out
/// the other dimensions first and each holds a run of the axis; for an op that is about
/// to be written anew.
llvm::SmallVector<mlir::Value> convertToAxisLayout(mlir::Operation *op, mlir::ValueRange sources,
                                                   unsigned axis, mlir::OpBuilder &builder);

} // namespace tritonmetal

#endif // TRITON_METAL_LIB_CONVERSION_TRITONGPUTOMETAL_AXISBITS_H
