//===- LoopFormState.h - What metal-form-loops knows of a kernel -*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Words used by metal-form-loops:
//
//   wide value   `vector<R x T>` of the value form, one element for each register
//   chunk        C neighbouring elements that are handled as one Metal vector: as
//                many as the widest access of R registers moves, at most 4
//   packet       K chunks that one pass of a loop handles; K > 1 where an access
//                moves more than four elements (eight halves are 16 bytes)
//
// Examples: R = 64 halves loaded eight at a time have C = 4, K = 2, so 8 packets.
// R = 8 floats loaded one at a time, 128 apart, have C = K = 1: a loop of eight.
// A wide value that fits one packet is K SSA values; a longer one is an array of
// R / C chunks, and only if a later loop needs it. What the matrix unit reads or makes
// (and what loops carry of that) is an array of fragments instead, which are read and
// written by chunks all the same.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_DIALECT_METAL_TRANSFORMS_LOOPFORMSTATE_H
#define TRITON_METAL_LIB_DIALECT_METAL_TRANSFORMS_LOOPFORMSTATE_H

#include "triton-metal/Dialect/Metal/IR/Metal.h"

#include "mlir/IR/Builders.h"
#include "mlir/IR/IRMapping.h"
#include "llvm/ADT/DenseMap.h"

namespace tritonmetal::metal {

/// How R registers are cut: `registers = packets * chunksPerPacket * chunk`.
struct PacketShape {
  int64_t registers = 1;
  int64_t chunk = 1;
  int64_t chunksPerPacket = 1;

  int64_t packetSize() const { return chunk * chunksPerPacket; }
  int64_t packets() const { return registers / packetSize(); }
  bool fitsOnePacket() const { return packets() == 1; }
};

/// Where the elements of a wide value are in the new kernel.
struct WideValue {
  llvm::SmallVector<mlir::Value> chunks; // if they fit one packet
  mlir::Value array;                     // `!metal.thread_array<R/C x chunk>` if not
};

/// The rewriting of one kernel: old values to new ones.
class LoopFormState {
public:
  LoopFormState(KernelOp oldKernel, KernelOp newKernel, unsigned registerBudget);

  ~LoopFormState() { anchor->erase(); }

  static bool isWide(mlir::Value value) { return mlir::isa<mlir::VectorType>(value.getType()); }
  static int64_t registersOf(mlir::Value value) {
    return mlir::cast<mlir::VectorType>(value.getType()).getNumElements();
  }

  PacketShape shapeOf(mlir::Value wide) const { return shapeFor(registersOf(wide)); }
  PacketShape shapeFor(int64_t registers) const;

  /// `T`, or `vector<count x T>` for the element type T of `wide`.
  static mlir::Type pieceType(mlir::Type wide, int64_t count);

  /// True for integer arithmetic on coordinates, uniform values and constants:
  /// computing it again costs less than keeping it.
  bool isCheap(mlir::Value wide);

  /// A new thread array that holds `wide`, in the entry block: of chunks, or of fragments
  /// where a product of matrices reads or makes the value.
  mlir::Value createArray(mlir::Location loc, mlir::Value wide);
  /// An array for the fragments of one packet of `wide`.
  mlir::Value createPacketArray(mlir::Location loc, mlir::Value wide, int64_t size);
  /// An array for `registers` of `wide` in fragments of `size`.
  mlir::Value createFragments(mlir::Location loc, mlir::Value wide, int64_t registers,
                              int64_t size);
  /// The same, of chunks in any case.
  mlir::Value createChunkArray(mlir::Location loc, mlir::Value wide);

  /// True for what a product of matrices reads or makes.
  bool isFragment(mlir::Value wide) const { return fragments.contains(wide); }

  /// The fragments that an array holds; null for one of chunks.
  static SimdgroupMatrixType getFragment(mlir::Value array);

  /// The part of a coordinate that lane and SIMD-group decide, in the entry block;
  /// null if they decide nothing.
  mlir::Value threadPart(CoordinateOp op);

  /// Unrolls `loop` if R values fit the register budget. Loops over fragments, which have no
  /// other place than registers, are unrolled in any case: R is 0 for these.
  void markUnroll(mlir::scf::ForOp loop, int64_t registers) const;

  /// `number` picks registers of a value of R. Within the budget they must be known when the code
  /// is compiled, since arrays that a counter indexes lie in memory: unrolls the loops whose
  /// counters decide `number`, and those that decide how often such loops run.
  void unrollFor(mlir::Value number, int64_t registers) const;

  mlir::Value scalar(mlir::Value old) const { return scalars.lookup(old); }

  /// Notes that `old` is also in `place`, for as long as the innermost Scope lives.
  void noteCopy(mlir::Value old, WideValue place);

  /// A region of the new kernel. Copies of values that were made inside of it may not
  /// have been made, or not dominate, where it ends.
  class Scope {
  public:
    explicit Scope(LoopFormState &state) : state(state), start(state.copies.size()) {}
    ~Scope();

  private:
    LoopFormState &state;
    size_t start;
  };

  mlir::IRMapping scalars;
  llvm::DenseMap<mlir::Value, WideValue> wide;
  mlir::OpBuilder entry; // inserts at the front of the new entry block, in order

private:
  void collectFragments(KernelOp oldKernel);
  bool markFragment(mlir::Value wide, int64_t size);
  bool spreadFragments(mlir::Operation *op);

  // What `wide` held before a copy was noted; nothing if it held nothing.
  llvm::SmallVector<std::pair<mlir::Value, std::optional<WideValue>>> copies;
  mlir::Operation *anchor;                      // what `entry` inserts before; goes at the end
  llvm::DenseMap<int64_t, int64_t> accessWidth; // widest access in registers, by R
  llvm::DenseMap<mlir::Value, bool> cheap;
  llvm::DenseMap<mlir::Value, int64_t> fragments; // values of matrix products, and their size
  llvm::DenseMap<std::pair<mlir::Attribute, mlir::Attribute>, mlir::Value> threadParts;
  unsigned registerBudget;
};

/// The GF(2)-linear function of the bits of `x` with these bases (basis i for bit
/// i). Runs of bits move together: bases [4, 8, 16] give `(x & 7) << 2`, without
/// the mask if bit 2 is the last of `x`. Null if all bases are zero.
mlir::Value buildLinear(mlir::OpBuilder &builder, mlir::Location loc, mlir::Value x,
                        llvm::ArrayRef<int32_t> bases);

/// True if every packet of the result is made of the same packet of the only source.
bool isWithinPackets(RearrangeOp op, PacketShape shape);

/// True if no two bases share a bit, so that XOR of them is addition.
bool areDisjoint(llvm::ArrayRef<int32_t> bases);

/// XOR of the bases of the set bits of `index`.
int32_t applyBases(llvm::ArrayRef<int32_t> bases, int64_t index);

/// The place in the source without the names of variables: for what is no value of it,
/// like the loop over packets.
mlir::Location withoutName(mlir::Location loc);

/// `arith.constant` of type i32.
mlir::Value i32Constant(mlir::OpBuilder &builder, mlir::Location loc, int64_t value);

} // namespace tritonmetal::metal

#endif // TRITON_METAL_LIB_DIALECT_METAL_TRANSFORMS_LOOPFORMSTATE_H
