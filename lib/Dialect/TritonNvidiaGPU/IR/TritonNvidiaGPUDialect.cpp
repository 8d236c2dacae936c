//===- TritonNvidiaGPUDialect.cpp - Registration, attributes ----*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "triton-metal/Dialect/TritonNvidiaGPU/IR/TritonNvidiaGPU.h"

#include "mlir/IR/Builders.h"
#include "mlir/IR/DialectImplementation.h"
#include "llvm/ADT/TypeSwitch.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace tritonmetal;
using namespace tritonmetal::ttng;

#include "triton-metal/Dialect/TritonNvidiaGPU/IR/TritonNvidiaGPUDialect.cpp.inc"

#define GET_ATTRDEF_CLASSES
#include "triton-metal/Dialect/TritonNvidiaGPU/IR/TritonNvidiaGPUAttributes.cpp.inc"

namespace {

/// `#tmem`: how Triton names these layouts on top of a file.
struct TritonNvidiaGPUAliases final : OpAsmDialectInterface {
  using OpAsmDialectInterface::OpAsmDialectInterface;

  AliasResult getAlias(Attribute attribute, raw_ostream &os) const override {
    if (isa<TensorMemoryEncodingAttr>(attribute))
      os << "tmem";
    else if (isa<TensorMemoryScalesEncodingAttr>(attribute))
      os << "tmem_scales";
    else
      return AliasResult::NoAlias;
    return AliasResult::FinalAlias;
  }
};

} // namespace

void TritonNvidiaGPUDialect::registerAttributes() {
  addAttributes<
#define GET_ATTRDEF_LIST
#include "triton-metal/Dialect/TritonNvidiaGPU/IR/TritonNvidiaGPUAttributes.cpp.inc"
      >();
}

void TritonNvidiaGPUDialect::initialize() {
  registerAttributes();
  addOperations<
#define GET_OP_LIST
#include "triton-metal/Dialect/TritonNvidiaGPU/IR/TritonNvidiaGPUOps.cpp.inc"
      >();
  addInterfaces<TritonNvidiaGPUAliases>();
}

LogicalResult TensorMemoryEncodingAttr::verify(function_ref<InFlightDiagnostic()> emitError,
                                               unsigned blockM, unsigned blockN,
                                               std::optional<unsigned> colStride, BoolAttr unpacked,
                                               unsigned CTASplitM, unsigned CTASplitN,
                                               bool twoCTAs) {
  if (blockM != 64 && blockM != 128)
    return emitError() << "blockM must be 64 or 128, found " << blockM;
  if (!llvm::isPowerOf2_32(blockN) || blockN > 512)
    return emitError() << "blockN must be a power of two up to 512, found " << blockN;
  if (!llvm::isPowerOf2_32(CTASplitM) || !llvm::isPowerOf2_32(CTASplitN))
    return emitError() << "CTASplitM and CTASplitN must be powers of two, found " << CTASplitM
                       << " and " << CTASplitN;
  if (colStride.has_value() == bool(unpacked))
    return emitError() << "needs either colStride or, before 3.6, unpacked";
  if (colStride && !llvm::is_contained({1u, 2u, 4u}, *colStride))
    return emitError() << "colStride must be 1, 2 or 4, found " << *colStride;
  return success();
}
