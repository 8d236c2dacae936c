//===- TritonEnums.td - Enumerations of the Triton dialect -*- tablegen -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_TRITON_IR_TRITONENUMS_TD
#define TRITON_METAL_DIALECT_TRITON_IR_TRITONENUMS_TD

include "mlir/IR/EnumAttr.td"

// The numbers are part of the text format: they show in the generic form and in
// attribute dictionaries.
class Triton_Enum<string name, string summary, list<I32EnumAttrCase> cases>
    : I32EnumAttr<name, summary, cases> {
  let cppNamespace = "::tritonmetal::tt";
}

def Triton_CacheModifier : Triton_Enum<"CacheModifier", "which caches an access uses", [
  I32EnumAttrCase<"None", 1, "none">,
  I32EnumAttrCase<"CA", 2, "ca">, // every level
  I32EnumAttrCase<"CG", 3, "cg">, // the global level only
  I32EnumAttrCase<"WB", 4, "wb">, // write back
  I32EnumAttrCase<"CS", 5, "cs">, // streaming
  I32EnumAttrCase<"WT", 6, "wt">, // write through
  I32EnumAttrCase<"CV", 7, "cv">  // do not cache, read again
]>;

def Triton_EvictionPolicy : Triton_Enum<"EvictionPolicy", "how long a line stays in the cache", [
  I32EnumAttrCase<"Normal", 1, "evict_normal">,
  I32EnumAttrCase<"First", 2, "evict_first">,
  I32EnumAttrCase<"Last", 3, "evict_last">
]>;

def Triton_PaddingOption : Triton_Enum<"PaddingOption", "what an out-of-bounds element reads as", [
  I32EnumAttrCase<"Zero", 1, "zero">,
  I32EnumAttrCase<"NaN", 2, "nan">
]>;

def Triton_MemSemantic : Triton_Enum<"MemSemantic", "memory order of an atomic", [
  I32EnumAttrCase<"Relaxed", 1, "relaxed">,
  I32EnumAttrCase<"Acquire", 2, "acquire">,
  I32EnumAttrCase<"Release", 3, "release">,
  I32EnumAttrCase<"AcquireRelease", 4, "acq_rel">
]>;

def Triton_MemSyncScope : Triton_Enum<"MemSyncScope", "who sees the order of an atomic", [
  I32EnumAttrCase<"GPU", 1, "gpu">,
  I32EnumAttrCase<"CTA", 2, "cta">,
  I32EnumAttrCase<"System", 3, "sys">
]>;

def Triton_RMWOp : Triton_Enum<"RMWOp", "what an atomic read-modify-write does", [
  I32EnumAttrCase<"And", 1, "and">,
  I32EnumAttrCase<"Or", 2, "or">,
  I32EnumAttrCase<"Xor", 3, "xor">,
  I32EnumAttrCase<"Add", 4, "add">,
  I32EnumAttrCase<"FAdd", 5, "fadd">,
  I32EnumAttrCase<"Max", 6, "max">,
  I32EnumAttrCase<"Min", 7, "min">,
  I32EnumAttrCase<"UMax", 8, "umax">,
  I32EnumAttrCase<"UMin", 9, "umin">,
  I32EnumAttrCase<"Exchange", 10, "exch">
]>;

def Triton_ProgramDim : Triton_Enum<"ProgramDim", "axis of the grid", [
  I32EnumAttrCase<"X", 0, "x">,
  I32EnumAttrCase<"Y", 1, "y">,
  I32EnumAttrCase<"Z", 2, "z">
]>;

def Triton_RoundingMode : Triton_Enum<"RoundingMode", "rounding of a narrowing conversion", [
  I32EnumAttrCase<"RTZ", 0, "rtz">,  // towards zero
  I32EnumAttrCase<"RTNE", 1, "rtne"> // to nearest, ties to even
]>;

def Triton_PropagateNan : Triton_Enum<"PropagateNan", "whether a NaN operand makes a NaN result", [
  I32EnumAttrCase<"None", 0, "none">,
  I32EnumAttrCase<"All", 65535, "all">
]>;

def Triton_InputPrecision : Triton_Enum<"InputPrecision", "how precisely a dot reads f32 operands", [
  I32EnumAttrCase<"TF32", 0, "tf32">,
  I32EnumAttrCase<"TF32x3", 1, "tf32x3">,
  I32EnumAttrCase<"IEEE", 2, "ieee">,
  I32EnumAttrCase<"BF16x3", 3, "bf16x3">,
  I32EnumAttrCase<"BF16x6", 4, "bf16x6">
]>;

def Triton_ScaleDotElemType : Triton_Enum<"ScaleDotElemType", "element format of a scaled operand", [
  I32EnumAttrCase<"E4M3", 0, "e4m3">,
  I32EnumAttrCase<"E5M2", 1, "e5m2">,
  I32EnumAttrCase<"E2M3", 2, "e2m3">,
  I32EnumAttrCase<"E3M2", 3, "e3m2">,
  I32EnumAttrCase<"E2M1", 4, "e2m1">, // two to a byte, the low half first
  I32EnumAttrCase<"BF16", 5, "bf16">,
  I32EnumAttrCase<"FP16", 6, "fp16">
]>;

def Triton_DescriptorReduceKind : Triton_Enum<"DescriptorReduceKind",
    "what a reduction into memory does", [
  I32EnumAttrCase<"Add", 1, "add">,
  I32EnumAttrCase<"Min", 2, "min">,
  I32EnumAttrCase<"Max", 3, "max">,
  I32EnumAttrCase<"Increment", 4, "inc">, // unsigned, wraps to 0 above the operand
  I32EnumAttrCase<"Decrement", 5, "dec">, // unsigned, wraps to the operand below 0
  I32EnumAttrCase<"And", 6, "and">,
  I32EnumAttrCase<"Or", 7, "or">,
  I32EnumAttrCase<"Xor", 8, "xor">
]>;

#endif // TRITON_METAL_DIALECT_TRITON_IR_TRITONENUMS_TD
