//===- AirFunctions.h - What a call of an air.* function asks for ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// AIR has no intrinsics in LLVM's sense: what a GPU does beyond LLVM's instructions is a call of an
// external function whose name spells the operation and its types:
//
//   %m = call i32 @air.simd_max.u.i32(i32 %x)     operation SimdMax, type {Unsigned, 32 bits}
//   %e = call float @air.fast_exp.f32(float %x)   operation Exp, type {Float, 32 bits}, fast
//   %h = call half @air.convert.f.f16.s.i32(i32 %x)     operation Convert, types f16 and s.i32
//
// `classifyAirFunction` turns name and type of a callee into an `AirCall`, by the table in
// AirFunctions.def. Both engines start from there; neither looks at names. A name that the table
// lacks, or a type that does not go with the name, is an error: on a GPU such a call ends the
// compilation of the pipeline.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_EXECUTOR_AIRFUNCTIONS_H
#define TRITON_METAL_EXECUTOR_AIRFUNCTIONS_H

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

#include <cstdint>
#include <optional>

namespace llvm {
class Function;
class Type;
} // namespace llvm

namespace tritonmetal::executor {

enum class AirOperation : uint16_t {
#define AIR_FUNCTION(operation, group, pattern, signatures) operation,
#include "triton-metal/Executor/AirFunctions.def"
};

enum class AirGroup : uint8_t {
  Math,
  Integer,
  Convert,
  Query,     // of the launch and the pipeline
  Barrier,   // all threads of a group meet
  Fence,     // orders memory, and waits for nobody
  CrossLane, // the lanes of a SIMD-group or quad-group exchange values
  Atomic,
  Coherent, // loads and stores
  Matrix,
};

/// A type as a function's name spells it.
struct AirType {
  enum class Kind : uint8_t {
    Float,    // f16 f32
    BFloat,   // bf16
    Signed,   // s.i32
    Unsigned, // u.i32
    Integer,  // i32: no sign is given, or none matters
  };
  Kind kind = Kind::Integer;
  uint8_t bits = 0;      // of an element
  uint16_t elements = 0; // 0: a scalar

  bool isFloat() const { return kind == Kind::Float || kind == Kind::BFloat; }
  bool isSigned() const { return kind == Kind::Signed; }
  bool operator==(const AirType &other) const {
    return kind == other.kind && bits == other.bits && elements == other.elements;
  }
};

struct AirCall {
  AirOperation operation = AirOperation::Sqrt;
  AirGroup group = AirGroup::Math;
  bool isFast = false; // less accuracy is asked for; what the executor computes is the same
  llvm::SmallVector<AirType, 4> types; // in the order of the name
  unsigned addressSpace = 0;           // atomics, coherent accesses and matrices: of the memory
  unsigned numParameters = 0;

  /// Atomics and fences: positions of operands, if there are any. The order is that of success.
  std::optional<unsigned> getOrderOperand() const;
  std::optional<unsigned> getScopeOperand() const;
};

/// `SimdMax`, for messages about the executor itself.
llvm::StringRef getName(AirOperation operation);

/// What a call of `callee` asks for. Errors: an unknown name, with the callee's type; a type that
/// does not go with the name, with those that do; a function that the executor does not have by
/// choice (textures, tensors, ray tracing, ...), with the reason.
llvm::Expected<AirCall> classifyAirFunction(const llvm::Function &callee);

/// Memory flags of barriers and fences (Metal's mem_flags).
enum AirMemoryFlags : uint32_t { airDeviceMemory = 1, airThreadgroupMemory = 2 };

} // namespace tritonmetal::executor

#endif // TRITON_METAL_EXECUTOR_AIRFUNCTIONS_H
