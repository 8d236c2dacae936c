//===- PointerRecords.cpp - Typed or opaque pointers ------------*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// LLVM's reader turns typed pointers into opaque ones, so a module in memory does not tell which of
// them the file has. The records of its type table do.
//
//===----------------------------------------------------------------------===//

#include "Report.h"

#include "llvm/Bitcode/LLVMBitCodes.h"
#include "llvm/Bitstream/BitstreamReader.h"

using namespace llvm;

namespace tritonmetal::metallib {

static Error countInTypeTable(BitstreamCursor &stream, ModuleInfo &info) {
  SmallVector<uint64_t, 64> record;
  while (true) {
    Expected<BitstreamEntry> entry = stream.advanceSkippingSubblocks();
    if (!entry)
      return entry.takeError();
    if (entry->Kind == BitstreamEntry::EndBlock)
      return Error::success();
    if (entry->Kind == BitstreamEntry::Error)
      return createStringError("the type table does not end");
    record.clear();
    Expected<unsigned> code = stream.readRecord(entry->ID, record);
    if (!code)
      return code.takeError();
    info.typedPointers += *code == bitc::TYPE_CODE_POINTER;
    info.opaquePointers += *code == bitc::TYPE_CODE_OPAQUE_POINTER;
  }
}

Error countPointerRecords(ArrayRef<uint8_t> bitcode, ModuleInfo &info) {
  BitstreamCursor stream(bitcode);
  BitstreamBlockInfo blockInfo;
  stream.setBlockInfo(&blockInfo);
  if (Expected<SimpleBitstreamCursor::word_t> magic = stream.Read(32); !magic)
    return magic.takeError();
  // Blocks other than these two hold no types: skip them whole. Ends of the module block are met
  // like any other entry, so no depth has to be kept.
  while (!stream.AtEndOfStream()) {
    Expected<BitstreamEntry> entry = stream.advance();
    if (!entry)
      return entry.takeError();
    switch (entry->Kind) {
    case BitstreamEntry::Error:
      return createStringError("the bitstream is damaged");
    case BitstreamEntry::EndBlock:
      break;
    case BitstreamEntry::Record:
      if (Expected<unsigned> skipped = stream.skipRecord(entry->ID); !skipped)
        return skipped.takeError();
      break;
    case BitstreamEntry::SubBlock:
      if (entry->ID == bitc::BLOCKINFO_BLOCK_ID) {
        Expected<std::optional<BitstreamBlockInfo>> read = stream.ReadBlockInfoBlock();
        if (!read)
          return read.takeError();
        if (!*read)
          return createStringError("the block of abbreviations is damaged");
        blockInfo = std::move(**read);
      } else if (entry->ID == bitc::MODULE_BLOCK_ID) {
        if (Error error = stream.EnterSubBlock(entry->ID))
          return error;
      } else if (entry->ID == bitc::TYPE_BLOCK_ID_NEW) {
        if (Error error = stream.EnterSubBlock(entry->ID))
          return error;
        if (Error error = countInTypeTable(stream, info))
          return error;
      } else if (Error error = stream.SkipBlock()) {
        return error;
      }
    }
  }
  return Error::success();
}

} // namespace tritonmetal::metallib
