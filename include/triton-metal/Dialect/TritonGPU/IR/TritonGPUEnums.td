//===- TritonGPUEnums.td - Enumerations of the TritonGPU dialect *- tablegen -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_TRITONGPU_IR_TRITONGPUENUMS_TD
#define TRITON_METAL_DIALECT_TRITONGPU_IR_TRITONGPUENUMS_TD

include "mlir/IR/EnumAttr.td"

def TritonGPU_AddrSpaceNone : I32BitEnumAttrCaseNone<"None", "none">;
def TritonGPU_AddrSpaceLocal : I32BitEnumAttrCaseBit<"Local", 0, "local">;
def TritonGPU_AddrSpaceGlobalRead : I32BitEnumAttrCaseBit<"GlobalRead", 1, "global_read">;
def TritonGPU_AddrSpaceGlobalWrite : I32BitEnumAttrCaseBit<"GlobalWrite", 2, "global_write">;
def TritonGPU_AddrSpaceTensorRead : I32BitEnumAttrCaseBit<"TensorRead", 3, "tensor_read">;
def TritonGPU_AddrSpaceTensorWrite : I32BitEnumAttrCaseBit<"TensorWrite", 4, "tensor_write">;
def TritonGPU_AddrSpaceAll : I32BitEnumAttrCaseGroup<"All", [
  TritonGPU_AddrSpaceLocal, TritonGPU_AddrSpaceGlobalRead, TritonGPU_AddrSpaceGlobalWrite,
  TritonGPU_AddrSpaceTensorRead, TritonGPU_AddrSpaceTensorWrite], "all">;

// Memories whose accesses a barrier orders; printed as `local|global_read`.
def TritonGPU_AddrSpace : I32BitEnumAttr<"AddrSpace", "memories that a barrier orders", [
  TritonGPU_AddrSpaceNone, TritonGPU_AddrSpaceLocal, TritonGPU_AddrSpaceGlobalRead,
  TritonGPU_AddrSpaceGlobalWrite, TritonGPU_AddrSpaceTensorRead, TritonGPU_AddrSpaceTensorWrite,
  TritonGPU_AddrSpaceAll]> {
  let cppNamespace = "::tritonmetal::ttg";
  let separator = "|";
  let printBitEnumPrimaryGroups = 1;
}

#endif // TRITON_METAL_DIALECT_TRITONGPU_IR_TRITONGPUENUMS_TD
