//===- MathIntrinsics.cpp - LLVM's functions of floats ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "MathIntrinsics.h"

using namespace llvm;

namespace tritonmetal::executor {

std::optional<AirOperation> getMathOperation(Intrinsic::ID id) {
  switch (id) {
  case Intrinsic::sqrt:
    return AirOperation::Sqrt;
  case Intrinsic::exp:
    return AirOperation::Exp;
  case Intrinsic::exp2:
    return AirOperation::Exp2;
  case Intrinsic::log:
    return AirOperation::Log;
  case Intrinsic::log2:
    return AirOperation::Log2;
  case Intrinsic::fabs:
    return AirOperation::Fabs;
  case Intrinsic::floor:
    return AirOperation::Floor;
  case Intrinsic::ceil:
    return AirOperation::Ceil;
  case Intrinsic::trunc:
    return AirOperation::Trunc;
  case Intrinsic::round:
    return AirOperation::Round;
  case Intrinsic::rint:
    return AirOperation::Rint;
  case Intrinsic::fma:
  case Intrinsic::fmuladd:
    return AirOperation::Fma;
  case Intrinsic::minnum:
    return AirOperation::Fmin;
  case Intrinsic::maxnum:
    return AirOperation::Fmax;
  case Intrinsic::copysign:
    return AirOperation::CopySign;
  default:
    return std::nullopt;
  }
}

} // namespace tritonmetal::executor
