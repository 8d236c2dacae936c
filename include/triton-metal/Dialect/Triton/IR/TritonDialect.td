//===- TritonDialect.td - The Triton dialect ---------------*- tablegen -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_TRITON_IR_TRITONDIALECT_TD
#define TRITON_METAL_DIALECT_TRITON_IR_TRITONDIALECT_TD

include "mlir/IR/OpBase.td"

def Triton_Dialect : Dialect {
  let name = "tt";
  let cppNamespace = "::tritonmetal::tt";
  let summary = "Triton kernels as Triton prints them: whole tensors, no threads";
  let description = [{
    Our own definition of the dialect that Triton's front end emits, compatible
    with its text. One `tt.func public` is a kernel; every program instance of the
    grid runs it on whole tensors. Arithmetic is `arith` and `math` on tensors,
    control flow is `scf` and `cf`.

    In TTIR no tensor has an encoding, in TTGIR every one has a layout of the
    `ttg` dialect. Every tensor has a power of two of elements, at most 1048576.
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::cf::ControlFlowDialect"];
  let useDefaultTypePrinterParser = 1;
  let hasConstantMaterializer = 1;
  let extraClassDeclaration = [{
    /// Elements that one tensor may have.
    static constexpr int64_t kMaxTensorElements = 1048576;
  }];
}

#endif // TRITON_METAL_DIALECT_TRITON_IR_TRITONDIALECT_TD
