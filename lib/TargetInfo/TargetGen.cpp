//===- TargetGen.cpp - targets.json to C++ tables ---------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Runs while the project is built:  triton-metal-target-gen targets.json TargetTables.inc
//
// Every object becomes assignments to the fields of one structure, key by key, so that a key
// without a field (or a field of another type) does not compile:
//
//   {"name": "apple7", "simd_width": 32}  ->  row.name = "apple7"; row.simdWidth = 32;
//
// "source" is for readers and has no field.
//
//===----------------------------------------------------------------------===//

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

static void printValue(raw_ostream &os, const json::Value &value) {
  if (const json::Array *array = value.getAsArray()) {
    os << '{';
    interleaveComma(*array, os, [&](const json::Value &element) { printValue(os, element); });
    os << '}';
    return;
  }
  os << value;
}

static void printFields(raw_ostream &os, const json::Object &object) {
  // The reader keeps no order; sort for a result that never changes.
  SmallVector<StringRef> keys;
  for (const auto &[key, value] : object)
    keys.push_back(key);
  llvm::sort(keys);
  for (StringRef key : keys) {
    if (key == "source")
      continue;
    os << "  row." << convertToCamelFromSnakeCase(key) << " = ";
    if (key == "feature")
      os << "Feature::" << *object.getString(key);
    else if (key == "family")
      os << "lookupFamily(" << *object.get(key) << ")";
    else
      printValue(os, *object.get(key));
    os << ";\n";
  }
}

static bool printTable(raw_ostream &os, const json::Object &root, StringRef key, StringRef type,
                       StringRef defaultsKey = "") {
  const json::Array *table = root.getArray(key);
  if (!table)
    return false;
  os << "static std::vector<" << type << "> make" << type << "Table() {\n"
     << "  std::vector<" << type << "> table;\n  " << type << " row;\n";
  for (const json::Value &element : *table) {
    const json::Object *object = element.getAsObject();
    if (!object)
      return false;
    os << "  row = " << type << "();\n";
    if (const json::Object *defaults = root.getObject(defaultsKey))
      printFields(os, *defaults);
    printFields(os, *object);
    os << "  table.push_back(row);\n";
  }
  os << "  return table;\n}\n\n";
  return true;
}

static bool printTables(raw_ostream &os, const json::Object &root) {
  const json::Object *costModel = root.getObject("cost_model");
  if (!costModel)
    return false;
  os << "static CostModel makeCostModel() {\n  CostModel row;\n";
  printFields(os, *costModel);
  os << "  return row;\n}\n\n";
  return printTable(os, root, "families", "GPUFamily", "family_defaults") &&
         printTable(os, root, "chips", "Chip") && printTable(os, root, "toolchains", "Toolchain") &&
         printTable(os, root, "features", "FeatureInfo") &&
         printTable(os, root, "fragments", "MatrixFragment") &&
         printTable(os, root, "instruction_costs", "InstructionCost");
}

int main(int argc, char **argv) {
  if (argc != 3) {
    errs() << "usage: triton-metal-target-gen targets.json TargetTables.inc\n";
    return 2;
  }
  auto buffer = MemoryBuffer::getFile(argv[1], /*IsText=*/true);
  if (!buffer) {
    errs() << argv[1] << ": " << buffer.getError().message() << "\n";
    return 1;
  }
  Expected<json::Value> root = json::parse((*buffer)->getBuffer());
  if (!root) {
    errs() << argv[1] << ": " << toString(root.takeError()) << "\n";
    return 1;
  }
  std::string tables;
  raw_string_ostream text(tables);
  if (!root->getAsObject() || !printTables(text, *root->getAsObject())) {
    errs() << argv[1] << ": a table is missing or holds something else than objects\n";
    return 1;
  }
  std::error_code error;
  raw_fd_ostream out(argv[2], error);
  if (error) {
    errs() << argv[2] << ": " << error.message() << "\n";
    return 1;
  }
  out << "// Made of targets.json by triton-metal-target-gen.\n\n" << tables;
  return 0;
}
