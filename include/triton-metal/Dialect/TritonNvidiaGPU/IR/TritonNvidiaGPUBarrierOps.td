//===- TritonNvidiaGPUBarrierOps.td - Barriers in memory ---*- tablegen -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// A barrier is a 64-bit word in shared memory. It counts arrivals and bytes of bulk
// copies; each time all are there, its phase flips, for which others wait.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_TRITONNVIDIAGPU_IR_TRITONNVIDIAGPUBARRIEROPS_TD
#define TRITON_METAL_DIALECT_TRITONNVIDIAGPU_IR_TRITONNVIDIAGPUBARRIEROPS_TD

include "triton-metal/Dialect/TritonNvidiaGPU/IR/TritonNvidiaGPUBase.td"

class TritonNvidiaGPU_BarrierOp<string mnemonic, list<Trait> traits = []>
    : TritonNvidiaGPU_Op<mnemonic, traits> {
  let hasVerifier = 1;
}

def TritonNvidiaGPU_InitBarrierOp : TritonNvidiaGPU_BarrierOp<"init_barrier"> {
  let summary = "make a barrier that expects `count` arrivals";
  let description = [{
    ```mlir
    ttng.init_barrier %b, 1 : !ttg.memdesc<1xi64, #shared, #smem, mutable>
    ```
  }];
  let arguments = (ins Arg<TritonGPU_MemDesc, "", [MemWrite<SharedMemory>]>:$alloc,
                       I32Attr:$count);
  let assemblyFormat = "$alloc `,` $count attr-dict `:` qualified(type($alloc))";
}

def TritonNvidiaGPU_InvalBarrierOp : TritonNvidiaGPU_BarrierOp<"inval_barrier"> {
  let summary = "end a barrier";
  let description = [{
    ```mlir
    ttng.inval_barrier %b : !ttg.memdesc<1xi64, #shared, #smem, mutable>
    ```
  }];
  let arguments = (ins Arg<TritonGPU_MemDesc, "", [MemWrite<SharedMemory>]>:$alloc);
  let assemblyFormat = "$alloc attr-dict `:` qualified(type($alloc))";
}

def TritonNvidiaGPU_BarrierExpectOp : TritonNvidiaGPU_BarrierOp<"barrier_expect"> {
  let summary = "arrive, and expect `size` bytes of bulk copies";
  let description = [{
    ```mlir
    ttng.barrier_expect %b, 16384, %pred : !ttg.memdesc<1xi64, #shared, #smem, mutable>
    ```
  }];
  let arguments = (ins Arg<TritonGPU_MemDesc, "", [MemWrite<SharedMemory>]>:$alloc,
                       I32Attr:$size, I1:$pred);
  let assemblyFormat = "$alloc `,` $size attr-dict `,` $pred `:` qualified(type($alloc))";
}

def TritonNvidiaGPU_WaitBarrierOp : TritonNvidiaGPU_BarrierOp<"wait_barrier", [
    AttrSizedOperandSegments]> {
  let summary = "wait until a phase of a barrier is complete";
  let description = [{
    `deps` are memories that the wait is about.

    ```mlir
    ttng.wait_barrier %b, %phase, %pred deps %m : !ttg.memdesc<1xi64, #shared, #smem, mutable>, !ttg.memdesc<64x64xf16, #shared1, #smem, mutable>
    ```
  }];
  let arguments = (ins
      Arg<TritonGPU_MemDesc, "", [MemRead<SharedMemory>, MemWrite<SharedMemory>]>:$alloc,
      I32:$phase, Optional<I1>:$pred, Variadic<TritonGPU_MemDesc>:$deps);
  let assemblyFormat = [{
    $alloc `,` $phase (`,` $pred^)? (`deps` $deps^)? attr-dict `:`
    qualified(type($alloc)) (`,` qualified(type($deps))^)?
  }];
}

def TritonNvidiaGPU_ArriveBarrierOp : TritonNvidiaGPU_BarrierOp<"arrive_barrier"> {
  let summary = "arrive at a barrier `count` times";
  let description = [{
    ```mlir
    ttng.arrive_barrier %b, 2, %pred : !ttg.memdesc<1xi64, #shared, #smem, mutable>
    ```
  }];
  let arguments = (ins
      Arg<TritonGPU_MemDesc, "", [MemRead<SharedMemory>, MemWrite<SharedMemory>]>:$alloc,
      I32Attr:$count, Optional<I1>:$pred);
  let assemblyFormat = [{
    $alloc `,` $count (`,` $pred^)? attr-dict `:` qualified(type($alloc))
  }];
}

def TritonNvidiaGPU_AsyncCopyMbarrierArriveOp
    : TritonNvidiaGPU_BarrierOp<"async_copy_mbarrier_arrive"> {
  let summary = "arrive when the thread's asynchronous copies are complete";
  let description = [{
    ```mlir
    ttng.async_copy_mbarrier_arrive %b {noIncrement} : !ttg.memdesc<1xi64, #shared, #smem, mutable>
    ```
  }];
  let arguments = (ins Arg<TritonGPU_MemDesc, "", [MemWrite<SharedMemory>]>:$barrier,
                       UnitAttr:$noIncrement);
  let assemblyFormat = "$barrier attr-dict `:` qualified(type($barrier))";
}

#endif // TRITON_METAL_DIALECT_TRITONNVIDIAGPU_IR_TRITONNVIDIAGPUBARRIEROPS_TD
