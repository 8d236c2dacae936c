//===- Format.h - Layout of a .metallib file on disk ------------*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A .metallib holds compiled Metal functions. All integers are little-endian; sections follow each
// other without padding, and nothing follows the last one:
//
//   byte 0    +---------------------------+
//             | FileHeader, 88 bytes      |  offsets and sizes of the next sections
//   byte 88   +---------------------------+
//             | u32 count                 |  the header's size field does not count these 4 bytes
//             | function records          |  one tag group each
//             +---------------------------+
//             | header extension          |  tags up to ENDT; has no offset field of its own
//             +---------------------------+
//             | public metadata           |  one tag group per function
//             +---------------------------+
//             | private metadata          |  one tag group per function
//             +---------------------------+
//             | modules                   |  wrapped bitcode, each padded to 16 bytes
//             +---------------------------+
//             | sources, dynamic header,  |  each optional, found through a tag of the header
//             | import list, reflection   |  extension, in the order of these tags
//             +---------------------------+
//
// A tag is four characters, a length (16 bits, or 32 bits for the tags in `hasWideLength`) and that
// many bytes. A group of tags ends with the four characters ENDT, which have no length. Most groups
// start with a 32-bit size that counts itself; those of source archives do not count themselves.
//
//   08 00 00 00  E N D T                                  an empty group
//   14 00 00 00  N A M E  04 00  f o o 00  ... E N D T    a group with a name
//
// The format is not published. These facts were measured on archives made by Apple's compiler for
// macOS 11 to 26, all of which our writer reproduces bit for bit.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_METALLIB_FORMAT_H
#define TRITON_METAL_METALLIB_FORMAT_H

#include "llvm/Support/Endian.h"

#include <cstdint>

namespace tritonmetal::metallib {

using llvm::support::ulittle16_t;
using llvm::support::ulittle32_t;
using llvm::support::ulittle64_t;

/// Four characters as the 32-bit number that they are on disk.
using FourCC = uint32_t;

constexpr FourCC makeFourCC(const char (&text)[5]) {
  FourCC code = 0;
  for (int i = 3; i >= 0; --i)
    code = (code << 8) | static_cast<uint8_t>(text[i]);
  return code;
}

namespace tags {
constexpr FourCC end = makeFourCC("ENDT");

// Function record.
constexpr FourCC name = makeFourCC("NAME");
constexpr FourCC type = makeFourCC("TYPE");
constexpr FourCC hash = makeFourCC("HASH");
constexpr FourCC offsets = makeFourCC("OFFT");
constexpr FourCC versions = makeFourCC("VERS");
constexpr FourCC moduleSize = makeFourCC("MDSZ");
constexpr FourCC sourceOffset = makeFourCC("SOFF");
constexpr FourCC reflectionOffset = makeFourCC("RFLT");

// Header extension.
constexpr FourCC sourcesOld = makeFourCC("HSRC"); // format 1.2.5
constexpr FourCC sources = makeFourCC("HSRD");    // from 1.2.6, with a working directory
constexpr FourCC dynamicHeader = makeFourCC("HDYN");
constexpr FourCC importList = makeFourCC("ILST");
constexpr FourCC reflectionList = makeFourCC("RLST");
constexpr FourCC scriptList = makeFourCC("SLST");
constexpr FourCC uuid = makeFourCC("UUID");

// Public and private metadata.
constexpr FourCC constants = makeFourCC("CNST");
constexpr FourCC debugInfo = makeFourCC("DEBI");
constexpr FourCC dependency = makeFourCC("DEPF");

// Sections after the modules.
constexpr FourCC reflectionBuffer = makeFourCC("RBUF");
constexpr FourCC scriptBuffer = makeFourCC("SBUF");
constexpr FourCC sourceArchive = makeFourCC("SARC");
} // namespace tags

/// Whether the tag's length has 32 bits.
constexpr bool hasWideLength(FourCC tag) {
  return tag == tags::reflectionBuffer || tag == tags::scriptBuffer || tag == tags::sourceArchive;
}

/// Where a section is: bytes from the start of the file, and bytes.
struct SectionRange {
  ulittle64_t offset;
  ulittle64_t size;
};
static_assert(sizeof(SectionRange) == 16, "a section range is two 64-bit words on disk");

/// The first 88 bytes.
struct FileHeader {
  char magic[4];
  ulittle16_t formatMajor;   // low 15 bits; bit 15: macOS family (clear for iOS and its kin)
  ulittle16_t formatMinor;   // 2
  ulittle16_t formatPatch;   // 5 (macOS 11) to 9 (macOS 26)
  uint8_t fileType;          // low 7 bits: FileType; bit 7: stub
  uint8_t platform;          // low 7 bits: Platform; bit 7: 64-bit. Zero before 1.2.6
  ulittle16_t osMajor;       // deployment target. Zero before 1.2.6
  uint8_t osMinor;           // likewise
  uint8_t osPatch;           // likewise
  ulittle64_t fileSize;      // of the whole file
  SectionRange functionList; // size without the leading count
  SectionRange publicMetadata;
  SectionRange privateMetadata;
  SectionRange modules;
};
static_assert(sizeof(FileHeader) == 88, "the header has 88 bytes on disk");
static_assert(alignof(FileHeader) == 1, "the header may lie at any address");

constexpr char fileMagic[4] = {'M', 'T', 'L', 'B'};
constexpr uint16_t macOSFamilyBit = 0x8000;
constexpr uint8_t stubBit = 0x80;
constexpr uint8_t is64BitBit = 0x80;
/// First format patch with the platform byte and the deployment target.
constexpr uint16_t firstPatchWithPlatform = 6;

/// Payload of OFFT: each relative to its section.
struct FunctionOffsets {
  ulittle64_t publicMetadata;
  ulittle64_t privateMetadata;
  ulittle64_t module;
};
static_assert(sizeof(FunctionOffsets) == 24, "OFFT is three 64-bit words on disk");

/// Payload of VERS.
struct FunctionVersions {
  ulittle16_t airMajor;
  ulittle16_t airMinor;
  ulittle16_t languageMajor;
  ulittle16_t languageMinor;
};
static_assert(sizeof(FunctionVersions) == 8, "VERS is four 16-bit words on disk");

/// LLVM's wrapper for Darwin, in front of each module.
struct BitcodeWrapper {
  ulittle32_t magic;   // 0x0B17C0DE
  ulittle32_t version; // 0
  ulittle32_t offset;  // of the bitcode: 20
  ulittle32_t size;    // of the bitcode, without the padding that follows it
  ulittle32_t cpuType; // 0xFFFFFFFF
};
static_assert(sizeof(BitcodeWrapper) == 20, "the wrapper is five 32-bit words on disk");

constexpr uint32_t bitcodeWrapperMagic = 0x0B17C0DE;
constexpr uint32_t bitcodeMagic = 0xDEC04342; // 'B' 'C' 0xC0 0xDE
constexpr uint32_t anyCpuType = 0xFFFFFFFF;
/// Modules start and end at multiples of this, counted from the start of their section.
constexpr unsigned moduleAlignment = 16;

} // namespace tritonmetal::metallib

#endif // TRITON_METAL_METALLIB_FORMAT_H
