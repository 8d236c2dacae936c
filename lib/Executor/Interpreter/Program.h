//===- Program.h - A kernel in the form that the interpreter runs ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Produced by the decoder from an LLVM function, consumed by `Group::run`.
//
// A value is one or more *columns*; a column holds one scalar for each of the 32 lanes:
//
//   %v = fadd <2 x float> %a, %b       columns 7 and 8 = columns 3 and 4 + columns 5 and 6
//
//   column 7:  | lane 0 | lane 1 | ... | lane 31 |     64 bits each, integers zero-extended,
//   column 8:  | lane 0 | lane 1 | ... | lane 31 |     floats as their bit patterns
//
// Operands with `constantBit` set count in the columns of constants, which all SIMD-groups share.
// A SIMD-group matrix, <64 x T> in AIR, has two columns: the elements 0 and 1 that a lane owns.
//
// An operation is a function pointer and its operands: nothing is looked up while it runs.
//
// A pointer is one column. Its upper 16 bits number a memory object, the lower 48 are an offset
// into it plus `addressBias`, so that arithmetic on pointers is plain addition, also below the
// object's start, and no object is next to another:
//
//   0x0003'8000'0000'0010     byte 16 of object 3
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EXECUTOR_INTERPRETER_PROGRAM_H
#define TRITON_METAL_LIB_EXECUTOR_INTERPRETER_PROGRAM_H

#include "MemoryOrder.h"

#include "../Profile/InstructionKinds.h"

#include "triton-metal/Executor/Options.h"
#include "llvm/ADT/DenseMap.h"

#include <cstdint>
#include <string>
#include <vector>

namespace llvm {
class Function;
class GlobalVariable;
class Instruction;
} // namespace llvm

namespace tritonmetal::executor {

using Word = uint64_t;
using LaneMask = uint32_t;
constexpr LaneMask allLanes = ~LaneMask(0);
static_assert(numLanes == 32, "a mask has a bit for each lane");

struct alignas(64) Column {
  Word lanes[numLanes];
};

constexpr uint32_t constantBit = uint32_t(1) << 31;

constexpr unsigned objectShift = 48;
constexpr Word offsetMask = (Word(1) << objectShift) - 1;
constexpr Word addressBias = Word(1) << (objectShift - 1);
/// Object 0 stands for null; parameters come next, then global and local variables.
constexpr unsigned maxObjects = 1 << 16;

constexpr Word makeAddress(unsigned object) { return Word(object) << objectShift | addressBias; }
constexpr unsigned getObject(Word address) { return unsigned(address >> objectShift); }
/// Negative below the object's start.
constexpr int64_t getOffset(Word address) {
  return int64_t(address & offsetMask) - int64_t(addressBias);
}

class Group;
struct Operation;
using Handler = void (*)(Group &, const Operation &);

struct Operation {
  Handler handler = nullptr;
  uint32_t result = 0;       // first column
  uint32_t count = 0;        // elements that the handler works through
  uint32_t operands[4] = {}; // first columns, or what the handler makes of them
  uint64_t immediate = 0;    // likewise: a number, a position in `Program::pool`, a function
  uint8_t bits = 0;          // width of an operand's elements
  uint8_t resultBits = 0;    // width of the result's elements
  uint16_t flags = 0;        // likewise the handler's
  uint32_t site = 0;         // in `Program::sites`
};

/// Instructions [first, first + count), the last of them a terminator, and the edges out of it.
struct Block {
  uint32_t first = 0;
  uint32_t count = 0;
  uint32_t firstEdge = 0, edges = 0;
  uint32_t firstKind = 0, kinds = 0; // in `Program::kinds`, what the instructions are made of
};

/// What a phi needs when a block is entered from one predecessor.
struct Copy {
  uint32_t from = 0, to = 0; // columns
};

struct Edge {
  uint32_t target = 0;                // block
  uint32_t firstCopy = 0, copies = 0; // in `Program::copies`, to be done in their order
};

/// A local variable: each lane has its own.
struct ThreadVariable {
  std::string name;
  uint64_t offset = 0; // in a lane's thread memory
  uint64_t size = 0;
};

/// A global variable in constant or threadgroup memory.
struct GlobalObject {
  std::string name;
  unsigned addressSpace = 0;
  uint64_t size = 0;
  uint64_t alignment = 1;
  std::vector<uint8_t> initial; // constant memory
};

/// Blocks are in the order in which lanes that wait in several of them are run: a topological
/// order in which every loop is contiguous, so that lanes that left a loop wait for the others.
struct Program {
  std::string name;
  std::vector<Operation> instructions;
  std::vector<Block> blocks;
  std::vector<Edge> edges;
  std::vector<KindCount> kinds; // only for a profile
  std::vector<Copy> copies;
  std::vector<uint32_t> pool;
  std::vector<uint64_t> widePool;
  std::vector<Column> constants;
  std::vector<const llvm::Instruction *> sites;
  std::vector<MemoryOrder> orders;           // by site
  llvm::DenseMap<uint32_t, Handler> checked; // by site: what runs after its operands were checked
  bool ordersMemory = false;        // there are fences, or atomics that are more than relaxed
  std::vector<uint32_t> parameters; // first column of each
  std::vector<GlobalObject> globals;
  std::vector<ThreadVariable> variables;
  uint32_t numColumns = 0;
  uint64_t threadMemory = 0; // bytes for one lane

  unsigned getParameterObject(unsigned parameter) const { return 1 + parameter; }
  unsigned getGlobalObject(size_t global) const { return unsigned(1 + parameters.size() + global); }
  /// What pointers in buffers point to, by position in `Launch::getPointees`.
  unsigned getPointeeObject(size_t pointee) const {
    return getGlobalObject(globals.size() + pointee);
  }
  /// Variables come last: nobody counts global variables before all code is decoded.
  unsigned getVariableObject(size_t variable) const { return unsigned(maxObjects - 1 - variable); }
};

} // namespace tritonmetal::executor

#endif // TRITON_METAL_LIB_EXECUTOR_INTERPRETER_PROGRAM_H
