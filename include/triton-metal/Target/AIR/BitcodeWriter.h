//===- BitcodeWriter.h - LLVM module to LLVM-14 AIR bitcode -----*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Apple's loaders read LLVM-14 bitcode with typed pointers, and nothing newer on every system that
// we support. LLVM 22 has only opaque pointers, and what its own writer produces is refused by
// older readers or, worse, misread without a word. So a legalised module is written here, record by
// record, in the dialect of LLVM 14:
//
//   %p = getelementptr inbounds float, ptr addrspace(1) %a, i64 %i
//   %v = load <4 x float>, ptr addrspace(1) %p
//
// is written as
//
//   %p = getelementptr inbounds float, float addrspace(1)* %a, i64 %i
//   %q = bitcast float addrspace(1)* %p to <4 x float> addrspace(1)*
//   %v = load <4 x float>, <4 x float> addrspace(1)* %q
//
// Every pointer value has one pointee, and each use that wants another goes through a `bitcast`
// that exists in the file only; the module itself is not changed. A reader of LLVM 16 or later gets
// the original instructions back plus `bitcast ptr to ptr`.
//
// The output is raw bitcode ('B' 'C' 0xC0DE), without the Darwin wrapper, which the metallib adds.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_TARGET_AIR_BITCODEWRITER_H
#define TRITON_METAL_TARGET_AIR_BITCODEWRITER_H

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/Error.h"

namespace llvm {
class Module;
class Type;
class Value;
} // namespace llvm

namespace tritonmetal::air {

/// What pointers point to, where the caller knows better than the writer. Keys are function
/// arguments (of definitions and declarations) and functions (then it is the pointee of the
/// returned pointer). A pointer inside a pointee type is written as `i8 addrspace(n)*`.
///
/// Without a hint the writer takes, in this order: for kernel arguments the "air.arg_type_name" of
/// `!air.kernel`; for arguments of `air.*` declarations the type in the name
/// (`air.atomic.global.add.s.i32` takes `i32 addrspace(1)*`, `...p3f16` a `half addrspace(3)*`);
/// the type of the first access; `i8`.
class PointeeTypes {
public:
  void set(const llvm::Value &value, llvm::Type *pointee) { types[&value] = pointee; }
  llvm::Type *lookup(const llvm::Value &value) const { return types.lookup(&value); }

private:
  llvm::DenseMap<const llvm::Value *, llvm::Type *> types;
};

/// Appends `module` to `out` as LLVM-14 bitcode. The module must be valid IR within the AIR subset:
/// what LLVM 14 cannot say (new flags, intrinsics, debug info, ...) or AIR does not have (exception
/// handling, inline assembly, addrspacecast, vectors of pointers, ...) is an error that names the
/// construct and its function; nothing is appended then.
///
/// Attributes that LLVM 14 spells differently are respelled (`memory`, `captures(none)`),
/// attributes it does not know are only hints and dropped; see AttributeTable.h in the
/// implementation.
llvm::Error writeAIRBitcode(const llvm::Module &module, llvm::SmallVectorImpl<char> &out,
                            const PointeeTypes &hints = PointeeTypes());

} // namespace tritonmetal::air

#endif // TRITON_METAL_TARGET_AIR_BITCODEWRITER_H
