//===- Bitcode.cpp - The wrapper around a module's bitcode ------*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ByteCursor.h"
#include "triton-metal/Metallib/Builder.h"
#include "triton-metal/Metallib/Reader.h"

#include "llvm/Support/MathExtras.h"

#include <cstring>

using namespace llvm;

namespace tritonmetal::metallib {

static uint32_t readMagic(ArrayRef<uint8_t> bytes) {
  return bytes.size() < 4 ? 0 : support::endian::read32le(bytes.data());
}

Expected<ArrayRef<uint8_t>> unwrapBitcode(ArrayRef<uint8_t> bytes) {
  if (readMagic(bytes) == bitcodeMagic)
    return bytes;
  if (readMagic(bytes) != bitcodeWrapperMagic)
    return makeError("module is no LLVM bitcode: it starts neither with 'BC' nor with a wrapper");
  if (bytes.size() < sizeof(BitcodeWrapper))
    return makeError("module has " + countBytes(bytes.size()) + "; a bitcode wrapper has " +
                     Twine(sizeof(BitcodeWrapper)));
  BitcodeWrapper wrapper;
  std::memcpy(&wrapper, bytes.data(), sizeof(wrapper));
  if (wrapper.version != 0)
    return makeError("bitcode wrapper has version " + Twine(uint32_t(wrapper.version)) +
                     "; only 0 is known");
  uint64_t end = uint64_t(wrapper.offset) + wrapper.size;
  if (wrapper.offset < sizeof(BitcodeWrapper) || end > bytes.size())
    return makeError("bitcode wrapper says that the bitcode is from byte " +
                     Twine(uint32_t(wrapper.offset)) + " to " + Twine(end) + " of a module of " +
                     countBytes(bytes.size()));
  ArrayRef<uint8_t> bitcode = bytes.slice(wrapper.offset, wrapper.size);
  if (readMagic(bitcode) == bitcodeWrapperMagic)
    return makeError("module is wrapped twice");
  if (readMagic(bitcode) != bitcodeMagic)
    return makeError("bitcode wrapper does not lead to bitcode ('BC' 0xC0DE)");
  return bitcode;
}

Expected<Module> wrapBitcode(ArrayRef<uint8_t> bitcode) {
  if (readMagic(bitcode) == bitcodeWrapperMagic)
    return makeError("bitcode has a wrapper already");
  if (readMagic(bitcode) != bitcodeMagic)
    return makeError("module is no LLVM bitcode: it does not start with 'BC' 0xC0DE");
  if (bitcode.size() > UINT32_MAX)
    return makeError("bitcode has " + countBytes(bitcode.size()) + "; the wrapper allows " +
                     Twine(UINT32_MAX));
  BitcodeWrapper wrapper;
  wrapper.magic = bitcodeWrapperMagic;
  wrapper.version = 0;
  wrapper.offset = sizeof(BitcodeWrapper);
  wrapper.size = static_cast<uint32_t>(bitcode.size());
  wrapper.cpuType = anyCpuType;
  Module module;
  const auto *front = reinterpret_cast<const uint8_t *>(&wrapper);
  module.bytes.assign(front, front + sizeof(wrapper));
  module.bytes.insert(module.bytes.end(), bitcode.begin(), bitcode.end());
  module.bytes.resize(alignTo(module.bytes.size(), moduleAlignment), 0);
  return module;
}

ArrayRef<uint8_t> Module::bitcode() const {
  Expected<ArrayRef<uint8_t>> inside = unwrapBitcode(bytes);
  if (inside)
    return *inside;
  consumeError(inside.takeError());
  return bytes;
}

} // namespace tritonmetal::metallib
