//===- ExplainKernel.cpp - What a finished kernel is, for --explain --------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "triton-metal/Target/Metadata/ExplainKernel.h"

#include "KernelFacts.h"

#include "triton-metal/Remarks/Explain.h"
#include "triton-metal/TargetInfo/TargetInfo.h"

#include "llvm/ADT/SetVector.h"

using namespace mlir;
using namespace tritonmetal;
using namespace tritonmetal::metal;

/// Registers that operands, addresses and masks of a matrix product take at least: counted
/// in the kernels of docs/matmul.md, where they are 35 to 60.
static constexpr unsigned kOtherRegisters = 35;

static unsigned getMaxSimdgroups(const GPUFamily &family) {
  return family.maxThreadsPerThreadgroup / family.simdWidth;
}

static std::string count(uint64_t number, StringRef one, StringRef many) {
  return std::to_string(number) + " " + (number == 1 ? one : many).str();
}

/// A loop of the text: not one that is unrolled.
static bool isRolled(Operation *op) {
  return isa_and_nonnull<scf::WhileOp>(op) ||
         (isa_and_nonnull<scf::ForOp>(op) && !op->hasAttr("metal.unroll"));
}

static bool isInRolledLoop(Operation *op) {
  for (Operation *parent = op->getParentOp(); parent && !isa<KernelOp>(parent);
       parent = parent->getParentOp())
    if (isRolled(parent))
      return true;
  return false;
}

static void explainWhole(KernelOp kernel, const GPUFamily &family) {
  explain(kernel.getLoc(), topic::kKernel, [&] {
    unsigned barriers = 0;
    kernel.walk([&](ThreadgroupBarrierOp) { ++barriers; });
    return kernel.getTritonName().str() + " for " + family.name.str() + ": " +
           count(kernel.getThreadsPerThreadgroup(), "thread", "threads") + " in " +
           count(kernel.getNumSimdgroups(), "SIMD-group", "SIMD-groups") + ", " +
           std::to_string(getThreadgroupBytes(kernel)) + " of " +
           std::to_string(family.threadgroupMemoryBytes) + " bytes of threadgroup memory, " +
           count(barriers, "barrier", "barriers");
  });
}

static void explainThreadgroupMemory(KernelOp kernel) {
  auto describe = [](PointerType type, uint64_t elements) {
    std::string text;
    llvm::raw_string_ostream(text) << elements * getByteSize(type.getPointee())
                                   << " bytes: " << elements << " " << type.getPointee();
    return text;
  };
  kernel.walk([&](ThreadgroupAllocOp op) {
    bool isShared = llvm::any_of(op->getUsers(), llvm::IsaPred<ThreadgroupViewOp>);
    if (!isShared)
      explain(op.getLoc(), topic::kThreadgroup,
              [&] { return describe(op.getResult().getType(), op.getCount()); });
  });
  kernel.walk([&](ThreadgroupViewOp op) {
    explain(op.getLoc(), topic::kThreadgroup, [&] {
      return describe(op.getResult().getType(), op.getCount()) +
             ", which other variables use before or after";
    });
  });
}

static void explainBarriers(KernelOp kernel) {
  kernel.walk([&](ThreadgroupBarrierOp op) {
    explain(op.getLoc(), topic::kBarrier, [&] {
      return std::string("all threads wait for each other") +
             (op.getDevice() ? ", for device memory" : "") +
             (isInRolledLoop(op) ? ", in each step of a loop" : "");
    });
  });
}

/// The least number of SIMD-groups among which `registers` a thread, now of `simdgroups`,
/// leave room for the rest; 0 if there is none.
static unsigned findRoom(unsigned registers, unsigned simdgroups, const GPUFamily &family) {
  for (; simdgroups <= getMaxSimdgroups(family); simdgroups *= 2, registers /= 2)
    if (registers + kOtherRegisters <= family.maxRegistersPerThread)
      return simdgroups;
  return 0;
}

namespace {

/// The products of one statement of the kernel's body, a loop say, and their sums.
struct Products {
  llvm::SetVector<Value> sums;
  SimdgroupMultiplyAccumulateOp last;
  unsigned registers = 0;
};

} // namespace

static unsigned countRegisters(ArrayRef<Value> arrays) {
  uint64_t bytes = 0;
  for (Value array : arrays) {
    auto type = cast<ThreadArrayType>(array.getType());
    auto fragment = cast<SimdgroupMatrixType>(type.getElementType());
    bytes +=
        type.getCount() * fragment.getElementsPerLane() * getByteSize(fragment.getElementType());
  }
  return bytes / 4;
}

/// The statement whose sums take most registers: they are there together.
static Products findLargestProducts(KernelOp kernel) {
  Products largest;
  for (Operation &statement : kernel.getBody().front()) {
    Products products;
    statement.walk([&](SimdgroupMultiplyAccumulateOp op) {
      products.sums.insert(op.getC());
      products.last = op;
    });
    products.registers = countRegisters(products.sums.getArrayRef());
    if (products.registers > largest.registers)
      largest = products;
  }
  return largest;
}

static void explainSums(KernelOp kernel, const GPUFamily &family) {
  Products products = findLargestProducts(kernel);
  if (!products.last)
    return;
  unsigned registers = products.registers, limit = family.maxRegistersPerThread;
  bool fits = registers + kOtherRegisters <= limit;
  explain(
      products.last.getLoc(), topic::kRegisters,
      [&] {
        return "sums of dots take " + std::to_string(registers) + " of the " +
               std::to_string(limit) + " registers of a thread" +
               (fits ? "" : "; with the rest, values spill to memory: right, and slow");
      },
      [&]() -> std::string {
        if (fits)
          return "";
        unsigned more = findRoom(registers, kernel.getNumSimdgroups(), family);
        return more ? "use --num-warps=" + std::to_string(more) : "use a smaller tile";
      });
}

/// Whether `index` depends on the round of a loop that stays a loop.
static bool variesInLoop(Value index) {
  llvm::SetVector<Value> reached;
  reached.insert(index);
  for (unsigned i = 0; i < reached.size(); ++i) {
    Value value = reached[i];
    if (auto argument = dyn_cast<BlockArgument>(value)) {
      if (isRolled(argument.getOwner()->getParentOp()))
        return true;
      continue;
    }
    for (Value operand : value.getDefiningOp()->getOperands())
      reached.insert(operand);
  }
  return false;
}

static void explainArrays(KernelOp kernel, const GPUFamily &family) {
  kernel.walk([&](ThreadArrayOp op) {
    bool isMemory = llvm::any_of(op->getUsers(), [](Operation *user) {
      auto load = dyn_cast<ArrayLoadOp>(user);
      auto store = dyn_cast<ArrayStoreOp>(user);
      return (load && variesInLoop(load.getIndex())) || (store && variesInLoop(store.getIndex()));
    });
    if (!isMemory)
      return;
    ThreadArrayType type = op.getResult().getType();
    explain(
        op.getLoc(), topic::kRegisters,
        [&] {
          return std::to_string(type.getCount() * getByteSize(type.getElementType())) +
                 " bytes of a thread are an array in memory: more than the " +
                 std::to_string(family.registerBudget) + " registers that values may take";
        },
        [&]() -> std::string {
          return kernel.getNumSimdgroups() < getMaxSimdgroups(family)
                     ? "use more SIMD-groups (--num-warps), or a smaller tile"
                     : "use a smaller tile";
        });
  });
}

/// What an access to device memory is addressed by; null for other ops.
static Value getWideBase(Operation *op) {
  auto pick = [](auto access) -> Value {
    bool isWide = access && access.getIndex().getType().isInteger(64) &&
                  access.getBase().getType().getSpace() == MemorySpace::Device;
    return isWide ? access.getBase() : Value();
  };
  if (Value base = pick(dyn_cast<LoadOp>(op)))
    return base;
  if (Value base = pick(dyn_cast<StoreOp>(op)))
    return base;
  if (Value base = pick(dyn_cast<AtomicRMWOp>(op)))
    return base;
  return pick(dyn_cast<AtomicCompareExchangeOp>(op));
}

static void explainOffsets(KernelOp kernel) {
  kernel.walk([&](Operation *op) {
    Value base = getWideBase(op);
    if (!base)
      return;
    if (base.getDefiningOp<IntToPtrOp>())
      explain(op->getLoc(), topic::kMemory,
              [] { return "an address of 64 bits for each element: they have no base in common"; });
    else
      explain(op->getLoc(), topic::kMemory,
              [] { return "offsets of 64 bits: 32 are not known to be enough"; });
  });
}

void tritonmetal::metal::explainKernel(KernelOp kernel) {
  if (const GPUFamily *family = lookupFamily(kernel.getTarget())) {
    explainWhole(kernel, *family);
    explainSums(kernel, *family);
    explainArrays(kernel, *family);
  }
  explainOffsets(kernel);
  explainThreadgroupMemory(kernel);
  explainBarriers(kernel);
  if (scf::WhileOp wait = findWait(kernel))
    explain(wait.getLoc(), topic::kResidency, [] {
      return "this loop waits for other threadgroups: launch no more than run at once";
    });
}
