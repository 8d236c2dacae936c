//===- Conventions.cpp - What every AIR module says about itself ----------===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Target/AIR/Conventions.h"

#include "KernelMetadata.h"
#include "PointerUses.h"
#include "triton-metal/Target/AIR/AIRFunctions.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Analysis/CFG.h"
#include "llvm/IR/DebugInfoMetadata.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/Module.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/VersionTuple.h"

using namespace llvm;

namespace tritonmetal::air {

StringRef getAIRDataLayout() {
  return "e-p:64:64:64-i1:8:8-i8:8:8-i16:16:16-i32:32:32-i64:64:64-f32:32:32-f64:64:64-v16:16:16-"
         "v24:32:32-v32:32:32-v48:64:64-v64:64:64-v96:128:128-v128:128:128-v192:256:256-"
         "v256:256:256-v512:512:512-v1024:1024:1024-n8:16:32";
}

static void addModuleFlags(Module &module, const ModuleTarget &target) {
  module.setSDKVersion(VersionTuple(target.sdk.major, target.sdk.minor));
  module.addModuleFlag(Module::Error, "wchar_size", 4);
  if (target.hasFramePointerFlag())
    module.addModuleFlag(Module::Max, "frame-pointer", 2);
  // What an argument table holds on every GPU family (Metal feature set tables).
  static const std::pair<StringLiteral, unsigned> limits[] = {
      {"air.max_device_buffers", 31},      {"air.max_constant_buffers", 31},
      {"air.max_threadgroup_buffers", 31}, {"air.max_textures", 128},
      {"air.max_read_write_textures", 8},  {"air.max_samplers", 16}};
  for (auto [name, limit] : limits)
    module.addModuleFlag(Module::Max, name, limit);
}

/// The versions that Apple's compiler writes.
static void addDebugFlags(Module &module) {
  module.addModuleFlag(Module::Max, "Dwarf Version", 4);
  module.addModuleFlag(Module::Warning, "Debug Info Version", DEBUG_METADATA_VERSION);
}

/// All but the compile units of line tables. True if there are any.
static bool dropNamedMetadata(Module &module) {
  for (NamedMDNode &node : make_early_inc_range(module.named_metadata()))
    if (node.getName() != "llvm.dbg.cu" || node.getNumOperands() == 0)
      module.eraseNamedMetadata(&node);
  return !module.named_metadata_empty();
}

/// What the body does, as far as attributes of the kernel depend on it.
namespace {
struct BodySummary {
  bool reads = false, writes = false, convergent = false, synchronizes = false, loops = false;
  uint64_t widestVector = 0; // bits
};
} // namespace

static uint64_t getVectorBits(const DataLayout &layout, Type *type) {
  return type->isVectorTy() ? layout.getTypeSizeInBits(type).getFixedValue() : 0;
}

static BodySummary summarizeBody(Function &kernel) {
  BodySummary body;
  const DataLayout &layout = kernel.getDataLayout();
  for (const Argument &argument : kernel.args())
    body.widestVector = std::max(body.widestVector, getVectorBits(layout, argument.getType()));
  for (Instruction &inst : instructions(kernel)) {
    body.widestVector = std::max(body.widestVector, getVectorBits(layout, inst.getType()));
    body.reads |= inst.mayReadFromMemory();
    body.writes |= inst.mayWriteToMemory();
    auto *call = dyn_cast<CallInst>(&inst);
    body.convergent |= call && call->isConvergent();
    body.synchronizes |= inst.isVolatile() || (call && !call->hasFnAttr(Attribute::NoSync));
  }
  SmallVector<std::pair<const BasicBlock *, const BasicBlock *>, 8> backedges;
  FindFunctionBackedges(kernel, backedges);
  body.loops = !backedges.empty();
  return body;
}

static void addStringAttributes(AttrBuilder &builder, uint64_t widestVector, bool fastMath) {
  builder.addAttribute("frame-pointer", "all");
  builder.addAttribute("min-legal-vector-width", std::to_string(widestVector));
  builder.addAttribute("no-builtins");
  builder.addAttribute("no-trapping-math", "true");
  builder.addAttribute("stack-protector-buffer-size", "8");
  if (!fastMath)
    return;
  for (StringRef promise : {"approx-func-fp-math", "no-infs-fp-math", "no-nans-fp-math",
                            "no-signed-zeros-fp-math", "unsafe-fp-math"})
    builder.addAttribute(promise, "true");
}

static AttributeSet getKernelAttributes(Function &kernel, const ModuleTarget &target,
                                        const AIROptions &options) {
  BodySummary body = summarizeBody(kernel);
  AttrBuilder builder(kernel.getContext());
  builder.addAttribute(Attribute::NoUnwind);
  if (body.convergent)
    builder.addAttribute(Attribute::Convergent);
  else
    builder.addAttribute(Attribute::NoRecurse);
  if (!body.reads && !body.writes)
    builder.addMemoryAttr(MemoryEffects::none());
  if (target.hasFramePointerFlag()) {
    builder.addAttribute(Attribute::MustProgress);
    if (!body.convergent)
      builder.addAttribute(Attribute::NoFree);
    if (!body.convergent && !body.synchronizes)
      builder.addAttribute(Attribute::NoSync);
    if (!body.loops) // nobody checked that they end
      builder.addAttribute(Attribute::WillReturn);
    if (body.writes && !body.reads)
      builder.addMemoryAttr(MemoryEffects::writeOnly());
  }
  addStringAttributes(builder, body.widestVector, options.fastMath);
  return AttributeSet::get(kernel.getContext(), builder);
}

static AttributeSet getParameterAttributes(const llvm::Argument &parameter,
                                           const KernelArgument &argument,
                                           const ModuleTarget &target, const AIROptions &options) {
  AttrBuilder builder(parameter.getContext());
  if (target.hasFramePointerFlag())
    builder.addAttribute(Attribute::NoUndef);
  if (argument.kind == KernelArgument::Kind::BuiltIn)
    return AttributeSet::get(parameter.getContext(), builder);

  PointerUses uses = collectPointerUses(parameter);
  if (!uses.escapes)
    builder.addCapturesAttr(CaptureInfo::none());
  if (!uses.reads && !uses.writes)
    builder.addAttribute(Attribute::ReadNone);
  else if (!uses.writes)
    builder.addAttribute(Attribute::ReadOnly);
  else if (!uses.reads && target.hasFramePointerFlag())
    builder.addAttribute(Attribute::WriteOnly);
  if (argument.kind == KernelArgument::Kind::ConstantBuffer) {
    builder.addAlignmentAttr(argument.alignment);
    builder.addDereferenceableAttr(argument.size);
  }
  if (argument.kind == KernelArgument::Kind::DeviceBuffer && options.disjointBuffers)
    builder.addAttribute("air-buffer-no-alias");
  return AttributeSet::get(parameter.getContext(), builder);
}

static void applyAttributes(Function &kernel, const KernelDescription &description,
                            const ModuleTarget &target, const AIROptions &options) {
  SmallVector<AttributeSet, 16> parameters;
  for (auto [parameter, argument] : zip_equal(kernel.args(), description.arguments))
    parameters.push_back(getParameterAttributes(parameter, argument, target, options));
  kernel.setAttributes(AttributeList::get(kernel.getContext(),
                                          getKernelAttributes(kernel, target, options),
                                          AttributeSet(), parameters));
  kernel.setUnnamedAddr(GlobalValue::UnnamedAddr::Local);
  kernel.setLinkage(GlobalValue::ExternalLinkage);
  kernel.setVisibility(GlobalValue::DefaultVisibility);
  kernel.setDSOLocal(false);
  kernel.setComdat(nullptr);
  kernel.setSection("");
  kernel.setCallingConv(CallingConv::C);
}

Error applyConventions(Module &module, const KernelDescription &description,
                       const ModuleTarget &target, const AIROptions &options) {
  Function *kernel = module.getFunction(description.name);
  if (!kernel || kernel->isDeclaration())
    return createStringError(
        formatv("the module has no definition of kernel '{0}'", description.name));
  if (Error error = checkKernelArguments(*kernel, description))
    return error;
  if (Error error = checkKernelAccesses(*kernel, description))
    return error;

  module.setDataLayout(getAIRDataLayout());
  module.setTargetTriple(Triple(target.getTriple()));
  module.setSourceFileName(description.name);
  bool hasLines = dropNamedMetadata(module);
  addModuleFlags(module, target);
  if (hasLines)
    addDebugFlags(module);
  addKernelMetadata(*kernel, description, target, options);
  applyAttributes(*kernel, description, target, options);
  return Error::success();
}

} // namespace tritonmetal::air
