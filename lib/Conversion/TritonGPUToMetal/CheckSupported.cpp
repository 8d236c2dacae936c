//===- CheckSupported.cpp - Refuse by name ---------------------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Everything that has no lowering ends here, with the op, the reason and a way out:
//
//   k.py:7:12: error: 'tt.extern_elementwise' op calls '__nv_jnf', which has no
//   counterpart here; write it with tl.* operations
//
//===----------------------------------------------------------------------===//

#include "Patterns.h"

#include "triton-metal/Dialect/Metal/Transforms/NarrowFloats.h"

#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"
#include "mlir/Dialect/Math/IR/Math.h"

using namespace mlir;
using namespace tritonmetal;

/// Ops that move values without a look at them, and so move f64 as 8 bytes.
static bool movesOnly(Operation *op) {
  return isa<tt::AddPtrOp, tt::BroadcastOp, tt::CatOp, tt::ExpandDimsOp, tt::JoinOp, tt::LoadOp,
             tt::ReshapeOp, tt::SplatOp, tt::SplitOp, tt::StoreOp, tt::TransOp, tt::UnsplatOp,
             ttg::ConvertLayoutOp, arith::ConstantOp, arith::SelectOp>(op) ||
         op->getNumRegions() != 0 || op->hasTrait<OpTrait::IsTerminator>() ||
         (isa<tt::BitcastOp, tt::PtrToIntOp, tt::IntToPtrOp>(op) &&
          tt::isPointerLike(op->getOperand(0).getType()));
}

static LogicalResult checkElementType(Operation *op, Type type, bool emulateDoubles) {
  Type element = getElementTypeOrSelf(type);
  while (auto pointer = dyn_cast<tt::PointerType>(element)) {
    if (pointer.getAddressSpace() != 1)
      return op->emitOpError("points to address space ")
             << pointer.getAddressSpace()
             << ", and Triton's kernels reach device memory (1) only; pass a pointer to a buffer";
    element = pointer.getPointeeType();
  }
  if (element.isF64() && !movesOnly(op) && !emulateDoubles)
    return op->emitOpError("uses f64, which Metal GPUs do not have; use float32 in the kernel, or "
                           "--fp64=emulate for doubles in software");
  if (isa<RankedTensorType>(element))
    return op->emitOpError("uses ")
           << type << ", which has no lowering yet; use tensors of pointers to numbers";
  bool isKnown = element.isInteger(1) || element.isInteger(8) || element.isInteger(16) ||
                 element.isInteger(32) || element.isInteger(64) || element.isF16() ||
                 element.isBF16() || element.isF32() || element.isF64() || element.isIndex() ||
                 metal::isByteFloat(element);
  if (isKnown)
    return success();
  return op->emitOpError("uses ") << element
                                  << ", which has no lowering yet; use a type of 8, 16, 32 or 64 "
                                     "bits";
}

static LogicalResult checkFunction(tt::FuncOp func, bool emulateDoubles) {
  if (func.getBody().empty())
    return func.emitOpError("has no body; only kernels compile");
  for (Type type : func.getArgumentTypes())
    if (type.isF64() && !emulateDoubles)
      return func.emitOpError("has a parameter of type f64, which Metal GPUs do not have; pass "
                              "float32, or a pointer, or use --fp64=emulate for doubles in "
                              "software");
  if (func.getNumResults() != 0)
    return func.emitOpError("returns a value, so it is no kernel; mark helper functions private");
  if (!llvm::hasSingleElement(func.getBody()))
    return func.emitOpError("has branches between blocks; run triton-structure-control-flow first");
  return success();
}

/// Triton's ops that have a pattern; of `arith`, `math` and `scf` all pass on.
static bool hasLowering(Operation *op) {
  return isa<tt::AddPtrOp, tt::AssertOp, tt::AtomicCASOp, tt::AtomicRMWOp, tt::BitcastOp,
             tt::BroadcastOp, tt::CatOp, tt::ClampFOp, tt::DotOp, tt::ElementwiseInlineAsmOp,
             tt::ExpandDimsOp, tt::ExternElementwiseOp, tt::FpToFpOp, tt::FuncOp, tt::GatherOp,
             tt::GetNumProgramsOp, tt::GetProgramIdOp, tt::HistogramOp, tt::IntToPtrOp, tt::JoinOp,
             tt::LoadOp, tt::MakeRangeOp, tt::MapElementwiseOp, tt::MapElementwiseReturnOp,
             tt::MulhiUIOp, tt::PreciseDivFOp, tt::PreciseSqrtOp, tt::PrintOp, tt::PtrToIntOp,
             tt::ReduceOp, tt::ReduceReturnOp, tt::ReshapeOp, tt::ReturnOp, tt::ScanOp,
             tt::ScanReturnOp, tt::SplatOp, tt::SplitOp, tt::StoreOp, tt::TransOp, tt::UnsplatOp,
             ttg::BarrierOp, ttg::ConvertLayoutOp, ttg::LocalBarrierOp>(op);
}

static LogicalResult checkOp(Operation *op, bool emulateDoubles) {
  if (auto external = dyn_cast<tt::ExternElementwiseOp>(op))
    return checkExtern(external, emulateDoubles);
  if (auto assembly = dyn_cast<tt::ElementwiseInlineAsmOp>(op))
    return checkInlineAssembly(assembly);
  StringRef dialect = op->getName().getDialectNamespace();
  if ((dialect == "tt" || dialect == "ttg") && !hasLowering(op))
    return op->emitOpError("has no lowering yet");
  for (Type type : llvm::concat<const Type>(llvm::to_vector(op->getOperandTypes()),
                                            llvm::to_vector(op->getResultTypes())))
    if (failed(checkElementType(op, type, emulateDoubles)))
      return failure();
  if (isa<tt::AssertOp, tt::PrintOp>(op) &&
      isa<tt::MapElementwiseOp, tt::ReduceOp, tt::ScanOp>(op->getParentOp()))
    return op->emitOpError("inside a function that is applied to elements has no lowering yet; "
                           "move it in front of the tensor op");
  if (isa<tt::PrintOp>(op) && llvm::any_of(op->getOperandTypes(), [](Type type) {
        return isa<tt::PointerType>(getElementTypeOrSelf(type));
      }))
    return op->emitOpError("prints a pointer, which has no lowering yet; print the offset");
  if (auto dot = dyn_cast<tt::DotOp>(op))
    return checkDot(dot);
  if (auto func = dyn_cast<tt::FuncOp>(op))
    return checkFunction(func, emulateDoubles);
  return success();
}

LogicalResult tritonmetal::checkSupported(ModuleOp module, bool emulateDoubles) {
  if (int ctas = ttg::lookupNumCTAs(module); ctas != 1)
    return module.emitError("is planned for clusters of ")
           << ctas << " CTAs, which Apple GPUs do not have; compile with num_ctas=1";
  auto kernels = llvm::to_vector(module.getOps<tt::FuncOp>());
  if (kernels.empty())
    return module.emitError("holds no kernel: expected a 'tt.func'");
  WalkResult result = module.walk<WalkOrder::PreOrder>([&](Operation *op) {
    return failed(checkOp(op, emulateDoubles)) ? WalkResult::interrupt() : WalkResult::advance();
  });
  return failure(result.wasInterrupted());
}
