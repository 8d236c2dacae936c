//===- Fault.cpp - What went wrong while a kernel ran ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Executor/Fault.h"

#include "llvm/Support/ErrorHandling.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

namespace tritonmetal::executor {

StringRef getName(FaultKind kind) {
  switch (kind) {
  case FaultKind::NullPointer:
    return "null-pointer";
  case FaultKind::WildPointer:
    return "wild-pointer";
  case FaultKind::UnboundBuffer:
    return "unbound-buffer";
  case FaultKind::OutOfBounds:
    return "out-of-bounds";
  case FaultKind::Misaligned:
    return "misaligned";
  case FaultKind::ForbiddenAccess:
    return "forbidden-access";
  case FaultKind::UninitialisedRead:
    return "uninitialised-read";
  case FaultKind::Race:
    return "race";
  case FaultKind::BarrierDivergence:
    return "barrier-divergence";
  case FaultKind::SimdDivergence:
    return "simd-divergence";
  case FaultKind::InactiveLane:
    return "inactive-lane";
  case FaultKind::StepLimit:
    return "step-limit";
  case FaultKind::Trap:
    return "trap";
  }
  llvm_unreachable("every kind is listed");
}

//===----------------------------------------------------------------------===//
// Text
//===----------------------------------------------------------------------===//

static std::string print(const Size3 &position) {
  return formatv("({0}, {1}, {2})", position[0], position[1], position[2]);
}

std::string formatFault(const Fault &fault) {
  std::string text = fault.what;
  if (fault.thread)
    text += formatv("\n  in thread {0} of threadgroup {1}, lane {2} of SIMD-group {3}",
                    print(fault.thread->thread), print(fault.thread->threadgroup),
                    fault.thread->lane, fault.thread->simdgroup);
  if (!fault.instruction.empty())
    text += "\n  at " + fault.instruction;
  if (!fault.location.empty())
    text += "\n  from " + fault.location;
  return text;
}

//===----------------------------------------------------------------------===//
// JSON
//===----------------------------------------------------------------------===//

/// Names in a module may be any bytes.
static std::string toUtf8(StringRef text) {
  return json::isUTF8(text) ? text.str() : json::fixUTF8(text);
}

static void print(json::OStream &writer, StringRef name, const Size3 &position) {
  writer.attributeArray(name, [&] {
    for (uint32_t coordinate : position)
      writer.value(coordinate);
  });
}

static void print(json::OStream &writer, const Fault &fault) {
  writer.object([&] {
    writer.attribute("kind", getName(fault.kind));
    writer.attribute("message", toUtf8(fault.what));
    if (fault.thread)
      writer.attributeObject("thread", [&] {
        print(writer, "threadgroup", fault.thread->threadgroup);
        print(writer, "thread", fault.thread->thread);
        writer.attribute("simdgroup", fault.thread->simdgroup);
        writer.attribute("lane", fault.thread->lane);
      });
    if (!fault.instruction.empty())
      writer.attribute("instruction", toUtf8(fault.instruction));
    if (!fault.location.empty())
      writer.attribute("location", toUtf8(fault.location));
  });
}

void printReportAsJson(StringRef kernel, ArrayRef<Fault> faults, raw_ostream &os) {
  json::OStream writer(os, 2);
  writer.object([&] {
    writer.attribute("schema_version", 1);
    writer.attribute("kernel", toUtf8(kernel));
    writer.attribute("status", faults.empty() ? "done" : "fault");
    writer.attributeArray("faults", [&] {
      for (const Fault &fault : faults)
        print(writer, fault);
    });
  });
  os << '\n';
}

} // namespace tritonmetal::executor
