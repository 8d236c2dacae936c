//===- BitcodeWriter.cpp - LLVM module to LLVM-14 AIR bitcode -------------===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The file as a whole, in the order of Apple's modules: identification, MODULE block (types,
// attributes, globals, constants, metadata, function bodies, function offsets), STRTAB. Everything
// is numbered and every function encoded before the first block is written, since the type table
// comes first and is complete only then.
//
// Left out: SYMTAB (an index for linkers that readers rebuild), names of local values, BLOCKINFO
// and most abbreviations (size only).
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Target/AIR/BitcodeWriter.h"

#include "InstructionEncoder.h"
#include "MetadataTable.h"
#include "RecordCodes.h"
#include "SubsetCheck.h"

#include "llvm/ADT/MapVector.h"
#include "llvm/Bitcode/LLVMBitCodes.h"
#include "llvm/Bitstream/BitstreamWriter.h"
#include "llvm/IR/DebugInfoMetadata.h"
#include "llvm/IR/Module.h"

#include <memory>

using namespace llvm;

namespace tritonmetal::air {

namespace {

using Record = SmallVector<uint64_t, 32>;

/// A function body, ready to be written.
struct EncodedBody {
  std::unique_ptr<FunctionNumbering> numbers;
  std::vector<InstructionRecord> records;
};

class ModuleWriter {
public:
  ModuleWriter(const Module &module, const PointeeTypes &hints, SmallVectorImpl<char> &out)
      : module(module), typing(module, types, hints), stream(out) {}

  void write();

private:
  void numberGlobals();
  void encodeBodies();
  void writeIdentification();
  void writeModuleInfo();
  void writeText(unsigned code, StringRef text);
  void writeVariable(const GlobalVariable &variable);
  void writeFunctionRecord(const Function &function);
  void writeOperandBundleTags();
  void writeSyncScopeNames();
  void writeBody(const Function &function);
  void reserveFunctionOffsets();
  void writeFunctionOffsets();
  void writeStringTable();
  void pushName(const GlobalValue &global, Record &record);
  unsigned sectionNumber(const GlobalObject &object);

  const Module &module;
  TypeTable types;
  PointerTyping typing;
  AttributeTable attributes;
  DenseMap<const Value *, unsigned> globals;
  std::unique_ptr<ConstantTable> constants;
  std::unique_ptr<MetadataTable> metadata;
  MapVector<const Function *, EncodedBody> bodies;
  MapVector<StringRef, unsigned> sections; // names to numbers from 1
  std::string names;                       // the string table

  BitstreamWriter stream;
  uint64_t start = 0;                            // bit of the identification block
  uint64_t offsetPlaceholder = 0;                // bit of the word in VSTOFFSET
  std::vector<std::pair<unsigned, uint64_t>> at; // function number, bit of its body
};

} // namespace

//===----------------------------------------------------------------------===//
// Preparation
//===----------------------------------------------------------------------===//

void ModuleWriter::numberGlobals() {
  for (const GlobalVariable &variable : module.globals())
    globals.try_emplace(&variable, globals.size());
  for (const Function &function : module)
    globals.try_emplace(&function, globals.size());

  constants = std::make_unique<ConstantTable>(types, typing, globals, nullptr, globals.size());
  for (const GlobalVariable &variable : module.globals())
    if (variable.hasInitializer())
      constants->enter(variable.getInitializer(), types.get(variable.getValueType()));
  metadata = std::make_unique<MetadataTable>(module, typing, *constants);
}

void ModuleWriter::encodeBodies() {
  for (const Function &function : module)
    attributes.enter(function.getAttributes());
  for (const Function &function : module) {
    if (function.isDeclaration())
      continue;
    EncodedBody &body = bodies[&function];
    body.numbers =
        std::make_unique<FunctionNumbering>(function, types, typing, globals, *constants);
    body.records = InstructionEncoder(types, typing, attributes, *body.numbers).encode();
  }
}

//===----------------------------------------------------------------------===//
// Globals
//===----------------------------------------------------------------------===//

/// The name as LLVM 14 spells it: intrinsics that take pointers name the pointee ("p1i8").
static std::string writtenName(const GlobalValue &global) {
  StringRef name = global.getName();
  auto *function = dyn_cast<Function>(&global);
  if (!function || !function->isIntrinsic())
    return name.str();
  SmallVector<StringRef, 8> parts;
  name.split(parts, '.');
  std::string written;
  for (StringRef part : parts) {
    if (!written.empty())
      written += '.';
    written += part;
    unsigned space;
    if (part.consume_front("p") && !part.getAsInteger(10, space))
      written += "i8";
  }
  return written;
}

void ModuleWriter::pushName(const GlobalValue &global, Record &record) {
  std::string name = writtenName(global);
  record.append({names.size(), name.size()});
  names += name;
}

unsigned ModuleWriter::sectionNumber(const GlobalObject &object) {
  return object.hasSection() ? sections[object.getSection()] : 0;
}

/// GLOBALVAR [name, name size, value type, constant | explicit type << 1 | address space << 2,
/// initialiser + 1, linkage, align, section, visibility, thread local, unnamed_addr, externally
/// initialised, DLL storage, comdat, attributes, dso_local, partition, partition size]
void ModuleWriter::writeVariable(const GlobalVariable &variable) {
  Record record;
  pushName(variable, record);
  TypeId type = typing.valueType(variable);
  record.push_back(type);
  record.push_back(variable.isConstant() | 1u << 1 | variable.getAddressSpace() << 2);
  record.push_back(
      variable.hasInitializer() ? constants->numberOf(variable.getInitializer(), type) + 1 : 0);
  record.push_back(linkageCode(variable.getLinkage()));
  record.push_back(alignCode(variable.getAlign()));
  record.push_back(sectionNumber(variable));
  record.push_back(variable.getVisibility());
  record.push_back(0);
  record.push_back(unnamedAddressCode(variable.getUnnamedAddr()));
  record.push_back(variable.isExternallyInitialized());
  record.append({0, 0, 0});
  record.push_back(variable.isDSOLocal());
  record.append({0, 0});
  stream.EmitRecord(bitc::MODULE_CODE_GLOBALVAR, record);
}

/// FUNCTION [name, name size, type, calling convention, is a declaration, linkage, attributes,
/// align, section, visibility, gc, unnamed_addr, prologue, DLL storage, comdat, prefix,
/// personality, dso_local, address space, partition, partition size]
void ModuleWriter::writeFunctionRecord(const Function &function) {
  Record record;
  pushName(function, record);
  record.push_back(typing.valueType(function));
  record.push_back(function.getCallingConv());
  record.push_back(function.isDeclaration());
  record.push_back(linkageCode(function.getLinkage()));
  record.push_back(attributes.enter(function.getAttributes()));
  record.push_back(alignCode(function.getAlign()));
  record.push_back(sectionNumber(function));
  record.push_back(function.getVisibility());
  record.push_back(0);
  record.push_back(unnamedAddressCode(function.getUnnamedAddr()));
  record.append({0, 0, 0, 0, 0});
  record.push_back(function.isDSOLocal());
  record.push_back(function.getAddressSpace());
  record.append({0, 0});
  stream.EmitRecord(bitc::MODULE_CODE_FUNCTION, record);
}

void ModuleWriter::writeText(unsigned code, StringRef text) {
  stream.EmitRecord(code, SmallVector<unsigned char, 64>(text.bytes_begin(), text.bytes_end()));
}

void ModuleWriter::writeModuleInfo() {
  if (!module.getTargetTriple().str().empty())
    writeText(bitc::MODULE_CODE_TRIPLE, module.getTargetTriple().str());
  if (!module.getDataLayoutStr().empty())
    writeText(bitc::MODULE_CODE_DATALAYOUT, module.getDataLayoutStr());
  for (const GlobalObject &object : module.global_objects())
    if (object.hasSection() &&
        sections.try_emplace(object.getSection(), sections.size() + 1).second)
      writeText(bitc::MODULE_CODE_SECTIONNAME, object.getSection());
  writeText(bitc::MODULE_CODE_SOURCE_FILENAME, module.getSourceFileName());
  for (const GlobalVariable &variable : module.globals())
    writeVariable(variable);
  for (const Function &function : module)
    writeFunctionRecord(function);
}

//===----------------------------------------------------------------------===//
// Blocks
//===----------------------------------------------------------------------===//

/// Apple writes an empty producer name and epoch 0.
void ModuleWriter::writeIdentification() {
  stream.EnterSubblock(bitc::IDENTIFICATION_BLOCK_ID, 5);
  writeText(bitc::IDENTIFICATION_CODE_STRING, "");
  stream.EmitRecord(bitc::IDENTIFICATION_CODE_EPOCH, Record{bitc::BITCODE_CURRENT_EPOCH});
  stream.ExitBlock();
}

/// The tags that LLVM 14 numbers itself; no call uses them, but every module lists them.
void ModuleWriter::writeOperandBundleTags() {
  stream.EnterSubblock(bitc::OPERAND_BUNDLE_TAGS_BLOCK_ID, 3);
  for (StringRef tag : {"deopt", "funclet", "gc-transition", "cfguardtarget", "preallocated",
                        "gc-live", "clang.arc.attachedcall"})
    writeText(bitc::OPERAND_BUNDLE_TAG, tag);
  stream.ExitBlock();
}

void ModuleWriter::writeSyncScopeNames() {
  stream.EnterSubblock(bitc::SYNC_SCOPE_NAMES_BLOCK_ID, 2);
  for (StringRef name : {"singlethread", ""})
    writeText(bitc::SYNC_SCOPE_NAME, name);
  stream.ExitBlock();
}

void ModuleWriter::writeBody(const Function &function) {
  const EncodedBody &body = bodies.find(&function)->second;
  // Offsets name the word in which the block is entered: a block has ended before, so it is
  // aligned.
  at.emplace_back(globals.lookup(&function), stream.GetCurrentBitNo());
  stream.EnterSubblock(bitc::FUNCTION_BLOCK_ID, 4);
  stream.EmitRecord(bitc::FUNC_CODE_DECLAREBLOCKS, Record{body.numbers->blockCount()});
  body.numbers->constantTable().write(stream);
  const DILocation *last = nullptr;
  for (auto [record, step] : zip_equal(body.records, body.numbers->plan().steps())) {
    stream.EmitRecord(record.code, record.operands);
    const DILocation *line = step.inst ? step.inst->getDebugLoc().get() : nullptr;
    if (!line)
      continue;
    if (line == last)
      stream.EmitRecord(bitc::FUNC_CODE_DEBUG_LOC_AGAIN, Record{});
    else
      metadata->writeLine(stream, *line);
    last = line;
  }
  metadata->writeAttachments(stream, function, body.numbers->positions());
  stream.ExitBlock();
}

/// VSTOFFSET says where the function offsets are; its word is filled in when they are written.
void ModuleWriter::reserveFunctionOffsets() {
  auto abbreviation = std::make_shared<BitCodeAbbrev>();
  abbreviation->Add(BitCodeAbbrevOp(bitc::MODULE_CODE_VSTOFFSET));
  abbreviation->Add(BitCodeAbbrevOp(BitCodeAbbrevOp::Fixed, 32));
  unsigned id = stream.EmitAbbrev(std::move(abbreviation));
  uint64_t record[] = {bitc::MODULE_CODE_VSTOFFSET, 0};
  stream.EmitRecordWithAbbrev(id, ArrayRef(record));
  offsetPlaceholder = stream.GetCurrentBitNo() - 32;
}

/// Offsets are words, counted from one word before the identification block (where the magic of a
/// bare file is).
void ModuleWriter::writeFunctionOffsets() {
  auto words = [&](uint64_t bit) { return (bit - start) / 32 + 1; };
  stream.BackpatchWord(offsetPlaceholder, words(stream.GetCurrentBitNo()));
  stream.EnterSubblock(bitc::VALUE_SYMTAB_BLOCK_ID, 4);
  for (auto [function, bit] : at)
    stream.EmitRecord(bitc::VST_CODE_FNENTRY, Record{function, words(bit)});
  stream.ExitBlock();
}

void ModuleWriter::writeStringTable() {
  stream.EnterSubblock(bitc::STRTAB_BLOCK_ID, 3);
  auto abbreviation = std::make_shared<BitCodeAbbrev>();
  abbreviation->Add(BitCodeAbbrevOp(bitc::STRTAB_BLOB));
  abbreviation->Add(BitCodeAbbrevOp(BitCodeAbbrevOp::Blob));
  unsigned id = stream.EmitAbbrev(std::move(abbreviation));
  uint64_t record[] = {bitc::STRTAB_BLOB};
  stream.EmitRecordWithBlob(id, ArrayRef(record), names);
  stream.ExitBlock();
}

void ModuleWriter::write() {
  numberGlobals();
  encodeBodies();

  for (unsigned byte : {0x42, 0x43, 0xC0, 0xDE}) // 'B', 'C', 0xC0DE
    stream.Emit(byte, 8);
  start = stream.GetCurrentBitNo();
  writeIdentification();
  stream.EnterSubblock(bitc::MODULE_BLOCK_ID, 3);
  stream.EmitRecord(bitc::MODULE_CODE_VERSION, Record{2}); // relative operands, string table
  types.write(stream);
  attributes.write(stream);
  writeModuleInfo();
  reserveFunctionOffsets();
  constants->write(stream);
  metadata->writeKinds(stream);
  metadata->write(stream, globals);
  writeOperandBundleTags();
  writeSyncScopeNames();
  for (const Function &function : module)
    if (!function.isDeclaration())
      writeBody(function);
  writeFunctionOffsets();
  stream.ExitBlock();
  writeStringTable();
}

Error writeAIRBitcode(const Module &module, SmallVectorImpl<char> &out, const PointeeTypes &hints) {
  if (Error error = checkSubset(module, hints))
    return error;
  SmallVector<char, 0> bytes; // offsets in the stream count from its own start
  {
    ModuleWriter writer(module, hints, bytes);
    writer.write();
  }
  out.append(bytes.begin(), bytes.end());
  return Error::success();
}

} // namespace tritonmetal::air
