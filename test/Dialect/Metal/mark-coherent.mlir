// RUN: triton-metal-opt %s --metal-annotate-access --metal-mark-coherent --split-input-file | FileCheck %s
// RUN: triton-metal-opt %s --metal-annotate-access --metal-mark-coherent --convert-metal-to-llvm --split-input-file | FileCheck %s --check-prefix=LLVM

#x = #metal.argument<name = "x", kind = pointer, element = f32, binding = 0>
#s = #metal.argument<name = "s", kind = pointer, element = f32, binding = 1>

// The sum is written, so other threadgroups change it; %x is only read.
// CHECK-LABEL: metal.kernel @accumulate
// CHECK-SAME:  metal.coherent = array<i32: 1>
// CHECK:       metal.load %{{.*}} {alignment = 4 : i32} : <f32, device>, i32 -> f32
// CHECK:       metal.load %{{.*}} {alignment = 8 : i32, metal.coherent} : <f32, device>, i32 -> vector<2xf32>
// CHECK:       metal.store %{{.*}} {alignment = 8 : i32, metal.coherent} : vector<2xf32>
// LLVM-LABEL:  llvm.func @accumulate
// LLVM:        llvm.load
// LLVM:        %[[BITS:.*]] = llvm.call @air.load.device_coherent.i32.p1i32(%{{.*}}) : (!llvm.ptr<1>) -> i32
// LLVM:        llvm.bitcast %[[BITS]] : i32 to f32
// LLVM:        llvm.getelementptr %{{.*}}[1] : (!llvm.ptr<1>) -> !llvm.ptr<1>, i32
// LLVM:        llvm.call @air.load.device_coherent.i32.p1i32
// LLVM:        llvm.call @air.store.device_coherent.i32.p1i32(%{{.*}}, %{{.*}}) : (i32, !llvm.ptr<1>) -> ()
metal.kernel @accumulate(%x: !metal.ptr<f32, device>, %s: !metal.ptr<f32, device>)
    attributes {arguments = [#x, #s], num_simdgroups = 1 : i32, target = "apple7"} {
  %i = metal.thread_index : i32
  %v = metal.load %x[%i] {alignment = 4 : i32} : !metal.ptr<f32, device>, i32 -> f32
  metal.fence acquire, device
  %a = metal.load %s[%i] {alignment = 8 : i32} : !metal.ptr<f32, device>, i32 -> vector<2xf32>
  %w = vector.broadcast %v : f32 to vector<2xf32>
  %b = arith.addf %a, %w : vector<2xf32>
  metal.store %b, %s[%i] {alignment = 8 : i32} : vector<2xf32>, !metal.ptr<f32, device>, i32
  metal.fence release, device
  metal.return
}

// -----

#s = #metal.argument<name = "s", kind = pointer, element = f32, binding = 0>

// Within a threadgroup device memory is coherent anyway.
// CHECK-LABEL: metal.kernel @threadgroup_only
// CHECK-NOT:   metal.coherent
// LLVM-LABEL:  llvm.func @threadgroup_only
// LLVM-NOT:    coherent
metal.kernel @threadgroup_only(%s: !metal.ptr<f32, device>)
    attributes {arguments = [#s], num_simdgroups = 1 : i32, target = "apple7"} {
  %i = metal.thread_index : i32
  %a = metal.load %s[%i] {alignment = 4 : i32} : !metal.ptr<f32, device>, i32 -> f32
  metal.fence acq_rel, threadgroup
  metal.store %a, %s[%i] {alignment = 4 : i32} : f32, !metal.ptr<f32, device>, i32
  metal.return
}
