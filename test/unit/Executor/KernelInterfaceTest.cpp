//===- KernelInterfaceTest.cpp - Arguments of a kernel, from AIR metadata -===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Executor/KernelInterface.h"

#include "llvm/AsmParser/Parser.h"
#include "llvm/IR/LLVMContext.h"
#include "llvm/IR/Module.h"
#include "llvm/Support/SourceMgr.h"

#include "gtest/gtest.h"

using namespace llvm;

namespace tritonmetal::executor {

namespace {
class KernelInterfaces : public ::testing::Test {
protected:
  /// The interface of `void @k(<parameters>)`, whose argument nodes are `nodes`.
  Expected<KernelInterface> read(StringRef parameters, ArrayRef<StringRef> nodes,
                                 StringRef extra = "") {
    std::string list, text = ("@present = internal addrspace(2) global i8 1\n"
                              "@absent = internal addrspace(2) global i8 0\n"
                              "define void @k(" +
                              parameters + ") { ret void }\n!air.kernel = !{!0}\n")
                                 .str();
    for (size_t i = 0; i < nodes.size(); ++i) {
      list += (i == 0 ? "!" : ", !") + std::to_string(i + 10);
      text += "!" + std::to_string(i + 10) + " = !{" + nodes[i].str() + "}\n";
    }
    text += "!0 = !{ptr @k, !{}, !{" + list + "}" + extra.str() + "}\n";
    SMDiagnostic diagnostic;
    module = parseAssemblyString(text, diagnostic, context);
    if (!module)
      return createStringError(diagnostic.getMessage());
    return readKernelInterface(*module->getFunction("k"));
  }

  std::string getError(StringRef parameters, ArrayRef<StringRef> nodes) {
    Expected<KernelInterface> interface = read(parameters, nodes);
    return interface ? "no error" : toString(interface.takeError());
  }

  LLVMContext context;
  std::unique_ptr<Module> module;
};
} // namespace

TEST_F(KernelInterfaces, Buffers) {
  KernelInterface interface = cantFail(read(
      "ptr addrspace(1) %a, ptr addrspace(2) %n, ptr addrspace(3) %t",
      {"i32 0, !\"air.buffer\", !\"air.location_index\", i32 4, i32 1, !\"air.read_write\", "
       "!\"air.address_space\", i32 1, !\"air.arg_type_size\", i32 2, !\"air.arg_name\", !\"a\"",
       "i32 1, !\"air.buffer\", !\"air.buffer_size\", i32 12, !\"air.location_index\", i32 5, i32 "
       "1, !\"air.read\", !\"air.address_space\", i32 2",
       "i32 2, !\"air.buffer\", !\"air.location_index\", i32 0, i32 1, !\"air.read_write\", "
       "!\"air.address_space\", i32 3"},
      ", !{!\"air.max_work_group_size\", i32 256}"));
  ASSERT_EQ(interface.arguments.size(), 3u);
  const KernelArgument &device = interface.arguments[0];
  EXPECT_EQ(device.name, "a");
  EXPECT_EQ(device.binding, 4u);
  EXPECT_TRUE(device.writable);
  EXPECT_EQ(device.elementSize, 2u);
  EXPECT_TRUE(device.isPresent);
  const KernelArgument &constant = interface.arguments[1];
  EXPECT_EQ(constant.space, AddressSpace::Constant);
  EXPECT_EQ(constant.size, 12u);
  EXPECT_FALSE(constant.writable);
  EXPECT_EQ(interface.arguments[2].space, AddressSpace::Threadgroup);
  EXPECT_EQ(interface.maxThreadsPerThreadgroup, 256u);
  // Threadgroup memory has a table of its own.
  EXPECT_EQ(interface.findBuffer(0), nullptr);
  EXPECT_EQ(interface.findBuffer(4), &interface.arguments[0]);
}

/// AIR before 2.5 does not give the address space of a buffer.
TEST_F(KernelInterfaces, AddressSpaceOfThePointer) {
  KernelInterface interface = cantFail(
      read("ptr addrspace(2) %n",
           {"i32 0, !\"air.buffer\", !\"air.location_index\", i32 0, i32 1, !\"air.read\""}));
  EXPECT_EQ(interface.arguments[0].space, AddressSpace::Constant);
}

TEST_F(KernelInterfaces, ArgumentsOfFunctionConstants) {
  KernelInterface interface = cantFail(read(
      "ptr addrspace(1) %a, ptr addrspace(1) %b",
      {"i32 0, !\"air.function_constant\", !{ptr addrspace(2) @present, !\"bool\", !\"with_a\"}, "
       "!\"air.buffer\", !\"air.location_index\", i32 0, i32 1, !\"air.read\"",
       "i32 1, !\"air.function_constant\", !{ptr addrspace(2) @absent, !\"bool\", !\"with_b\"}, "
       "!\"air.buffer\", !\"air.location_index\", i32 1, i32 1, !\"air.read\""}));
  EXPECT_TRUE(interface.arguments[0].isPresent);
  EXPECT_EQ(interface.arguments[0].condition, "with_a");
  EXPECT_FALSE(interface.arguments[1].isPresent);
  EXPECT_EQ(interface.arguments[1].condition, "with_b");
}

TEST_F(KernelInterfaces, MalformedNodes) {
  EXPECT_EQ(getError("i32 %i", {}), "kernel 'k': parameter 0 has not exactly one argument node");
  EXPECT_EQ(getError("i32 %i", {"i32 1, !\"air.thread_position_in_grid\""}),
            "kernel 'k': an argument node names no parameter; there are 1");
  EXPECT_EQ(getError("i32 %i, i32 %j", {"i32 0, !\"air.thread_position_in_grid\"",
                                        "i32 0, !\"air.thread_position_in_grid\""}),
            "kernel 'k': parameter 1 has not exactly one argument node");
  EXPECT_EQ(getError("i32 %i", {"i32 0"}), "kernel 'k': argument node of parameter 0 has no kind");
  EXPECT_EQ(getError("float %i", {"i32 0, !\"air.thread_position_in_grid\""}),
            "kernel 'k': parameter 0 is 'thread_position_in_grid', which is a uint or ushort, or a "
            "vector of 2 or 3");
  EXPECT_EQ(getError("i32 %a", {"i32 0, !\"air.buffer\", !\"air.location_index\", i32 0"}),
            "kernel 'k': parameter 0 is described as a buffer but is no pointer");
  EXPECT_EQ(getError("ptr %a", {"i32 0, !\"air.buffer\", !\"air.location_index\", i32 0"}),
            "kernel 'k': parameter 0 is a buffer in address space 0; buffers are in 1 (device), 2 "
            "(constant) or 3 (threadgroup)");
  EXPECT_EQ(
      getError("ptr addrspace(1) %a",
               {"i32 0, !\"air.buffer\", !\"air.location_index\", i32 31, i32 1, !\"air.read\""}),
      "kernel 'k': parameter 0 has no location index from 0 to 30");
  EXPECT_EQ(getError("ptr addrspace(1) %a",
                     {"i32 0, !\"air.buffer\", !\"air.location_index\", i32 0, i32 1"}),
            "kernel 'k': parameter 0 says not one of air.read, air.write and air.read_write");
  EXPECT_EQ(getError("ptr addrspace(1) %a",
                     {"i32 0, !\"air.buffer\", !\"air.location_index\", i32 0, i32 1, "
                      "!\"air.read\", !\"air.address_space\", i32 2"}),
            "kernel 'k': parameter 0 has a pointer to address space 1; its description says "
            "another");
  EXPECT_EQ(getError("ptr addrspace(1) %a",
                     {"i32 0, !\"air.function_constant\", !{ptr addrspace(2) undef}, "
                      "!\"air.buffer\""}),
            "kernel 'k': parameter 0 depends on a function constant whose value is not known");
}

TEST_F(KernelInterfaces, WhatOnlyGraphicsHas) {
  EXPECT_EQ(
      getError("ptr addrspace(1) %t",
               {"i32 0, !\"air.texture\", !\"air.location_index\", i32 0, i32 1, !\"air.sample\""}),
      "kernel 'k': parameter 0 is a 'texture', which compute kernels do not have or the executor "
      "does not know");
}

} // namespace tritonmetal::executor
