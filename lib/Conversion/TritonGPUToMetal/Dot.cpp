//===- Dot.cpp - Products of matrices -------------------------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// A dot whose layouts are those of the matrix unit is one metal.matrix_multiply: which
// register is which fragment follows from the layouts. The unit multiplies f16, bf16 and
// f32 and adds up in f32 or in the operands' type; the rest is brought there:
//
//   8-bit floats     exactly, to f16
//   bf16             to f32 on families whose unit cannot take it element by element
//   i8 into i32      as it is in the 16x16 unit, which adds up in i32; else to f16, with sums in
//                    f32: products are at most 2^14, so 1024 of them are exact in 24 bits; then
//                    the sums are added up as i32
//
// Tensors that are smaller than a fragment have copies in some lanes. That is harmless
// along rows and columns; along K the copies are set to zero.
//
//===----------------------------------------------------------------------===//

#include "Patterns.h"

#include "triton-metal/Dialect/Metal/IR/Metal.h"
#include "triton-metal/Dialect/Metal/Transforms/NarrowFloats.h"
#include "triton-metal/Dialect/TritonGPU/IR/LinearLayoutConversions.h"
#include "triton-metal/Remarks/Explain.h"

#include "mlir/Transforms/DialectConversion.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace tritonmetal;
using layout::LinearLayout;

/// Products of i8 that f32 adds up exactly: 2^24 / (128 * 128).
static constexpr int64_t kExactProducts = 1024;

static ttg::SimdgroupMatrixEncodingAttr getMatrixLayout(tt::DotOp op) {
  return dyn_cast_or_null<ttg::SimdgroupMatrixEncodingAttr>(op.getD().getType().getEncoding());
}

static Type getElement(Value tensor) { return getElementTypeOrSelf(tensor.getType()); }

static bool isFloat(Type type) {
  return type.isF16() || type.isBF16() || type.isF32() || metal::isByteFloat(type);
}

LogicalResult tritonmetal::checkDot(tt::DotOp op) {
  Type a = getElement(op.getA()), b = getElement(op.getB()), c = getElement(op.getC());
  bool addsFloats = isFloat(a) && isFloat(b) && (c.isF32() || c.isF16() || c.isBF16());
  bool addsIntegers = a.isInteger(8) && b.isInteger(8) && c.isInteger(32);
  if (!addsFloats && !addsIntegers)
    return op.emitOpError("multiplies ")
           << a << " and " << b << " into " << c
           << ", which has no lowering yet; use floats of up to 32 bits, f64 into f64, or i8 into "
              "i32";
  if (!getMatrixLayout(op))
    return op.emitOpError("has a layout that no matrix unit of Apple's has: ")
           << op.getD().getType().getEncoding() << "; plan it anew with --replan=always";
  return success();
}

llvm::StringMap<SmallVector<StringRef>> tritonmetal::collectSubstitutions(ModuleOp module) {
  auto describe = [](tt::InputPrecision precision) -> StringRef {
    switch (precision) {
    case tt::InputPrecision::IEEE:
      return "";
    case tt::InputPrecision::TF32:
      return "dot of f32 in f32, not tf32";
    case tt::InputPrecision::TF32x3:
      return "dot of f32 in f32, not tf32x3";
    case tt::InputPrecision::BF16x3:
      return "dot of f32 in f32, not bf16x3";
    case tt::InputPrecision::BF16x6:
      return "dot of f32 in f32, not bf16x6";
    }
    llvm_unreachable("all precisions are named");
  };
  llvm::StringMap<SmallVector<StringRef>> found;
  for (auto function : module.getOps<tt::FuncOp>())
    function->walk([&](tt::DotOp dot) {
      StringRef words = describe(dot.getInputPrecision());
      SmallVector<StringRef> &list = found[function.getSymName()];
      if (!getElement(dot.getA()).isF32() || words.empty())
        return;
      explain(dot.getLoc(), topic::kSubstitution, [&] { return words.str(); });
      if (!llvm::is_contained(list, words))
        list.push_back(words);
    });
  return found;
}

namespace {

/// Which register each bit of a fragment's number adds, by dimension of the tensor.
struct FragmentBits {
  SmallVector<SmallVector<int32_t>> registers;
  SmallVector<int32_t> copies; // along no dimension
};

/// Bits of registers above those within a fragment; each moves along one dimension. Lists
/// are in the order of coordinates, so that those of two operands belong together.
FragmentBits findFragments(const LinearLayout &layout, unsigned ownBits) {
  FragmentBits bits;
  bits.registers.resize(layout.getNumOutDims());
  SmallVector<SmallVector<std::pair<int32_t, int32_t>>> found(layout.getNumOutDims());
  for (int bit = int(ownBits); bit < layout.getInDimSizeLog2("register"); ++bit) {
    LinearLayout::Coordinates basis = layout.getBasis("register", bit);
    if (llvm::all_of(basis, [](int32_t value) { return value == 0; }))
      bits.copies.push_back(int32_t(1) << bit);
    for (auto [dim, value] : llvm::enumerate(basis))
      if (value != 0)
        found[dim].push_back({value, int32_t(1) << bit});
  }
  for (auto [dim, list] : llvm::enumerate(found)) {
    llvm::sort(list);
    for (auto [value, number] : list)
      bits.registers[dim].push_back(number);
  }
  return bits;
}

struct DotLowering final : OpConversionPattern<tt::DotOp> {
  DotLowering(const TypeConverter &converter, const GPUFamily &family, MLIRContext *context)
      : OpConversionPattern(converter, context, /*benefit=*/2), family(family) {}

  LogicalResult matchAndRewrite(tt::DotOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    const MatrixFragment *fragment =
        lookupFragment(getMatrixLayout(op).getSize() == 16 ? "mma_16x16" : "mma_8x8");
    Value a = clearCopies(rewriter, op.getA(), adaptor.getA(), *fragment, /*isLeft=*/true);
    Value b = clearCopies(rewriter, op.getB(), adaptor.getB(), *fragment, /*isLeft=*/false);
    Type element = getUnitElement(op, *fragment);
    a = extend(rewriter, a, element);
    b = extend(rewriter, b, element);
    Dot dot{op, *fragment, a, b};
    explain(op.getLoc(), topic::kMatrix, [&] { return describe(dot, element); });
    rewriter.replaceOp(op, getElement(op.getC()).isInteger()
                               ? addIntegers(rewriter, dot, adaptor.getC())
                               : addFloats(rewriter, dot, adaptor.getC()));
    return success();
  }

private:
  struct Dot {
    tt::DotOp op;
    const MatrixFragment &fragment;
    Value a, b;
  };

  /// "dot of 64x32 f16 by 32x64 f16 into f32: 8x8 unit, operands of f16".
  static std::string describe(Dot &dot, Type element) {
    std::string text;
    llvm::raw_string_ostream os(text);
    auto print = [&](Value tensor) {
      auto type = cast<RankedTensorType>(tensor.getType());
      llvm::interleave(type.getShape(), os, "x");
      os << " " << type.getElementType();
    };
    os << "dot of ";
    print(dot.op.getA());
    os << " by ";
    print(dot.op.getB());
    os << " into " << getElement(dot.op.getC()) << ": " << dot.fragment.size << "x"
       << dot.fragment.size << " unit";
    if (element != getElement(dot.op.getA()) || element != getElement(dot.op.getB()))
      os << ", which takes the operands as " << element;
    return text;
  }

  /// The type of the operands in the matrix unit.
  Type getUnitElement(tt::DotOp op, const MatrixFragment &fragment) const {
    Type a = getElement(op.getA());
    Builder builder(op.getContext());
    if (a.isInteger(8) && fragment.size == 16)
      return a;
    if (a.isBF16())
      return family.hasBf16Fragments ? a : builder.getF32Type();
    return a.isF32() ? a : builder.getF16Type();
  }

  static Value extend(OpBuilder &builder, Value value, Type element) {
    auto type = cast<VectorType>(value.getType());
    if (type.getElementType() == element)
      return value;
    auto result = VectorType::get(type.getShape(), element);
    if (type.getElementType().isInteger())
      return arith::SIToFPOp::create(builder, value.getLoc(), result, value);
    return arith::ExtFOp::create(builder, value.getLoc(), result, value);
  }

  /// Zero where a bit of the fragment's depth has no counterpart in the tensor.
  static Value clearCopies(OpBuilder &builder, Value tensor, Value registers,
                           const MatrixFragment &fragment, bool isLeft) {
    LinearLayout layout = ttg::toLinearLayout(cast<RankedTensorType>(tensor.getType()));
    auto type = cast<VectorType>(registers.getType());
    int32_t next = 1;
    auto findCopies = [&](StringRef input, ArrayRef<std::pair<int32_t, int32_t>> own) {
      SmallVector<int32_t> bases(layout.getInDimSizeLog2(input), 0);
      for (auto [bit, place] : llvm::enumerate(own)) {
        bool isDepth = (isLeft ? place.second : place.first) != 0;
        if (isDepth &&
            llvm::all_of(layout.getBasis(input, bit), [](int32_t v) { return v == 0; })) {
          bases[bit] = next;
          next *= 2;
        }
      }
      return bases;
    };
    SmallVector<int32_t> registerBases = findCopies("register", fragment.registerBases);
    SmallVector<int32_t> laneBases = findCopies("lane", fragment.laneBases);
    if (next == 1)
      return registers;
    Location loc = registers.getLoc();
    auto indices = VectorType::get(type.getShape(), builder.getI32Type());
    Value copies = metal::CoordinateOp::create(
        builder, loc, indices, registerBases, laneBases,
        SmallVector<int32_t>(layout.getInDimSizeLog2("warp"), 0), /*start=*/0);
    Value zero = arith::ConstantOp::create(builder, loc, builder.getZeroAttr(indices));
    Value isOwn = arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::eq, copies, zero);
    Value nothing = arith::ConstantOp::create(builder, loc, builder.getZeroAttr(type));
    return arith::SelectOp::create(builder, loc, isOwn, registers, nothing);
  }

  static Value addFloats(OpBuilder &builder, Dot &dot, Value c) {
    auto type = cast<VectorType>(c.getType());
    Type element = getElementTypeOrSelf(dot.a.getType());
    // The unit adds up in f32 or in the operands' type. bf16 loses much: it is rounded once.
    // The large one knows f32 only.
    bool isNarrow = type.getElementType() == element && !element.isBF16() && dot.fragment.size == 8;
    Type sum = isNarrow ? element : builder.getF32Type();
    Location loc = dot.op.getLoc();
    if (sum == type.getElementType())
      return multiply(builder, dot, c, 0, -1);
    auto wide = VectorType::get(type.getShape(), sum);
    Value start = arith::ExtFOp::create(builder, loc, wide, c);
    return arith::TruncFOp::create(builder, loc, type, multiply(builder, dot, start, 0, -1));
  }

  static Value addIntegers(OpBuilder &builder, Dot &dot, Value c) {
    if (getElementTypeOrSelf(dot.a.getType()).isInteger())
      return multiply(builder, dot, c, 0, -1);
    Location loc = dot.op.getLoc();
    auto type = cast<VectorType>(c.getType());
    auto floats = VectorType::get(type.getShape(), builder.getF32Type());
    int chunkBits = llvm::Log2_64(kExactProducts / dot.fragment.size);
    int64_t depth = std::max<int64_t>(
        1, cast<RankedTensorType>(dot.op.getA().getType()).getShape().back() / dot.fragment.size);
    int64_t chunks = std::max<int64_t>(1, depth >> chunkBits);
    for (int64_t chunk = 0; chunk < chunks; ++chunk) {
      Value zero = arith::ConstantOp::create(builder, loc, builder.getZeroAttr(floats));
      Value sums = multiply(builder, dot, zero, chunk, chunkBits);
      Value integers = arith::FPToSIOp::create(builder, loc, type, sums);
      c = arith::AddIOp::create(builder, loc, c, integers);
    }
    return c;
  }

  /// The whole depth, or chunk `chunk` of 2^chunkBits fragments of it.
  static Value multiply(OpBuilder &builder, Dot &dot, Value c, int64_t chunk, int chunkBits) {
    unsigned ownBits = dot.fragment.registerBases.size();
    auto find = [&](Value tensor) {
      return findFragments(ttg::toLinearLayout(cast<RankedTensorType>(tensor.getType())), ownBits);
    };
    FragmentBits right = find(dot.op.getB()), result = find(dot.op.getD());
    auto a = find(dot.op.getA()).registers, b = right.registers, d = result.registers;
    unsigned m = a.size() - 2, n = m + 1;
    // More columns interleave than there are: so they do in b, in front of its depth.
    d[n].append(result.copies);
    b[n].append(right.copies.begin(), right.copies.begin() + result.copies.size());
    auto cut = [&](SmallVector<int32_t> &depth) {
      int32_t start = 0;
      if (chunkBits < 0 || int(depth.size()) <= chunkBits)
        return start;
      for (auto [bit, number] : llvm::enumerate(ArrayRef(depth).drop_front(chunkBits)))
        if (chunk >> bit & 1)
          start ^= number;
      depth.truncate(chunkBits);
      return start;
    };
    int32_t aStart = cut(a[n]), bStart = cut(b[m]);
    ArrayRef<int32_t> none;
    bool isBatched = m == 1;
    return metal::MatrixMultiplyOp::create(
        builder, dot.op.getLoc(), dot.a, dot.b, c, dot.fragment.size, a[m], a[n], b[m], b[n], d[m],
        d[n], isBatched ? ArrayRef<int32_t>(a[0]) : none,
        isBatched ? ArrayRef<int32_t>(b[0]) : none, isBatched ? ArrayRef<int32_t>(d[0]) : none,
        aStart, bStart);
  }

  const GPUFamily &family;
};

} // namespace

void tritonmetal::populateDotPatterns(const TritonGPUToMetalTypeConverter &converter,
                                      const GPUFamily &family, RewritePatternSet &patterns) {
  patterns.add<DotLowering>(converter, family, patterns.getContext());
}
