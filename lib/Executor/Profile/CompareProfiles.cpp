//===- CompareProfiles.cpp - Two profiles side by side ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Estimate.h"

#include "llvm/Support/Format.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

namespace tritonmetal::executor {

namespace {
/// The JSON of a profile, with numbers by their place: "counters", "instructions".
class ProfileReader {
public:
  static Expected<ProfileReader> parse(StringRef text, StringRef name);

  std::optional<double> get(StringRef section, StringRef name) const {
    const json::Object *object = root.getAsObject()->getObject(section);
    return object ? object->getNumber(name) : std::nullopt;
  }
  std::optional<double> getTime(StringRef chip) const;

private:
  explicit ProfileReader(json::Value root) : root(std::move(root)) {}

  json::Value root;
};

class Comparison {
public:
  Comparison(const ProfileReader &first, const ProfileReader &second, raw_ostream &os)
      : first(first), second(second), os(os) {}

  void print();

private:
  void printSection(StringRef section, ArrayRef<std::string> names);
  void printRow(StringRef name, std::optional<double> a, std::optional<double> b, bool exact);

  const ProfileReader &first, &second;
  raw_ostream &os;
};
} // namespace

Expected<ProfileReader> ProfileReader::parse(StringRef text, StringRef name) {
  Expected<json::Value> root = json::parse(text);
  if (!root)
    return createStringError(formatv("{0}: {1}", name, toString(root.takeError())));
  const json::Object *object = root->getAsObject();
  if (!object || !object->getObject("counters"))
    return createStringError(formatv("{0}: this is no profile, as --profile=json writes it", name));
  if (object->getInteger("schema_version") != profileSchemaVersion)
    return createStringError(
        formatv("{0}: a profile of another version; write it again with --profile=json", name));
  return ProfileReader(std::move(*root));
}

std::optional<double> ProfileReader::getTime(StringRef chip) const {
  const json::Array *estimates = root.getAsObject()->getArray("estimates");
  for (const json::Value &value : estimates ? *estimates : json::Array())
    if (const json::Object *estimate = value.getAsObject())
      if (estimate->getString("chip") == chip)
        return estimate->getNumber("total");
  return std::nullopt;
}

/// Rows of which neither has anything are left out.
void Comparison::printRow(StringRef name, std::optional<double> a, std::optional<double> b,
                          bool exact) {
  if (a.value_or(0) == 0 && b.value_or(0) == 0)
    return;
  auto number = [&](std::optional<double> value) {
    if (value)
      os << format(exact ? " %16.0f" : " %16.1f", *value);
    else
      os << format(" %16s", "?");
  };
  os << format("  %-30s", name.str().c_str());
  number(a);
  number(b);
  if (a && b && *a != 0)
    os << format(" %9.3f", *b / *a);
  os << '\n';
}

void Comparison::printSection(StringRef section, ArrayRef<std::string> names) {
  os << section << '\n';
  for (StringRef name : names)
    printRow(name, first.get(section, name), second.get(section, name), /*exact=*/true);
}

void Comparison::print() {
  std::vector<std::string> names;
  auto add = [&](StringRef name, uint64_t &) { names.push_back(name.str()); };
  Profile profile;
  forEachFact(profile, add);
  printSection("facts", names);
  names.clear();
  forEachCounter(profile, add);
  printSection("counters", names);
  names.clear();
  for (unsigned i = 0; i < numInstructionClasses; ++i)
    names.push_back(getName(InstructionClass(i)).str());
  printSection("classes", names);
  names.clear();
  for (unsigned i = 0; i < numInstructionKinds; ++i)
    names.push_back(getInfo(InstructionKind(i)).name.str());
  printSection("kinds", names);
  os << "microseconds, estimated\n";
  for (const Chip &chip : getChips())
    printRow(chip.name, first.getTime(chip.name), second.getTime(chip.name), /*exact=*/false);
}

Error compareProfiles(StringRef first, StringRef firstName, StringRef second, StringRef secondName,
                      raw_ostream &os) {
  Expected<ProfileReader> a = ProfileReader::parse(first, firstName);
  if (!a)
    return a.takeError();
  Expected<ProfileReader> b = ProfileReader::parse(second, secondName);
  if (!b)
    return b.takeError();
  os << "a: " << firstName << "\nb: " << secondName << "\n\n";
  os << format("  %-30s %16s %16s %9s\n", "", "a", "b", "b / a");
  Comparison(*a, *b, os).print();
  return Error::success();
}

} // namespace tritonmetal::executor
