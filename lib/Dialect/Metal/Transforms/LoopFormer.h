//===- LoopFormer.h - The walk of metal-form-loops --------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Walks a kernel in order and writes a new one. Register-wise ops of one register
// count are gathered into a group; the group becomes one packet loop when an op
// comes that cannot join it: another register count, a reduction's result, a
// memory access that must stay behind one of the group, control flow.
//
//   %v = gather          ┐ group 1: loop { load, keep v[p], max }
//   %m = reduce max %v   ┘
//   %s = simd max …        scalar: ends group 1
//   %d = subf %v, %s     ┐
//   %e = exp %d          │ group 2: loop { v[p] - s, exp, keep e[p], sum }
//   %t = reduce add %e   ┘
//
// Cheap values (LoopFormState::isCheap) belong to no group: each group that needs
// one computes it.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_DIALECT_METAL_TRANSFORMS_LOOPFORMER_H
#define TRITON_METAL_LIB_DIALECT_METAL_TRANSFORMS_LOOPFORMER_H

#include "LoopFormState.h"
#include "PacketFold.h"

#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/SetVector.h"

namespace tritonmetal::metal {

/// Carried values of a loop or results of a branch: what the new op carries for
/// each old value.
struct CarriedValues {
  llvm::SmallVector<mlir::Value> arrays; // per old value; null where the new op carries it itself
  llvm::SmallVector<unsigned> counts;    // new values per old value, 0 for an array
  // Arguments of the body of a loop that are in the arrays at first, null where there is none.
  llvm::SmallVector<mlir::BlockArgument> arguments;
};

/// What brings an operand of a product from memory, inside of the product's loops.
struct Producer {
  unsigned operand = 0;
  llvm::SmallVector<mlir::Operation *> chain; // first to last
};

class LoopFormer {
public:
  LoopFormer(KernelOp oldKernel, KernelOp newKernel, unsigned registerBudget)
      : state(oldKernel, newKernel, registerBudget),
        builder(mlir::OpBuilder::atBlockEnd(&newKernel.getBody().front())) {}

  mlir::LogicalResult run(KernelOp oldKernel);

private:
  // Walking.
  mlir::LogicalResult processBlock(mlir::Block &block);
  mlir::LogicalResult processOp(mlir::Operation *op);
  mlir::LogicalResult processScalarOp(mlir::Operation *op);
  mlir::LogicalResult processFor(mlir::scf::ForOp op);
  mlir::LogicalResult processIf(mlir::scf::IfOp op);
  mlir::LogicalResult processWhile(mlir::scf::WhileOp op);
  mlir::LogicalResult processCondition(mlir::scf::WhileOp op, CarriedValues &forwarded);
  mlir::Block *openWhileRegion(mlir::Block &from, mlir::Region &to, const CarriedValues &carried,
                               mlir::TypeRange types);
  mlir::LogicalResult processMultiply(MatrixMultiplyOp op);
  llvm::SmallVector<mlir::Operation *> findProducer(MatrixMultiplyOp op, unsigned number);
  void planProducers(KernelOp kernel);
  void emitProducer(const Producer &producer, mlir::Value operand, mlir::Value number,
                    mlir::Value array);
  mlir::Value fragmentsOf(mlir::Value wide, MatrixMultiplyOp op);
  static bool canFillFragments(mlir::Value wide, mlir::Value array);
  void fillFragments(mlir::Value wide, mlir::Value array);
  mlir::Value chooseSums(MatrixMultiplyOp op, mlir::Value a, mlir::Value b);
  mlir::LogicalResult processBranch(mlir::Region &from, mlir::Region &to,
                                    const CarriedValues &carried);
  mlir::LogicalResult processBody(mlir::Block &block, mlir::ValueRange yielded,
                                  const CarriedValues &carried);

  // The open group.
  mlir::LogicalResult join(mlir::Operation *op);
  void keepSources(RearrangeOp op);
  bool startInsertion(InsertRegistersOp op);
  void insertIntoChunks(InsertRegistersOp op);
  bool mustPrecede(mlir::Operation *op);
  bool conflicts(mlir::Operation *a, mlir::Operation *b);
  void flush();
  void emitGroup(PacketShape shape);
  llvm::SmallVector<std::pair<mlir::Value, mlir::Value>> planKept(PacketShape shape);
  llvm::SmallVector<mlir::Value>
  emitPacket(PacketShape shape, mlir::Value number, llvm::ArrayRef<mlir::Value> carried,
             llvm::ArrayRef<std::pair<mlir::Value, mlir::Value>> kept);
  llvm::SmallVector<mlir::Value>
  emitPacketLoop(PacketShape shape, llvm::ArrayRef<std::pair<mlir::Value, mlir::Value>> kept);
  void createFolds(PacketShape shape);
  bool isDescending();
  bool readsOtherPackets(mlir::Operation *member);
  bool isNeededLater(mlir::Value value);
  mlir::Value directTarget(mlir::Value value);
  mlir::Value dyingArray(mlir::Value value, const llvm::SmallDenseSet<mlir::Value> &takenOver);
  bool ownsArray(mlir::Value value, mlir::Block *block);
  mlir::Value arrayFor(mlir::Value value, llvm::SmallDenseSet<mlir::Value> &takenOver);
  void bindExtract(mlir::vector::ExtractOp op);

  // Wide values across control flow.
  llvm::SmallVector<mlir::Value> chunksOf(mlir::Value wide);
  void copyInto(llvm::ArrayRef<std::pair<mlir::Value, mlir::Value>> valueAndArray);
  CarriedValues planCarried(mlir::ValueRange oldValues, bool withArrays = true);
  CarriedValues planLoop(mlir::Operation *loop, mlir::ValueRange initial,
                         mlir::ValueRange arguments);
  mlir::Value arrayToTakeOver(mlir::Operation *loop, mlir::Value initial);
  CarriedValues planBranch(mlir::scf::IfOp op);
  CarriedValues planForwarded(mlir::scf::WhileOp op);
  llvm::SmallVector<mlir::Type> typesOf(mlir::ValueRange oldValues, const CarriedValues &carried);
  void bindCarried(mlir::ValueRange oldValues, const CarriedValues &carried,
                   mlir::ValueRange newValues);
  llvm::SmallVector<mlir::Value> carriedOperands(mlir::ValueRange oldValues,
                                                 const CarriedValues &carried);
  void yieldCarried(mlir::ValueRange yielded, const CarriedValues &carried);

  LoopFormState state;
  mlir::OpBuilder builder;
  llvm::SetVector<mlir::Operation *> group;
  int64_t groupRegisters = 0;
  llvm::MapVector<mlir::Operation *, std::unique_ptr<PacketFold>> folds; // of the group
  mlir::Operation *position = nullptr;                                   // the op being processed
  llvm::DenseMap<mlir::Value, unsigned> yieldIndex; // of the body being processed
  // Arrays that a loop body, whose argument they are, leaves to a loop in it.
  llvm::DenseSet<std::pair<mlir::Block *, mlir::Value>> handedOn;
  llvm::DenseMap<mlir::Operation *, Producer> producers; // by product
  llvm::DenseSet<mlir::Operation *> waiting;             // for the product that they are for
  // Of the innermost `for`, or of a branch in it.
  const CarriedValues *loopCarried = nullptr;
  mlir::Block *loopBody = nullptr;
};

} // namespace tritonmetal::metal

#endif // TRITON_METAL_LIB_DIALECT_METAL_TRANSFORMS_LOOPFORMER_H
