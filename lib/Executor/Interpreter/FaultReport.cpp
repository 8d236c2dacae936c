//===- FaultReport.cpp - Faults in words ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FaultReport.h"

#include "../Frontend/BuiltInValues.h"

#include "llvm/IR/DebugInfoMetadata.h"
#include "llvm/IR/DebugLoc.h"
#include "llvm/IR/Instruction.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

namespace tritonmetal::executor {

namespace {
class FaultDescriber {
public:
  FaultDescriber(const RawFault &raw, const FaultContext &facts, const Fault::Thread &thread)
      : raw(raw), program(facts.program), interface(facts.interface), objects(facts.objects),
        thread(thread) {}

  std::string describe(const std::optional<Fault::Other> &other) const;

private:
  struct Place {
    std::string name;
    uint64_t size = 0;
  };
  Place getPlace() const;
  std::string describeAccess() const;
  std::string describeRace(const Fault::Other &other) const;
  std::string describeLanes() const;

  const RawFault &raw;
  const Program &program;
  const KernelInterface &interface;
  ArrayRef<MemoryObject> objects;
  const Fault::Thread &thread;
};
} // namespace

/// "buffer 2 'out'", "threadgroup variable 'scratch'"
FaultDescriber::Place FaultDescriber::getPlace() const {
  unsigned object = getObject(raw.address);
  if (object >= 1 && object <= interface.arguments.size()) {
    const KernelArgument &argument = interface.arguments[object - 1];
    std::string name = argument.name.empty() ? "" : " '" + argument.name + "'";
    StringRef kind = argument.space == AddressSpace::Threadgroup ? "threadgroup buffer" : "buffer";
    return {formatv("{0} {1}{2}", kind, argument.binding, name), objects[object].size};
  }
  unsigned global = object - program.getGlobalObject(0);
  if (object != 0 && global < program.globals.size()) {
    const GlobalObject &variable = program.globals[global];
    StringRef kind = variable.addressSpace == 3 ? "threadgroup" : "constant";
    return {formatv("{0} variable '{1}'", kind, variable.name), variable.size};
  }
  unsigned pointee = object - program.getPointeeObject(0);
  if (object != 0 && pointee < objects.size() - program.getPointeeObject(0))
    return {"a buffer behind a pointer", objects[object].size};
  unsigned variable = maxObjects - 1 - object;
  if (variable < program.variables.size())
    return {formatv("local variable '{0}'", program.variables[variable].name),
            program.variables[variable].size};
  return {};
}

std::string FaultDescriber::describeAccess() const {
  StringRef verb = raw.access == AccessKind::Store          ? "writes"
                   : raw.access == AccessKind::AtomicLoad   ? "atomically reads"
                   : raw.access == AccessKind::AtomicStore  ? "atomically writes"
                   : raw.access == AccessKind::AtomicUpdate ? "atomically updates"
                                                            : "reads";
  Place place = getPlace();
  std::string text = formatv("{0} {1} byte{2} ", verb, raw.bytes, raw.bytes == 1 ? "" : "s");
  if (raw.kind == FaultKind::NullPointer)
    return text + "through a null pointer";
  if (raw.kind == FaultKind::WildPointer || place.name.empty())
    return text + "through a pointer that points to nothing";
  if (raw.kind == FaultKind::UnboundBuffer)
    return text + "of " + place.name + ", to which the launch binds nothing";
  text += formatv("at offset {0} of {1}", getOffset(raw.address), place.name).str();
  switch (raw.kind) {
  case FaultKind::OutOfBounds:
    return text + formatv(", which has {0} bytes", place.size).str();
  case FaultKind::Misaligned:
    return text + formatv(", which must be a multiple of {0}", raw.alignment).str();
  case FaultKind::ForbiddenAccess:
    return text + (isWrite(raw.access) ? ", which is declared read-only"
                                       : ", which is declared write-only");
  case FaultKind::UninitialisedRead:
    return text + ", which nobody wrote before";
  default:
    return text;
  }
}

std::string FaultDescriber::describeRace(const Fault::Other &other) const {
  const ShadowMemory::Conflict &conflict = *raw.conflict;
  StringRef verb = !conflict.otherWrites   ? "read"
                   : conflict.other.atomic ? "atomically updated"
                                           : "wrote";
  bool isDevice = objects[getObject(raw.address)].kind == MemoryObject::Kind::Device;
  std::string text = describeAccess();
  if (other.thread.threadgroup != thread.threadgroup)
    text += formatv(" that another threadgroup {0}; nothing orders the two", verb);
  else
    text += formatv(" that another thread {0}, with no barrier {1}between", verb,
                    isDevice ? "of device memory " : "");
  if (raw.kind == FaultKind::EqualStores)
    text += "; the value stays the same";
  return text;
}

/// "lanes 0x0000ffff without lanes 0xffff0000"
std::string FaultDescriber::describeLanes() const {
  return formatv("lanes {0:x8} without lanes {1:x8}", raw.mask, raw.other);
}

std::string FaultDescriber::describe(const std::optional<Fault::Other> &other) const {
  if (!raw.message.empty())
    return raw.message;
  switch (raw.kind) {
  case FaultKind::NullPointer:
  case FaultKind::WildPointer:
  case FaultKind::UnboundBuffer:
  case FaultKind::OutOfBounds:
  case FaultKind::Misaligned:
  case FaultKind::ForbiddenAccess:
  case FaultKind::UninitialisedRead:
    return describeAccess();
  case FaultKind::Race:
  case FaultKind::EqualStores:
    return describeRace(*other);
  case FaultKind::BarrierDivergence:
    return "reaches a barrier with " + describeLanes() + " of the SIMD-group";
  case FaultKind::SimdDivergence:
    return "calls a function of the whole SIMD-group with " + describeLanes();
  case FaultKind::InactiveLane:
    return "reads the value of a lane that does not take part: " + describeLanes();
  case FaultKind::StepLimit:
    return "does not end within the instructions that a SIMD-group may run; raise --max-steps if "
           "it should";
  case FaultKind::Deadlock:
    return "waits in a loop for memory that nobody changes any more";
  case FaultKind::NeedsResidency:
    return "waits for a threadgroup that starts after it: the launch ends only where both run at "
           "once";
  case FaultKind::ShiftOutOfRange:
    return "shifts by as many bits as there are, or more: the result is undefined";
  case FaultKind::DivisionOverflow:
    return "divides the least number by -1: the result is undefined";
  case FaultKind::DivisionByZero:
    return "divides an integer by zero: the result is undefined";
  case FaultKind::NewNaN:
    return "makes NaN of finite numbers";
  case FaultKind::Trap:
    return "traps";
  }
  llvm_unreachable("every kind is listed");
}

std::string getLocation(const llvm::Instruction &inst) {
  const DebugLoc &loc = inst.getDebugLoc();
  if (!loc)
    return "";
  auto *scope = cast<DIScope>(loc.getScope());
  return formatv("{0}:{1}:{2}", scope->getFilename(), loc.getLine(), loc.getCol());
}

/// As LLVM prints it, without metadata, which tells a reader nothing.
static std::string printInstruction(const llvm::Instruction &inst) {
  std::string text;
  raw_string_ostream os(text);
  inst.print(os);
  StringRef shown = StringRef(text).trim();
  return shown.substr(0, shown.find(", !")).str();
}

static Fault::Thread makeThread(const Launch &launch, const Size3 &position, unsigned index) {
  Fault::Thread thread;
  thread.threadgroup = position;
  thread.thread = unlinearise(index, getThreads(launch, position));
  thread.simdgroup = index / numLanes;
  thread.lane = index % numLanes;
  return thread;
}

Fault describeFault(const RawFault &raw, const FaultContext &facts, const Size3 &position,
                    unsigned thread) {
  Fault fault;
  fault.kind = raw.kind;
  fault.thread = makeThread(facts.launch, position, thread);
  if (raw.conflict) {
    const Stamp &stamp = raw.conflict->other;
    const llvm::Instruction &inst = *facts.program.sites[stamp.site];
    fault.other = {makeThread(facts.launch, facts.started[stamp.threadgroup - 1], stamp.thread),
                   printInstruction(inst), getLocation(inst)};
  }
  fault.what = "kernel '" + facts.interface.name + "' " +
               FaultDescriber(raw, facts, *fault.thread).describe(fault.other);
  for (const auto &[name, value] : raw.values)
    fault.values.push_back({name, value});
  const llvm::Instruction &inst = *facts.program.sites[raw.site];
  fault.instruction = printInstruction(inst);
  fault.location = getLocation(inst);
  return fault;
}

} // namespace tritonmetal::executor
