//===- Emitter.h - State of the MSL printer ---------------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// What all emit functions share: expressions with their precedence and type, the lines
// written so far, the names of values. One emit overload an op family:
//
//   EmitArith.cpp        integer and float arithmetic, comparisons, select
//   EmitCasts.cpp        conversions
//   EmitMath.cpp         functions
//   EmitVector.cpp       constants and short vectors
//   EmitMatrix.cpp       SIMD-group matrices
//   EmitMemory.cpp       pointers, loads, stores, arrays
//   EmitAtomics.cpp      atomics and fences
//   EmitSimd.cpp         barriers, shuffles, reductions
//   EmitControlFlow.cpp  for, if, while
//   EmitKernel.cpp       signature, struct of scalars, positions
//
// Integers. The IR's are without sign and wrap around; in MSL overflow of `int` has no
// meaning. So an expression carries the type that C++ gives it, an op asks for operands
// of the type that makes it right (`useAs`), and sums, products and left shifts are
// computed in an unsigned type, unless Bounds knows that they cannot overflow:
//
//   pid * args.stride       pid is a uint, so the product is one
//   uint(args.n) + args.m   two int: one is converted
//   i + 4u                  or a literal takes the suffix
//   4 * int(tid)            small, as it stands
//
// A local variable is `int` or `uint` after what most of its uses ask for.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_TARGET_MSL_EMITTER_H
#define TRITON_METAL_LIB_TARGET_MSL_EMITTER_H

#include "Bounds.h"
#include "CType.h"
#include "Inlining.h"
#include "Literals.h"
#include "Names.h"

#include "triton-metal/Target/MSL/MSLPrinter.h"

#include "llvm/Support/FormatVariadic.h"

#include <vector>

namespace tritonmetal::metal {

/// How strongly operators bind; the order is that of C++.
enum class Precedence {
  Conditional,
  LogicalOr,
  LogicalAnd,
  BitOr,
  BitXor,
  BitAnd,
  Equality,
  Relational,
  Shift,
  Additive,
  Multiplicative,
  Unary,
  Postfix,
  Primary,
};

struct Expr {
  std::string text;
  Precedence precedence = Precedence::Primary;
  CType type;
  /// A number of the small `type` that C++ sees as an `int`: literals are, and what C++
  /// computes is. Operators and initializers do not mind, overloads and `as_type` do.
  bool isPromoted = false;
};

class Emitter {
public:
  Emitter(KernelOp kernel, const MSLOptions &options);

  /// Prints the kernel at the end of `out`.
  mlir::LogicalResult emitKernel(std::string &out);

  //===--------------------------------------------------------------------===//
  // Values
  //===--------------------------------------------------------------------===//

  /// The value as it is printed: a name, or the expression in place.
  Expr use(mlir::Value value);
  /// The same, converted to `type`.
  Expr useAs(mlir::Value value, CType type);
  /// As an operand of one type with the others; a repeated scalar stays a scalar.
  Expr useAsOperand(mlir::Value value, CType type);
  /// Both operands of an operator in `type`; of two repeated scalars one is a vector.
  std::pair<Expr, Expr> useOperands(mlir::Value lhs, mlir::Value rhs, CType type);
  /// As an argument of a function: of exactly this type, for C++ to choose the overload.
  Expr useAsArgument(mlir::Value value, CType type);
  /// An integer in a type of this sign; `use` where the value is the same in both.
  Expr useSigned(mlir::Value value);
  Expr useUnsigned(mlir::Value value);
  Expr convert(Expr expr, CType type);

  /// The type that `value` is declared with.
  CType getType(mlir::Value value);
  CType getType(mlir::Type type, bool isUnsigned, mlir::Operation *user);
  Bounds &getBounds() { return bounds; }

  //===--------------------------------------------------------------------===//
  // Text
  //===--------------------------------------------------------------------===//

  /// `operand` as the left or right operand of an operator.
  static std::string group(const Expr &operand, Precedence parent, bool isRight = false);
  static Expr binary(const Expr &lhs, llvm::StringRef op, const Expr &rhs, Precedence precedence,
                     CType type);
  static Expr unary(llvm::StringRef op, const Expr &operand, CType type);
  static Expr call(const llvm::Twine &callee, llvm::ArrayRef<Expr> operands, CType type);

  void line(const llvm::Twine &text);
  void indent() { ++depth; }
  void dedent() { --depth; }

  //===--------------------------------------------------------------------===//
  // Declarations
  //===--------------------------------------------------------------------===//

  /// Takes a name for `value`: the variable's in Python; else `fallback`, or what the op
  /// suggests.
  std::string takeName(mlir::Value value, llvm::StringRef fallback = "");
  /// Names taken while it lives are free afterwards.
  NameScopes::Scope openScope() { return NameScopes::Scope(names); }
  std::string takeFreshName(llvm::StringRef hint) { return names.take(hint); }
  /// `text` stands for the value from now on: a name, a field, an element.
  void setName(mlir::Value value, std::string text) { valueNames[value] = std::move(text); }
  llvm::StringRef getName(mlir::Value value) const { return valueNames.find(value)->second; }
  /// The sign of an integer variable, where something else than its uses decides.
  void setUnsigned(mlir::Value value, bool isUnsigned) { unsignedValues[value] = isUnsigned; }

  /// "device const float *" or "int ": ends where the name follows.
  std::string spellDeclaration(mlir::Value value);
  std::string spellPointer(PointerType type, bool isConst, bool isCoherent = false);
  /// In a declaration of or an assignment to `target`: scalars convert themselves.
  std::string spellInitializer(mlir::Value value, mlir::Value target);
  void declare(mlir::Value value, const Expr &expr);

  //===--------------------------------------------------------------------===//
  // Bodies
  //===--------------------------------------------------------------------===//

  /// The statements of a block without its terminator, then `atEnd`, in a scope of names.
  void emitBody(mlir::Block &block, llvm::function_ref<void()> atEnd);
  /// Assigns what `yield` carries to `targets`, all at once.
  void assignAll(mlir::ValueRange values, mlir::ValueRange targets);

  bool isInPlace(mlir::Operation *op) const { return inlining.isInPlace(op); }
  bool isNeeded(mlir::Operation *op) const { return inlining.isNeeded(op); }
  /// Whether nothing is printed between the start of `block` and its terminator.
  bool isEmpty(mlir::Block &block) const;
  /// Whether memory behind `pointer` is only read, by this kernel's arguments.
  bool isConstPointer(mlir::Value pointer);
  /// Whether other threadgroups change the memory behind `pointer` while the kernel runs.
  bool isCoherentPointer(mlir::Value pointer);
  /// Says at `op` why it cannot be printed.
  Expr fail(mlir::Operation *op, const llvm::Twine &reason);

  const MSLOptions &getOptions() const { return options; }
  bool hasBFloat() const { return hasFeature(Feature::BFloat, options.languageVersion); }
  KernelOp getKernel() { return kernel; }

private:
  Expr express(mlir::Operation *op);
  void emitStatement(mlir::Operation *op);
  void emitSourceLine(mlir::Location loc);
  void emitLineDirective(mlir::FileLineColLoc source);
  bool isUnsigned(mlir::Value value);
  bool isNaturallyUnsigned(mlir::Value value);
  bool reads(mlir::Value value, mlir::Value variable);

  KernelOp kernel;
  const MSLOptions &options;
  Inlining inlining;
  Bounds bounds;
  NameScopes names;
  llvm::DenseMap<mlir::Value, std::string> valueNames;
  llvm::DenseMap<mlir::Value, bool> unsignedValues;
  std::vector<std::string> lines;
  unsigned depth = 0;
  llvm::StringRef sourceFile;     // of the kernel; empty if unknown
  mlir::FileLineColLoc lastLine;  // that a comment names
  mlir::FileLineColLoc directive; // the last one, for the line at index
  size_t directiveEnd = 0;
  bool failed = false;
};

/// Each gives the expression of an op of its family, or nothing for other ops.
std::optional<Expr> emitArith(Emitter &e, mlir::Operation *op);
std::optional<Expr> emitCast(Emitter &e, mlir::Operation *op);
std::optional<Expr> emitMath(Emitter &e, mlir::Operation *op);
std::optional<Expr> emitVector(Emitter &e, mlir::Operation *op);
std::optional<Expr> emitFragment(Emitter &e, mlir::Operation *op);
std::optional<Expr> emitLoad(Emitter &e, mlir::Operation *op);
std::optional<Expr> emitSimd(Emitter &e, mlir::Operation *op);
std::optional<Expr> emitPosition(Emitter &e, mlir::Operation *op);

/// Each prints the statement of an op of its family; false for other ops.
bool emitAtomicStatement(Emitter &e, mlir::Operation *op);
bool emitMatrixStatement(Emitter &e, mlir::Operation *op);
bool emitMemoryStatement(Emitter &e, mlir::Operation *op);
bool emitVectorStatement(Emitter &e, mlir::Operation *op);
bool emitControlFlow(Emitter &e, mlir::Operation *op);

/// "simdgroup_float8x8"
std::string spellMatrix(SimdgroupMatrixType type);

/// "x + i"
Expr spellAddress(Emitter &e, mlir::Value base, mlir::Value index);

/// The element that all of a constant's elements are; null for other values.
mlir::TypedAttr getSplatConstant(mlir::Value value);
/// A constant element as a literal of `type`.
Expr spellElement(mlir::Attribute element, CType type, bool isHex = false);

/// Names the kernel's parameters and prints the text before its body.
void emitSignature(Emitter &e);

} // namespace tritonmetal::metal

#endif // TRITON_METAL_LIB_TARGET_MSL_EMITTER_H
