//===- SubsetCheck.h - What typed LLVM-14 bitcode can say -------*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The one place where the writer refuses a module. It is an allow-list over everything that gets a
// record (types, constants, instructions with their flags, attributes, metadata, globals), so that
// the rest of the writer need not think about failure:
//
//   air bitcode: function 'f': 'or disjoint' needs LLVM 18, AIR is LLVM 14; clear the flag
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_TARGET_AIR_BITCODE_SUBSETCHECK_H
#define TRITON_METAL_LIB_TARGET_AIR_BITCODE_SUBSETCHECK_H

#include "triton-metal/Target/AIR/BitcodeWriter.h"

namespace tritonmetal::air {

llvm::Error checkSubset(const llvm::Module &module, const PointeeTypes &hints);

} // namespace tritonmetal::air

#endif // TRITON_METAL_LIB_TARGET_AIR_BITCODE_SUBSETCHECK_H
