//===- WarpSpecialize.cpp - Warps apart from each other ---------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "triton-metal/Dialect/TritonGPU/IR/TritonGPU.h"

#include "mlir/IR/Builders.h"
#include "mlir/IR/OpImplementation.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace tritonmetal;
using namespace tritonmetal::ttg;

/// "'i32', 'f32'" for messages, or "nothing".
static std::string formatTypes(TypeRange types) {
  if (types.empty())
    return "nothing";
  std::string text;
  llvm::raw_string_ostream stream(text);
  llvm::interleaveComma(types, stream, [&](Type type) { stream << "'" << type << "'"; });
  return text;
}

LogicalResult PredicateStageOp::verify() {
  int64_t stage = getStageAttr().getInt(), last = getMaxStageAttr().getInt();
  if (stage < 0 || stage > last)
    return emitOpError() << "stage must be 0 to maxStage, " << last << ", found " << stage;
  return success();
}

LogicalResult MaskOp::verifyRegions() {
  auto yield = dyn_cast<MaskReturnOp>(getRegion().front().getTerminator());
  if (!yield)
    return emitOpError() << "needs a region that ends in 'ttg.mask.return'";
  if (yield.getOperandTypes() != getResultTypes())
    return yield.emitOpError() << "must return the types of the results, "
                               << formatTypes(getResultTypes()) << ", found "
                               << formatTypes(yield.getOperandTypes());
  return success();
}

//===----------------------------------------------------------------------===//
// Syntax
//===----------------------------------------------------------------------===//

WarpSpecializePartitionsOp WarpSpecializeOp::getPartitionOp() {
  Region &holder = getPartitionOpHolder();
  if (holder.empty() || holder.front().empty())
    return {};
  return dyn_cast<WarpSpecializePartitionsOp>(holder.front().back());
}

/// `partition0(%x: i32) num_warps(4) { … }`, if there is one more.
static OptionalParseResult parsePartition(OpAsmParser &parser, unsigned index,
                                          OperationState &partitions,
                                          SmallVectorImpl<int32_t> &numWarps) {
  std::string keyword = "partition" + std::to_string(index);
  if (failed(parser.parseOptionalKeyword(keyword)))
    return std::nullopt;
  SmallVector<OpAsmParser::Argument> arguments;
  if (parser.parseArgumentList(arguments, OpAsmParser::Delimiter::Paren, /*allowType=*/true) ||
      parser.parseKeyword("num_warps") || parser.parseLParen() ||
      parser.parseInteger(numWarps.emplace_back()) || parser.parseRParen())
    return failure();
  return parser.parseRegion(*partitions.addRegion(), arguments);
}

ParseResult WarpSpecializeOp::parse(OpAsmParser &parser, OperationState &result) {
  SmallVector<OpAsmParser::UnresolvedOperand> captures;
  SMLoc loc = parser.getCurrentLocation();
  if (parser.parseOperandList(captures, OpAsmParser::Delimiter::Paren) ||
      parser.parseOptionalAttrDictWithKeyword(result.attributes) ||
      parser.parseKeyword("default") || parser.parseRegion(*result.addRegion()))
    return failure();

  OperationState partitions(parser.getEncodedSourceLoc(loc),
                            WarpSpecializePartitionsOp::getOperationName());
  SmallVector<int32_t> numWarps;
  for (unsigned index = 0;; ++index) {
    OptionalParseResult partition = parsePartition(parser, index, partitions, numWarps);
    if (!partition.has_value())
      break;
    if (failed(*partition))
      return failure();
  }

  FunctionType type;
  if (parser.parseColonType(type) ||
      parser.resolveOperands(captures, type.getInputs(), loc, result.operands))
    return failure();
  result.addTypes(type.getResults());
  result.addAttribute(getPartitionNumWarpsAttrName(result.name),
                      parser.getBuilder().getDenseI32ArrayAttr(numWarps));
  Block &holder = result.addRegion()->emplaceBlock();
  holder.push_back(Operation::create(partitions));
  return success();
}

void WarpSpecializeOp::print(OpAsmPrinter &printer) {
  WarpSpecializePartitionsOp partitions = getPartitionOp();
  // From 3.7 on the generic form has the captures further in; the text is the same.
  OperandRange captures = getExplicitCaptures();
  if (captures.empty())
    captures = partitions.getExplicitCaptures();
  printer << "(" << captures << ")";
  printer.printOptionalAttrDictWithKeyword((*this)->getAttrs(), {getPartitionNumWarpsAttrName()});
  printer.printNewline();
  printer << "default ";
  printer.printRegion(getDefaultRegion(), /*printEntryBlockArgs=*/false);
  for (auto [index, region] : llvm::enumerate(partitions.getPartitionRegions())) {
    printer.printNewline();
    printer << "partition" << index << "(";
    llvm::interleaveComma(region.getArguments(), printer,
                          [&](BlockArgument argument) { printer.printRegionArgument(argument); });
    printer << ") num_warps(" << getPartitionNumWarps()[index] << ") ";
    printer.printRegion(region, /*printEntryBlockArgs=*/false);
  }
  printer << " : ";
  printer.printFunctionalType(captures.getTypes(), getResultTypes());
}

//===----------------------------------------------------------------------===//
// Rules
//===----------------------------------------------------------------------===//

LogicalResult WarpSpecializeOp::verify() {
  for (int32_t warps : getPartitionNumWarps())
    if (warps < 1 || !llvm::isPowerOf2_32(warps))
      return emitOpError() << "num_warps must be a power of two, found " << warps;
  size_t count = getPartitionNumWarps().size();
  if (auto registers = getRequestedRegisters(); registers && registers->size() != count)
    return emitOpError() << "requestedRegisters must have " << count << " entries, found "
                         << registers->size();
  if (auto starts = getWarpGroupStartIds(); starts && starts->size() != count)
    return emitOpError() << "warpGroupStartIds must have " << count << " entries, found "
                         << starts->size();
  if (auto registers = getActualRegisters(); registers && registers->size() != count + 1)
    return emitOpError() << "actualRegisters must have " << count + 1 << " entries, found "
                         << registers->size();
  return success();
}

LogicalResult WarpSpecializeOp::verifyRegions() {
  WarpSpecializePartitionsOp partitions = getPartitionOp();
  if (!partitions)
    return emitOpError() << "needs 'ttg.warp_specialize.partitions' in its second region";
  if (!getExplicitCaptures().empty() && !partitions.getExplicitCaptures().empty())
    return emitOpError() << "has captures on the op and on its partitions";
  TypeRange captures = getExplicitCaptures().empty() ? partitions.getExplicitCaptures().getTypes()
                                                     : getExplicitCaptures().getTypes();
  size_t count = partitions.getPartitionRegions().size();
  if (count != getPartitionNumWarps().size())
    return emitOpError() << "has " << count << " partitions, but numbers of warps for "
                         << getPartitionNumWarps().size();
  for (auto [index, region] : llvm::enumerate(partitions.getPartitionRegions()))
    if (region.getArgumentTypes() != captures)
      return emitOpError() << "partition" << index << " must take the captures, "
                           << formatTypes(captures) << ", found "
                           << formatTypes(region.getArgumentTypes());
  for (Block &block : getDefaultRegion())
    if (auto yield = dyn_cast<WarpYieldOp>(block.getTerminator()))
      if (yield.getOperandTypes() != getResultTypes())
        return yield.emitOpError()
               << "must yield the types of the results, " << formatTypes(getResultTypes())
               << ", found " << formatTypes(yield.getOperandTypes());
  return success();
}
