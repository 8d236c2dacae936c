//===- TritonProgramOps.td - Where a program is in the grid *- tablegen -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_TRITON_IR_TRITONPROGRAMOPS_TD
#define TRITON_METAL_DIALECT_TRITON_IR_TRITONPROGRAMOPS_TD

include "triton-metal/Dialect/Triton/IR/TritonBase.td"

def Triton_GetProgramIdOp : Triton_Op<"get_program_id", [Pure]> {
  let summary = "position of this program in the grid";
  let description = [{
    ```mlir
    %pid = tt.get_program_id x : i32
    ```
  }];
  let arguments = (ins Triton_ProgramDim:$axis);
  let results = (outs I32:$result);
  let assemblyFormat = "$axis attr-dict `:` type($result)";
}

def Triton_GetNumProgramsOp : Triton_Op<"get_num_programs", [Pure]> {
  let summary = "size of the grid";
  let description = [{
    ```mlir
    %n = tt.get_num_programs y : i32
    ```
  }];
  let arguments = (ins Triton_ProgramDim:$axis);
  let results = (outs I32:$result);
  let assemblyFormat = "$axis attr-dict `:` type($result)";
}

#endif // TRITON_METAL_DIALECT_TRITON_IR_TRITONPROGRAMOPS_TD
