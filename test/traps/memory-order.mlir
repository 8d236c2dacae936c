// RUN: rm -rf %t && split-file %s %t
// RUN: triton-metal-translate %t/ordered.mlir -o - --emit=msl | FileCheck %s --check-prefix=MSL-ORDERED
// RUN: triton-metal-translate %t/ordered.mlir -o - --emit=llvm | FileCheck %s --check-prefix=AIR-ORDERED
// RUN: triton-metal-translate %t/relaxed.mlir -o - --emit=msl | FileCheck %s --check-prefix=MSL-RELAXED --implicit-check-not=atomic_thread_fence
// RUN: triton-metal-translate %t/relaxed.mlir -o - --emit=llvm | FileCheck %s --check-prefix=AIR-RELAXED --implicit-check-not=air.atomic.fence
// RUN: not triton-metal-translate %t/ordered.mlir -o %t/o.metal --deployment-target=macos14.0 2>&1 | FileCheck %s --check-prefix=OLD
// RUN: not ls %t/o.metal
//
// An atomic that orders other accesses keeps them in order: what is written before it and
// what is read after it have fences between. Where Metal has no fences the kernel is
// refused, and where none is asked for there is none.
//
// MSL-ORDERED:      coherent(device) device float *data
// MSL-ORDERED:      data[int(pid.x)] = float
// MSL-ORDERED:      atomic_thread_fence(mem_flags::mem_device, memory_order_seq_cst, thread_scope_device);
// MSL-ORDERED-NEXT: atomic_fetch_add_explicit(
// MSL-ORDERED-NEXT: atomic_thread_fence(mem_flags::mem_device, memory_order_seq_cst, thread_scope_device);
// MSL-ORDERED:      = data[shared[0]];
// AIR-ORDERED:      call void @air.store.device_coherent.i32
// AIR-ORDERED:      call void @air.atomic.fence(i32 1, i32 5, i32 2)
// AIR-ORDERED-NEXT: @air.atomic.global.add.s.i32(
// AIR-ORDERED-NEXT: call void @air.atomic.fence(i32 1, i32 5, i32 2)
// AIR-ORDERED:      call i32 @air.load.device_coherent.i32
// MSL-RELAXED:      device float *data
// MSL-RELAXED:      data[int(pid.x)] = float
// MSL-RELAXED:      atomic_fetch_add_explicit(
// AIR-RELAXED:      store float
// AIR-RELAXED:      @air.atomic.global.add.s.i32(
// OLD: :9:12: error: atomic_thread_fence needs Metal 3.2 (macos15.0 or later); macos14.0 has Metal 3.1
//
//--- ordered.mlir
module {
  tt.func public @kernel(%data: !tt.ptr<f32> loc("data"), %flag: !tt.ptr<i32> loc("flag"), %o: !tt.ptr<f32> loc("o")) {
    %one = arith.constant 1 : i32
    %true = arith.constant true
    %pid = tt.get_program_id x : i32
    %value = arith.sitofp %pid : i32 to f32
    %mine = tt.addptr %data, %pid : !tt.ptr<f32>, i32
    tt.store %mine, %value : !tt.ptr<f32>
    %old = tt.atomic_rmw add, acq_rel, gpu, %flag, %one, %true : (!tt.ptr<i32>, i32, i1) -> i32
    %theirs = tt.addptr %data, %old : !tt.ptr<f32>, i32
    %read = tt.load %theirs : !tt.ptr<f32>
    %place = tt.addptr %o, %pid : !tt.ptr<f32>, i32
    tt.store %place, %read : !tt.ptr<f32>
    tt.return
  }
}
//--- relaxed.mlir
module {
  tt.func public @kernel(%data: !tt.ptr<f32> loc("data"), %flag: !tt.ptr<i32> loc("flag"), %o: !tt.ptr<f32> loc("o")) {
    %one = arith.constant 1 : i32
    %true = arith.constant true
    %pid = tt.get_program_id x : i32
    %value = arith.sitofp %pid : i32 to f32
    %mine = tt.addptr %data, %pid : !tt.ptr<f32>, i32
    tt.store %mine, %value : !tt.ptr<f32>
    %old = tt.atomic_rmw add, relaxed, gpu, %flag, %one, %true : (!tt.ptr<i32>, i32, i1) -> i32
    %theirs = tt.addptr %data, %old : !tt.ptr<f32>, i32
    %read = tt.load %theirs : !tt.ptr<f32>
    %place = tt.addptr %o, %pid : !tt.ptr<f32>, i32
    tt.store %place, %read : !tt.ptr<f32>
    tt.return
  }
}
