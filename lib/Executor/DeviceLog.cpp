//===- DeviceLog.cpp - What kernels print and assert ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Executor/DeviceLog.h"

#include "triton-metal/Executor/FloatFormats.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/FormatVariadic.h"

#include <array>
#include <optional>
#include <tuple>

using namespace llvm;

namespace tritonmetal::executor {

static constexpr size_t headerWords = 4, recordWords = 9;
static constexpr uint32_t logWords = 1 << 20;
/// Asserts that are reported in full; a wrong index fails in thousands of threads.
static constexpr size_t mostFailures = 20;

namespace {
enum HeaderWord { Capacity, NextFree, Dropped, FailedAssert };

struct Record {
  size_t first; // where it begins in the log
  uint32_t site;
  std::array<uint32_t, 3> program; // z, y, x: the order of programs
  uint32_t thread, element, operand;
  uint64_t bits;
};
} // namespace

static uint32_t readWord(ArrayRef<uint8_t> log, size_t index) {
  return support::endian::read32le(log.data() + 4 * index);
}

std::vector<uint8_t> makeLog() {
  std::vector<uint8_t> log(size_t(logWords) * 4);
  support::endian::write32le(log.data() + 4 * Capacity, logWords);
  support::endian::write32le(log.data() + 4 * NextFree, headerWords);
  return log;
}

static Record readRecord(ArrayRef<uint8_t> log, size_t first) {
  auto word = [&](size_t i) { return readWord(log, first + i); };
  return {first,   word(0), {word(3), word(2), word(1)},      word(4),
          word(5), word(6), word(7) | uint64_t(word(8)) << 32};
}

static std::string formatElement(const LogOperand &operand, bool isHex, uint64_t bits) {
  StringRef type = operand.type;
  unsigned width = 0;
  std::optional<double> number;
  if (type == "f32")
    number = bit_cast<float>(uint32_t(bits));
  else if (type == "f16")
    number = decodeHalf(uint16_t(bits));
  else if (type == "bf16")
    number = decodeBFloat(uint16_t(bits));
  else if (type == "f64")
    number = bit_cast<double>(bits);
  size_t digits = type.find_first_of("0123456789");
  if (digits == StringRef::npos || type.drop_front(digits).consumeInteger(10, width))
    width = 64;
  if (isHex)
    return "0x" + utohexstr(bits, /*LowerCase=*/true, std::max(1u, width / 8) * 2);
  if (number)
    return formatv("{0:F6}", *number);
  if (!operand.isSigned || width <= 1)
    return std::to_string(bits);
  return std::to_string(width < 64 ? SignExtend64(bits, width) : int64_t(bits));
}

/// "pid (1, 0, 0) idx (3, 7)"
static std::string formatPlace(const Record &record, ArrayRef<uint64_t> shape) {
  std::string text =
      formatv("pid ({0}, {1}, {2}) idx (", record.program[2], record.program[1], record.program[0]);
  uint64_t stride = 1;
  for (uint64_t size : shape)
    stride *= size;
  ListSeparator comma;
  for (uint64_t size : shape) {
    stride /= size;
    text += StringRef(comma).str() + std::to_string(record.element / stride % size);
  }
  return text + ")";
}

static void printRecord(const LogSite &site, const Record &record, raw_ostream &out) {
  ArrayRef<LogOperand> operands = site.operands;
  if (operands.empty()) {
    out << formatPlace(record, {}) << site.text << "\n";
    return;
  }
  const LogOperand &operand = operands[record.operand];
  out << formatPlace(record, operand.shape) << site.text;
  if (operands.size() > 1)
    out << "(operand " << record.operand << ") ";
  out << formatElement(operand, site.isHex, record.bits) << "\n";
}

static void reportFailure(const LogSite &site, const std::string &place, raw_ostream &err) {
  err << "triton-metal-run: error: ";
  if (!site.file.empty())
    err << site.file << ":" << site.line << ": ";
  err << "assertion failed: " << site.text;
  if (!place.empty())
    err << " at " << place;
  err << "\n";
}

/// The records that can be read, program by program, in the order in which they were made.
static std::vector<Record> readRecords(const LogInterface &interface, ArrayRef<uint8_t> log,
                                       size_t &broken) {
  std::vector<Record> records;
  size_t end = std::min<size_t>(readWord(log, NextFree), log.size() / 4);
  for (size_t first = headerWords; first + recordWords <= end; first += recordWords) {
    Record record = readRecord(log, first);
    bool isKnown = record.site < interface.sites.size();
    if (isKnown) {
      ArrayRef<LogOperand> operands = interface.sites[record.site].operands;
      isKnown = record.operand < std::max<size_t>(1, operands.size());
    }
    if (isKnown)
      records.push_back(record);
    else
      ++broken;
  }
  llvm::sort(records, [](const Record &a, const Record &b) {
    return std::tie(a.program, a.first) < std::tie(b.program, b.first);
  });
  return records;
}

bool printLog(const LogInterface &interface, ArrayRef<uint8_t> log, raw_ostream &out,
              raw_ostream &err) {
  size_t broken = 0, failures = 0;
  for (const Record &record : readRecords(interface, log, broken)) {
    const LogSite &site = interface.sites[record.site];
    if (!site.isAssert)
      printRecord(site, record, out);
    else if (++failures <= mostFailures)
      reportFailure(site, formatPlace(record, site.operands[0].shape), err);
  }
  if (failures > mostFailures)
    err << formatv("triton-metal-run: error: {0} more elements failed assertions\n",
                   failures - mostFailures);
  uint32_t failed = readWord(log, FailedAssert);
  if (failed != 0 && failures == 0 && failed <= interface.sites.size()) {
    failures = 1;
    reportFailure(interface.sites[failed - 1], "", err);
  }
  if (uint32_t dropped = readWord(log, Dropped))
    err << formatv("triton-metal-run: warning: {0} more lines were printed than the log holds\n",
                   dropped);
  if (broken)
    err << formatv("triton-metal-run: warning: {0} records of the log make no sense; does the "
                   "metadata belong to the kernel?\n",
                   broken);
  return failures == 0;
}

} // namespace tritonmetal::executor
