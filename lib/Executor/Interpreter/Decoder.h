//===- Decoder.h - LLVM functions to programs ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Translates one function without calls to other defined functions, block by block. Each family of
// instructions has a file of its own that adds instructions through `Decoder::emit`:
//
//   %s = fadd float %a, %b   --decodeArithmetic-->   {handler: add of flushed floats,
//                                                     operands: columns of %a and %b,
//                                                     result: a new column, count: 1}
//
// A value that only its own block uses gives its columns back after its last use; the others keep
// theirs to the end. Errors are kept, the first of them only: decoding code needs no checks between
// its steps, and looks at `failed()` where it would otherwise act on nonsense.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EXECUTOR_INTERPRETER_DECODER_H
#define TRITON_METAL_LIB_EXECUTOR_INTERPRETER_DECODER_H

#include "Program.h"

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/Twine.h"
#include "llvm/IR/Instructions.h"
#include "llvm/Support/Error.h"

#include <map>

namespace tritonmetal::executor {

/// What one column of a value holds.
struct ElementType {
  enum class Kind : uint8_t { Integer, Half, BFloat, Float, Pointer } kind = Kind::Integer;
  uint8_t bits = 0; // 1 to 64

  bool isFloat() const { return kind == Kind::Half || kind == Kind::BFloat || kind == Kind::Float; }
  /// Bytes in memory.
  unsigned getBytes() const { return bits <= 8 ? 1 : bits / 8; }
};

/// How arithmetic on a floating-point type is done.
enum class FloatFormat : uint8_t { Half, BFloat, FloatFlush, FloatPreserve };

/// SIMD-group matrices are vectors of 64 elements, of which a lane owns the first two.
constexpr unsigned matrixElements = 64, fragmentElements = 2;
bool isMatrix(const llvm::Type *type);

class Decoder {
public:
  Decoder(const llvm::Function &function, const ExecutionOptions &options);

  llvm::Expected<Program> decode();

  //===-- For the families ------------------------------------------------===//

  /// The element type of a scalar or vector; fails on others.
  ElementType getElement(const llvm::Type *type);
  FloatFormat getFloatFormat(const llvm::Type *type);
  /// Columns of a value of this type.
  unsigned getNumColumns(const llvm::Type *type);
  /// First column of an operand.
  uint32_t getOperand(const llvm::Value *value);
  /// First column of the value that `inst` defines.
  uint32_t getResult(const llvm::Instruction &inst);
  /// The column of an integer constant.
  uint32_t getConstant(Word value);

  /// Adds an instruction for `inst`: result, count of columns and widths are set if it has a value.
  Operation &emit(const llvm::Instruction &inst, Handler handler);
  /// The same with the operands' columns, and the width of the first operand's elements.
  Operation &emit(const llvm::Instruction &inst, Handler handler,
                  llvm::ArrayRef<const llvm::Value *> operands);
  /// Copies single columns: `sources[i]` to column i of the result.
  void emitMoves(const llvm::Instruction &inst, llvm::ArrayRef<uint32_t> sources);
  /// What the instruction that is decoded asks for, if it is atomic.
  void setMemoryOrder(const MemoryOrder &order);
  /// Gives a local variable its place; takes no time when the program runs.
  void addVariable(const llvm::AllocaInst &inst);
  uint32_t addEdge(const llvm::BasicBlock &from, const llvm::BasicBlock &to);

  bool failed() const { return !message.empty(); }
  void fail(const llvm::Twine &what);
  void fail(const llvm::Instruction &inst, const llvm::Twine &what);
  /// "cannot interpret '...'"
  void failUnknown(const llvm::Instruction &inst);

  const llvm::DataLayout &getLayout() const;
  llvm::LLVMContext &getContext() const { return function.getContext(); }
  const ExecutionOptions &options;
  Program program;

private:
  void decodeBlocks();
  void addKinds(const llvm::BasicBlock &block, Block &decoded);
  void decodeInstruction(const llvm::Instruction &inst);
  uint32_t getConstantColumns(const llvm::Constant *constant);
  bool appendConstant(const llvm::Constant *constant, llvm::SmallVectorImpl<Word> &words);
  bool evaluatePointer(const llvm::Constant *constant, Word &address);
  bool evaluateExpression(const llvm::Constant *constant, Word &value);
  std::optional<unsigned> getGlobal(const llvm::GlobalVariable &variable);
  uint32_t allocate(unsigned count);
  void release(uint32_t column, unsigned count);
  void releaseOperands(const llvm::Instruction &inst);
  bool isLocal(const llvm::Instruction &inst) const;

  const llvm::Function &function;
  std::string message;
  uint32_t site = 0;
  std::vector<const llvm::BasicBlock *> order;
  llvm::DenseMap<const llvm::BasicBlock *, uint32_t> blockNumbers;
  llvm::DenseMap<const llvm::Value *, uint32_t> columns;
  llvm::DenseMap<const llvm::Constant *, uint32_t> constants;
  std::map<Word, uint32_t> scalarConstants;
  llvm::DenseMap<const llvm::GlobalVariable *, unsigned> globals;
  llvm::DenseMap<const llvm::Instruction *, unsigned> remainingUses; // of local values
  std::map<unsigned, std::vector<uint32_t>> freeColumns;             // by count
};

/// The reachable blocks in the order of `Program::blocks`.
std::vector<const llvm::BasicBlock *> computeBlockOrder(const llvm::Function &function);

//===-- Families: each decodes what it knows and returns false otherwise ----===//

bool decodeArithmetic(Decoder &decoder, const llvm::Instruction &inst);
bool decodeCast(Decoder &decoder, const llvm::Instruction &inst);
bool decodeMemory(Decoder &decoder, const llvm::Instruction &inst);
bool decodeVector(Decoder &decoder, const llvm::Instruction &inst);
bool decodeControl(Decoder &decoder, const llvm::Instruction &inst);
bool decodeIntrinsic(Decoder &decoder, const llvm::CallInst &call);
/// Calls of `air.*` functions; false if there is none of that name.
bool decodeAirCall(Decoder &decoder, const llvm::CallInst &call);

/// Lets an instruction look at its operands first, if they can be such that it has no result.
void checkArithmetic(Decoder &decoder, const llvm::Instruction &inst, Operation &decoded);

} // namespace tritonmetal::executor

#endif // TRITON_METAL_LIB_EXECUTOR_INTERPRETER_DECODER_H
