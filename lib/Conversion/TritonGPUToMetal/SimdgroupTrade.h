//===- SimdgroupTrade.h - Registers of another SIMD-group ------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// What a shuffle over a distance is for lanes, for SIMD-groups: each thread gets the
// registers of the same lane of the SIMD-group whose number differs in one bit. They
// travel through threadgroup memory, in as many bands as it takes.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_CONVERSION_TRITONGPUTOMETAL_SIMDGROUPTRADE_H
#define TRITON_METAL_LIB_CONVERSION_TRITONGPUTOMETAL_SIMDGROUPTRADE_H

#include "AxisBits.h"
#include "ValueBuilder.h"

namespace tritonmetal {

/// What the SIMD-groups that differ in the only axis bit of `bits` hold in the place of
/// `value`. All lanes are kept bits.
mlir::Value tradeSimdgroups(ValueBuilder &builder, const AxisBits &bits, mlir::Value value);

/// Whether one register of all threads, of `bytes`, fits a band.
bool canTradeSimdgroups(const AxisBits &bits, int64_t bytes);

} // namespace tritonmetal

#endif // TRITON_METAL_LIB_CONVERSION_TRITONGPUTOMETAL_SIMDGROUPTRADE_H
