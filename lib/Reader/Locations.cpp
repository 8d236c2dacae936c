//===- Locations.cpp - From places in edited text to the user's ------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "Locations.h"

#include "triton-metal/Reader/Reader.h"

#include "mlir/IR/AttrTypeSubElements.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace tritonmetal;

/// Metadata of the fused location that stands for a whole file.
static constexpr llvm::StringLiteral kWholeFile = "triton-metal.whole-file";

Location tritonmetal::getWholeFile(MLIRContext *context, StringRef name) {
  Location start = FileLineColLoc::get(context, name, 1, 1);
  return FusedLoc::get(context, {start}, StringAttr::get(context, kWholeFile));
}

FileLineColLoc tritonmetal::findWholeFile(Location loc) {
  auto fused = dyn_cast<FusedLoc>(loc);
  auto mark = fused ? dyn_cast_or_null<StringAttr>(fused.getMetadata()) : StringAttr();
  return mark && mark.getValue() == kWholeFile ? cast<FileLineColLoc>(fused.getLocations().front())
                                               : FileLineColLoc();
}

/// Cut by hand: the paths of a Windows machine are read on others, too.
static StringRef getFileName(StringRef path) {
  size_t slash = path.find_last_of("/\\");
  return slash == StringRef::npos || slash + 1 == path.size() ? path : path.substr(slash + 1);
}

static std::string cutPath(StringRef path, const SourcePrefixMap &prefixes) {
  for (const auto &[from, to] : llvm::reverse(prefixes))
    if (path.starts_with(from))
      return (to + path.substr(from.size())).str();
  return getFileName(path).str();
}

static Location replaceFile(FileLineColRange loc, StringRef file) {
  return FileLineColRange::get(StringAttr::get(loc.getContext(), file), loc.getStartLine(),
                               loc.getStartColumn(), loc.getEndLine(), loc.getEndColumn());
}

Location LocationMap::mapFile(FileLineColRange loc) {
  StringRef file = loc.getFilename();
  if (file == parsedName) {
    auto [line, column] = edits.toOriginal(loc.getStartLine(), loc.getStartColumn());
    return FileLineColLoc::get(loc.getContext(), name, line, column);
  }
  return replaceFile(loc, cutPath(file, prefixes));
}

/// Recursion is bounded: Limits.h keeps locations from being nested without end.
Location LocationMap::mapNew(Location loc) {
  return llvm::TypeSwitch<LocationAttr, Location>(loc)
      .Case([&](FileLineColRange range) { return mapFile(range); })
      .Case([&](NameLoc named) { return NameLoc::get(named.getName(), map(named.getChildLoc())); })
      .Case([&](CallSiteLoc call) {
        return CallSiteLoc::get(map(call.getCallee()), map(call.getCaller()));
      })
      .Case([&](FusedLoc fused) {
        SmallVector<Location> parts;
        for (Location part : fused.getLocations())
          parts.push_back(map(part));
        return FusedLoc::get(fused.getContext(), parts, fused.getMetadata());
      })
      .Default([](LocationAttr other) { return Location(other); });
}

Location LocationMap::map(Location loc) {
  auto found = known.find(loc);
  if (found != known.end())
    return found->second;
  Location mapped = mapNew(loc);
  known.insert({loc, LocationAttr(mapped)});
  return mapped;
}

void LocationMap::apply(ModuleOp module) {
  module->walk([&](Operation *op) {
    op->setLoc(map(op->getLoc()));
    for (Region &region : op->getRegions())
      for (Block &block : region)
        for (BlockArgument argument : block.getArguments())
          argument.setLoc(map(argument.getLoc()));
  });
}

void tritonmetal::cutInputPath(ModuleOp module, StringRef name) {
  AttrTypeReplacer replacer;
  replacer.addReplacement([&](FileLineColRange loc) -> std::pair<Attribute, WalkResult> {
    bool isInput = loc.getFilename() == name;
    return {isInput ? LocationAttr(replaceFile(loc, getFileName(name))) : LocationAttr(loc),
            WalkResult::skip()};
  });
  replacer.recursivelyReplaceElementsIn(module, /*replaceAttrs=*/false, /*replaceLocs=*/true);
}
