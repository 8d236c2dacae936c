//===- Fault.cpp - What went wrong while a kernel ran ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Executor/Fault.h"

#include "triton-metal/Executor/Expectations.h"

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
  case FaultKind::Deadlock:
    return "deadlock";
  case FaultKind::Trap:
    return "trap";
  case FaultKind::EqualStores:
    return "equal-stores";
  case FaultKind::NeedsResidency:
    return "needs-residency";
  case FaultKind::ShiftOutOfRange:
    return "shift-out-of-range";
  case FaultKind::DivisionOverflow:
    return "division-overflow";
  case FaultKind::DivisionByZero:
    return "division-by-zero";
  case FaultKind::NewNaN:
    return "nan-from-finite";
  }
  llvm_unreachable("every kind is listed");
}

//===----------------------------------------------------------------------===//
// Text
//===----------------------------------------------------------------------===//

static std::string print(const Size3 &position) {
  return formatv("({0}, {1}, {2})", position[0], position[1], position[2]);
}

static std::string print(const Fault::Thread &thread) {
  return formatv("thread {0} of threadgroup {1}, lane {2} of SIMD-group {3}", print(thread.thread),
                 print(thread.threadgroup), thread.lane, thread.simdgroup);
}

static void printPlace(std::string &text, StringRef indent, StringRef instruction,
                       StringRef location) {
  if (!instruction.empty())
    text += (indent + "at " + instruction).str();
  if (!location.empty())
    text += (indent + "from " + location).str();
}

std::string formatFault(const Fault &fault) {
  std::string text = fault.what;
  if (fault.thread)
    text += "\n  in " + print(*fault.thread);
  StringRef separator = "\n  with ";
  for (const auto &[name, value] : fault.values) {
    text += (separator + name + " " + value).str();
    separator = ", ";
  }
  printPlace(text, "\n  ", fault.instruction, fault.location);
  if (fault.other) {
    text += "\n  against " + print(fault.other->thread);
    printPlace(text, "\n    ", fault.other->instruction, fault.other->location);
  }
  if (fault.count > 1)
    text += formatv("\n  {0} times in all", fault.count);
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

static void print(json::OStream &writer, const Fault::Thread &thread) {
  writer.attributeObject("thread", [&] {
    print(writer, "threadgroup", thread.threadgroup);
    print(writer, "thread", thread.thread);
    writer.attribute("simdgroup", thread.simdgroup);
    writer.attribute("lane", thread.lane);
  });
}

static void printPlace(json::OStream &writer, StringRef instruction, StringRef location) {
  if (!instruction.empty())
    writer.attribute("instruction", toUtf8(instruction));
  if (!location.empty())
    writer.attribute("location", toUtf8(location));
}

static void print(json::OStream &writer, const Fault &fault) {
  writer.object([&] {
    writer.attribute("kind", getName(fault.kind));
    writer.attribute("message", toUtf8(fault.what));
    if (fault.count > 1)
      writer.attribute("count", fault.count);
    if (fault.thread)
      print(writer, *fault.thread);
    if (!fault.values.empty())
      writer.attributeObject("values", [&] {
        for (const auto &[name, value] : fault.values)
          writer.attribute(name, value);
      });
    printPlace(writer, fault.instruction, fault.location);
    if (fault.other)
      writer.attributeObject("against", [&] {
        print(writer, fault.other->thread);
        printPlace(writer, fault.other->instruction, fault.other->location);
      });
  });
}

static void print(json::OStream &writer, StringRef name, ArrayRef<Fault> faults) {
  writer.attributeArray(name, [&] {
    for (const Fault &fault : faults)
      print(writer, fault);
  });
}

static void print(json::OStream &writer, const BufferMismatch &mismatch) {
  const Comparison &comparison = mismatch.comparison;
  writer.object([&] {
    writer.attribute("buffer", int64_t(mismatch.buffer));
    writer.attribute("file", toUtf8(mismatch.file));
    writer.attribute("type", mismatch.type);
    writer.attribute("elements", int64_t(comparison.numElements));
    writer.attribute("wrong", int64_t(comparison.numWrong));
    writer.attribute("largest_error", comparison.largestError);
    writer.attributeArray("first", [&] {
      for (const Comparison::Element &element : comparison.first)
        writer.object([&] {
          writer.attribute("index", int64_t(element.index));
          writer.attribute("got", element.got);
          writer.attribute("expected", element.expected);
        });
    });
  });
}

void printReportAsJson(StringRef kernel, ArrayRef<Fault> faults, ArrayRef<Fault> warnings,
                       ArrayRef<BufferMismatch> mismatches, raw_ostream &os) {
  json::OStream writer(os, 2);
  writer.object([&] {
    writer.attribute("schema_version", 1);
    writer.attribute("kernel", toUtf8(kernel));
    writer.attribute("status", !faults.empty()       ? "fault"
                               : !mismatches.empty() ? "mismatch"
                                                     : "done");
    print(writer, "faults", faults);
    print(writer, "warnings", warnings);
    if (!mismatches.empty())
      writer.attributeArray("mismatches", [&] {
        for (const BufferMismatch &mismatch : mismatches)
          print(writer, mismatch);
      });
  });
  os << '\n';
}

} // namespace tritonmetal::executor
