//===- TritonGPULayoutBase.td - What all layouts share -----*- tablegen -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_TRITONGPU_IR_TRITONGPULAYOUTBASE_TD
#define TRITON_METAL_DIALECT_TRITONGPU_IR_TRITONGPULAYOUTBASE_TD

include "mlir/IR/AttrTypeBase.td"
include "triton-metal/Dialect/TritonGPU/IR/TritonGPUDialect.td"

// All are printed as `#ttg.name<{key = value, ...}>`, where the braces hold an
// attribute dictionary, so that keys parse in any order.
class TritonGPU_Layout<string name, string mnem> : AttrDef<TritonGPU_Dialect, name> {
  let mnemonic = mnem;
  let hasCustomAssemblyFormat = 1;
  let genVerifyDecl = 1;
}

// A linear layout, looked at where it is stored.
class TritonGPU_BasesParameter<string description>
    : AttrParameter<"::tritonmetal::layout::LinearLayout", description,
                    "const ::tritonmetal::layout::LinearLayout &">;

// How a cluster of CTAs shares a tensor: bases from the bits of the CTA's number,
// "block", to tensor coordinates, printed as `CGALayout = [[1, 0]]`. The layout without
// dimensions stands for a single CTA; only that can run on an Apple GPU, the others are
// read so that they can be refused where they stand, or planned anew.
def TritonGPU_ClusterParameter
    : TritonGPU_BasesParameter<"bases of the CTA in its cluster">;

#endif // TRITON_METAL_DIALECT_TRITONGPU_IR_TRITONGPULAYOUTBASE_TD
