//===- Passes.td - Passes over the Metal dialect -----------*- tablegen -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_METAL_TRANSFORMS_PASSES_TD
#define TRITON_METAL_DIALECT_METAL_TRANSFORMS_PASSES_TD

include "mlir/Pass/PassBase.td"

def FormLoops : Pass<"metal-form-loops", "::mlir::ModuleOp"> {
  let summary = "Turn wide vectors into loops over packets (value form to loop form)";
  let description = [{
    Rewrites every kernel so that no vector is wider than four elements. A run of
    register-wise ops on R registers becomes one `scf.for` over packets of as many
    registers as the widest access moves, with the ops of the run in SSA form inside. What a
    later run needs is kept in a thread array, or, if it is integer arithmetic on coordinates,
    uniform values and constants, computed again.
    `vector<1 x T>` becomes T; up to one packet needs no loop and no array.

    ```mlir
    %i = metal.coordinate registers = [1, 2, 512] lanes = [4, 8, 16, 32, 64]
                          simdgroups = [128, 256] : vector<8xi32>
    %v = metal.gather %x[%i] {alignment = 16 : i32, contiguous = 4 : i32}
      : !metal.ptr<f32, device>, vector<8xi32> -> vector<8xf32>
    %e = math.exp %v : vector<8xf32>
    ```
    becomes
    ```mlir
    %t = metal.thread_index : i32
    %base = arith.shli %t, %c2 : i32
    scf.for %p = %c0 to %c2 step %c1 : i32 {
      %o = arith.muli %p, %c512 : i32
      %i = arith.addi %base, %o : i32
      %v = metal.load %x[%i] {alignment = 16 : i32} : !metal.ptr<f32, device>, i32 -> vector<4xf32>
      %e = math.exp %v : vector<4xf32>
      …
    } {metal.unroll}
    ```
    Loops are marked `metal.unroll` where the R values fit `register-budget` 32-bit
    registers, so that the arrays they index become registers; longer ones stay
    rolled. So text and compile time stop growing at that budget. Loops around them whose
    counter picks registers of such an array (bands of an exchange, rolled repeats) are
    marked too.

    Accesses keep the order that the value form states: a load and a later store
    share a loop only if they are known not to touch each other's elements in
    another packet.

    Requires: R is a power of two; the kernel has no control flow but `scf`.
  }];
  let options = [
    Option<"registerBudget", "register-budget", "unsigned", /*default=*/"64",
           "32-bit values a thread may hold in unrolled arrays">
  ];
  let dependentDialects = ["::tritonmetal::metal::MetalDialect"];
}

def AllocateThreadgroupMemory : Pass<"metal-allocate-threadgroup-memory", "::mlir::ModuleOp"> {
  let summary = "Give every threadgroup variable its place, by liveness";
  let description = [{
    Moves all `metal.threadgroup_alloc`s to the entry block. Variables that never live
    at once share memory: as one variable if they have one type, else as views of a
    variable of bytes. Small ones, of up to 64 bytes a thread together, do not, since
    sharing costs barriers.

    ```mlir
    %a = metal.threadgroup_alloc 1024 : !metal.ptr<f32, threadgroup>
    // … last use of %a
    %b = metal.threadgroup_alloc 1024 : !metal.ptr<i16, threadgroup>
    ```
    becomes
    ```mlir
    %m = metal.threadgroup_alloc 4096 {alignment = 16 : i32} : !metal.ptr<i8, threadgroup>
    %a = metal.threadgroup_view %m[0] 1024 : !metal.ptr<i8, threadgroup> -> !metal.ptr<f32, threadgroup>
    %b = metal.threadgroup_view %m[0] 1024 : !metal.ptr<i8, threadgroup> -> !metal.ptr<i16, threadgroup>
    ```
    Fails if the kernel needs more than its target has. To run before
    metal-place-barriers, which separates what shares memory.
  }];
  let dependentDialects = ["::tritonmetal::metal::MetalDialect"];
}

def PlaceBarriers : Pass<"metal-place-barriers", "::mlir::ModuleOp"> {
  let summary = "Separate conflicting threadgroup-memory accesses by barriers";
  let description = [{
    Inserts barriers so that no thread reads threadgroup memory that another may
    still write, or overwrites what another may still read, including across the
    iterations of a loop. Accesses to different `metal.threadgroup_alloc`s, or to views
    of one that do not overlap, do not conflict; a pointer of unknown origin conflicts
    with all.

    ```mlir
    metal.store %v, %buf[%lane]            metal.store %v, %buf[%lane]
    %x = metal.load %buf[%peer]     =>     metal.threadgroup_barrier
                                           %x = metal.load %buf[%peer]
    ```
    Runs on the value form or the loop form. A barrier never lands inside an
    `scf.if` whose condition may differ between threads: it is placed before it.
  }];
  let dependentDialects = ["::tritonmetal::metal::MetalDialect"];
}

def OrderDeviceMemory : Pass<"metal-order-device-memory", "::mlir::ModuleOp"> {
  let summary = "Separate conflicting accesses of different threads to device memory by barriers";
  let description = [{
    A tensor's elements lie in several threads, some of them perhaps in more than one.
    Inserts device-memory barriers so that the accesses of a threadgroup through one
    argument happen in the order of the program: a read behind another thread's write,
    a write behind another thread's read. None where each element is touched by the same
    thread: a gather and a scatter at the same offsets, under the same mask (or the scatter
    has none), outside of `metal.one_copy`, and in the same round of a loop or, where each
    round moves the tile by its extent, in any two.

    ```mlir
    metal.scatter %v, %p[%i]               metal.scatter %v, %p[%i]
    %x = metal.gather %p[%j]       =>      metal.threadgroup_barrier device
                                           %x = metal.gather %p[%j]
    ```
    Runs on the value form, before metal-place-barriers, which counts these barriers.
    As there, none lands inside an `scf.if` whose condition may differ between threads.
  }];
  let dependentDialects = ["::tritonmetal::metal::MetalDialect"];
}

def AnnotateAccess : Pass<"metal-annotate-access", "::mlir::ModuleOp"> {
  let summary = "Record which kernel arguments are read and written";
  let description = [{
    Follows each pointer parameter to its loads and stores and sets `access` in
    its `#metal.argument`. A use that cannot be followed counts as read and write.
  }];
  let dependentDialects = ["::tritonmetal::metal::MetalDialect"];
}

def BindArguments : Pass<"metal-bind-arguments", "::mlir::ModuleOp"> {
  let summary = "Choose bindings for the kernel arguments";
  let description = [{
    Each pointer takes a buffer of its own, in order; all scalars form one naturally
    aligned constant struct after them. Pointers move into that struct, as addresses,

    - all of them, if there are more bindings than the 31 of a Metal kernel;
    - with `overlap=allowed`, those of which one is read after the other may have been
      written: Metal source promises that buffers of their own do not overlap.

    ```mlir
    metal.kernel @k(%x: !metal.ptr<f32, device>, %n: i32, %y: !metal.ptr<f16, device>)
    // x: buffer 0, y: buffer 1, struct {n at 0}: buffer 2
    // overlap=allowed, y written and then x read: struct {x at 0, n at 8, y at 16}: buffer 0
    ```
    Requires: `access` is set (metal-annotate-access).
  }];
  let options = [
    Option<"allowOverlap", "allow-overlap", "bool", /*default=*/"false",
           "Arguments may overlap in Metal source, too">
  ];
  let dependentDialects = ["::tritonmetal::metal::MetalDialect"];
}

def CheckFeatures : Pass<"metal-check-features", "::mlir::ModuleOp"> {
  let summary = "Refuse atomics and fences that the target does not have";
  let description = [{
    Fails, with the op's location and the way out, on what the GPU family of the kernel
    or the oldest system that shall load it lacks: fences before Metal 3.2, 64-bit
    atomics before apple8. Runs after metal-expand-atomics.
  }];
  let options = [
    Option<"deploymentTarget", "deployment-target", "std::string", /*default=*/"\"macos15.0\"",
           "Oldest system that shall load the kernel">
  ];
}

def MarkCoherent : Pass<"metal-mark-coherent", "::mlir::ModuleOp"> {
  let summary = "Find the memory through which threadgroups talk to each other";
  let description = [{
    A fence orders accesses to memory that is coherent for the device; by default what a
    threadgroup writes to device memory is coherent for itself only. In kernels with a
    fence for the device or the system, the parameters that plain stores go through,
    and all loads and stores through these, get the mark `metal.coherent`.

    ```mlir
    metal.fence acquire, device
    %v = metal.load %sum[%i] {alignment = 4 : i32}      // {alignment = 4 : i32, metal.coherent}
    metal.store %w, %sum[%i] {alignment = 4 : i32}      // {alignment = 4 : i32, metal.coherent}
    %u = metal.load %x[%i] {alignment = 4 : i32}        // only read: unmarked
    ```
    Runs on the loop form, last.
  }];
}

def ExpandAtomics : Pass<"metal-expand-atomics", "::mlir::ModuleOp"> {
  let summary = "Write atomics that Metal does not have in those that it has";
  let description = [{
    Metal updates 32-bit words, and adds f32 in device memory. Everything else becomes
    a loop of compare and exchange on the word that holds the element; what does
    not depend on the other bits of the word (and, or, xor) becomes an update of it.

    ```mlir
    %old = metal.atomic_rmw add %v, %x[%i] : f16, !metal.ptr<f16, device>, i32
    ```
    becomes
    ```mlir
    …                                    // %shift: 0 or 16, %j: where the word starts
    %first = metal.atomic_load %x[%j] : !metal.ptr<f16, device>, i32 -> i32
    %last = scf.while (%word = %first) : (i32) -> i32 {
      %h = arith.trunci (arith.shrui %word, %shift) : i32 to i16
      %s = arith.addf (arith.bitcast %h), %v : f16
      …                                  // %new: %s put in its place in %word
      %seen = metal.atomic_compare_exchange %word, %new, %x[%j] : i32, …
      %again = arith.cmpi ne, %seen, %word : i32
      scf.condition(%again) %seen : i32
    } do { … }
    ```
    Words are compared as integers, so a NaN does not keep the loop from ending. A word
    may reach up to three bytes past the last element: buffers of such elements have a
    size that is a multiple of 4.

    Fails on 64 bits, of which Metal has the unsigned minimum and maximum without the
    old value.
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::scf::SCFDialect"];
}

def ExpandMath : Pass<"metal-expand-math", "::mlir::ModuleOp"> {
  let summary = "Write arithmetic that Metal does not have in arithmetic that it has";
  let description = [{
    - Arithmetic, comparisons and functions of bf16 and of 8-bit floats are done in f32
      and rounded after each op; conversions between them and f32 become integer code,
      to nearest even or toward zero, and so does f32 to f16 toward zero.
    - f16 functions with an error (exp, sin, …) are done in f32 and rounded.
    - cbrt, erf, erfc, expm1 and log1p become polynomials.
    - maximumf and minimumf, which keep NaN and order zeros, become compares and selects.
    - Integer ops of twice the width, divisions that round up or down, and arithmetic on
      i1 become simple ones; isnan and its kin become tests of bits.

    ```mlir
    %c = arith.addi %a, %b : i1
    %n = math.absf %x : vector<4xbf16>
    ```
    becomes
    ```mlir
    %c = arith.xori %a, %b : i1
    %i = arith.bitcast %x : vector<4xbf16> to vector<4xi16>
    %j = arith.andi %i, %c0x7fff : vector<4xi16>
    %n = arith.bitcast %j : vector<4xi16> to vector<4xbf16>
    ```
    Works on scalars and vectors of any length, so on the value form and the loop form;
    the latter is better, because reductions that were one op stay one op for
    metal-form-loops.

    - `contract` is dropped from fast-math flags: what is to be fused is an fma by now.

    Fails on functions without an expansion (fpowi, ipowi) and on rounding modes other
    than these two. Left alone: f64, which metal-emulate-doubles takes.
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::math::MathDialect"];
}

def RollRepeats : Pass<"metal-roll-repeats", "::mlir::ModuleOp"> {
  let summary = "Turn code that is written out many times into loops";
  let description = [{
    In blocks of more than `longest-kept` ops, ops that repeat with a period become an
    `scf.for`, and loops that repeat become loops around them, whatever the ops are: passes
    are equal but for constants, coordinates, and the chunks that rearrangements read. What
    differs is computed from the counters, or read from a table in constant memory.

    ```mlir
    %b = metal.simd_shuffle xor %a, %c4 : vector<8xf32>
    %c = arith.addf %a, %b : vector<8xf32>
    %d = metal.simd_shuffle xor %c, %c2 : vector<8xf32>
    %e = arith.addf %c, %d : vector<8xf32>
    ```
    becomes
    ```mlir
    %e = scf.for %i = %c0 to %c2 step %c1 iter_args(%a1 = %a) -> (vector<8xf32>) : i32 {
      %x = arith.subi %c2, %i : i32
      %m = arith.shli %c1, %x : i32
      %b = metal.simd_shuffle xor %a1, %m : vector<8xf32>
      %c = arith.addf %a1, %b : vector<8xf32>
      scf.yield %c : vector<8xf32>
    }
    ```
    Where a counter picks registers of a value that is to stay in registers,
    `metal-form-loops` unrolls the loop again. Every thread runs the same number of passes, so
    exchanges between threads stay together. Ops of matrix products are left alone.

    Requires: value form, before barriers are placed.
  }];
  let options = [
    Option<"longestKept", "longest-kept", "unsigned", /*default=*/"256",
           "Ops of a block that is left as it is">
  ];
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::math::MathDialect",
                           "::mlir::scf::SCFDialect", "::mlir::vector::VectorDialect",
                           "::tritonmetal::metal::MetalDialect"];
}

def SinkReads : Pass<"metal-sink-reads", "::mlir::ModuleOp"> {
  let summary = "Read the operands of products from threadgroup memory as late as may be";
  let description = [{
    What brings an operand of `metal.matrix_multiply` from threadgroup memory, and is used
    by nothing else, moves right in front of it, over writes of other variables. So two
    operands that are written one after the other share a barrier, and `metal-form-loops`
    may bring in either of them packet by packet.

    ```mlir
    metal.scatter %a, %p[%i] …
    %x = metal.gather %p[%j] …
    metal.scatter %b, %q[%i] …
    %d = metal.matrix_multiply %x …
    ```
    becomes
    ```mlir
    metal.scatter %a, %p[%i] …
    metal.scatter %b, %q[%i] …
    %x = metal.gather %p[%j] …
    %d = metal.matrix_multiply %x …
    ```
    Requires: value form, before barriers are placed and variables share memory. Kernels
    whose variables do not all fit side by side are left alone.
  }];
}

def EmulateDoubles : Pass<"metal-emulate-doubles", "::mlir::ModuleOp"> {
  let summary = "Carry f64 as i64 and compute with it in integer code";
  let description = [{
    Metal GPUs have no 64-bit float. Every value, pointer, array and constant of f64
    becomes one of i64, the bits of the double; what only moves values does not change
    otherwise. Arithmetic becomes straight-line integer code, the same for a scalar and a
    vector:

    ```mlir
    %m = arith.negf %x : vector<4xf64>
    %v = metal.load %p[%i] {alignment = 8 : i32} : !metal.ptr<f64, device>, i32 -> f64
    %c = arith.cmpf uno, %v, %v : f64
    ```
    becomes
    ```mlir
    %m = arith.xori %x, %c0x8000000000000000 : vector<4xi64>
    %v = metal.load %p[%i] {alignment = 8 : i32} : !metal.ptr<i64, device>, i32 -> i64
    %u = arith.andi %v, %c0x7fffffffffffffff : i64
    %c = arith.cmpi ugt, %u, %c0x7ff0000000000000 : i64
    ```
    - `+ - * /`, square root, fma, remainder, comparisons, minimum and maximum, rounding to
      integers and conversions are right to the last bit, subnormal numbers included;
    - exp, exp2, log, log2, log10, sin, cos, tan, pow and rsqrt are within 2 ulp;
    - a NaN is some NaN.

    The description of a kernel's arguments keeps f64: it is what the host passes.

    Works on the value form and on the loop form; the latter is better, because a packet
    loop holds the code of an op once for all registers of a tensor, and a reduction is
    still recognised by its only op. To run before metal-expand-math.

    Fails on other functions of f64; without `arithmetic` on everything that computes with
    f64, so that doubles are only moved.
  }];
  let options = [
    Option<"arithmetic", "arithmetic", "bool", /*default=*/"true",
           "Compute with f64; if not, only move it">
  ];
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::math::MathDialect",
                           "::mlir::scf::SCFDialect", "::mlir::vector::VectorDialect"];
}

def VerifyLoopForm : Pass<"metal-verify-loop-form", "::mlir::ModuleOp"> {
  let summary = "Check that the back ends' preconditions hold";
  let description = [{
    Fails, with the op's location, on a vector wider than four elements or of one
    element, on an op of the value form, and on a type that Metal does not have.
  }];
}

#endif // TRITON_METAL_DIALECT_METAL_TRANSFORMS_PASSES_TD
