//===- ModuleInfo.cpp - What a module says about itself ---------*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// AIR keeps everything that a runtime wants to know in named metadata, as flat lists of numbers and
// strings:
//
//   !air.kernel = !{!0}
//   !0 = !{ptr @vadd, !1, !2}                 ; function, results, arguments
//   !2 = !{!3, ...}
//   !3 = !{i32 0, !"air.buffer", !"air.location_index", i32 0, i32 1, !"air.read",
//          !"air.address_space", i32 1, ..., !"air.arg_name", !"a"}
//
// Anything may be missing or of another kind than expected; then it is left out.
//
//===----------------------------------------------------------------------===//

#include "Report.h"

#include "triton-metal/Metallib/UntrustedModules.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Bitcode/BitcodeReader.h"
#include "llvm/IR/Constants.h"
#include "llvm/IR/DiagnosticInfo.h"
#include "llvm/IR/LLVMContext.h"
#include "llvm/IR/Metadata.h"
#include "llvm/IR/Module.h"

using namespace llvm;

namespace tritonmetal::metallib {

/// The one data layout that all modules of Apple's compiler have.
static constexpr StringLiteral airDataLayout =
    "e-p:64:64:64-i1:8:8-i8:8:8-i16:16:16-i32:32:32-i64:64:64-f32:32:32-f64:64:64-v16:16:16-"
    "v24:32:32-v32:32:32-v48:64:64-v64:64:64-v96:128:128-v128:128:128-v192:256:256-v256:256:256-"
    "v512:512:512-v1024:1024:1024-n8:16:32";

/// The operands of a metadata node, read one after the other. Reading past the end gives nothing.
namespace {
class NodeReader {
public:
  explicit NodeReader(const MDNode *node) : node(node) {}

  bool atEnd() const { return !node || position >= node->getNumOperands(); }
  const Metadata *next() { return atEnd() ? nullptr : node->getOperand(position++).get(); }
  void skip() { next(); }

  std::optional<uint64_t> number() {
    const Metadata *operand = atEnd() ? nullptr : node->getOperand(position).get();
    const auto *constant = dyn_cast_or_null<ConstantAsMetadata>(operand);
    const auto *value = constant ? dyn_cast<ConstantInt>(constant->getValue()) : nullptr;
    if (!value || value->getBitWidth() > 64)
      return std::nullopt;
    ++position;
    return value->getZExtValue();
  }
  std::optional<std::string> string() {
    const Metadata *operand = atEnd() ? nullptr : node->getOperand(position).get();
    const auto *text = dyn_cast_or_null<MDString>(operand);
    if (!text)
      return std::nullopt;
    ++position;
    return text->getString().str();
  }
  const MDNode *child() {
    const auto *found =
        dyn_cast_or_null<MDNode>(atEnd() ? nullptr : node->getOperand(position).get());
    position += found != nullptr;
    return found;
  }

private:
  const MDNode *node;
  unsigned position = 0;
};
} // namespace

static const MDNode *firstOperand(const llvm::Module &module, StringRef name) {
  const NamedMDNode *named = module.getNamedMetadata(name);
  return named && named->getNumOperands() > 0 ? named->getOperand(0) : nullptr;
}

/// Three numbers, or as many as there are.
static std::optional<Version> readVersion(NodeReader reader) {
  std::optional<uint64_t> major = reader.number();
  if (!major)
    return std::nullopt;
  Version version;
  version.major = static_cast<uint16_t>(*major);
  version.minor = static_cast<uint16_t>(reader.number().value_or(0));
  version.patch = static_cast<uint16_t>(reader.number().value_or(0));
  return version;
}

static std::vector<StructField> readFields(const MDNode *node) {
  std::vector<StructField> fields;
  NodeReader reader(node);
  while (std::optional<uint64_t> offset = reader.number()) {
    StructField field;
    field.offset = *offset;
    field.size = reader.number().value_or(0);
    field.count = reader.number().value_or(0);
    field.type = reader.string().value_or("");
    field.name = reader.string().value_or("");
    fields.push_back(std::move(field));
    // Between fields there may be what belongs to an indirect argument.
    while (!reader.atEnd()) {
      NodeReader ahead = reader;
      if (ahead.number())
        break;
      reader.skip();
    }
  }
  return fields;
}

static StringRef withoutPrefix(StringRef name) {
  name.consume_front("air.");
  return name;
}

static void readArgumentKey(StringRef key, NodeReader &reader, ArgumentInfo &argument) {
  if (key == "air.location_index") {
    argument.location = reader.number();
    reader.number(); // how many locations: always 1 for buffers
  } else if (key == "air.read" || key == "air.write" || key == "air.read_write" ||
             key == "air.sample") {
    argument.access = withoutPrefix(key).str();
  } else if (key == "air.address_space") {
    argument.addressSpace = reader.number();
  } else if (key == "air.buffer_size") {
    argument.bufferSize = reader.number();
  } else if (key == "air.arg_type_size") {
    argument.typeSize = reader.number();
  } else if (key == "air.arg_type_align_size") {
    argument.typeAlign = reader.number();
  } else if (key == "air.arg_type_name") {
    argument.typeName = reader.string().value_or("");
  } else if (key == "air.arg_name") {
    argument.name = reader.string().value_or("");
  } else if (key == "air.struct_type_info") {
    argument.fields = readFields(reader.child());
  } else if (key == "air.arg_unused") {
    argument.unused = true;
  } else {
    argument.other.push_back(key.str());
  }
}

static ArgumentInfo readArgument(const MDNode *node) {
  NodeReader reader(node);
  ArgumentInfo argument;
  argument.parameter = reader.number().value_or(0);
  argument.kind = withoutPrefix(reader.string().value_or("")).str();
  while (!reader.atEnd()) {
    if (std::optional<std::string> key = reader.string())
      readArgumentKey(*key, reader, argument);
    else
      reader.skip();
  }
  return argument;
}

static KernelInfo readKernel(const MDNode *node) {
  NodeReader reader(node);
  KernelInfo kernel;
  if (const auto *function = dyn_cast_or_null<ValueAsMetadata>(reader.next()))
    kernel.name = function->getValue()->getName().str();
  reader.skip(); // results: kernels have none
  NodeReader arguments(reader.child());
  while (!arguments.atEnd()) {
    if (const MDNode *argument = arguments.child())
      kernel.arguments.push_back(readArgument(argument));
    else
      arguments.skip();
  }
  while (!reader.atEnd()) {
    const MDNode *node = reader.child();
    if (!node) {
      reader.skip();
      continue;
    }
    NodeReader attribute(node);
    if (std::optional<std::string> name = attribute.string())
      kernel.attributes.emplace_back(withoutPrefix(*name).str(), attribute.number());
  }
  return kernel;
}

static ConstantInfo readConstant(const MDNode *node) {
  NodeReader reader(node);
  reader.skip(); // the global variable
  ConstantInfo constant;
  constant.type = reader.string().value_or("");
  constant.name = reader.string().value_or("");
  constant.index = reader.number().value_or(0);
  return constant;
}

static void readNamedMetadata(const llvm::Module &module, ModuleInfo &info) {
  info.air = readVersion(NodeReader(firstOperand(module, "air.version")));
  NodeReader language(firstOperand(module, "air.language_version"));
  info.languageName = language.string().value_or("");
  info.language = readVersion(language);
  info.producer = NodeReader(firstOperand(module, "llvm.ident")).string().value_or("");
  info.hasDebugInfo = firstOperand(module, "llvm.dbg.cu") != nullptr;
  if (const NamedMDNode *options = module.getNamedMetadata("air.compile_options"))
    for (const MDNode *option : options->operands())
      info.compileOptions.push_back(NodeReader(option).string().value_or(""));
  if (const NamedMDNode *kernels = module.getNamedMetadata("air.kernel"))
    for (const MDNode *kernel : kernels->operands())
      info.kernels.push_back(readKernel(kernel));
  if (const NamedMDNode *constants = module.getNamedMetadata("air.function_constants"))
    for (const MDNode *constant : constants->operands())
      info.constants.push_back(readConstant(constant));
}

/// The flag is an array of two or three numbers.
static std::optional<Version> readSDKVersion(const llvm::Module &module) {
  const auto *flag = dyn_cast_or_null<ConstantAsMetadata>(module.getModuleFlag("SDK Version"));
  const auto *array = flag ? dyn_cast<ConstantDataArray>(flag->getValue()) : nullptr;
  if (!array || !array->getElementType()->isIntegerTy())
    return std::nullopt;
  Version version;
  uint16_t *parts[] = {&version.major, &version.minor, &version.patch};
  for (unsigned i = 0; i < std::min<uint64_t>(3, array->getNumElements()); ++i)
    *parts[i] = static_cast<uint16_t>(array->getElementAsInteger(i));
  return version;
}

namespace {
/// LLVM prints diagnostics to stderr and exits on errors unless somebody takes them.
struct IgnoreDiagnostics final : DiagnosticHandler {
  bool handleDiagnostics(const DiagnosticInfo &) override { return true; }
};
} // namespace

Expected<ModuleInfo> describeModule(ArrayRef<uint8_t> bitcode) {
  LLVMContext context;
  context.setDiagnosticHandler(std::make_unique<IgnoreDiagnostics>());
  leaveDebugInfoToVerifier();
  Expected<std::unique_ptr<llvm::Module>> module =
      parseBitcodeFile(MemoryBufferRef(toStringRef(bitcode), "module"), context);
  if (!module)
    return module.takeError();
  dropOddModuleFlags(**module);
  ModuleInfo info;
  info.triple = (*module)->getTargetTriple().str();
  info.hasAIRDataLayout = (*module)->getDataLayoutStr() == airDataLayout;
  info.sdk = readSDKVersion(**module);
  readNamedMetadata(**module, info);
  if (Error error = countPointerRecords(bitcode, info))
    return std::move(error);
  return info;
}

} // namespace tritonmetal::metallib
