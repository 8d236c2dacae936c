//===- LaunchMetadata.cpp - What a host needs to launch --------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "triton-metal/Target/Metadata/LaunchMetadata.h"

#include "KernelFacts.h"

#include "triton-metal/Dialect/Metal/IR/ArgumentBinding.h"
#include "triton-metal/Dialect/Metal/IR/Marks.h"
#include "triton-metal/Dialect/Metal/Transforms/ArgumentOverlap.h"

#include "llvm/Support/JSON.h"
#include "llvm/Support/MathExtras.h"
#include "llvm/Support/Path.h"

using namespace mlir;
using namespace tritonmetal;
using namespace tritonmetal::metal;

/// A type as the IR spells it: "f32", "i1", "f8E5M2".
static std::string spell(Type type) {
  std::string text;
  llvm::raw_string_ostream(text) << type;
  return text;
}

static StringRef spell(Access access) { return stringifyAccess(access); }

static void writeField(llvm::json::OStream &json, ArgumentAttr info) {
  json.attribute("offset", info.getOffset());
  json.attribute("size", getFieldSize(info));
}

static void writePointer(llvm::json::OStream &json, ArgumentAttr info, bool hasWholeWords) {
  json.attribute("element_type", spell(info.getElement()));
  json.attribute("binding", info.getBinding());
  if (info.getIndirect()) {
    json.attribute("indirect", true);
    json.attribute("offset", info.getOffset());
  }
  json.attribute("access", spell(info.getAccess()));
  json.attribute("alignment", getByteSize(info.getElement()));
  if (hasWholeWords)
    json.attribute("size_multiple", 4);
  json.attribute("divisibility", info.getDivisibility());
}

static void writeParts(llvm::json::OStream &json, StringRef name, ArgumentRole role,
                       ArrayRef<ArgumentAttr> parts) {
  json.attributeArray(name, [&] {
    for (ArgumentAttr part : parts)
      if (part.getRole() == role)
        json.object([&] {
          writeField(json, part);
          json.attribute("divisibility", part.getDivisibility());
        });
  });
}

/// A descriptor is its pointer and the parts that follow it.
static void writeDescriptor(llvm::json::OStream &json, ArgumentAttr pointer,
                            ArrayRef<ArgumentAttr> parts, bool hasWholeWords) {
  json.object([&] {
    json.attribute("name", pointer.getName());
    json.attribute("kind", "descriptor");
    writePointer(json, pointer, hasWholeWords);
    writeParts(json, "shape", ArgumentRole::Shape, parts);
    writeParts(json, "strides", ArgumentRole::Stride, parts);
    for (ArgumentAttr part : parts)
      if (part.getRole() == ArgumentRole::Padding)
        json.attributeObject("pads_with_nan", [&] { writeField(json, part); });
  });
}

static void writeArgument(llvm::json::OStream &json, ArgumentAttr info, bool hasWholeWords) {
  json.object([&] {
    json.attribute("name", info.getName());
    json.attribute("kind", stringifyArgumentKind(info.getKind()));
    if (info.getKind() == ArgumentKind::Pointer)
      return writePointer(json, info, hasWholeWords);
    json.attribute("element_type", spell(info.getElement()));
    json.attribute("binding", info.getBinding());
    writeField(json, info);
    json.attribute("divisibility", info.getDivisibility());
  });
}

/// Whether atomics change the words around small elements of this buffer.
static bool hasWholeWords(KernelOp kernel, unsigned index) {
  auto parameters = kernel->getAttrOfType<DenseI32ArrayAttr>(kWholeWordsAttrName);
  return parameters && llvm::is_contained(parameters.asArrayRef(), int32_t(index));
}

static void writeArguments(llvm::json::OStream &json, KernelOp kernel) {
  auto isPart = [](ArgumentRole role) {
    return role == ArgumentRole::Shape || role == ArgumentRole::Stride ||
           role == ArgumentRole::Padding;
  };
  unsigned count = kernel.getNumArguments();
  for (unsigned i = 0; i < count; ++i) {
    ArgumentAttr info = kernel.getArgumentInfo(i);
    bool wholeWords = hasWholeWords(kernel, i);
    SmallVector<ArgumentAttr> parts;
    while (i + 1 < count && isPart(kernel.getArgumentInfo(i + 1).getRole()))
      parts.push_back(kernel.getArgumentInfo(++i));
    if (info.getRole() == ArgumentRole::Descriptor)
      writeDescriptor(json, info, parts, wholeWords);
    else if (info.getRole() != ArgumentRole::Log) // hidden
      writeArgument(json, info, wholeWords);
  }
}

/// Size and binding of the struct of all scalars and addresses, if there are any.
static void writeScalarStruct(llvm::json::OStream &json, KernelOp kernel) {
  uint64_t end = 0;
  unsigned alignment = 1, binding = 0;
  for (unsigned i = 0; i < kernel.getNumArguments(); ++i) {
    ArgumentAttr info = kernel.getArgumentInfo(i);
    if (!isField(info))
      continue;
    unsigned size = getFieldSize(info);
    end = std::max<uint64_t>(end, info.getOffset() + size);
    alignment = std::max(alignment, size);
    binding = info.getBinding();
  }
  if (end == 0)
    return;
  json.attributeObject("scalar_struct", [&] {
    json.attribute("binding", binding);
    json.attribute("size", llvm::alignTo(end, alignment));
    json.attribute("alignment", alignment);
  });
}

/// Pairs of which both are indirect may overlap in the source, too.
static void writeOverlap(llvm::json::OStream &json, KernelOp kernel) {
  json.attributeArray("must_not_overlap", [&] {
    for (const auto &pair : findOrderedPairs(kernel)) {
      ArgumentAttr first = kernel.getArgumentInfo(pair.first);
      ArgumentAttr second = kernel.getArgumentInfo(pair.second);
      if (first.getIndirect() && second.getIndirect() && !kernel.getDisjointArguments())
        continue;
      json.array([&] {
        json.value(first.getName());
        json.value(second.getName());
      });
    }
  });
  json.attribute("overlap_matters_for", kernel.getDisjointArguments() ? "all" : "source");
}

static void writeStatistics(llvm::json::OStream &json, KernelOp kernel) {
  unsigned barriers = 0, loads = 0, stores = 0, threadArrayBytes = 0;
  kernel.walk([&](Operation *op) {
    auto isDevice = [](Value pointer) {
      return cast<PointerType>(pointer.getType()).getSpace() == MemorySpace::Device;
    };
    barriers += isa<ThreadgroupBarrierOp>(op);
    if (auto load = dyn_cast<LoadOp>(op))
      loads += isDevice(load.getBase());
    if (auto store = dyn_cast<StoreOp>(op))
      stores += isDevice(store.getBase());
    if (auto array = dyn_cast<ThreadArrayOp>(op)) {
      ThreadArrayType type = array.getResult().getType();
      threadArrayBytes += type.getCount() * getByteSize(type.getElementType());
    }
  });
  json.attributeObject("statistics", [&] {
    json.attribute("barriers", barriers);
    json.attribute("device_loads", loads);
    json.attribute("device_stores", stores);
    json.attribute("thread_array_bytes", threadArrayBytes);
  });
}

/// The hidden buffer of prints and asserts, and what its records mean.
static void writeLog(llvm::json::OStream &json, KernelOp kernel) {
  auto sites = kernel->getAttrOfType<ArrayAttr>("metal.log_sites");
  if (!sites)
    return;
  auto text = [](DictionaryAttr from, StringRef key) {
    return from.getAs<StringAttr>(key).getValue();
  };
  auto writeOperand = [&](DictionaryAttr operand) {
    json.object([&] {
      json.attribute("type", spell(operand.getAs<TypeAttr>("type").getValue()));
      json.attribute("signed", operand.getAs<BoolAttr>("signed").getValue());
      json.attributeArray("shape", [&] {
        for (int64_t size : operand.getAs<DenseI64ArrayAttr>("shape").asArrayRef())
          json.value(size);
      });
    });
  };
  auto writeSite = [&](DictionaryAttr site) {
    json.object([&] {
      json.attribute("kind", text(site, "kind"));
      json.attribute("text", text(site, "text"));
      json.attribute("hex", site.getAs<BoolAttr>("hex").getValue());
      json.attributeArray("operands", [&] {
        for (Attribute operand : site.getAs<ArrayAttr>("operands"))
          writeOperand(cast<DictionaryAttr>(operand));
      });
      if (!site.get("file"))
        return;
      json.attributeObject("source", [&] {
        json.attribute("file", text(site, "file"));
        json.attribute("line", site.getAs<IntegerAttr>("line").getInt());
      });
    });
  };
  json.attributeObject("log", [&] {
    for (unsigned i = 0; i < kernel.getNumArguments(); ++i)
      if (kernel.getArgumentInfo(i).getRole() == ArgumentRole::Log)
        json.attribute("binding", kernel.getArgumentInfo(i).getBinding());
    json.attribute("record_words", 9);
    json.attributeArray("sites", [&] {
      for (Attribute site : sites)
        writeSite(cast<DictionaryAttr>(site));
    });
  });
}

/// File and line of the kernel in the Python source.
static void writeSource(llvm::json::OStream &json, KernelOp kernel) {
  auto location = kernel.getLoc()->findInstanceOf<FileLineColLoc>();
  if (!location)
    return;
  json.attributeObject("source", [&] {
    json.attribute("file", location.getFilename().strref());
    json.attribute("line", location.getLine());
  });
}

static void writeTarget(llvm::json::OStream &json, const MetadataOptions &options) {
  json.attributeObject("target", [&] {
    json.attribute("name", options.target.name);
    json.attribute("family", options.target.family->name);
    json.attribute("deployment_target", options.deployment.str());
    json.attribute("air_version", options.deployment.airVersion.str());
    json.attribute("msl_version", options.deployment.mslVersion.str());
  });
}

static void writeKernel(llvm::json::OStream &json, KernelOp kernel,
                        const MetadataOptions &options) {
  json.object([&] {
    json.attribute("name", kernel.getTritonName());
    json.attribute("symbol", kernel.getSymName());
    writeTarget(json, options);
    json.attribute("grid", "threadgroups");
    json.attribute("threads_per_threadgroup", kernel.getThreadsPerThreadgroup());
    json.attribute("num_simdgroups", kernel.getNumSimdgroups());
    json.attribute("max_total_threads", kernel.getThreadsPerThreadgroup());
    json.attribute("threadgroup_memory_bytes", getThreadgroupBytes(kernel));
    json.attributeArray("arguments", [&] { writeArguments(json, kernel); });
    writeScalarStruct(json, kernel);
    writeOverlap(json, kernel);
    json.attributeObject("numerics", [&] {
      json.attribute("math", "safe");
      json.attribute("functions", options.fastFunctions ? "fast" : "precise");
      json.attribute("fp_fusion", options.fpFusion ? "on" : "off");
      json.attribute("fp_contract", "off");
      json.attribute("f32_denormals", "flush");
      json.attribute("fp64", options.emulatesDoubles ? "emulate" : "error");
      // The archive has it in its instructions; a source may be unable to say it.
      json.attributeArray("source_options", [&] {
        if (!hasFeature(Feature::MathModePragma, options.deployment.mslVersion))
          json.value("-fno-fast-math");
      });
    });
    json.attributeArray("substitutions", [&] {
      if (auto list = kernel->getAttrOfType<ArrayAttr>(kSubstitutionsAttrName))
        for (StringAttr words : list.getAsRange<StringAttr>())
          json.value(words.getValue());
    });
    json.attribute("scratch_bytes", 0);
    json.attribute("requires_residency", bool(findWait(kernel)));
    writeLog(json, kernel);
    writeSource(json, kernel);
    writeStatistics(json, kernel);
    json.attribute("hash", options.hash);
  });
}

LogicalResult tritonmetal::metal::writeMetadata(ArrayRef<ModuleOp> modules,
                                                const MetadataOptions &options,
                                                llvm::raw_ostream &os) {
  llvm::json::OStream json(os, /*IndentSize=*/2);
  json.object([&] {
    json.attribute("schema_version", 1);
    json.attribute("compiler", options.compiler);
    json.attributeArray("kernels", [&] {
      for (ModuleOp module : modules)
        for (KernelOp kernel : module.getOps<KernelOp>())
          writeKernel(json, kernel, options);
    });
  });
  os << "\n";
  return success();
}
