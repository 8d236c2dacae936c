//===- TritonGPUDialect.td - The TritonGPU dialect ---------*- tablegen -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_TRITONGPU_IR_TRITONGPUDIALECT_TD
#define TRITON_METAL_DIALECT_TRITONGPU_IR_TRITONGPUDIALECT_TD

include "mlir/IR/OpBase.td"

def TritonGPU_Dialect : Dialect {
  let name = "ttg";
  let cppNamespace = "::tritonmetal::ttg";
  let summary = "Layouts of tensors over threads, and ops that need them";
  let description = [{
    TTGIR is TTIR in which every tensor has a layout as its encoding: which
    thread holds which element. The module says how many threads there are:

    ```mlir
    module attributes {"ttg.num-ctas" = 1 : i32, "ttg.num-warps" = 4 : i32,
                       ttg.target = "metal:apple7", "ttg.threads-per-warp" = 32 : i32}
    ```
    A warp is a SIMD-group, a CTA is a threadgroup. Clusters (more than one CTA)
    have no counterpart on Apple GPUs and are refused.
  }];
  let dependentDialects = ["::tritonmetal::tt::TritonDialect"];
  let useDefaultTypePrinterParser = 1;
  let hasConstantMaterializer = 1;
  let hasOperationAttrVerify = 1;
  let extraClassDeclaration = [{
    void registerAttributes();
    void registerTypes();

    /// `#ttg.NAME<...>`, and `#ttg.shared` of Triton up to 3.2.
    ::mlir::Attribute parseAttribute(::mlir::DialectAsmParser &parser,
                                     ::mlir::Type type) const override;
    void printAttribute(::mlir::Attribute attribute,
                        ::mlir::DialectAsmPrinter &printer) const override;

    /// What is known of layouts on shapes, for `toLinearLayout` and `hasLinearLayout`.
    LayoutCache &getLayoutCache() { return *layoutCache; }

  private:
    std::shared_ptr<LayoutCache> layoutCache;
  }];
}

#endif // TRITON_METAL_DIALECT_TRITONGPU_IR_TRITONGPUDIALECT_TD
