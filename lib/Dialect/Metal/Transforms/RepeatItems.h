//===- RepeatItems.h - Code that may become loops ---------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// metal-roll-repeats sees a block as a row of items. An item is an op, or a loop over
// items that stands for ops written out:
//
//   %b = shuffle xor %a, 4     ┐
//   %c = addf %a, %b           │      loop of 2, carries %a, then %c, then %e
//   %d = shuffle xor %c, 2     │  =>    shuffle xor carried, varying (4, 2)
//   %e = addf %c, %d           ┘        addf carried, item 0
//
// What an item takes is its inputs: values, and what may differ from pass to pass:
// constants, coordinates, the start of a rearrangement, the number of passes of a loop.
// Items with the same shape are the same but for their inputs, so the items of one round
// may be passes of a loop in the next.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_DIALECT_METAL_TRANSFORMS_REPEATITEMS_H
#define TRITON_METAL_LIB_DIALECT_METAL_TRANSFORMS_REPEATITEMS_H

#include "VaryingNumbers.h"

#include "triton-metal/Dialect/Metal/IR/Metal.h"

#include <map>
#include <vector>

namespace tritonmetal::metal {

/// One thing that an item takes.
struct RepeatInput {
  enum Kind {
    Flow,       // a value of another item, or one that is the same in all passes
    Number,     // a constant i32
    Splat,      // a constant vector of equal i32
    Coordinate, // what a metal.coordinate says
    Start       // the start of a metal.rearrange of one source
  } kind = Flow;
  mlir::Value value;                              // of Flow
  mlir::Type type;                                // of the others
  llvm::SmallVector<Point, 1> points;             // of the others: passes of the loops in the item
  llvm::SmallVector<int64_t, 1> numbers;          // of Number, Splat and Start, by point
  llvm::SmallVector<CoordinateOp, 1> coordinates; // of Coordinate, by point

  bool isVarying() const { return kind != Flow; }
};

/// Where an item in a loop gets an input from.
struct RepeatSource {
  enum Kind {
    Item,    // result `result` of item `number` in the same pass
    Carried, // what the pass before left in carried value `number`
    Outside  // input `number` of the loop
  } kind = Outside;
  unsigned number = 0, result = 0;

  bool operator==(const RepeatSource &other) const {
    return kind == other.kind && number == other.number && result == other.result;
  }
};

/// What a loop carries: at first one of its inputs, then a result of an item.
struct RepeatCarried {
  unsigned input = 0;
  unsigned item = 0, result = 0;
};

struct RepeatItem {
  unsigned shape = 0;                          // equal for items that differ in inputs only
  llvm::SmallVector<mlir::Operation *, 1> ops; // all that it stands for, in order
  std::vector<RepeatInput> inputs;             // of a loop: the number of passes first
  llvm::SmallVector<mlir::Value, 1> results;   // as they were before
  int64_t bodySize = 0;                        // of a loop: ops of one pass

  // Of a loop.
  std::vector<RepeatItem> body;                         // the first pass
  std::vector<llvm::SmallVector<RepeatSource>> sources; // by item, by input
  llvm::SmallVector<RepeatCarried> carried;             // one for each result

  bool isLoop() const { return !body.empty(); }
  /// Ops that are written for it.
  int64_t getSize() const { return bodySize + (isLoop() ? 2 : 1); }
};

/// Numbers for the shapes of items.
class RepeatShapes {
public:
  RepeatItem makeItem(mlir::Operation *op);
  unsigned getShape(const RepeatItem &loop);

private:
  unsigned getShape(mlir::Operation *op, bool withoutStart);

  std::multimap<size_t, std::pair<mlir::Operation *, unsigned>> ops; // by hash
  std::map<std::vector<unsigned>, unsigned> loops;
  unsigned next = 0;
};

/// Operands of `op` and of the ops in it that are defined outside of it, in order.
llvm::SmallVector<mlir::OpOperand *> getOutsideOperands(mlir::Operation *op);

/// True for ops that items take as something that may vary, and for other constants.
bool isParameter(mlir::Operation *op);

/// `items`, which are passes of `period` items each, as one loop; none if they do not hang
/// together as passes do. `isUsedOutside` tells whether something beside `items` uses a value.
std::optional<RepeatItem> makeLoop(llvm::ArrayRef<RepeatItem> items, unsigned period,
                                   llvm::function_ref<bool(mlir::Value)> isUsedOutside);

/// Writes `item`, a loop, at the insertion point; returns its results.
llvm::SmallVector<mlir::Value> emitLoop(mlir::OpBuilder &builder, const RepeatItem &item,
                                        const mlir::IRMapping &values);

} // namespace tritonmetal::metal

#endif // TRITON_METAL_LIB_DIALECT_METAL_TRANSFORMS_REPEATITEMS_H
