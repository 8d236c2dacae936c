//===- ReaderTest.cpp - Text of any Triton version to a verified module ----===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "triton-metal/Reader/Reader.h"

#include "mlir/IR/Diagnostics.h"
#include "gtest/gtest.h"

using namespace mlir;
using namespace tritonmetal;

namespace {

class ReaderTest : public testing::Test {
protected:
  ReaderTest() : context(makeRegistry(), MLIRContext::Threading::DISABLED) {
    context.printOpOnDiagnostic(false);
  }

  static DialectRegistry makeRegistry() {
    DialectRegistry registry;
    registerTritonDialects(registry);
    return registry;
  }

  static std::string toString(Location loc) {
    std::string text;
    llvm::raw_string_ostream(text) << loc;
    return text;
  }

  /// What is said of a text: "loc(...): message | loc(...): note".
  std::string readAndFail(StringRef text) {
    std::string said;
    ScopedDiagnosticHandler handler(&context, [&](Diagnostic &diagnostic) {
      said += toString(diagnostic.getLocation()) + ": " + diagnostic.str();
      for (Diagnostic &note : diagnostic.getNotes())
        said += " | " + toString(note.getLocation()) + ": " + note.str();
    });
    EXPECT_FALSE(readModule(text, "dir/k.ttir", context));
    return said;
  }

  MLIRContext context;
};

} // namespace

TEST_F(ReaderTest, PlacesAreThoseOfTheFile) {
  auto module = readModule(
      "module { tt.func @k(%a: i32) { %c = llvm.mlir.undef : i32 %d = arith.addi %a, %c : i32 "
      "tt.return loc(\"x.py\":1:2) } }",
      "k.ttir", context);
  ASSERT_TRUE(module);
  std::vector<std::string> places;
  module->walk([&](Operation *op) {
    places.push_back(op->getName().getStringRef().str() + " " + toString(op->getLoc()));
  });
  std::vector<std::string> expected = {
      "ub.poison loc(\"k.ttir\":1:37)", "arith.addi loc(\"k.ttir\":1:64)",
      "tt.return loc(\"x.py\":1:2)", "tt.func loc(\"k.ttir\":1:10)",
      "builtin.module loc(\"k.ttir\":1:1)"};
  EXPECT_EQ(places, expected);
}

TEST_F(ReaderTest, ErrorsPointIntoTheFile) {
  // The edits on the line take 13 bytes away before the error.
  EXPECT_EQ(
      readAndFail("tt.func @k(%a: i32) { %c = llvm.mlir.undef : i32 %d = arith.addi %a, %x : i32 "
                  "tt.return }"),
      "loc(\"dir/k.ttir\":1:70): use of undeclared SSA value name");
}

TEST_F(ReaderTest, PathsOfSourcesAreCut) {
  auto module = readModule("#loc = loc(\"/home/me/k.py\":3:4)\n"
                           "#loc1 = loc(\"C:\\\\me\\\\lib.py\":5:6)\n"
                           "module { tt.func @k(%a: i32 loc(\"a\"(#loc))) {\n"
                           "  tt.return loc(callsite(#loc1 at fused<\"m\">[#loc, \"b\"(#loc1)]))\n"
                           "} loc(#loc) } loc(unknown)\n",
                           "k.ttir", context);
  ASSERT_TRUE(module);
  Operation *function = &module->getBody()->front();
  Block &block = function->getRegion(0).front();
  EXPECT_EQ(toString(function->getLoc()), "loc(\"k.py\":3:4)");
  EXPECT_EQ(toString(block.getArgument(0).getLoc()), "loc(\"a\"(\"k.py\":3:4))");
  EXPECT_EQ(toString(block.front().getLoc()),
            "loc(callsite(\"lib.py\":5:6 at fused<\"m\">[\"k.py\":3:4, \"b\"(\"lib.py\":5:6)]))");
}

TEST_F(ReaderTest, ErrorsOfTheVerifierHaveCutPaths) {
  EXPECT_EQ(readAndFail("tt.func @k() { %0 = tt.make_range {end = 5 : i32, start = 0 : i32} : "
                        "tensor<4xi32> loc(\"/a/b/k.py\":7:8) tt.return }")
                .substr(0, 16),
            "loc(\"k.py\":7:8):");
}

TEST_F(ReaderTest, WholeFiles) {
  EXPECT_EQ(readAndFail("hello"),
            toString(getWholeFile(&context, "dir/k.ttir")) +
                ": holds no kernel: expected a 'tt.func' (or a 'metal.kernel')");
  EXPECT_TRUE(findWholeFile(getWholeFile(&context, "x")));
  EXPECT_FALSE(findWholeFile(FileLineColLoc::get(&context, "x", 1, 1)));
}

TEST_F(ReaderTest, NewerFiles) {
  // The error itself says nothing of versions: a note does.
  EXPECT_EQ(readAndFail("tt.func @k(%a: !tt.ptr<f32>) {\n  %0 = tt.load %a frob : !tt.ptr<f32>\n"
                        "  ttg.local_atomic_scatter_rmw %0\n}"),
            "loc(\"dir/k.ttir\":2:18): expected ':' | loc(\"dir/k.ttir\":3:3): "
            "'ttg.local_atomic_scatter_rmw' is of Triton 3.8 and newer; files of Triton 3.0 to 3.7 "
            "are read");
}
