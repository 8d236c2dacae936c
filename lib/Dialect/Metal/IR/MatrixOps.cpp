//===- MatrixOps.cpp - Verifiers of matrix products ------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "triton-metal/Dialect/Metal/IR/Metal.h"

#include "mlir/IR/PatternMatch.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace tritonmetal::metal;

/// What the unit of this size multiplies and adds up. The large one adds up in 32 bits only.
static bool canMultiply(Type factor, Type sum, int64_t size) {
  if (factor.isInteger(8))
    return size == 16 && sum.isInteger(32);
  return (factor.isF16() || factor.isBF16() || factor.isF32()) &&
         (sum.isF32() || (size == 8 && sum == factor));
}

/// An operand's registers: `start` and all bases are whole fragments within them.
static LogicalResult verifyFragments(MatrixMultiplyOp op, StringRef name, Value operand,
                                     int32_t start, ArrayRef<ArrayRef<int32_t>> bases) {
  int64_t registers = cast<VectorType>(operand.getType()).getNumElements();
  int64_t own = op.getElementsPerLane();
  auto isFragment = [&](int32_t number) {
    return number >= 0 && number < registers && number % own == 0;
  };
  bool isFine = registers % own == 0 && isFragment(start);
  for (ArrayRef<int32_t> list : bases)
    isFine &= llvm::all_of(list, isFragment);
  if (isFine)
    return success();
  return op.emitOpError() << name << " has " << registers << " registers, in fragments of " << own
                          << "; its bases and start must be multiples of that, below the count";
}

LogicalResult MatrixMultiplyOp::verify() {
  if (getSize() != 8 && getSize() != 16)
    return emitOpError("size must be 8 or 16, found ") << getSize();
  if (getARows().size() != getCRows().size() || getBColumns().size() != getCColumns().size() ||
      getADepth().size() != getBDepth().size() || getABatch().size() != getCBatch().size() ||
      getBBatch().size() != getCBatch().size())
    return emitOpError("needs as many bits of rows, columns, depth and batch in each of the "
                       "operands that have them");
  if (failed(verifyFragments(*this, "a", getA(), getAStart(),
                             {getARows(), getADepth(), getABatch()})) ||
      failed(verifyFragments(*this, "b", getB(), getBStart(),
                             {getBDepth(), getBColumns(), getBBatch()})) ||
      failed(verifyFragments(*this, "c", getC(), 0, {getCRows(), getCColumns(), getCBatch()})))
    return failure();
  int64_t fragments = cast<VectorType>(getC().getType()).getNumElements() / getElementsPerLane();
  size_t bits = getCRows().size() + getCColumns().size() + getCBatch().size();
  if (bits >= 31 || int64_t(1) << bits != fragments)
    return emitOpError("c has ") << fragments << " fragments, but " << bits
                                 << " bits of rows, columns and batch";
  Type left = getElementTypeOrSelf(getA().getType()),
       right = getElementTypeOrSelf(getB().getType());
  Type sum = getElementTypeOrSelf(getC().getType());
  if (left == right && canMultiply(left, sum, getSize()))
    return success();
  return emitOpError("multiplies f16, bf16 or f32 into f32 or, with a size of 8, that type, and "
                     "with a size of 16 i8 into i32, found ")
         << left << ", " << right << " and " << sum << " with a size of " << getSize();
}

//===----------------------------------------------------------------------===//
// Permutations of operands
//===----------------------------------------------------------------------===//

/// For each bit of a register's number the bit of the source's that it comes from; nothing
/// for what is no permutation of bits.
static std::optional<SmallVector<unsigned>> getBitPermutation(RearrangeOp op) {
  auto result = cast<VectorType>(op.getResult().getType());
  if (op.getSources().size() != 1 || op.getShift() || op.getStart() != 0 ||
      op.getSourceLength() != result.getNumElements())
    return {};
  SmallVector<unsigned> bits;
  for (int32_t basis : op.getRegisters()) {
    if (basis <= 0 || !llvm::isPowerOf2_32(basis) || llvm::is_contained(bits, llvm::Log2_32(basis)))
      return {};
    bits.push_back(llvm::Log2_32(basis));
  }
  return bits;
}

namespace {

/// A permutation of whole fragments is no work: the product takes them from where they are.
/// What remains moves the elements of a fragment next to each other, from as near as they
/// were, and leaves the order of all others.
///
///   %b = metal.rearrange %v registers = [4, 8, 1, 2, 16]     fragments of 2
///   … metal.matrix_multiply … %b depth = [4, 8] columns = [2, 16]
/// becomes
///   %b = metal.rearrange %v registers = [4, 1, 2, 8, 16]     within packets of 8
///   … metal.matrix_multiply … %b depth = [2, 4] columns = [8, 16]
struct AbsorbPermutation final : OpRewritePattern<MatrixMultiplyOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(MatrixMultiplyOp op, PatternRewriter &rewriter) const override {
    bool changed = false;
    auto absorb = [&](OpOperand &operand, ArrayRef<StringRef> lists, StringRef start) {
      changed |= succeeded(absorbOne(op, operand, lists, start, rewriter));
    };
    absorb(op.getAMutable(), {"aRows", "aDepth", "aBatch"}, "aStart");
    absorb(op.getBMutable(), {"bDepth", "bColumns", "bBatch"}, "bStart");
    return success(changed);
  }

private:
  static LogicalResult absorbOne(MatrixMultiplyOp op, OpOperand &operand, ArrayRef<StringRef> lists,
                                 StringRef start, PatternRewriter &rewriter) {
    auto rearrange = operand.get().getDefiningOp<RearrangeOp>();
    std::optional<SmallVector<unsigned>> from =
        rearrange ? getBitPermutation(rearrange) : std::nullopt;
    unsigned ownBits = llvm::Log2_64(op.getElementsPerLane());
    if (!from || from->size() < ownBits)
      return failure();
    // Bits within a fragment first, then all others in the order of the source.
    SmallVector<unsigned> order(ArrayRef<unsigned>(*from).take_front(ownBits));
    for (unsigned bit = 0; bit < from->size(); ++bit)
      if (!llvm::is_contained(order, bit))
        order.push_back(bit);
    if (order == *from)
      return failure();
    SmallVector<int32_t> bases(order.size()), moved(order.size());
    for (auto [bit, source] : llvm::enumerate(order))
      bases[bit] = int32_t(1) << source;
    for (auto [bit, source] : llvm::enumerate(*from))
      moved[bit] = int32_t(1) << (llvm::find(order, source) - order.begin());
    auto move = [&](int32_t number) {
      int32_t result = 0;
      for (auto [bit, target] : llvm::enumerate(moved))
        if (number >> bit & 1)
          result ^= target;
      return result;
    };
    rewriter.setInsertionPoint(op);
    Value source = rearrange.getSources().front();
    Value permuted =
        rewriter.createOrFold<RearrangeOp>(rearrange.getLoc(), source.getType(), source, bases);
    rewriter.modifyOpInPlace(op, [&] {
      operand.set(permuted);
      for (StringRef list : lists) {
        auto numbers = op->getAttrOfType<DenseI32ArrayAttr>(list);
        if (numbers)
          op->setAttr(
              list, rewriter.getDenseI32ArrayAttr(llvm::map_to_vector(numbers.asArrayRef(), move)));
      }
      if (auto first = op->getAttrOfType<IntegerAttr>(start))
        op->setAttr(start, rewriter.getI32IntegerAttr(move(int32_t(first.getInt()))));
    });
    return success();
  }
};

} // namespace

void MatrixMultiplyOp::getCanonicalizationPatterns(RewritePatternSet &patterns,
                                                   MLIRContext *context) {
  patterns.add<AbsorbPermutation>(context);
}

//===----------------------------------------------------------------------===//
// Loop form
//===----------------------------------------------------------------------===//

/// The matrix type of an array's elements; null, after a message, if they are none.
static SimdgroupMatrixType getMatrix(Operation *op, ThreadArrayType array) {
  auto matrix = dyn_cast<SimdgroupMatrixType>(array.getElementType());
  if (!matrix)
    op->emitOpError("works on arrays of SIMD-group matrices, found ") << array;
  return matrix;
}

static LogicalResult verifyAccess(Operation *op, ThreadArrayType array, Type value, int64_t start) {
  SimdgroupMatrixType matrix = getMatrix(op, array);
  if (!matrix)
    return failure();
  int64_t count = std::min<int64_t>(matrix.getElementsPerLane(), 4);
  auto expected = VectorType::get({count}, matrix.getElementType());
  if (value != expected || start < 0 || start % count != 0 || start >= matrix.getElementsPerLane())
    return op->emitOpError("accesses ")
           << expected << " at a multiple of " << count << " below " << matrix.getElementsPerLane()
           << ", found " << value << " at " << start;
  return success();
}

LogicalResult FragmentLoadOp::verify() {
  return verifyAccess(*this, getArray().getType(), getValue().getType(), int32_t(getStart()));
}

LogicalResult FragmentStoreOp::verify() {
  return verifyAccess(*this, getArray().getType(), getValue().getType(), int32_t(getStart()));
}

LogicalResult FragmentFillOp::verify() {
  SimdgroupMatrixType matrix = getMatrix(*this, getArray().getType());
  if (!matrix)
    return failure();
  if (getValue().getType() == matrix.getElementType())
    return success();
  return emitOpError("fills with ")
         << matrix.getElementType() << ", found " << getValue().getType();
}

LogicalResult SimdgroupMultiplyAccumulateOp::verify() {
  SimdgroupMatrixType a = getMatrix(*this, getA().getType());
  SimdgroupMatrixType b = a ? getMatrix(*this, getB().getType()) : nullptr;
  SimdgroupMatrixType c = b ? getMatrix(*this, getC().getType()) : nullptr;
  if (!c)
    return failure();
  if (a == b && a.getSize() == c.getSize() &&
      canMultiply(a.getElementType(), c.getElementType(), a.getSize()))
    return success();
  return emitOpError("multiplies fragments of one type into f32 or, if they are 8x8, that type, "
                     "and 16x16 ones of i8 into i32, found ")
         << a << ", " << b << " and " << c;
}
