//===- MetalKernelOps.td - The kernel and its positions ----*- tablegen -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_METAL_IR_METALKERNELOPS_TD
#define TRITON_METAL_DIALECT_METAL_IR_METALKERNELOPS_TD

include "mlir/IR/SymbolInterfaces.td"
include "mlir/Interfaces/FunctionInterfaces.td"
include "triton-metal/Dialect/Metal/IR/MetalBase.td"

def Metal_KernelOp : Metal_Op<"kernel", [
    FunctionOpInterface, IsolatedFromAbove]> {
  let summary = "a compute kernel";
  let description = [{
    The body is what one thread does. Parameters are pointers and scalars, in the
    order of the `tt.func`; `arguments` says how each is bound. The threadgroup
    has `32 * num_simdgroups` threads in one dimension, and one threadgroup is
    one Triton program. `source_name` is there if Metal does not allow the name that
    the kernel has in Triton. `disjoint_arguments` promises that no two pointer
    parameters reach the same memory if one of them is written through.

    ```mlir
    metal.kernel @copy(%x: !metal.ptr<f32, device>, %n: i32) attributes {
        arguments = [#metal.argument<name = "x", kind = pointer, element = f32, binding = 0>,
                     #metal.argument<name = "n", kind = scalar, element = i32, binding = 1>],
        num_simdgroups = 4 : i32, target = "apple7"} {
      metal.return
    }
    ```
  }];
  let arguments = (ins
    SymbolNameAttr:$sym_name,
    TypeAttrOf<FunctionType>:$function_type,
    ArrayAttr:$arguments,
    I32Attr:$num_simdgroups,
    StrAttr:$target,
    OptionalAttr<StrAttr>:$source_name,
    UnitAttr:$disjoint_arguments,
    OptionalAttr<StrAttr>:$sym_visibility,
    OptionalAttr<DictArrayAttr>:$arg_attrs,
    OptionalAttr<DictArrayAttr>:$res_attrs
  );
  let regions = (region AnyRegion:$body);
  let hasCustomAssemblyFormat = 1;
  let hasVerifier = 1;
  let extraClassDeclaration = [{
    /// The name of the `tt.func`.
    ::llvm::StringRef getTritonName() { return getSourceName().value_or(getSymName()); }
    /// FunctionOpInterface.
    ::mlir::ArrayRef<::mlir::Type> getArgumentTypes() { return getFunctionType().getInputs(); }
    ::mlir::ArrayRef<::mlir::Type> getResultTypes() { return getFunctionType().getResults(); }
    ::mlir::Region *getCallableRegion() { return &getBody(); }

    /// How parameter `index` is bound.
    ArgumentAttr getArgumentInfo(unsigned index) {
      return ::mlir::cast<ArgumentAttr>(getArguments()[index]);
    }
    /// Threads of a threadgroup: 32 lanes to a SIMD-group on every Apple GPU family.
    unsigned getThreadsPerThreadgroup() { return 32 * getNumSimdgroups(); }
  }];
}

def Metal_ReturnOp : Metal_Op<"return", [Pure, HasParent<"KernelOp">, Terminator]> {
  let summary = "end of a kernel";
  let assemblyFormat = "attr-dict";
}

class Metal_GridOp<string mnemonic> : Metal_Op<mnemonic, [Pure]> {
  let arguments = (ins Metal_Axis:$axis);
  let results = (outs I32:$result);
  let assemblyFormat = "$axis attr-dict `:` type($result)";
}

def Metal_ThreadgroupPositionOp : Metal_GridOp<"threadgroup_position"> {
  let summary = "position of this threadgroup in the grid";
  let description = [{
    Triton's program id. Example: `%pid = metal.threadgroup_position x : i32`
  }];
}

def Metal_ThreadgroupsPerGridOp : Metal_GridOp<"threadgroups_per_grid"> {
  let summary = "threadgroups in the grid";
  let description = [{
    Triton's number of programs. Example: `%n = metal.threadgroups_per_grid x : i32`
  }];
}

class Metal_ThreadOp<string mnemonic> : Metal_Op<mnemonic, [Pure]> {
  let results = (outs I32:$result);
  let assemblyFormat = "attr-dict `:` type($result)";
}

def Metal_ThreadIndexOp : Metal_ThreadOp<"thread_index"> {
  let summary = "index of this thread in its threadgroup";
  let description = [{
    `thread_index_in_threadgroup`, that is 32 * simdgroup_index + lane_index.
    Example: `%t = metal.thread_index : i32`
  }];
}

def Metal_LaneIndexOp : Metal_ThreadOp<"lane_index"> {
  let summary = "index of this thread in its SIMD-group, 0 to 31";
  let description = "`thread_index_in_simdgroup`. Example: `%l = metal.lane_index : i32`";
}

def Metal_SimdgroupIndexOp : Metal_ThreadOp<"simdgroup_index"> {
  let summary = "index of this thread's SIMD-group in the threadgroup";
  let description = "`simdgroup_index_in_threadgroup`. Example: `%s = metal.simdgroup_index : i32`";
}

#endif // TRITON_METAL_DIALECT_METAL_IR_METALKERNELOPS_TD
