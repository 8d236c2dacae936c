//===- TritonBase.td - What all op files share -------------*- tablegen -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_TRITON_IR_TRITONBASE_TD
#define TRITON_METAL_DIALECT_TRITON_IR_TRITONBASE_TD

include "mlir/Interfaces/InferTypeOpInterface.td"
include "mlir/Interfaces/SideEffectInterfaces.td"
include "triton-metal/Dialect/Triton/IR/TritonAttributes.td"
include "triton-metal/Dialect/Triton/IR/TritonTypes.td"

class Triton_Op<string mnemonic, list<Trait> traits = []> : Op<Triton_Dialect, mnemonic, traits>;

// All tensors of the op have the same layout, or none has one.
def SameLayout : NativeOpTrait<"SameLayout"> {
  let cppNamespace = "::tritonmetal::tt";
}

// The same for the operands alone.
def SameOperandsLayout : NativeOpTrait<"SameOperandsLayout"> {
  let cppNamespace = "::tritonmetal::tt";
}

// Verifiers count elements without a thought of unknown or endless sizes.
class Triton_TensorOf<list<Type> elements> : RankedTensorOf<
    elements, [CPred<"::tritonmetal::tt::hasCountableShape($_self)">], "static tensor">;

def Triton_Int : AnyTypeOf<[AnySignlessInteger], "integer">;
def Triton_IntTensor : Triton_TensorOf<[Triton_Int]>;
def Triton_IntLike : AnyTypeOf<[Triton_Int, Triton_IntTensor], "integer or tensor of integers">;
def Triton_BoolLike : AnyTypeOf<[I1, Triton_TensorOf<[I1]>], "i1 or tensor of i1">;
def Triton_I32Tensor : Triton_TensorOf<[I32]>;
def Triton_I64Like : AnyTypeOf<[I64, Triton_TensorOf<[I64]>], "i64 or tensor of i64">;
def Triton_FloatTensor : Triton_TensorOf<[AnyFloat]>;
def Triton_FloatLike : AnyTypeOf<[AnyFloat, Triton_FloatTensor], "float or tensor of floats">;

def Triton_Pointer : Type<
    And<[CPred<"::llvm::isa<::tritonmetal::tt::PointerType>($_self)">,
         Neg<CPred<"::tritonmetal::tt::isBlockPointer($_self)">>]>,
    "pointer", "::tritonmetal::tt::PointerType">;
def Triton_BlockPointer : Type<CPred<"::tritonmetal::tt::isBlockPointer($_self)">,
    "block pointer", "::tritonmetal::tt::PointerType">;
def Triton_PointerTensor : Triton_TensorOf<[Triton_Pointer]>;
def Triton_PointerLike : AnyTypeOf<[Triton_Pointer, Triton_PointerTensor],
                                   "pointer or tensor of pointers">;
def Triton_AnyPointer : AnyTypeOf<[Triton_Pointer, Triton_PointerTensor, Triton_BlockPointer],
                                  "pointer, tensor of pointers or block pointer">;

def Triton_Scalar : AnyTypeOf<[Triton_Int, AnyFloat, Triton_Pointer], "integer, float or pointer">;
def Triton_Tensor : Triton_TensorOf<[Triton_Int, AnyFloat, Triton_Pointer]>;
def Triton_Value : AnyTypeOf<[Triton_Scalar, Triton_Tensor],
                             "integer, float, pointer or tensor of them">;

def Triton_NumberTensor : Triton_TensorOf<[Triton_Int, AnyFloat]>;
def Triton_BytePointer : Type<
    And<[CPred<"::llvm::isa<::tritonmetal::tt::PointerType>($_self)">,
         CPred<"::llvm::cast<::tritonmetal::tt::PointerType>($_self).getPointeeType().isSignlessInteger(8)">]>,
    "pointer to i8", "::tritonmetal::tt::PointerType">;

// A mask has the shape and the layout of what is accessed.
class MaskMatches<string of> : OptionalTypesMatchWith<
    "mask is i1 with the shape of " # of, of, "mask",
    "::tritonmetal::tt::getMaskType($_self)">;

// Result types follow from operands and attributes, layouts up to equivalence.
class Triton_InferringOp<string mnemonic, list<Trait> traits = []>
    : Triton_Op<mnemonic, !listconcat([DeclareOpInterfaceMethods<InferTypeOpInterface>], traits)> {
  let extraClassDeclaration = [{
    static bool isCompatibleReturnTypes(::mlir::TypeRange inferred, ::mlir::TypeRange found) {
      return ::tritonmetal::tt::detail::areCompatibleTypes(inferred, found);
    }
  }];
}

// One result for one element: what `Elementwise` of MLIR means, and equal layouts.
class Triton_ElementwiseOp<string mnemonic, list<Trait> traits = []>
    : Triton_Op<mnemonic, !listconcat([Elementwise, SameLayout, Pure], traits)>;

#endif // TRITON_METAL_DIALECT_TRITON_IR_TRITONBASE_TD
