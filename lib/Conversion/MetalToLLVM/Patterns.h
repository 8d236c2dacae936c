//===- Patterns.h - What the lowering to LLVM is made of --------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
//   LowerKernel.cpp          metal.kernel and what belongs to the whole kernel (no pattern)
//   AtomicPatterns.cpp       atomics and fences
//   ControlFlowPatterns.cpp  scf.for, with its unrolling
//   MatrixPatterns.cpp       SIMD-group matrices
//   MemoryPatterns.cpp       pointers, loads, stores, arrays
//   SimdPatterns.cpp         barriers, shuffles, reductions
//   MathPatterns.cpp         math.*, and the arith ops that need care
//   VectorPatterns.cpp       vector.*
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_CONVERSION_METALTOLLVM_PATTERNS_H
#define TRITON_METAL_LIB_CONVERSION_METALTOLLVM_PATTERNS_H

#include "triton-metal/Dialect/Metal/IR/Metal.h"

#include "mlir/Conversion/LLVMCommon/Pattern.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace tritonmetal::metal {

/// Replaces `kernel` by an llvm.func: parameters, scalars, positions, threadgroup
/// variables and the return. The rest of the body is moved over as it is; where it
/// wants a `!metal.ptr`, it gets one by unrealized_conversion_cast.
void lowerKernel(KernelOp kernel, const mlir::LLVMTypeConverter &converter);

void populateControlFlowPatterns(mlir::LLVMTypeConverter &converter,
                                 mlir::RewritePatternSet &patterns);
void populateAtomicPatterns(mlir::LLVMTypeConverter &converter, mlir::RewritePatternSet &patterns,
                            unsigned airMinor);
void populateMatrixPatterns(mlir::LLVMTypeConverter &converter, mlir::RewritePatternSet &patterns);
void populateMemoryPatterns(mlir::LLVMTypeConverter &converter, mlir::RewritePatternSet &patterns);
void populateSimdPatterns(mlir::LLVMTypeConverter &converter, mlir::RewritePatternSet &patterns,
                          unsigned airMinor);
void populateMathPatterns(mlir::LLVMTypeConverter &converter, mlir::RewritePatternSet &patterns);
void populateVectorPatterns(mlir::LLVMTypeConverter &converter, mlir::RewritePatternSet &patterns);

/// The address of element `index` of a thread array.
mlir::Value makeElementAddress(mlir::OpBuilder &builder, mlir::Location loc, ThreadArrayType array,
                               mlir::Value pointer, mlir::Value index,
                               const mlir::TypeConverter &converter);

/// How a value of the LLVM type `type` lies in memory: i1 as a byte.
mlir::Type getMemoryType(mlir::Type type);

/// `value` as of getMemoryType, and back. Any byte but 0 is true.
mlir::Value toMemory(mlir::OpBuilder &builder, mlir::Location loc, mlir::Value value);
mlir::Value fromMemory(mlir::OpBuilder &builder, mlir::Location loc, mlir::Value value,
                       mlir::Type type);

/// "f32", "bf16", "i16"; AIR's name of an LLVM scalar, without signedness.
std::string getAIRTypeName(mlir::Type scalar);

/// Calls the external function `name`, declared in the module at need.
mlir::LLVM::CallOp callAIR(mlir::ConversionPatternRewriter &rewriter, mlir::Location loc,
                           llvm::StringRef name, mlir::Type result, mlir::ValueRange operands,
                           bool isConvergent = false);

/// The i32 constant `value`.
mlir::Value makeI32(mlir::OpBuilder &builder, mlir::Location loc, int32_t value);

/// Applies `map` to each element of `operands`, vectors of one length or scalars,
/// and puts the results, of type `element`, together again.
mlir::Value mapElements(mlir::OpBuilder &builder, mlir::Location loc, mlir::ValueRange operands,
                        mlir::Type element, llvm::function_ref<mlir::Value(mlir::ValueRange)> map);

} // namespace tritonmetal::metal

#endif // TRITON_METAL_LIB_CONVERSION_METALTOLLVM_PATTERNS_H
