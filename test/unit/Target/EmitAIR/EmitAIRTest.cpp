//===- EmitAIRTest.cpp - Loop form to AIR bitcode ---------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// buildAIR checks its result against an allow-list and the writer refuses what it
// cannot say, so "is emitted and read back" is a strong statement about an op.
//
//===----------------------------------------------------------------------===//

#include "EmitAIRTestSupport.h"

#include "llvm/IR/InstIterator.h"
#include "llvm/IR/Instructions.h"
#include "llvm/Support/FormatVariadic.h"
#include "gtest/gtest.h"

using namespace tritonmetal;

/// Vectors of two `type` in %v, changed by `op`, in %r.
static std::string makeElementwise(llvm::StringRef type, llvm::StringRef op) {
  std::string vector = ("vector<2x" + type + ">").str();
  return makeKernel(type, llvm::formatv(R"mlir(
    %i = metal.thread_index : i32
    %v = metal.load %x[%i] {{alignment = 1 : i32} : !metal.ptr<{0}, device>, i32 -> {1}
    %c = arith.cmpi ult, %i, %i : i32
    %d = vector.broadcast %c : i1 to vector<2xi1>
    %r = {2} : {1}
    metal.store %r, %x[%i] {{alignment = 1 : i32} : {1}, !metal.ptr<{0}, device>, i32)mlir",
                                        type, vector, op)
                              .str());
}

static void expectEmitted(const std::string &text, const std::string &what) {
  for (unsigned level : {0, 2}) {
    Emission emission(text);
    ASSERT_TRUE(emission.emit(15, level)) << what << ": " << emission.diagnostics;
    llvm::LLVMContext context;
    EXPECT_TRUE(readBack(emission.kernels.at(0), context)) << what;
  }
}

TEST(EmitAIR, FloatOps) {
  for (const char *op : {"arith.addf %v, %v",    "arith.subf %v, %v",    "arith.mulf %v, %v",
                         "arith.divf %v, %v",    "arith.remf %v, %v",    "arith.negf %v",
                         "arith.maxnumf %v, %v", "arith.minnumf %v, %v", "arith.maximumf %v, %v",
                         "math.sqrt %v",         "math.rsqrt %v",        "math.exp %v",
                         "math.exp2 %v",         "math.log %v",          "math.log2 %v",
                         "math.log10 %v",        "math.sin %v",          "math.cos %v",
                         "math.tan %v",          "math.asin %v",         "math.acos %v",
                         "math.atan %v",         "math.atan2 %v, %v",    "math.sinh %v",
                         "math.cosh %v",         "math.tanh %v",         "math.asinh %v",
                         "math.acosh %v",        "math.atanh %v",        "math.powf %v, %v",
                         "math.absf %v",         "math.floor %v",        "math.ceil %v",
                         "math.trunc %v",        "math.round %v",        "math.roundeven %v",
                         "math.fma %v, %v, %v",  "math.copysign %v, %v", "math.erf %v",
                         "math.erfc %v",         "math.expm1 %v",        "math.log1p %v"})
    for (const char *type : {"f32", "f16", "bf16"})
      expectEmitted(makeElementwise(type, op), std::string(op) + " of " + type);
}

TEST(EmitAIR, FastFunctions) {
  for (const char *op : {"sqrt", "rsqrt", "exp", "exp2", "log", "log2", "log10", "sin", "cos",
                         "tan", "tanh", "sinh", "cosh", "asin", "acos", "atan"})
    expectEmitted(makeElementwise("f32", std::string("math.") + op + " %v fastmath<afn>"), op);
}

TEST(EmitAIR, IntegerOps) {
  for (const char *op : {"arith.addi %v, %v",
                         "arith.subi %v, %v",
                         "arith.muli %v, %v",
                         "arith.divsi %v, %v",
                         "arith.divui %v, %v",
                         "arith.remsi %v, %v",
                         "arith.remui %v, %v",
                         "arith.andi %v, %v",
                         "arith.ori %v, %v",
                         "arith.xori %v, %v",
                         "arith.shli %v, %v",
                         "arith.shrsi %v, %v",
                         "arith.shrui %v, %v",
                         "arith.minsi %v, %v",
                         "arith.maxsi %v, %v",
                         "arith.minui %v, %v",
                         "arith.maxui %v, %v",
                         "math.absi %v",
                         "math.ctlz %v",
                         "math.cttz %v",
                         "math.ctpop %v",
                         "arith.ceildivsi %v, %v",
                         "arith.floordivsi %v, %v",
                         "arith.ceildivui %v, %v"})
    for (const char *type : {"i8", "i16", "i32", "i64"})
      expectEmitted(makeElementwise(type, op), std::string(op) + " of " + type);
}

TEST(EmitAIR, Shuffles) {
  for (const char *type : {"i1", "i8", "i16", "i32", "i64", "f16", "bf16", "f32"})
    for (const char *kind : {"xor", "index", "up", "down"})
      expectEmitted(makeElementwise(type, std::string("metal.simd_shuffle ") + kind + " %v, %i"),
                    type);
}

TEST(EmitAIR, Reductions) {
  for (const char *kind : {"sum", "product", "min_signed", "max_unsigned", "and", "or", "xor"})
    for (const char *type : {"i8", "i16", "i32"})
      expectEmitted(makeElementwise(type, std::string("metal.simd_reduce ") + kind + " %v"), kind);
  for (const char *kind : {"sum", "product", "min_signed", "max_signed"})
    for (const char *type : {"f16", "f32"})
      expectEmitted(makeElementwise(type, std::string("metal.simd_reduce ") + kind + " %v"), kind);
}

TEST(EmitAIR, Casts) {
  struct Cast {
    const char *op, *from, *to;
  };
  for (Cast cast : {Cast{"extsi", "i8", "i64"},
                    {"extsi", "i1", "i32"},
                    {"extui", "i1", "i8"},
                    {"trunci", "i64", "i16"},
                    {"trunci", "i32", "i1"},
                    {"sitofp", "i32", "f32"},
                    {"sitofp", "i64", "f16"},
                    {"uitofp", "i8", "bf16"},
                    {"uitofp", "i1", "f32"},
                    {"fptosi", "f32", "i32"},
                    {"fptosi", "bf16", "i64"},
                    {"fptoui", "f16", "i16"},
                    {"extf", "f16", "f32"},
                    {"extf", "bf16", "f32"},
                    {"truncf", "f32", "f16"},
                    {"truncf", "f32", "bf16"},
                    {"bitcast", "f32", "i32"},
                    {"bitcast", "bf16", "i16"}}) {
    std::string text = makeKernel("i8", llvm::formatv(R"mlir(
      %i = metal.thread_index : i32
      %v = metal.load %x[%i] {{alignment = 1 : i32} : !metal.ptr<i8, device>, i32 -> vector<4x{1}>
      %r = arith.{0} %v : vector<4x{1}> to vector<4x{2}>
      metal.store %r, %x[%i] {{alignment = 1 : i32} : vector<4x{2}>, !metal.ptr<i8, device>, i32
      )mlir",
                                                      cast.op, cast.from, cast.to)
                                            .str());
    expectEmitted(text, std::string(cast.op) + " " + cast.from);
  }
}

static const char *const kSharedBody = R"mlir(
  %c0 = arith.constant 0 : i32
  %c1 = arith.constant 1 : i32
  %c8 = arith.constant 8 : i32
  %t = metal.thread_index : i32
  %s = metal.threadgroup_alloc 64 : !metal.ptr<f32, threadgroup>
  %a = metal.thread_array : !metal.thread_array<8 x f32>
  scf.for %j = %c0 to %c8 step %c1 : i32 {
    %o = arith.addi %t, %j : i32
    %v = metal.load %x[%o] {alignment = 4 : i32} : !metal.ptr<f32, device>, i32 -> f32
    metal.array_store %v, %a[%j] : !metal.thread_array<8 x f32>
  } {metal.unroll}
  %v = metal.array_load %a[%c1] : !metal.thread_array<8 x f32>
  %r = metal.simd_reduce sum %v : f32
  metal.store %r, %s[%t] {alignment = 4 : i32} : f32, !metal.ptr<f32, threadgroup>, i32
  metal.threadgroup_barrier
  %w = metal.load %s[%c0] {alignment = 4 : i32} : !metal.ptr<f32, threadgroup>, i32 -> f32
  metal.store %w, %x[%t] {alignment = 4 : i32} : f32, !metal.ptr<f32, device>, i32
)mlir";

TEST(EmitAIR, EveryVersionAndLevel) {
  for (unsigned macOS : {13, 14, 15, 26, 27})
    for (unsigned level : {0, 1, 2, 3}) {
      Emission emission(makeKernel("f32", kSharedBody));
      ASSERT_TRUE(emission.emit(macOS, level)) << macOS << ": " << emission.diagnostics;
      llvm::LLVMContext context;
      std::unique_ptr<llvm::Module> module = readBack(emission.kernels.at(0), context);
      ASSERT_TRUE(module);
      llvm::Function *barrier = module->getFunction("air.wg.barrier");
      ASSERT_TRUE(barrier);
      EXPECT_EQ(barrier->arg_size(), macOS < 27 ? 2u : 3u);
      EXPECT_TRUE(barrier->isConvergent());
    }
}

/// A marked loop is gone, and with it the array that it indexed.
TEST(EmitAIR, UnrollsMarkedLoops) {
  Emission emission(makeKernel("f32", kSharedBody));
  ASSERT_TRUE(emission.emit());
  llvm::LLVMContext context;
  std::unique_ptr<llvm::Module> module = readBack(emission.kernels.at(0), context);
  ASSERT_TRUE(module);
  llvm::Function *kernel = module->getFunction("k");
  EXPECT_EQ(kernel->size(), 1u);
  for (llvm::Instruction &inst : llvm::instructions(*kernel))
    EXPECT_FALSE(llvm::isa<llvm::AllocaInst>(inst));
}

TEST(EmitAIR, OneModulePerKernelInOrderAndDeterministic) {
  std::string text = makeKernel("f32", kSharedBody);
  std::string second = text;
  second.replace(second.find("@k("), 3, "@a(");
  Emission emission(text + second), again(text + second);
  ASSERT_TRUE(emission.emit());
  ASSERT_TRUE(again.emit());
  ASSERT_EQ(emission.kernels.size(), 2u);
  EXPECT_EQ(emission.kernels[0].name, "k");
  EXPECT_EQ(emission.kernels[1].name, "a");
  for (unsigned i : {0, 1}) {
    EXPECT_EQ(emission.kernels[i].bitcode, again.kernels[i].bitcode);
    EXPECT_EQ(emission.kernels[i].text, again.kernels[i].text);
    EXPECT_EQ(emission.kernels[i].bitcode.substr(0, 2), "BC");
  }
  // The input is as it was.
  EXPECT_EQ(emission.getKernel().getName(), "k");
}

TEST(EmitAIR, RefusesWritesThroughReadOnlyArguments) {
  Emission emission(makeKernel("f32", kSharedBody, "read"));
  EXPECT_FALSE(emission.emit());
  EXPECT_EQ(emission.diagnostics,
            "kernel 'k' cannot be emitted as AIR: argument 0 'x' of kernel 'k' is described as "
            "read-only, but the kernel writes through it\n");
}

TEST(EmitAIR, RefusesTypesOfTheHostThatMetalDoesNotHave) {
  Emission emission(makeKernel("i128", ""));
  EXPECT_FALSE(emission.emit());
  EXPECT_EQ(emission.diagnostics,
            "argument 'x' of kernel 'k' has type 'i128', which Metal does not have\n");
}

TEST(EmitAIR, RefusesTheValueForm) {
  Emission emission(makeKernel("f32", "%i = metal.coordinate registers = [] lanes = [1, 2, 4, 8, "
                                      "16] simdgroups = [32] : vector<1xi32>"));
  EXPECT_FALSE(emission.emit());
  EXPECT_NE(emission.diagnostics.find("metal.coordinate"), std::string::npos);
}
