//===- Literals.h - Constants as MSL spells them ----------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Every literal reads back as the same bits. Floats have as few digits as that allows.
//
//   0.1 : f32          0.1f                 0x7F800000 : f32   INFINITY
//   0.1 : f16          0.1h                 0x7FC00001 : f32   as_type<float>(0x7fc00001u)
//   -1 : i32           -1, or 4294967295u where the type is uint
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_TARGET_MSL_LITERALS_H
#define TRITON_METAL_LIB_TARGET_MSL_LITERALS_H

#include "CType.h"

#include "llvm/ADT/APFloat.h"
#include "llvm/ADT/APInt.h"

namespace tritonmetal::metal {

/// `type` is a scalar integer of at least 32 bits, or one of 8 or 16 whose literal is then
/// an `int` of the same value. With `isHex`, as bits: 0xffu.
std::string spellInteger(const llvm::APInt &value, CType type, bool isHex = false);

/// f32, f16, or bf16 where MSL has it.
std::string spellFloat(const llvm::APFloat &value);

} // namespace tritonmetal::metal

#endif // TRITON_METAL_LIB_TARGET_MSL_LITERALS_H
