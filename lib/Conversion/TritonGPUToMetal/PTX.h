//===- PTX.h - Assembly that kernels write by hand --------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// `tt.elementwise_inline_asm` holds PTX. Straight-line code on registers has a meaning
// on any machine and is translated, one instruction to a few ops:
//
//   setp.gt.f32 p, $1, 20.;      %p = arith.cmpf ogt, %1, %c20
//   @p mov.f32 $0, $1;           %0 = arith.select %p, %1, %old
//
//   PTXParser.cpp        text to statements
//   PTXTranslator.cpp    registers, guards, dispatch
//   PTXArithmetic.cpp    integers, floats, packed halves
//   PTXConversions.cpp   cvt
//
// Registers are integers of the width that they are declared with: 1 (predicates), 16,
// 32, 64. What has no meaning here (memory, branches, clocks) is refused by its text and
// line.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_CONVERSION_TRITONGPUTOMETAL_PTX_H
#define TRITON_METAL_LIB_CONVERSION_TRITONGPUTOMETAL_PTX_H

#include "triton-metal/Dialect/Metal/Transforms/ElementBuilder.h"

#include "llvm/ADT/StringMap.h"

#include <string>
#include <vector>

namespace tritonmetal::ptx {

/// "@!p mul.f32 $0, $1, 2.0;"
struct Statement {
  std::string text; // as it stands, without the semicolon
  unsigned line = 1;
  std::string predicate; // empty: always
  bool isNegated = false;
  llvm::SmallVector<std::string> name; // mul, f32
  /// An operand is one word, or several in braces: {lo, hi}.
  std::vector<llvm::SmallVector<std::string>> operands;

  llvm::StringRef opcode() const { return name.front(); }
  bool has(llvm::StringRef modifier) const { return llvm::is_contained(name, modifier); }
};

struct Program {
  std::vector<Statement> statements;
  llvm::StringMap<unsigned> widths; // of declared registers, in bits
};

/// What is wrong, and where; `text` is empty if all is well.
struct Problem {
  unsigned line = 0;
  std::string text;
  std::string reason;
  explicit operator bool() const { return !reason.empty(); }
};

Problem parse(llvm::StringRef text, Program &program);

/// A type of an instruction: f32, s16, b64, f16x2, e4m3x2, pred.
struct Type {
  enum Kind { None, Bits, Signed, Unsigned, Float, BFloat, TF32, E4M3, E5M2, Predicate };
  Kind kind = None;
  unsigned width = 0; // of one element
  bool isPacked = false;

  unsigned bits() const { return isPacked ? 2 * width : width; }
  bool isFloat() const { return kind >= Float && kind <= E5M2; }
  bool isInteger() const { return kind >= Bits && kind <= Unsigned; }
};
Type parseType(llvm::StringRef word);

/// Translates a program. Values of registers go in by `set`, and come out by `get`.
class Translator {
public:
  Translator(metal::ElementBuilder &b, const Program &program) : b(b), program(program) {}

  /// `value` is an integer; the register has its width from then on.
  void set(llvm::StringRef name, mlir::Value value);
  /// A register that the program fills.
  void declare(llvm::StringRef name, unsigned width) { widths[name] = width; }
  /// Its bits; zero where nothing was written.
  mlir::Value get(llvm::StringRef name);

  Problem run();

private:
  /// Null where the instruction is not known in this form.
  mlir::Value translate(const Statement &statement);
  mlir::Value translateMove(const Statement &statement);
  mlir::Value translateCompare(const Statement &statement);
  mlir::Value translateSelect(const Statement &statement);
  mlir::Value translateInteger(const Statement &statement, Type type);
  mlir::Value translateProduct(const Statement &statement, Type type, mlir::Value x, mlir::Value y);
  mlir::Value translateBits(const Statement &statement, Type type);
  mlir::Value translateFloat(const Statement &statement, Type type);
  mlir::Value translatePacked(const Statement &statement, Type type);
  mlir::Value translateConversion(const Statement &statement);
  mlir::Value convertPacked(const Statement &statement, Type to, Type from);
  mlir::Value convertPair(const Statement &statement, Type to, Type from);
  mlir::Value convertInteger(const Statement &statement, Type to, Type from);
  mlir::Value convertFloat(const Statement &statement, Type to, Type from);

  /// Operand `i` (0 is the destination) as an integer of `width` bits, or null.
  mlir::Value readBits(const Statement &statement, unsigned i, unsigned width);
  mlir::Value readBits(llvm::StringRef word, unsigned width);
  /// As a float of the type, f16 and bf16 as they are.
  mlir::Value readFloat(const Statement &statement, unsigned i, Type type);
  mlir::Value readSpecial(llvm::StringRef name);
  bool write(const Statement &statement, mlir::Value value, bool isSigned);
  void writeRegister(const Statement &statement, llvm::StringRef name, mlir::Value value,
                     bool isSigned);
  mlir::Value resize(mlir::Value bits, unsigned width, bool isSigned);
  mlir::Value computeFloat(const Statement &statement, llvm::ArrayRef<mlir::Value> x);

  metal::ElementBuilder &b;
  const Program &program;
  llvm::StringMap<unsigned> widths;
  llvm::StringMap<mlir::Value> values;
  std::string reason; // why an instruction was refused, if it is known
};

/// Width of an integer, or of the elements of a vector of them.
unsigned getWidth(mlir::Value value);

} // namespace tritonmetal::ptx

#endif // TRITON_METAL_LIB_CONVERSION_TRITONGPUTOMETAL_PTX_H
