//===- FaultReport.cpp - Faults in words ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FaultReport.h"

#include "triton-metal/Executor/KernelInterface.h"

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
  FaultDescriber(const RawFault &raw, const Program &program, const KernelInterface &interface,
                 ArrayRef<MemoryObject> objects)
      : raw(raw), program(program), interface(interface), objects(objects) {}

  std::string describe() const;

private:
  struct Place {
    std::string name;
    uint64_t size = 0;
  };
  Place getPlace() const;
  std::string describeAccess() const;
  std::string describeRace() const;
  std::string describeLanes() const;

  const RawFault &raw;
  const Program &program;
  const KernelInterface &interface;
  ArrayRef<MemoryObject> objects;
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
  StringRef verb = raw.access == AccessKind::Load         ? "reads"
                   : raw.access == AccessKind::Store      ? "writes"
                   : raw.access == AccessKind::AtomicLoad ? "atomically reads"
                                                          : "atomically updates";
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
  default:
    return text + ", which nobody wrote before";
  }
}

std::string FaultDescriber::describeRace() const {
  StringRef verb = isWrite(raw.access) ? "writes" : "reads";
  StringRef other = raw.otherWrites ? "wrote" : "read";
  return formatv("{0} a byte at offset {1} of {2} that thread {3} of the threadgroup {4}, with no "
                 "barrier between",
                 verb, getOffset(raw.address), getPlace().name, raw.otherThread, other);
}

/// "lanes 0x0000ffff without lanes 0xffff0000"
std::string FaultDescriber::describeLanes() const {
  return formatv("lanes {0:x8} without lanes {1:x8}", raw.mask, raw.other);
}

std::string FaultDescriber::describe() const {
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
    return describeRace();
  case FaultKind::BarrierDivergence:
    return "reaches a barrier with " + describeLanes() + " of the SIMD-group";
  case FaultKind::SimdDivergence:
    return "calls a function of the whole SIMD-group with " + describeLanes();
  case FaultKind::InactiveLane:
    return "reads the value of a lane that does not take part: " + describeLanes();
  case FaultKind::StepLimit:
    return "does not end within the instructions that a SIMD-group may run; raise --max-steps if "
           "it should";
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

Fault describeFault(const RawFault &raw, const Program &program, const KernelInterface &interface,
                    ArrayRef<MemoryObject> objects, const Fault::Thread &thread) {
  Fault fault;
  fault.kind = raw.kind;
  fault.what = "kernel '" + interface.name + "' " +
               FaultDescriber(raw, program, interface, objects).describe();
  fault.thread = thread;
  const llvm::Instruction &inst = *program.sites[raw.site];
  std::string text;
  raw_string_ostream os(text);
  inst.print(os);
  // Metadata attachments tell a reader nothing.
  StringRef shown = StringRef(text).trim();
  fault.instruction = shown.substr(0, shown.find(", !")).str();
  fault.location = getLocation(inst);
  return fault;
}

} // namespace tritonmetal::executor
