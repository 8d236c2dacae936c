//===- BindLaunchTest.cpp - Description, metadata and kernel joined -------===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Executor/Launch.h"

#include "gtest/gtest.h"

#include <cmath>

using namespace llvm;

namespace tritonmetal::executor {

namespace {
/// A kernel with an input of f32 at binding 0, an output at 1, and a struct of 8 bytes at 2.
class BindLaunch : public ::testing::Test {
protected:
  BindLaunch() {
    interface.name = "k";
    for (unsigned i = 0; i < 3; ++i) {
      KernelArgument argument;
      argument.parameter = argument.binding = i;
      argument.name = std::string(1, "xon"[i]);
      argument.elementSize = 4;
      argument.writable = i == 1;
      interface.arguments.push_back(argument);
    }
    interface.arguments[2].space = AddressSpace::Constant;
    interface.arguments[2].size = 8;

    metadata.symbol = metadata.name = "k";
    metadata.threadsPerThreadgroup = 32;
    metadata.arguments = {{MetadataArgument::Kind::Pointer, "x", "f32", 0, "read", 0, {}},
                          {MetadataArgument::Kind::Pointer, "o", "f32", 1, "write", 0, {}},
                          {MetadataArgument::Kind::Scalar, "n", "i32", 2, "", 0, 4},
                          {MetadataArgument::Kind::Scalar, "s", "f16", 2, "", 4, 2}};
    metadata.scalarStruct = KernelMetadata::ScalarStruct{2, 8};
  }

  Expected<Launch> bind(const Twine &arguments, bool withMetadata = true) {
    std::string text =
        ("{\"grid\": [2], \"buffers\": [{\"size\": 64}, {\"size\": 32}], " + arguments + "}").str();
    LaunchDescription description = cantFail(parseLaunchDescription(text, "launch.json"));
    std::vector<Storage> storages;
    for (const BufferSource &buffer : description.buffers)
      storages.push_back(Storage::zeros(*buffer.size));
    return bindLaunch(description, withMetadata ? &metadata : nullptr, interface,
                      std::move(storages));
  }

  std::string getError(const Twine &arguments, bool withMetadata = true) {
    Expected<Launch> launch = bind(arguments, withMetadata);
    return launch ? "no error" : toString(launch.takeError());
  }

  KernelInterface interface;
  KernelMetadata metadata;
};
} // namespace

static constexpr StringLiteral goodArguments =
    "\"args\": [{\"buffer\": 0}, {\"buffer\": 1, \"offset\": 8}, {\"value\": -2}, {\"value\": 1}]";
static constexpr StringLiteral threads = "\"threads_per_threadgroup\": [32], ";

TEST_F(BindLaunch, ArgumentsThroughMetadata) {
  Launch launch = cantFail(bind(goodArguments));
  EXPECT_EQ(launch.threadsPerThreadgroup, (Size3{32, 1, 1}));
  EXPECT_EQ(launch.threadsPerGrid, (Size3{64, 1, 1}));
  ASSERT_EQ(launch.buffers.size(), 3u);
  EXPECT_EQ(launch.buffers[1].offset, 8u);
  ArrayRef<uint8_t> scalars = launch.storages[launch.buffers[2].storage].contents();
  EXPECT_EQ(scalars, ArrayRef<uint8_t>({0xfe, 0xff, 0xff, 0xff, 0x00, 0x3c, 0, 0}));
}

TEST_F(BindLaunch, AccessesOfMetadataAndKernelDisagree) {
  metadata.arguments[0].access = "read_write";
  EXPECT_EQ(getError(goodArguments),
            "kernel 'k': the metadata says 'x' is written; the kernel only reads binding 0");
  metadata.arguments[0].access = "read";
  metadata.arguments[1].access = "read";
  EXPECT_EQ(getError(goodArguments),
            "kernel 'k': the metadata says 'o' is only read; the kernel may write binding 1");
}

TEST_F(BindLaunch, TypesOfMetadataAndKernelDisagree) {
  metadata.arguments[0].elementType = "f16";
  EXPECT_EQ(getError(goodArguments),
            "kernel 'k': the metadata says 'x' points to f16; the kernel says that elements of "
            "binding 0 have 4 bytes");
  metadata.arguments[0].elementType = "i32";
  metadata.scalarStruct->size = 12;
  EXPECT_EQ(getError(goodArguments),
            "kernel 'k': the metadata gives binding 2 12 bytes; the kernel takes 8");
  metadata.scalarStruct->size = 8;
  metadata.arguments[3].offset = 7;
  EXPECT_EQ(getError(goodArguments), "kernel 'k': 's' ends at byte 9 of binding 2, which has 8");
}

TEST_F(BindLaunch, BindingsOfMetadataAndKernelDisagree) {
  metadata.arguments[0].binding = 7;
  EXPECT_EQ(getError(goodArguments),
            "kernel 'k': the metadata puts 'x' in binding 7, which the kernel lacks");
  metadata.arguments[0].binding = 0;
  interface.maxThreadsPerThreadgroup = 16;
  EXPECT_EQ(getError(goodArguments), "kernel 'k': 32 threads per threadgroup; it allows 16");
  interface.maxThreadsPerThreadgroup = 32;
  metadata.arguments[2].binding = metadata.arguments[3].binding = 1;
  EXPECT_NE(getError(goodArguments), "no error");
}

TEST_F(BindLaunch, ArgumentsThatDoNotFit) {
  EXPECT_EQ(getError("\"args\": []"), "kernel 'k': takes 4 arguments; the launch gives 0");
  EXPECT_EQ(getError("\"args\": [{\"value\": 1}, {\"buffer\": 1}, {\"value\": 1}, {\"value\": 1}]"),
            "kernel 'k': argument 0 'x' is a pointer; the launch gives a value");
  EXPECT_EQ(
      getError("\"args\": [{\"buffer\": 0}, {\"buffer\": 1}, {\"value\": 1.5}, {\"value\": 1}]"),
      "kernel 'k': argument 'n': 1.5 does not fit i32");
  EXPECT_EQ(
      getError(goodArguments, false),
      "kernel 'k': the launch needs 'threads_per_threadgroup' or launch metadata that says it");
}

TEST_F(BindLaunch, RawBindings) {
  Launch launch = cantFail(bind(threads + "\"bindings\": [{\"index\": 1, \"buffer\": 0}, "
                                          "{\"index\": 2, \"bytes\": \"0102030405060708\"}]",
                                false));
  EXPECT_EQ(launch.buffers.size(), 2u);
  EXPECT_EQ(getError(threads + "\"bindings\": [{\"index\": 3, \"buffer\": 0}]", false),
            "kernel 'k': has no buffer with index 3");
  EXPECT_EQ(getError(threads + "\"bindings\": [{\"index\": 2, \"bytes\": \"01020304\"}]", false),
            "kernel 'k': binding 2 takes 8 bytes; the launch gives 4");
  EXPECT_EQ(getError(threads + "\"threadgroup_memory\": [{\"index\": 0, \"bytes\": 64}]", false),
            "kernel 'k': has no threadgroup memory with index 0");
  interface.arguments[1].isPresent = false;
  interface.arguments[1].condition = "with_o";
  EXPECT_EQ(getError(threads + "\"bindings\": [{\"index\": 1, \"buffer\": 0}]", false),
            "kernel 'k': buffer 1 'o' exists only where function constant 'with_o' is true");
}

TEST_F(BindLaunch, PointersAreStoredAndErased) {
  Launch launch =
      cantFail(bind(threads + "\"bindings\": [{\"index\": 2, \"bytes\": \"0000000000000000\", "
                              "\"pointers\": [{\"at\": 0, \"buffer\": 1, \"offset\": 16}]}]",
                    false));
  EXPECT_EQ(launch.getPointees(), std::vector<size_t>{1});
  auto getAddress = [](size_t storage, uint64_t offset) { return (storage << 32) + offset; };
  storePointers(launch, getAddress);
  Storage &bytes = launch.storages[2];
  EXPECT_EQ(bytes.contents(), ArrayRef<uint8_t>({16, 0, 0, 0, 1, 0, 0, 0}));
  erasePointers(launch, getAddress);
  EXPECT_EQ(bytes.contents(), ArrayRef<uint8_t>({0, 0, 0, 0, 0, 0, 0, 0}));
  bytes.data()[0] = 5; // what a kernel wrote there stays
  erasePointers(launch, getAddress);
  EXPECT_EQ(bytes.data()[0], 5);
}

TEST_F(BindLaunch, FunctionConstantsOnTheCommandLine) {
  FunctionConstantValue constant = cantFail(parseFunctionConstant("tile=8,-1,0x10"));
  EXPECT_EQ(constant.name, "tile");
  ASSERT_EQ(constant.values.size(), 3u);
  EXPECT_EQ(constant.values[1].signedValue, -1);
  EXPECT_EQ(constant.values[2].signedValue, 16);
  EXPECT_EQ(cantFail(parseFunctionConstant("x=true")).values[0].signedValue, 1);
  EXPECT_EQ(cantFail(parseFunctionConstant("x=18446744073709551615")).values[0].unsignedValue,
            UINT64_MAX);
  EXPECT_TRUE(std::isnan(cantFail(parseFunctionConstant("x=nan")).values[0].floatValue));
  for (StringRef text : {"x", "x=", "=1", "x=1,,2", "x=two"}) {
    Expected<FunctionConstantValue> bad = parseFunctionConstant(text);
    ASSERT_FALSE(bool(bad)) << text.str();
    EXPECT_EQ(toString(bad.takeError()),
              ("--constant takes NAME=VALUE or NAME=VALUE,VALUE,..., not '" + text + "'").str());
  }
}

} // namespace tritonmetal::executor
