//===- DescribeKernelTest.cpp - How parameters are bound --------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "EmitAIRTestSupport.h"

#include "gtest/gtest.h"

using namespace tritonmetal;
using air::BufferAccess;
using air::KernelArgument;

static const char *const kText = R"mlir(
metal.kernel @softmax_k(%out: !metal.ptr<bf16, device>, %in: !metal.ptr<i1, device>, %n: i32, %scale: f16, %last: i64)
    attributes {arguments = [
      #metal.argument<name = "out", kind = pointer, element = bf16, binding = 0, access = write>,
      #metal.argument<name = "in", kind = pointer, element = i1, binding = 1, access = none>,
      #metal.argument<name = "n", kind = scalar, element = i32, binding = 2, offset = 0>,
      #metal.argument<name = "scale", kind = scalar, element = f16, binding = 2, offset = 4>,
      #metal.argument<name = "last", kind = scalar, element = i64, binding = 2, offset = 8>],
    num_simdgroups = 8 : i32, target = "apple7"} {
  %p = metal.threadgroups_per_grid y : i32
  %s = metal.simdgroup_index : i32
  metal.return
}
)mlir";

TEST(DescribeKernel, Arguments) {
  Emission emission(kText);
  air::KernelDescription kernel = metal::describeKernel(emission.getKernel());
  EXPECT_EQ(kernel.name, "softmax_k");
  EXPECT_EQ(kernel.maxTotalThreads, 256u);
  ASSERT_EQ(kernel.arguments.size(), 5u);

  const KernelArgument &out = kernel.arguments[0];
  EXPECT_EQ(out.kind, KernelArgument::Kind::DeviceBuffer);
  EXPECT_EQ(out.typeName, "bfloat");
  EXPECT_EQ(out.size, 2u);
  EXPECT_EQ(out.access, BufferAccess::Write);
  const KernelArgument &in = kernel.arguments[1];
  EXPECT_EQ(in.typeName, "bool");
  EXPECT_EQ(in.size, 1u);
  EXPECT_EQ(in.locationIndex, 1u);
  EXPECT_EQ(in.access, BufferAccess::Read);

  const KernelArgument &args = kernel.arguments[2];
  EXPECT_EQ(args.kind, KernelArgument::Kind::ConstantBuffer);
  EXPECT_EQ(args.typeName, "softmax_k_args");
  EXPECT_EQ(args.locationIndex, 2u);
  EXPECT_EQ(args.size, 16u);
  EXPECT_EQ(args.alignment, 8u);
  ASSERT_EQ(args.fields.size(), 3u);
  EXPECT_EQ(args.fields[1].offset, 4u);
  EXPECT_EQ(args.fields[1].typeName, "half");
  EXPECT_EQ(args.fields[2].name, "last");

  EXPECT_EQ(kernel.arguments[3].builtInName, "threadgroups_per_grid");
  EXPECT_EQ(kernel.arguments[3].typeName, "uint3");
  EXPECT_EQ(kernel.arguments[4].builtInName, "simdgroup_index_in_threadgroup");
  EXPECT_EQ(kernel.arguments[4].typeName, "uint");
}

/// What is described is what the lowering makes: applyConventions compares the two.
TEST(DescribeKernel, AgreesWithTheFunction) {
  Emission emission(kText);
  ASSERT_TRUE(emission.emit()) << emission.diagnostics;
  llvm::LLVMContext context;
  std::unique_ptr<llvm::Module> module = readBack(emission.kernels.at(0), context);
  ASSERT_TRUE(module);
  llvm::Function *function = module->getFunction("softmax_k");
  ASSERT_TRUE(function);
  EXPECT_EQ(function->arg_size(), 5u);
}
