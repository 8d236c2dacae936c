//===- RaiseDescriptorAccesses.cpp - Bulk copies and descriptors -----------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
//   ttng.async_tma_copy_global_to_local %d[%i, %j] %m, %barrier, %true
//     =>  %v = tt.descriptor_load %d[%i, %j];  ttg.local_store %v, %m
//   ttng.async_tma_copy_local_to_global %d[%i, %j] %m
//     =>  %v = ttg.local_load %m;  tt.descriptor_store %d[%i, %j], %v
//
// A descriptor made in memory has its sizes from the fastest dimension to the slowest, and
// strides in bytes, without the fastest, which is one element:
//
//   ttng.tensormap_create %scratch, %base, [%box1, %box0], [%n, %m], [%rowBytes], [%c1, %c1]
//     =>  tt.make_tensor_descriptor %base, [%m, %n], [%rowBytes / bytes, 1]
//
//===----------------------------------------------------------------------===//

#include "PromoteBuffers.h"
#include "RaiseOps.h"
#include "Refusal.h"
#include "TensorValues.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace tritonmetal;

//===----------------------------------------------------------------------===//
// Copies
//===----------------------------------------------------------------------===//

static RankedTensorType getValueType(Value memory) {
  auto type = cast<ttg::MemDescType>(memory.getType());
  return RankedTensorType::get(type.getShape(), type.getElementType());
}

/// Stores what `load` makes in shared memory, if the predicate holds; otherwise the memory
/// keeps what it has, which may be nothing that was ever written.
static void storeIf(OpBuilder &builder, Location loc, Value predicate, Value memory,
                    function_ref<Value(OpBuilder &)> load) {
  if (getIntegerConstant(predicate) == -1) { // an i1 that is true
    ttg::LocalStoreOp::create(builder, loc, load(builder), memory);
    return;
  }
  auto before = ttg::LocalLoadOp::create(builder, loc, getValueType(memory), memory,
                                         /*token=*/Value());
  before->setDiscardableAttr(kMayBeUnwrittenAttrName, builder.getUnitAttr());
  auto branch = scf::IfOp::create(
      builder, loc, predicate,
      [&](OpBuilder &inside, Location) { scf::YieldOp::create(inside, loc, load(inside)); },
      [&](OpBuilder &inside, Location) { scf::YieldOp::create(inside, loc, before.getResult()); });
  ttg::LocalStoreOp::create(builder, loc, branch.getResult(0), memory);
}

static LogicalResult raiseAccess(Operation *op) {
  OpBuilder builder(op);
  Location loc = op->getLoc();
  Value descriptor = op->getOperand(0);
  auto loadMemory = [&](Value memory) -> Value {
    return ttg::LocalLoadOp::create(builder, loc, getValueType(memory), memory,
                                    /*token=*/Value());
  };
  return llvm::TypeSwitch<Operation *, LogicalResult>(op)
      .Case([&](ttng::AsyncTMACopyGlobalToLocalOp copy) {
        storeIf(builder, loc, copy.getPred(), copy.getResult(), [&](OpBuilder &inside) {
          auto load = tt::DescriptorLoadOp::create(inside, loc, getValueType(copy.getResult()),
                                                   descriptor, copy.getCoord());
          load.setCache(copy.getCache());
          load.setEvict(copy.getEvict());
          return load.getResult();
        });
        return success();
      })
      .Case([&](ttng::AsyncTMAGatherOp copy) {
        storeIf(builder, loc, copy.getPred(), copy.getResult(), [&](OpBuilder &inside) -> Value {
          return tt::DescriptorGatherOp::create(inside, loc, getValueType(copy.getResult()),
                                                descriptor, copy.getXOffsets(), copy.getYOffset());
        });
        return success();
      })
      .Case([&](ttng::AsyncTMACopyLocalToGlobalOp copy) {
        tt::DescriptorStoreOp::create(builder, loc, descriptor, loadMemory(copy.getSrc()),
                                      copy.getCoord());
        return success();
      })
      .Case([&](ttng::AsyncTMAReduceOp copy) {
        tt::DescriptorReduceOp::create(builder, loc, copy.getKind(), descriptor,
                                       loadMemory(copy.getSrc()), copy.getCoord());
        return success();
      })
      .Case([&](ttng::AsyncTMAScatterOp copy) {
        tt::DescriptorScatterOp::create(builder, loc, descriptor, copy.getXOffsets(),
                                        copy.getYOffset(), loadMemory(copy.getSrc()));
        return success();
      });
}

LogicalResult tritonmetal::raiseDescriptorAccesses(tt::FuncOp function) {
  SmallVector<Operation *> done;
  WalkResult result = function->walk([&](Operation *op) {
    bool isAccess =
        isa<ttng::AsyncTMACopyGlobalToLocalOp, ttng::AsyncTMAGatherOp,
            ttng::AsyncTMACopyLocalToGlobalOp, ttng::AsyncTMAReduceOp, ttng::AsyncTMAScatterOp>(op);
    if (isAccess && failed(raiseAccess(op)))
      return WalkResult::interrupt();
    if (isAccess || isa<ttng::TMAStoreWaitOp, ttng::FenceAsyncSharedOp>(op))
      done.push_back(op);
    return WalkResult::advance();
  });
  for (Operation *op : done)
    op->erase();
  return failure(result.wasInterrupted());
}

//===----------------------------------------------------------------------===//
// Descriptors
//===----------------------------------------------------------------------===//

/// Element types of a tensor map, as PTX numbers them (ISA, tensormap.replace .elemtype).
/// Those left out flush denormals or round to tf32, which no descriptor of TTIR does.
static bool matchesElementType(int64_t number, Type type) {
  unsigned width = type.getIntOrFloatBitWidth();
  switch (number) {
  case 0: // bytes and halves have no number of their own for signed integers
    return width == 8;
  case 1:
    return width == 16 && type.isInteger();
  case 2:
  case 4:
    return width == (number == 2 ? 32 : 64) && type.isInteger() && !type.isSignedInteger();
  case 3:
  case 5:
    return width == (number == 3 ? 32 : 64) && type.isInteger() && !type.isUnsignedInteger();
  case 6:
    return type.isF16();
  case 7:
    return type.isF32();
  case 9:
    return type.isF64();
  case 10:
    return type.isBF16();
  default:
    return false;
  }
}

/// A stride in bytes as one in elements: of a product its other factor.
static Value divideStride(OpBuilder &builder, Location loc, Value bytes, int64_t elementBytes) {
  if (elementBytes == 1)
    return bytes;
  if (std::optional<int64_t> constant = getIntegerConstant(bytes)) {
    if (*constant % elementBytes)
      return Value();
    return arith::ConstantOp::create(builder, loc,
                                     builder.getI64IntegerAttr(*constant / elementBytes));
  }
  if (auto product = bytes.getDefiningOp<arith::MulIOp>())
    for (unsigned side : {0, 1})
      if (getIntegerConstant(product->getOperand(side)) == elementBytes)
        return product->getOperand(1 - side);
  // A multiple of 16, or the hardware rejects it (CUDA driver: cuTensorMapEncodeTiled).
  Value divisor = arith::ConstantOp::create(builder, loc, builder.getI64IntegerAttr(elementBytes));
  return arith::DivUIOp::create(builder, loc, bytes, divisor);
}

/// Up to 3.3 the number of a float is that of an integer of its width: the same for copies that
/// fill with zeros, not for reductions.
static bool isNumberedByWidth(ttng::TensormapCreateOp op, Type type) {
  unsigned width = type.getIntOrFloatBitWidth();
  bool isOfWidth = (op.getElemType() == 1 && width == 16) || (op.getElemType() == 2 && width == 32);
  if (!isa<FloatType>(type) || !isOfWidth || op.getFillMode() != 0)
    return false;
  auto function = op->getParentOfType<tt::FuncOp>();
  return !function->walk([](tt::DescriptorReduceOp) { return WalkResult::interrupt(); })
              .wasInterrupted();
}

/// What the hardware's descriptor can say and TTIR's cannot.
static LogicalResult checkTensormap(ttng::TensormapCreateOp op, RankedTensorType block) {
  if (size_t(block.getRank()) != op.getGlobalDim().size())
    return refuse(op, "its rank is not that of the descriptor's block");
  if (!matchesElementType(op.getElemType(), block.getElementType()) &&
      !isNumberedByWidth(op, block.getElementType()))
    return refuse(op, "its element type is not that of the descriptor");
  if (op.getInterleaveLayout() != 0)
    return refuse(op, "it interleaves channels");
  if (op.getFillMode() > 1)
    return refuse(op, "its fill mode is unknown");
  for (Value stride : op.getElementStride())
    if (getIntegerConstant(stride) != 1)
      return refuse(op, "it skips elements");
  // Blocks too large for the hardware are moved in equal parts.
  SmallVector<Value> boxes(llvm::reverse(op.getBoxDim()));
  for (auto [box, size] : llvm::zip_equal(boxes, block.getShape())) {
    std::optional<int64_t> part = getIntegerConstant(box);
    if (!part || *part < 1 || size % *part != 0)
      return refuse(op, "its box does not divide the descriptor's block");
  }
  return success();
}

Operation *tritonmetal::makeDescriptor(ttng::TensormapCreateOp op, tt::TensorDescType type) {
  RankedTensorType block = type.getBlockType();
  if (failed(checkTensormap(op, block)))
    return nullptr;
  OpBuilder builder(op);
  Location loc = op.getLoc();
  SmallVector<Value> shape(llvm::reverse(op.getGlobalDim())), strides;
  int64_t elementBytes = block.getElementTypeBitWidth() / 8;
  for (Value bytes : llvm::reverse(op.getGlobalStride())) {
    strides.push_back(divideStride(builder, loc, bytes, elementBytes));
    if (!strides.back()) {
      refuse(op, "a stride is no multiple of the element size");
      return nullptr;
    }
  }
  strides.push_back(arith::ConstantOp::create(builder, loc, builder.getI64IntegerAttr(1)));
  auto padding = op.getFillMode() == 1 ? tt::PaddingOption::NaN : tt::PaddingOption::Zero;
  auto descriptor = tt::MakeTensorDescOp::create(builder, loc, type, op.getGlobalAddress(), shape,
                                                 strides, padding);
  auto store = UnrealizedConversionCastOp::create(
      builder, loc, TypeRange(), ValueRange{descriptor.getResult(), op.getDescPtr()});
  op.erase();
  return store;
}
