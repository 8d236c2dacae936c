//===- TritonTypesTest.cpp - Types that ops derive from others ------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "triton-metal/Dialect/Triton/IR/Triton.h"
#include "triton-metal/Dialect/TritonGPU/IR/TritonGPU.h"

#include "mlir/AsmParser/AsmParser.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/OwningOpRef.h"

#include "gtest/gtest.h"

using namespace mlir;
using namespace tritonmetal;

namespace {

class TritonTypesTest : public testing::Test {
protected:
  TritonTypesTest() {
    context.loadDialect<tt::TritonDialect, ttg::TritonGPUDialect, arith::ArithDialect>();
  }

  Type parse(StringRef text) { return parseType(text, &context); }

  /// An op without operands that has a result of this type, erased with the module.
  Value makeValue(OpBuilder &builder, StringRef type) {
    OperationState state(builder.getUnknownLoc(), "test.value");
    state.addTypes(parse(type));
    return builder.create(state)->getResult(0);
  }

  MLIRContext context;
};

TEST_F(TritonTypesTest, PointeeOfEachKindOfPointer) {
  EXPECT_EQ(tt::getPointeeLike(parse("!tt.ptr<f32>")), parse("f32"));
  EXPECT_EQ(tt::getPointeeLike(parse("!tt.ptr<!tt.ptr<i8>>")), parse("!tt.ptr<i8>"));
  EXPECT_EQ(tt::getPointeeLike(parse("tensor<4x8x!tt.ptr<f16, 3>>")), parse("tensor<4x8xf16>"));
  EXPECT_EQ(tt::getPointeeLike(parse("!tt.ptr<tensor<4x8xf16>>")), parse("tensor<4x8xf16>"));
  EXPECT_EQ(tt::getPointeeLike(parse("f32")), parse("f32"));
}

TEST_F(TritonTypesTest, MaskHasShapeAndLayoutOfWhatIsAccessed) {
  constexpr StringLiteral layout = "#ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], "
                                   "warpsPerCTA = [4], order = [0]}>";
  std::string pointers = ("tensor<128x!tt.ptr<f32>, " + layout + ">").str();
  std::string mask = ("tensor<128xi1, " + layout + ">").str();
  EXPECT_EQ(tt::getMaskType(parse(pointers)), parse(mask));
  EXPECT_EQ(tt::getMaskType(parse("!tt.ptr<f32>")), parse("i1"));
  EXPECT_EQ(tt::getMaskType(parse("!tt.ptr<tensor<4x8xf16>>")), parse("tensor<4x8xi1>"));
}

TEST_F(TritonTypesTest, BytesBetweenElements) {
  EXPECT_EQ(tt::getElementBytes(parse("i1")), 1u);
  EXPECT_EQ(tt::getElementBytes(parse("f8E4M3FN")), 1u);
  EXPECT_EQ(tt::getElementBytes(parse("bf16")), 2u);
  EXPECT_EQ(tt::getElementBytes(parse("i64")), 8u);
  EXPECT_EQ(tt::getElementBytes(parse("!tt.ptr<i8>")), 8u);
  EXPECT_EQ(tt::getElementBytes(parse("index")), 0u);
}

TEST_F(TritonTypesTest, DescriptorsMoveSignlessValuesWithoutLayout) {
  auto descriptor = cast<tt::TensorDescType>(parse("!tt.tensordesc<8x32xui16>"));
  EXPECT_EQ(descriptor, parse("!tt.tensordesc<tensor<8x32xui16>>"));
  EXPECT_EQ(descriptor.getBlockType(), parse("tensor<8x32xui16>"));
  EXPECT_EQ(descriptor.getValueType(), parse("tensor<8x32xi16>"));
  auto floats = cast<tt::TensorDescType>(parse("!tt.tensordesc<tensor<8xf16>>"));
  EXPECT_EQ(floats.getValueType(), parse("tensor<8xf16>"));
}

TEST_F(TritonTypesTest, PointersToElementsOfBlocks) {
  EXPECT_EQ(tt::getBlockElementPointer(parse("!tt.ptr<tensor<4xf16>, 3>")),
            parse("!tt.ptr<f16, 3>"));
  EXPECT_EQ(tt::getBlockElementPointer(parse("!tt.ptr<f16>")), parse("!tt.ptr<f16>"));
}

TEST_F(TritonTypesTest, LayoutsAreEquivalentIfTheyPlaceElementsAlike) {
  constexpr StringLiteral blocked = "#ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], "
                                    "warpsPerCTA = [2], order = [0]}>";
  constexpr StringLiteral wide = "#ttg.blocked<{sizePerThread = [2], threadsPerWarp = [32], "
                                 "warpsPerCTA = [2], order = [0]}>";
  constexpr StringLiteral linear = "#ttg.linear<{register = [], lane = [[1], [2], [4], [8], [16]], "
                                   "warp = [[32]], block = []}>";
  auto tensor = [&](StringRef element, StringRef layout) {
    return parse(("tensor<64x" + element + ", " + layout + ">").str());
  };
  EXPECT_TRUE(tt::areEquivalentTypes(tensor("f32", blocked), tensor("f32", linear)));
  EXPECT_FALSE(tt::areEquivalentTypes(tensor("f32", blocked), tensor("f32", wide)));
  EXPECT_FALSE(tt::areEquivalentTypes(tensor("f32", blocked), tensor("f16", linear)));
  EXPECT_FALSE(tt::areEquivalentTypes(tensor("f32", blocked), parse("tensor<64xf32>")));
}

TEST_F(TritonTypesTest, BuildersInferResults) {
  OwningOpRef<ModuleOp> module = ModuleOp::create(UnknownLoc::get(&context));
  context.allowUnregisteredDialects();
  OpBuilder builder = OpBuilder::atBlockBegin(module->getBody());
  Location loc = builder.getUnknownLoc();
  Value matrix = makeValue(builder, "tensor<4x8xf32>");
  Value pairs = makeValue(builder, "tensor<4x2xf32>");
  Value indices = makeValue(builder, "tensor<16x8xi64>");
  Value one = makeValue(builder, "tensor<1xf32>");

  EXPECT_EQ(tt::TransOp::create(builder, loc, matrix, ArrayRef<int32_t>{1, 0}).getType(),
            parse("tensor<8x4xf32>"));
  EXPECT_EQ(tt::SplitOp::create(builder, loc, pairs).getOutRHS().getType(), parse("tensor<4xf32>"));
  EXPECT_EQ(tt::ExpandDimsOp::create(builder, loc, matrix, 1).getType(),
            parse("tensor<4x1x8xf32>"));
  EXPECT_EQ(tt::GatherOp::create(builder, loc, matrix, indices, 0).getType(),
            parse("tensor<16x8xf32>"));
  EXPECT_EQ(tt::UnsplatOp::create(builder, loc, one).getType(), parse("f32"));
}

} // namespace
