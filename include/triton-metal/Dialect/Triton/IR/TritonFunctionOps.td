//===- TritonFunctionOps.td - Kernels, helper functions, calls *- tablegen -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_TRITON_IR_TRITONFUNCTIONOPS_TD
#define TRITON_METAL_DIALECT_TRITON_IR_TRITONFUNCTIONOPS_TD

include "mlir/IR/OpAsmInterface.td"
include "mlir/IR/SymbolInterfaces.td"
include "mlir/Interfaces/CallInterfaces.td"
include "mlir/Interfaces/ControlFlowInterfaces.td"
include "mlir/Interfaces/FunctionInterfaces.td"
include "triton-metal/Dialect/Triton/IR/TritonBase.td"

def Triton_FuncOp : Triton_Op<"func", [
    AffineScope, AutomaticAllocationScope, FunctionOpInterface, HasParent<"::mlir::ModuleOp">,
    IsolatedFromAbove, OpAsmOpInterface]> {
  let summary = "a kernel or a helper function";
  let description = [{
    A `public` function is a kernel: its arguments are what the host passes, it
    returns nothing. A `private` one is called by `tt.call`. Arguments may carry
    promises: `tt.divisibility` (of an integer, or of a pointer's byte address),
    `tt.contiguity` and `tt.constancy`.

    The verifier looks at every tensor of the signature and in the body, whatever op
    makes it: one dimension or more, each a power of two, at most 1048576 elements,
    and a layout that fits the module.

    ```mlir
    tt.func public @copy(%x: !tt.ptr<f32> {tt.divisibility = 16 : i32}, %n: i32)
        attributes {noinline = false} {
      tt.return
    }
    ```
  }];
  let arguments = (ins SymbolNameAttr:$sym_name,
                       TypeAttrOf<FunctionType>:$function_type,
                       OptionalAttr<StrAttr>:$sym_visibility,
                       OptionalAttr<DictArrayAttr>:$arg_attrs,
                       OptionalAttr<DictArrayAttr>:$res_attrs);
  let regions = (region AnyRegion:$body);
  let builders = [OpBuilder<(ins
    "::mlir::StringRef":$name, "::mlir::FunctionType":$type,
    CArg<"::mlir::ArrayRef<::mlir::NamedAttribute>", "{}">:$attributes)>];
  let extraClassDeclaration = [{
    ::mlir::Region *getCallableRegion() { return isExternal() ? nullptr : &getBody(); }
    ::mlir::ArrayRef<::mlir::Type> getArgumentTypes() { return getFunctionType().getInputs(); }
    ::mlir::ArrayRef<::mlir::Type> getResultTypes() { return getFunctionType().getResults(); }

    /// True if Triton asked for a real call.
    bool isNoInline();
  }];
  let hasCustomAssemblyFormat = 1;
  let hasRegionVerifier = 1;
}

def Triton_CallOp : Triton_Op<"call", [CallOpInterface,
                                       DeclareOpInterfaceMethods<SymbolUserOpInterface>]> {
  let summary = "call a helper function";
  let description = [{
    ```mlir
    %r = tt.call @helper(%a, %b) : (f32, i32) -> f32
    ```
  }];
  let arguments = (ins FlatSymbolRefAttr:$callee, Variadic<AnyType>:$operands,
                       OptionalAttr<DictArrayAttr>:$arg_attrs,
                       OptionalAttr<DictArrayAttr>:$res_attrs);
  let results = (outs Variadic<AnyType>);
  let assemblyFormat = "$callee `(` $operands `)` attr-dict `:` functional-type($operands, results)";
  let extraClassDeclaration = [{
    ::mlir::CallInterfaceCallable getCallableForCallee() { return getCalleeAttr(); }
    void setCalleeFromCallable(::mlir::CallInterfaceCallable callee) {
      setCalleeAttr(::llvm::cast<::mlir::FlatSymbolRefAttr>(
          ::llvm::cast<::mlir::SymbolRefAttr>(callee)));
    }
    operand_range getArgOperands() { return getOperands(); }
    ::mlir::MutableOperandRange getArgOperandsMutable() { return getOperandsMutable(); }
  }];
}

def Triton_ReturnOp : Triton_Op<"return", [HasParent<"FuncOp">, Pure, ReturnLike, Terminator]> {
  let summary = "end the program, or return from a helper function";
  let description = [{
    ```mlir
    tt.return
    tt.return %a, %b : i32, tensor<4xf32>
    ```
  }];
  let arguments = (ins Variadic<AnyType>:$srcs);
  let builders = [OpBuilder<(ins), [{ build($_builder, $_state, ::mlir::ValueRange()); }]>];
  let assemblyFormat = "attr-dict ($srcs^ `:` type($srcs))?";
  let hasVerifier = 1;
}

#endif // TRITON_METAL_DIALECT_TRITON_IR_TRITONFUNCTIONOPS_TD
