//===- MetalAttributes.td - Attributes of the Metal dialect -*- tablegen -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_METAL_IR_METALATTRIBUTES_TD
#define TRITON_METAL_DIALECT_METAL_IR_METALATTRIBUTES_TD

include "mlir/IR/AttrTypeBase.td"
include "triton-metal/Dialect/Metal/IR/MetalDialect.td"
include "triton-metal/Dialect/Metal/IR/MetalEnums.td"

def Metal_ArgumentAttr : AttrDef<Metal_Dialect, "Argument"> {
  let mnemonic = "argument";
  let summary = "how one kernel argument is bound";
  let description = [{
    One for each parameter of the kernel, in order. Decided once, by
    `convert-tritongpu-to-metal`; both back ends and the launch metadata read it.

    - `pointer`: `[[buffer(binding)]]`, `element` is the pointee.
    - `scalar`: a field of the constant struct at `[[buffer(binding)]]`, `offset`
      bytes from its start; `element` is its type.
    - `element` is f64 where the parameter is the i64 that metal-emulate-doubles made
      of it: the host passes doubles.
    - `pointer` that is `indirect`: an address of 8 bytes in that struct, which makes
      it an argument buffer.

    `divisibility` is what the compiler was told to assume: of the address in
    bytes for a pointer, of the value for an integer; 1 if nothing.

    `role` tells the parts of a tensor descriptor: first its pointer, then scalars.

    Example: `#metal.argument<name = "n", kind = scalar, element = i32,
    binding = 3, offset = 0, access = read, divisibility = 1>`
  }];
  let parameters = (ins
    StringRefParameter<"name in the source">:$name,
    EnumParameter<Metal_ArgumentKind>:$kind,
    "::mlir::Type":$element,
    "unsigned":$binding,
    DefaultValuedParameter<"unsigned", "0">:$offset,
    DefaultValuedParameter<"Access", "Access::Read">:$access,
    DefaultValuedParameter<"int64_t", "1">:$divisibility,
    DefaultValuedParameter<"ArgumentRole", "ArgumentRole::Whole">:$role,
    DefaultValuedParameter<"bool", "false">:$indirect
  );
  let assemblyFormat = "`<` struct(params) `>`";
}

#endif // TRITON_METAL_DIALECT_METAL_IR_METALATTRIBUTES_TD
