//===- MetalEnums.td - Enumerations of the Metal dialect ---*- tablegen -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_METAL_IR_METALENUMS_TD
#define TRITON_METAL_DIALECT_METAL_IR_METALENUMS_TD

include "mlir/IR/EnumAttr.td"

class Metal_Enum<string name, string summary, list<I32EnumAttrCase> cases>
    : I32EnumAttr<name, summary, cases> {
  let cppNamespace = "::tritonmetal::metal";
}

// The values are AIR's address spaces, so that lowering is a cast.
def Metal_MemorySpace : Metal_Enum<"MemorySpace", "where a pointer points", [
  I32EnumAttrCase<"Thread", 0, "thread">,
  I32EnumAttrCase<"Device", 1, "device">,
  I32EnumAttrCase<"Constant", 2, "constant">,
  I32EnumAttrCase<"Threadgroup", 3, "threadgroup">
]>;

def Metal_Axis : Metal_Enum<"Axis", "axis of the grid", [
  I32EnumAttrCase<"X", 0, "x">,
  I32EnumAttrCase<"Y", 1, "y">,
  I32EnumAttrCase<"Z", 2, "z">
]>;

def Metal_ArgumentKind : Metal_Enum<"ArgumentKind", "how the host passes a kernel argument", [
  I32EnumAttrCase<"Pointer", 0, "pointer">,
  I32EnumAttrCase<"Scalar", 1, "scalar">
]>;

// A tensor descriptor reaches the kernel as a pointer and the scalars after it.
def Metal_ArgumentRole : Metal_Enum<"ArgumentRole", "what an argument is a part of", [
  I32EnumAttrCase<"Whole", 0, "whole">,           // an argument of the Triton function
  I32EnumAttrCase<"Descriptor", 1, "descriptor">, // the pointer of a descriptor
  I32EnumAttrCase<"Shape", 2, "shape">,           // of the descriptor before it, by dimension
  I32EnumAttrCase<"Stride", 3, "stride">,
  I32EnumAttrCase<"Padding", 4, "padding">,       // i1: outside of it is NaN, not zero
  I32EnumAttrCase<"Log", 5, "log">                // hidden: where prints and asserts go
]>;

def Metal_Access : Metal_Enum<"Access", "what a kernel does to a buffer", [
  I32EnumAttrCase<"None", 0, "none">,
  I32EnumAttrCase<"Read", 1, "read">,
  I32EnumAttrCase<"Write", 2, "write">,
  I32EnumAttrCase<"ReadWrite", 3, "read_write">
]>;

// The reductions that the SIMD-group does in hardware.
def Metal_SimdReduction : Metal_Enum<"SimdReduction", "combine of a SIMD-group reduction", [
  I32EnumAttrCase<"Sum", 0, "sum">,
  I32EnumAttrCase<"Product", 1, "product">,
  I32EnumAttrCase<"MinSigned", 2, "min_signed">,
  I32EnumAttrCase<"MaxSigned", 3, "max_signed">,
  I32EnumAttrCase<"MinUnsigned", 4, "min_unsigned">,
  I32EnumAttrCase<"MaxUnsigned", 5, "max_unsigned">,
  I32EnumAttrCase<"And", 6, "and">,
  I32EnumAttrCase<"Or", 7, "or">,
  I32EnumAttrCase<"Xor", 8, "xor">
]>;

def Metal_ShuffleKind : Metal_Enum<"ShuffleKind", "which lane a SIMD-group shuffle reads", [
  I32EnumAttrCase<"Xor", 0, "xor">,     // own lane ^ operand
  I32EnumAttrCase<"Index", 1, "index">, // operand
  I32EnumAttrCase<"Up", 2, "up">,       // own lane - operand
  I32EnumAttrCase<"Down", 3, "down">    // own lane + operand
]>;

// What an atomic makes of the old value and its operand. On floats `add` is a float's.
def Metal_AtomicKind : Metal_Enum<"AtomicKind", "update of an atomic", [
  I32EnumAttrCase<"Add", 0, "add">,
  I32EnumAttrCase<"And", 1, "and">,
  I32EnumAttrCase<"Or", 2, "or">,
  I32EnumAttrCase<"Xor", 3, "xor">,
  I32EnumAttrCase<"Exchange", 4, "exchange">,
  I32EnumAttrCase<"MinSigned", 5, "min_signed">,
  I32EnumAttrCase<"MaxSigned", 6, "max_signed">,
  I32EnumAttrCase<"MinUnsigned", 7, "min_unsigned">,
  I32EnumAttrCase<"MaxUnsigned", 8, "max_unsigned">,
  I32EnumAttrCase<"MinFloat", 9, "min_float">, // NaN loses; of equal ones the old
  I32EnumAttrCase<"MaxFloat", 10, "max_float">
]>;

def Metal_MemoryOrder : Metal_Enum<"MemoryOrder", "what a fence keeps in order", [
  I32EnumAttrCase<"Acquire", 2, "acquire">, // what follows it, behind an atomic before it
  I32EnumAttrCase<"Release", 3, "release">, // what precedes it, before an atomic behind it
  I32EnumAttrCase<"AcqRel", 4, "acq_rel">
]>;

def Metal_MemoryScope : Metal_Enum<"MemoryScope", "for whom a fence keeps order", [
  I32EnumAttrCase<"Threadgroup", 1, "threadgroup">,
  I32EnumAttrCase<"Device", 2, "device">,
  I32EnumAttrCase<"System", 3, "system">
]>;

#endif // TRITON_METAL_DIALECT_METAL_IR_METALENUMS_TD
