//===- TritonGPUOps.cpp - Tensors, asynchronous copies, barriers ----------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "triton-metal/Dialect/TritonGPU/IR/LinearLayoutConversions.h"
#include "triton-metal/Dialect/TritonGPU/IR/TritonGPU.h"

#include "mlir/IR/Builders.h"
#include "mlir/IR/OpImplementation.h"
#include "mlir/IR/PatternMatch.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace tritonmetal;
using namespace tritonmetal::ttg;

//===----------------------------------------------------------------------===//
// Pieces of syntax
//===----------------------------------------------------------------------===//

/// `0, 8` inside the brackets of `ttg.memdesc_subslice`.
static ParseResult parseOffsets(OpAsmParser &parser, DenseI32ArrayAttr &offsets) {
  SmallVector<int32_t> numbers;
  auto parseNumber = [&] { return parser.parseInteger(numbers.emplace_back()); };
  if (parser.parseCommaSeparatedList(parseNumber))
    return failure();
  offsets = parser.getBuilder().getDenseI32ArrayAttr(numbers);
  return success();
}

static void printOffsets(OpAsmPrinter &printer, Operation *, DenseI32ArrayAttr offsets) {
  llvm::interleaveComma(offsets.asArrayRef(), printer);
}

/// True if the parser has passed the end of the line on which the op's name is.
static bool isOnNextLine(OpAsmParser &parser) {
  const char *name = parser.getNameLoc().getPointer();
  const char *here = parser.getCurrentLocation().getPointer();
  return StringRef(name, here - name).contains('\n');
}

/// `tokens %a, %b`, nothing without tokens. Triton up to 3.4 leaves the word out; then a
/// name on the next line is not an operand but the result of another op.
static ParseResult parseGroupTokens(OpAsmParser &parser,
                                    SmallVectorImpl<OpAsmParser::UnresolvedOperand> &tokens) {
  if (failed(parser.parseOptionalKeyword("tokens")) && isOnNextLine(parser))
    return success();
  return parser.parseOperandList(tokens);
}

static void printGroupTokens(OpAsmPrinter &printer, Operation *, OperandRange tokens) {
  if (!tokens.empty())
    printer << " tokens " << tokens;
}

/// `local|global_read` of `ttg.barrier`.
static ParseResult parseMemories(OpAsmParser &parser, AddrSpaceAttr &memories) {
  AddrSpace all = AddrSpace::None;
  do {
    SMLoc loc = parser.getCurrentLocation();
    StringRef word;
    if (parser.parseKeyword(&word))
      return failure();
    std::optional<AddrSpace> memory = symbolizeAddrSpace(word);
    if (!memory)
      return parser.emitError(loc) << "unknown memory '" << word
                                   << "'; known are none, local, global_read, global_write, "
                                      "tensor_read, tensor_write, all";
    all = all | *memory;
  } while (succeeded(parser.parseOptionalVerticalBar()));
  memories = AddrSpaceAttr::get(parser.getContext(), all);
  return success();
}

static void printMemories(OpAsmPrinter &printer, Operation *, AddrSpaceAttr memories) {
  printer << stringifyAddrSpace(memories.getValue());
}

#define GET_OP_CLASSES
#include "triton-metal/Dialect/TritonGPU/IR/TritonGPUOps.cpp.inc"

//===----------------------------------------------------------------------===//
// Tensors
//===----------------------------------------------------------------------===//

/// A conversion to the layout it came from is nothing, and of two in a row only
/// the last counts.
OpFoldResult ConvertLayoutOp::fold(FoldAdaptor adaptor) {
  if (getSrc().getType() == getType())
    return getSrc();
  if (auto splat = dyn_cast_if_present<SplatElementsAttr>(adaptor.getSrc()))
    return splat.resizeSplat(getType());
  if (auto previous = getSrc().getDefiningOp<ConvertLayoutOp>()) {
    getSrcMutable().assign(previous.getSrc());
    return getResult();
  }
  return {};
}

/// What costs nothing in any layout is made in the right one at once: splats, ranges and
/// reads of shared memory that nobody else uses.
LogicalResult ConvertLayoutOp::canonicalize(ConvertLayoutOp op, PatternRewriter &rewriter) {
  Operation *source = op.getSrc().getDefiningOp();
  if (auto splat = dyn_cast_if_present<tt::SplatOp>(source)) {
    rewriter.replaceOpWithNewOp<tt::SplatOp>(op, op.getType(), splat.getSrc());
    return success();
  }
  if (auto range = dyn_cast_if_present<tt::MakeRangeOp>(source)) {
    rewriter.replaceOpWithNewOp<tt::MakeRangeOp>(op, op.getType(), range.getStartAttr(),
                                                 range.getEndAttr());
    return success();
  }
  if (auto load = dyn_cast_if_present<LocalLoadOp>(source); load && load->hasOneUse()) {
    // Where it was read: the memory may change in between.
    rewriter.setInsertionPoint(load);
    rewriter.replaceOpWithNewOp<LocalLoadOp>(op, op.getType(), load.getSrc(), load.getToken());
    rewriter.eraseOp(load);
    return success();
  }
  return failure();
}

LogicalResult ConvertLayoutOp::verify() {
  if (getSrc().getType().getEncoding() && getType().getEncoding())
    return success();
  return emitOpError() << "needs a layout on both tensors, found " << getSrc().getType() << " and "
                       << getType();
}

/// The two numbers of a byte stay in its thread, in neighbouring registers.
static LogicalResult verifyPairs(Operation *op, RankedTensorType from, RankedTensorType to,
                                 int64_t axis) {
  if (!from.getEncoding() || !hasLinearLayout(from.getShape(), from.getEncoding()) ||
      !hasLinearLayout(to.getShape(), to.getEncoding()))
    return success();
  layout::LinearLayout source = toLinearLayout(from);
  layout::LinearLayout expected =
      layout::LinearLayout::identity1D(2, "register", getDimName(axis)) * source;
  if (expected.transposeOuts(source.getOutDimNames()) == toLinearLayout(to))
    return success();
  return op->emitOpError() << "needs a result whose layout has the pairs of " << from.getEncoding()
                           << " in neighbouring registers, found " << to.getEncoding();
}

LogicalResult Fp4ToFpOp::verify() {
  RankedTensorType from = getSrc().getType();
  RankedTensorType to = getType();
  int64_t axis = getAxisAttr().getInt();
  if (!to.getElementType().isF16() && !to.getElementType().isBF16() && !to.getElementType().isF32())
    return emitOpError() << "makes f16, bf16 or f32, found " << to.getElementType();
  if (from.getRank() != to.getRank())
    return emitOpError() << "must keep the rank, found " << from.getRank() << " and "
                         << to.getRank();
  if (axis < 0 || axis >= from.getRank())
    return emitOpError() << "axis must be 0 to " << from.getRank() - 1 << ", found " << axis;
  for (int64_t dim = 0; dim < from.getRank(); ++dim) {
    int64_t expected = from.getDimSize(dim) * (dim == axis ? 2 : 1);
    if (to.getDimSize(dim) != expected)
      return emitOpError() << "needs a result of size " << expected << " in dimension " << dim
                           << ", found " << to.getDimSize(dim);
  }
  if (!from.getEncoding() != !to.getEncoding())
    return emitOpError() << "needs a layout on both tensors or on none";
  return verifyPairs(*this, from, to, axis);
}

LogicalResult UpcastMXFPOp::verify() {
  RankedTensorType from = getSrc().getType(), scale = getScale().getType(), to = getType();
  int64_t last = from.getRank() - 1;
  if (to.getRank() != from.getRank() || scale.getRank() != from.getRank())
    return emitOpError() << "must keep the rank, found " << from.getRank() << ", "
                         << scale.getRank() << " and " << to.getRank();
  SmallVector<int64_t> shape(from.getShape());
  if (getFpType() == tt::ScaleDotElemType::E2M1)
    shape[last] *= 2;
  if (to.getShape() != ArrayRef(shape))
    return emitOpError() << "needs a result of size " << shape[last] << " in dimension " << last
                         << ", found " << to;
  shape[last] /= 32;
  if (scale.getShape() != ArrayRef(shape))
    return emitOpError() << "needs one scale for 32 elements, " << shape[last] << " in dimension "
                         << last << ", found " << scale;
  return success();
}

LogicalResult GlobalScratchAllocOp::verify() {
  if (getNbytesAttr().getInt() < 0)
    return emitOpError() << "nbytes must not be negative, found " << getNbytesAttr().getInt();
  if (int64_t alignment = getAlignmentAttr().getInt();
      alignment < 1 || !llvm::isPowerOf2_64(alignment))
    return emitOpError() << "alignment must be a power of two, found " << alignment;
  return success();
}

//===----------------------------------------------------------------------===//
// Asynchronous copies, barriers
//===----------------------------------------------------------------------===//

void AsyncCopyGlobalToLocalOp::getEffects(
    SmallVectorImpl<SideEffects::EffectInstance<MemoryEffects::Effect>> &effects) {
  effects.emplace_back(MemoryEffects::Read::get(), &getSrcMutable());
  effects.emplace_back(MemoryEffects::Write::get(), &getResultMutable(), SharedMemory::get());
  if (getIsVolatile())
    effects.emplace_back(MemoryEffects::Write::get());
}

LogicalResult AsyncCopyGlobalToLocalOp::verify() {
  RankedTensorType from = getSrc().getType();
  MemDescType to = getResult().getType();
  if (!to.getMutableMemory())
    return emitOpError() << "writes to immutable memory: " << to;
  if (from.getShape() != to.getShape())
    return emitOpError() << "copies " << from << " into memory of another shape: " << to;
  Type pointee = cast<tt::PointerType>(from.getElementType()).getPointeeType();
  if (pointee != to.getElementType())
    return emitOpError() << "copies " << pointee << " into memory of " << to.getElementType();
  if (int64_t contiguity = getContiguityAttr().getInt();
      contiguity < 1 || !llvm::isPowerOf2_64(contiguity))
    return emitOpError() << "contiguity must be a power of two, found " << contiguity;
  return success();
}

LogicalResult AsyncWaitOp::verify() {
  if (getNumAttr().getInt() < 0)
    return emitOpError() << "num must not be negative, found " << getNumAttr().getInt();
  return success();
}

/// A barrier orders what is before it with what is after it, memory by memory.
void BarrierOp::getEffects(
    SmallVectorImpl<SideEffects::EffectInstance<MemoryEffects::Effect>> &effects) {
  auto touch = [&](SideEffects::Resource *resource) {
    effects.emplace_back(MemoryEffects::Read::get(), resource);
    effects.emplace_back(MemoryEffects::Write::get(), resource);
  };
  touch(SharedMemory::get());
  if (bitEnumContainsAny(getAddrSpace(), AddrSpace::GlobalRead | AddrSpace::GlobalWrite))
    touch(SideEffects::DefaultResource::get());
}
