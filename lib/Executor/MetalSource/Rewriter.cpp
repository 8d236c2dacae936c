//===- Rewriter.cpp - Metal source to C++ ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Rewriter.h"

#include "AddressSpaces.h"
#include "Attributes.h"
#include "KernelSignatures.h"

#include "llvm/ADT/STLExtras.h"

using namespace llvm;

namespace tritonmetal::executor {

/// `#pragma METAL fp ...` asks for what is done in any case: no reassociation, and no contraction,
/// which every mode permits.
static void erasePragmas(Editor &editor) {
  const SourceText &source = editor.source;
  for (size_t i = 0; i < source.size(); ++i) {
    if (source[i].kind != Token::Kind::Pragma)
      continue;
    StringRef rest = source[i].text.drop_front().ltrim();
    rest.consume_front("pragma");
    if (rest.ltrim().starts_with("METAL"))
      editor.blank(i, i);
  }
}

static bool isSwizzle(StringRef name) {
  return name.size() >= 2 && name.size() <= 4 &&
         (name.find_first_not_of("xyzw") == StringRef::npos ||
          name.find_first_not_of("rgba") == StringRef::npos);
}

static std::set<std::string> findSwizzles(const SourceText &source) {
  std::set<std::string> swizzles;
  for (size_t i = 1; i < source.size(); ++i)
    if ((source[i - 1] == "." || source[i - 1] == "->") && isSwizzle(source[i].text) &&
        source[i + 1] != "(")
      swizzles.insert(source[i].text.str());
  return swizzles;
}

/// The one suffix that C++ cannot be taught.
static void rewriteBFloatLiterals(Editor &editor) {
  const SourceText &source = editor.source;
  for (size_t i = 0; i < source.size(); ++i) {
    StringRef digits = source[i].text;
    bool hasSuffix = digits.consume_back("bf") || digits.consume_back("BF");
    if (source[i].kind == Token::Kind::Number && hasSuffix && !digits.starts_with_insensitive("0x"))
      editor.replace(i, i, editor.define("bfloat(" + digits + "f)"));
  }
}

/// What Metal has and the executor has not, and what Metal has not.
static void refuseUnsupported(Editor &editor) {
  const SourceText &source = editor.source;
  for (size_t i = 0; i < source.size(); ++i) {
    StringRef word = source[i].text;
    if (source[i].kind != Token::Kind::Identifier)
      continue;
    bool isTemplate = source[i + 1] == "<";
    if (word == "double")
      editor.fail(i, "Metal has no 'double'; use float");
    else if (isTemplate && (word.starts_with("texture") || word.starts_with("depth2d") ||
                            word.starts_with("depthcube")))
      editor.fail(i, "textures are not supported; pass the data in a buffer");
    else if (word == "sampler" && source[i + 1].kind == Token::Kind::Identifier)
      editor.fail(i, "samplers are not supported");
    else if ((word == "mpp" && source[i + 1] == "::") ||
             (isTemplate && is_contained({"tensor", "cooperative_tensor"}, word)))
      editor.fail(i, "tensors of Metal 4 are not supported; use simdgroup_matrix");
    else if (isTemplate && is_contained({"visible_function_table", "intersection_function_table",
                                         "imageblock", "intersector", "mesh"},
                                        word))
      editor.fail(i, "'" + word + "' is not supported");
  }
}

RewrittenSource rewriteMetalSource(const SourceText &source) {
  Editor editor(source);
  erasePragmas(editor);
  refuseUnsupported(editor);
  removeDuplicates(editor);
  rewriteInstantiations(editor);
  rewriteKernelSignatures(editor);
  rewriteAttributes(editor);
  rewriteAddressSpaces(editor);
  rewriteBFloatLiterals(editor);
  RewrittenSource result;
  result.text = editor.takeText();
  result.definitions = editor.takeDefinitions();
  result.swizzles = findSwizzles(source);
  for (size_t i = 0; i < source.size(); ++i)
    result.usesInternals |= source[i].text.starts_with_insensitive("__metal_");
  result.errors = editor.takeErrors();
  return result;
}

} // namespace tritonmetal::executor
