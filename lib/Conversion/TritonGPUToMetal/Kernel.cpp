//===- Kernel.cpp - tt.func to metal.kernel, and the grid ------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//===----------------------------------------------------------------------===//

#include "Patterns.h"

#include "triton-metal/Dialect/Metal/IR/ArgumentBinding.h"
#include "triton-metal/Dialect/Metal/IR/Identifiers.h"

using namespace mlir;
using namespace tritonmetal;

/// The name of a parameter in the Python source, or `arg<index>`.
static std::string nameOf(BlockArgument argument) {
  if (auto name = dyn_cast<NameLoc>(argument.getLoc()))
    return name.getName().str();
  return "arg" + std::to_string(argument.getArgNumber());
}

static int64_t divisibilityOf(tt::FuncOp func, unsigned index) {
  auto attr = func.getArgAttrOfType<IntegerAttr>(index, "tt.divisibility");
  return attr && attr.getInt() > 0 ? attr.getInt() : 1;
}

/// `metal.role` names the part of a tensor descriptor that a parameter is.
static metal::ArgumentRole roleOf(tt::FuncOp func, unsigned index) {
  auto attr = func.getArgAttrOfType<StringAttr>(index, "metal.role");
  std::optional<metal::ArgumentRole> role;
  if (attr)
    role = metal::symbolizeArgumentRole(attr.getValue());
  return role.value_or(metal::ArgumentRole::Whole);
}

static ArrayAttr describeArguments(tt::FuncOp func, const TypeConverter &converter) {
  SmallVector<metal::ArgumentAttr> infos;
  for (BlockArgument argument : func.getArguments()) {
    unsigned index = argument.getArgNumber();
    Type type = converter.convertType(argument.getType());
    auto pointer = dyn_cast<metal::PointerType>(type);
    infos.push_back(metal::ArgumentAttr::get(
        func.getContext(), nameOf(argument),
        pointer ? metal::ArgumentKind::Pointer : metal::ArgumentKind::Scalar,
        pointer ? pointer.getPointee() : type, /*binding=*/0, /*offset=*/0, metal::Access::Read,
        divisibilityOf(func, index), roleOf(func, index), /*indirect=*/false));
  }
  metal::bindArguments(infos);
  return ArrayAttr::get(func.getContext(), SmallVector<Attribute>(infos.begin(), infos.end()));
}

namespace {

///   tt.func public @k(%x: !tt.ptr<f32>) { … }
/// becomes
///   metal.kernel @k(%x: !metal.ptr<f32, device>) attributes {arguments = […], …} { … }
struct KernelLowering final : OpConversionPattern<tt::FuncOp> {
  KernelLowering(const TypeConverter &converter, bool disjointArguments, MLIRContext *context)
      : OpConversionPattern(converter, context), disjointArguments(disjointArguments) {}

  LogicalResult matchAndRewrite(tt::FuncOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    TypeConverter::SignatureConversion signature(op.getNumArguments());
    for (auto [index, type] : llvm::enumerate(op.getArgumentTypes()))
      signature.addInputs(index, getTypeConverter()->convertType(type));
    auto module = op->getParentOfType<ModuleOp>();
    auto warps = module->getAttrOfType<IntegerAttr>(ttg::kNumWarpsAttrName);
    auto target = module->getAttrOfType<StringAttr>(ttg::kTargetAttrName);
    StringRef family = target ? target.getValue() : "";
    if (!family.consume_front("metal:"))
      family = "apple7";
    std::string name = metal::makeKernelName(op.getSymName());
    auto kernel = metal::KernelOp::create(
        rewriter, op.getLoc(), rewriter.getStringAttr(name),
        TypeAttr::get(rewriter.getFunctionType(signature.getConvertedTypes(), {})),
        describeArguments(op, *getTypeConverter()),
        rewriter.getI32IntegerAttr(warps ? warps.getInt() : 4), rewriter.getStringAttr(family),
        name == op.getSymName() ? StringAttr() : rewriter.getStringAttr(op.getSymName()),
        disjointArguments ? rewriter.getUnitAttr() : UnitAttr(),
        /*sym_visibility=*/StringAttr(), /*arg_attrs=*/ArrayAttr(), /*res_attrs=*/ArrayAttr());
    if (Attribute sites = op->getDiscardableAttr("metal.log_sites"))
      kernel->setDiscardableAttr("metal.log_sites", sites);
    rewriter.inlineRegionBefore(op.getBody(), kernel.getBody(), kernel.getBody().end());
    if (failed(rewriter.convertRegionTypes(&kernel.getBody(), *getTypeConverter(), &signature)))
      return rewriter.notifyMatchFailure(op, "a parameter has no Metal type");
    rewriter.eraseOp(op);
    return success();
  }

  bool disjointArguments;
};

struct ReturnLowering final : OpConversionPattern<tt::ReturnOp> {
  using OpConversionPattern::OpConversionPattern;

  LogicalResult matchAndRewrite(tt::ReturnOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    rewriter.replaceOpWithNewOp<metal::ReturnOp>(op);
    return success();
  }
};

///   %pid = tt.get_program_id x : i32
/// becomes
///   %pid = metal.threadgroup_position x : i32
template <typename From, typename To>
struct GridLowering final : OpConversionPattern<From> {
  using OpConversionPattern<From>::OpConversionPattern;

  LogicalResult matchAndRewrite(From op, typename From::Adaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    rewriter.replaceOpWithNewOp<To>(op, op.getType(), metal::Axis(uint32_t(op.getAxis())));
    return success();
  }
};

} // namespace

void tritonmetal::populateKernelPatterns(const TritonGPUToMetalTypeConverter &converter,
                                         bool disjointArguments, RewritePatternSet &patterns) {
  patterns.add<KernelLowering>(converter, disjointArguments, patterns.getContext());
  patterns.add<ReturnLowering, GridLowering<tt::GetProgramIdOp, metal::ThreadgroupPositionOp>,
               GridLowering<tt::GetNumProgramsOp, metal::ThreadgroupsPerGridOp>>(
      converter, patterns.getContext());
}
