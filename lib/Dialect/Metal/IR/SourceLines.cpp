//===- SourceLines.cpp - Which line of Python an op comes from ------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "triton-metal/Dialect/Metal/IR/SourceLines.h"

#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace tritonmetal::metal;

/// The places that `loc` names, innermost first.
static void collectPlaces(Location loc, SmallVectorImpl<FileLineColLoc> &places) {
  llvm::TypeSwitch<LocationAttr>(loc)
      .Case([&](FileLineColLoc place) { places.push_back(place); })
      .Case([&](NameLoc name) { collectPlaces(name.getChildLoc(), places); })
      .Case([&](CallSiteLoc call) {
        collectPlaces(call.getCallee(), places);
        collectPlaces(call.getCaller(), places);
      })
      .Case([&](FusedLoc fused) {
        for (Location part : fused.getLocations()) {
          size_t before = places.size();
          collectPlaces(part, places);
          if (places.size() != before)
            return;
        }
      });
}

FileLineColLoc tritonmetal::metal::getSourceLine(Location loc, StringRef file) {
  SmallVector<FileLineColLoc> places;
  collectPlaces(loc, places);
  for (FileLineColLoc place : places)
    if (!file.empty() && place.getFilename() == file)
      return place;
  return places.empty() ? FileLineColLoc() : places.back();
}
