//===- BitcodeAttributesTest.cpp - Attributes in LLVM-14 spelling --------===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BitcodeTestSupport.h"

#include "gtest/gtest.h"

using namespace llvm;
using namespace tritonmetal::test;

namespace {

TEST(BitcodeAttributes, Kept) {
  roundTrip(R"(
declare void @air.a() alwaysinline cold convergent
declare void @air.b() hot inlinehint minsize mustprogress nobuiltin nocallback noduplicate nofree
declare void @air.c() nomerge norecurse noreturn nosync nounwind optsize speculatable willreturn
declare void @air.d() noinline optnone strictfp "no-builtins" "frame-pointer"="all" "odd key"="\22\0A"
declare noundef zeroext i8 @air.e(i32 signext, i8 zeroext returned, ptr addrspace(1) readnone)
declare nonnull noalias align 16 dereferenceable(64) ptr addrspace(1) @air.f(ptr addrspace(1) noalias nonnull noundef nofree align 2147483648 dereferenceable_or_null(8) readonly "x")
define void @f() {
  call void @air.a() builtin convergent nounwind
  %p = call align 32 ptr addrspace(1) @air.f(ptr addrspace(1) align 8 readonly null)
  ret void
}
)");
}

TEST(BitcodeAttributes, Spelling) {
  auto text = roundTrip(R"(
declare void @air.b() convergent mustprogress nounwind willreturn "key" "key2"="value"
declare void @air.c(ptr addrspace(1) noundef nonnull align 16 dereferenceable(64) readonly)
)");
  expectLines(text, {"@air.b() #0",
                     "@air.c(i8 addrspace(1)* noundef nonnull readonly align 16 "
                     "dereferenceable(64))",
                     "attributes #0 = { convergent mustprogress nounwind willreturn \"key\" "
                     "\"key2\"=\"value\" }"});
}

struct MemoryCase {
  const char *now;
  const char *old;
};

void PrintTo(const MemoryCase &value, std::ostream *stream) { *stream << value.now; }

class BitcodeMemoryAttribute : public testing::TestWithParam<MemoryCase> {};

TEST_P(BitcodeMemoryAttribute, IsRespelledOrWidened) {
  auto text =
      roundTrip("declare void @air.f(ptr addrspace(1)) cold " + std::string(GetParam().now) + "\n");
  expectLines(text, {"attributes #0 = { " + std::string(GetParam().old) + " }"});
}

INSTANTIATE_TEST_SUITE_P(
    All, BitcodeMemoryAttribute,
    testing::Values(
        MemoryCase{"memory(none)", "cold readnone"}, MemoryCase{"memory(read)", "cold readonly"},
        MemoryCase{"memory(write)", "cold writeonly"}, MemoryCase{"memory(readwrite)", "cold"},
        MemoryCase{"memory(argmem: readwrite)", "argmemonly cold"},
        MemoryCase{"memory(argmem: read)", "argmemonly cold readonly"},
        MemoryCase{"memory(argmem: write)", "argmemonly cold writeonly"},
        MemoryCase{"memory(inaccessiblemem: readwrite)", "cold inaccessiblememonly"},
        MemoryCase{"memory(inaccessiblemem: read)", "cold inaccessiblememonly readonly"},
        MemoryCase{"memory(argmem: readwrite, inaccessiblemem: readwrite)",
                   "cold inaccessiblemem_or_argmemonly"},
        // What LLVM 14 cannot say is widened, never narrowed.
        MemoryCase{"memory(argmem: read, inaccessiblemem: write)",
                   "cold inaccessiblemem_or_argmemonly"},
        MemoryCase{"memory(read, argmem: readwrite)", "cold"},
        MemoryCase{"memory(read, argmem: none)", "cold readonly"},
        MemoryCase{"memory(errnomem: write)", "cold writeonly"}));

TEST(BitcodeAttributes, CapturesBecomesNocapture) {
  auto text = roundTrip(R"(
declare void @air.f(ptr addrspace(1) captures(none), ptr addrspace(1) captures(address), ptr addrspace(1) captures(ret: address, provenance))
)");
  expectLines(text, {"@air.f(i8 addrspace(1)* nocapture, i8 addrspace(1)*, i8 addrspace(1)*)"});
}

TEST(BitcodeAttributes, NewHintsAreDropped) {
  auto text = roundTrip(R"(
declare range(i32 0, 32) i32 @air.lane(i32 noundef range(i32 0, 4), float nofpclass(nan inf))
declare void @air.out(ptr addrspace(1) initializes((0, 4)) writable dead_on_unwind writeonly) nocreateundeforpoison uwtable optdebug
define void @f() {
  %x = call range(i32 0, 8) i32 @air.lane(i32 1, float 0.0)
  ret void
}
)");
  expectLines(text, {"declare i32 @air.lane(i32 noundef, float)",
                     "declare void @air.out(i8 addrspace(1)* writeonly)\n",
                     "call i32 @air.lane(i32 1, float 0.000000e+00)\n"});
  if (text)
    EXPECT_EQ(text->find("attributes #"), std::string::npos) << *text;
}

TEST(BitcodeAttributes, ListsAreShared) {
  // Equal lists get one number, wherever they are used.
  auto text = roundTrip(R"(
declare void @air.a() convergent nounwind
declare void @air.b() nounwind convergent
define void @f() nounwind {
  call void @air.a() convergent nounwind
  ret void
}
)");
  expectLines(text, {"@air.a() #0", "@air.b() #0", "@f() #1", "call void @air.a() #0"});
}

} // namespace
