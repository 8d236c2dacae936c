//===- MeetingPointsTest.cpp - How often threads of a kernel wait ---------===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each meeting point is a suspension of a coroutine, and each kind of product a function: what
// kernels with hundreds of products take to compile goes by these two numbers.
//
//===----------------------------------------------------------------------===//

#include "../../../lib/Executor/Frontend/Normalise.h"
#include "../../../lib/Executor/Jit/CompiledKernel.h"

#include "llvm/ADT/StringExtras.h"

#include "gtest/gtest.h"

using namespace llvm;

namespace tritonmetal::executor::jit {

static constexpr StringLiteral declarations = R"(
declare <64 x half> @air.simdgroup_matrix_8x8_load.v64f16.p1f16(ptr addrspace(1), i64, <2 x i64>, i1)
declare <64 x float> @air.simdgroup_matrix_8x8_multiply_accumulate.v64f32.v64f16.v64f16.v64f32(<64 x half>, <64 x half>, <64 x float>)
declare <64 x float> @air.simdgroup_matrix_8x8_multiply_accumulate.v64f32.v64f32.v64f32.v64f32(<64 x float>, <64 x float>, <64 x float>)
declare void @air.wg.barrier(i32, i32)
declare float @air.simd_sum.f32(float)
declare float @air.simd_shuffle_xor.f32(float, i16)
!air.kernel = !{!0}
!0 = !{ptr @k, !{}, !{!1, !2}}
!1 = !{i32 0, !"air.buffer", !"air.location_index", i32 0, i32 1, !"air.read_write", !"air.address_space", i32 1}
!2 = !{i32 1, !"air.thread_position_in_threadgroup"}
)";

static constexpr StringLiteral loadA =
    "%a = call <64 x half> @air.simdgroup_matrix_8x8_load.v64f16.p1f16("
    "ptr addrspace(1) %out, i64 8, <2 x i64> zeroinitializer, i1 false)\n";
static constexpr StringLiteral store = "%x = extractelement <64 x float> %sum, i32 0\n"
                                       "store float %x, ptr addrspace(1) %out, align 4\n";
static constexpr StringLiteral barrier = "call void @air.wg.barrier(i32 2, i32 1)\n";

/// A product of halves: `name` = %a * %a + `addend`.
static std::string multiply(const Twine &name, const Twine &addend) {
  return (name +
          " = call <64 x float> @air.simdgroup_matrix_8x8_multiply_accumulate"
          ".v64f32.v64f16.v64f16.v64f32(<64 x half> %a, <64 x half> %a, <64 x float> " +
          addend + ")\n")
      .str();
}

/// One of floats, `factor` * `factor` + 0.
static std::string square(const Twine &name, const Twine &factor) {
  return (name +
          " = call <64 x float> @air.simdgroup_matrix_8x8_multiply_accumulate"
          ".v64f32.v64f32.v64f32.v64f32(<64 x float> " +
          factor + ", <64 x float> " + factor + ", <64 x float> zeroinitializer)\n")
      .str();
}

namespace {
class MeetingPoints : public ::testing::Test {
protected:
  /// Compiles a kernel with this body, which has a pointer %out and the thread's number %i.
  void compile(const Twine &body, bool bounds = false) {
    std::string text = ("define void @k(ptr addrspace(1) %out, i32 %i) {\n" + body +
                        "ret void\n}\n" + declarations)
                           .str();
    kernel = cantFail(loadKernel(MemoryBufferRef(text, "test"), ""));
    cantFail(normaliseKernel(kernel));
    launch.threadsPerThreadgroup = launch.threadsPerGrid = {numLanes, 1, 1};
    ExecutionOptions options;
    options.checks.bounds = bounds;
    compiled = cantFail(compileKernel(kernel, launch, options));
  }

  /// The steps of each stop.
  std::vector<size_t> countSteps() const {
    std::vector<size_t> counts;
    for (const Stop &stop : compiled->stops)
      counts.push_back(stop.steps.size());
    return counts;
  }

  std::set<MatrixProduct> getProducts() const {
    std::set<MatrixProduct> products;
    for (const Stop &stop : compiled->stops)
      for (const Step &step : stop.steps)
        if (step.product)
          products.insert(step.product->function);
    return products;
  }

  LoadedKernel kernel;
  Launch launch;
  std::unique_ptr<CompiledKernel> compiled;
};
} // namespace

using Counts = std::vector<size_t>;

/// Eight sums of 32 products each, of one matrix.
static std::string makeSums() {
  std::string body = loadA.str();
  for (unsigned i = 0; i < 32; ++i)
    for (unsigned sum = 0; sum < 8; ++sum)
      body += multiply("%s" + Twine(sum) + "." + Twine(i),
                       i == 0 ? Twine("zeroinitializer") : "%s" + Twine(sum) + "." + Twine(i - 1));
  for (unsigned sum = 0; sum < 8; ++sum)
    body += ("%x" + Twine(sum) + " = extractelement <64 x float> %s" + Twine(sum) +
             ".31, i32 0\nstore float %x" + Twine(sum) + ", ptr addrspace(1) %out, align 4\n")
                .str();
  return body;
}

TEST_F(MeetingPoints, ProductsOfABlockShareOne) {
  compile(makeSums());
  EXPECT_EQ(countSteps(), (Counts{256}));
  EXPECT_EQ(getProducts().size(), 1u);
  // The factor, zero, and each sum in one place: two columns each.
  EXPECT_LE(compiled->numColumns, 2u * (1 + 1 + 8));
}

/// The same sums in an array, whose elements are read and written for each product.
static std::string makeSumsInMemory(StringRef between = "") {
  std::string body = "%sums = alloca [8 x <64 x float>], align 256\n" + loadA.str();
  for (unsigned sum = 0; sum < 8; ++sum)
    body += ("%p" + Twine(sum) + " = getelementptr [8 x <64 x float>], ptr %sums, i64 0, i64 " +
             Twine(sum) + "\nstore <64 x float> zeroinitializer, ptr %p" + Twine(sum) + "\n")
                .str();
  for (unsigned i = 0; i < 32; ++i) {
    for (unsigned sum = 0; sum < 8; ++sum) {
      std::string number = (Twine(sum) + "." + Twine(i)).str();
      body += ("%c" + number + " = load <64 x float>, ptr %p" + Twine(sum) + "\n" +
               multiply("%s" + number, "%c" + number) + "store <64 x float> %s" + number +
               ", ptr %p" + Twine(sum) + "\n")
                  .str();
    }
    if (i == 15)
      body += between;
  }
  return body + "%sum = load <64 x float>, ptr %p3\n" + store.str();
}

TEST_F(MeetingPoints, SumsInVariablesAreNoOther) {
  compile(makeSumsInMemory());
  EXPECT_EQ(countSteps(), (Counts{256}));
  EXPECT_LE(compiled->numColumns, 2u * (1 + 8));
}

/// As clang has them where a matrix is a member of a structure.
TEST_F(MeetingPoints, PairsAreTheSameSums) {
  std::string body = loadA.str() + multiply("%s0", "zeroinitializer"), wide = "i32 0, i32 1";
  for (unsigned i = 2; i < 64; ++i)
    wide += ", i32 poison";
  for (unsigned i = 0; i < 4; ++i)
    body += ("%p" + Twine(i) + " = shufflevector <64 x float> %s" + Twine(i) +
             ", <64 x float> poison, <2 x i32> <i32 0, i32 1>\n%m" + Twine(i) +
             " = shufflevector <2 x float> %p" + Twine(i) + ", <2 x float> poison, <64 x i32> <" +
             wide + ">\n" + multiply("%s" + Twine(i + 1), "%m" + Twine(i)))
                .str();
  compile(body +
          "%x = extractelement <2 x float> %p3, i32 0\n"
          "store float %x, ptr addrspace(1) %out, align 4\n" +
          "%sum = fadd <64 x float> %s4, %s4\n%y = extractelement <64 x float> %sum, i32 0\n" +
          "store float %y, ptr addrspace(1) %out, align 4\n");
  EXPECT_EQ(countSteps(), (Counts{5}));
  // The other way round is another matrix.
  compile(loadA + multiply("%s", "zeroinitializer") +
          "%p = shufflevector <64 x float> %s, <64 x float> poison, <2 x i32> <i32 1, i32 0>\n"
          "%m = shufflevector <2 x float> %p, <2 x float> poison, <64 x i32> <" +
          wide + ">\n" + multiply("%sum", "%m") + store);
  EXPECT_EQ(countSteps(), (Counts{1, 1}));
}

TEST_F(MeetingPoints, UnknownPartsOfVariablesAreStoredBefore) {
  compile(makeSumsInMemory("%any = getelementptr [8 x <64 x float>], ptr %sums, i64 0, i32 %i\n"
                           "%part = load float, ptr %any\n"));
  EXPECT_EQ(countSteps(), (Counts{128, 128}));
  compile(makeSumsInMemory("%half = getelementptr i8, ptr %p5, i64 4\n"
                           "store float 1.0, ptr %half\n"));
  EXPECT_EQ(countSteps(), (Counts{128, 128}));
  // Another variable is apart.
  compile(makeSumsInMemory("%other = alloca float\nstore float 1.0, ptr %other\n"));
  EXPECT_EQ(countSteps(), (Counts{256}));
}

TEST_F(MeetingPoints, ChecksSeparateNothing) {
  compile(makeSums(), /*bounds=*/true);
  EXPECT_EQ(countSteps(), (Counts{256}));
}

TEST_F(MeetingPoints, FunctionsOfTheSimdgroupShareOne) {
  std::string body = "%v = load float, ptr addrspace(1) %out, align 4\n";
  for (unsigned i = 0; i < 4; ++i)
    body += ("%s" + Twine(i) + " = call float @air.simd_shuffle_xor.f32(float %v, i16 " +
             Twine(1 << i) + ")\n")
                .str();
  for (unsigned i = 0; i < 4; ++i)
    body += ("store float %s" + Twine(i) + ", ptr addrspace(1) %out, align 4\n").str();
  compile(body);
  EXPECT_EQ(countSteps(), (Counts{4}));
}

TEST_F(MeetingPoints, EndAtTheFirstUse) {
  compile(loadA + multiply("%p", "zeroinitializer") + "%q = fadd <64 x float> %p, %p\n" +
          multiply("%sum", "%q") + store);
  EXPECT_EQ(countSteps(), (Counts{1, 1}));
  // A sum over lanes needs its operand in a thread, even that of another operation.
  compile("%v = load float, ptr addrspace(1) %out, align 4\n"
          "%s = call float @air.simd_sum.f32(float %v)\n"
          "%t = call float @air.simd_sum.f32(float %s)\n"
          "store float %t, ptr addrspace(1) %out, align 4\n");
  EXPECT_EQ(countSteps(), (Counts{1, 1}));
}

TEST_F(MeetingPoints, BarriersAndStoresStayBetween) {
  compile(loadA + multiply("%p", "zeroinitializer") + barrier + multiply("%sum", "%p") + store);
  EXPECT_EQ(countSteps(), (Counts{1, 1, 1}));
  compile(loadA + multiply("%p", "zeroinitializer") +
          "store i32 %i, ptr addrspace(1) %out, align 4\n" + multiply("%sum", "%p") + store);
  EXPECT_EQ(countSteps(), (Counts{1, 1}));
}

TEST_F(MeetingPoints, BlocksShareNone) {
  compile(loadA + multiply("%p", "zeroinitializer") + "br label %next\nnext:\n" +
          "%c = icmp eq i32 %i, 99\nbr i1 %c, label %more, label %done\nmore:\n" +
          multiply("%sum", "%p") + store + "br label %done\ndone:\n");
  EXPECT_EQ(compiled->stops.size(), 2u);
}

/// A factor that is a sum from the same meeting point: its columns are not to be summed over.
TEST_F(MeetingPoints, ColumnsOfWhatIsStillNeededStay) {
  compile(loadA + multiply("%p", "zeroinitializer") + square("%q", "%p") + multiply("%r", "%p") +
          "%sum = fadd <64 x float> %q, %r\n" + store);
  EXPECT_EQ(countSteps(), (Counts{3}));
  EXPECT_EQ(getProducts().size(), 2u);
  const std::vector<Step> &steps = compiled->stops[0].steps;
  const Step::Product &first = *steps[0].product, &second = *steps[1].product,
                      &third = *steps[2].product;
  EXPECT_EQ(second.operands[0], first.result);
  EXPECT_EQ(third.operands[2], first.result);
  EXPECT_NE(second.result, first.result);
  EXPECT_NE(third.result, first.result);
}

} // namespace tritonmetal::executor::jit
