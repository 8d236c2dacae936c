// REQUIRES: clang
// RUN: echo '{"grid": [1], "threads_per_threadgroup": [32], "threadgroup_memory": [{"index": 1, "bytes": 128}], "buffers": [{"size": 512}], "bindings": [{"index": 0, "buffer": 0}, {"index": 2, "bytes": "0000803f0200000004000000"}, {"index": 1, "buffer": 0}]}' > %t.json
// RUN: triton-metal-run %s --launch=%t.json --kernel=module --save-air=%t.bc
// RUN: llvm-dis %t.bc -o - | FileCheck %s

// What becomes of a source: one kernel with AIR's parameters and metadata, memory in AIR's address
// spaces, calls of AIR's functions, the user's lines.

#include <metal_stdlib>
using namespace metal;

struct Params {
  float scale;
  int counts[2];
};

constant float table[3] = {1.5f, 2.5f, 3.5f};

// CHECK-DAG: @tile = internal addrspace(3) global [32 x float] undef, align 16
// CHECK-DAG: @table = internal addrspace(2) constant [3 x float] [float 1.500000e+00, float 2.500000e+00, float 3.500000e+00], align 4

// CHECK:      define void @module(ptr addrspace(1) %x, ptr addrspace(1) %unnumbered, ptr addrspace(2) %params, ptr addrspace(3) %scratch, <3 x i32> %group, i16 %lane) {
// CHECK-NOT:  addrspacecast
// CHECK-NOT:  define
[[max_total_threads_per_threadgroup(64)]] kernel void
module(device float *x [[buffer(0)]], const device half *unnumbered,
       constant Params &params [[buffer(2)]], threadgroup int *scratch [[threadgroup(1)]],
       uint3 group [[threadgroup_position_in_grid]], ushort lane [[thread_index_in_simdgroup]]) {
  threadgroup float tile[32];
  // CHECK: load half, ptr addrspace(1)
  // CHECK: load float, ptr addrspace(2) %params
  // CHECK: store float %{{.*}}, ptr addrspace(3) %{{.*}}, align 4, !dbg [[STORE:![0-9]+]]
  tile[lane] = float(unnumbered[lane]) * params.scale;
  // CHECK: call void @air.wg.barrier(i32 2, i32 1)
  threadgroup_barrier(mem_flags::mem_threadgroup);
  // CHECK: call {{.*}}float @air.exp.f32(float
  // CHECK: call {{.*}}float @air.fast_exp2.f32(float
  float y = precise::exp(tile[31 - lane]) + fast::exp2(x[lane]) + table[lane % 3];
  // CHECK: call {{.*}}i32 @air.convert.s.i32.f.f32(float
  // CHECK: call {{.*}}i32 @air.atomic.local.add.s.i32(ptr addrspace(3) {{.*}}, i32 {{.*}}, i32 0, i32 1, i1 true)
  atomic_fetch_add_explicit((threadgroup atomic_int *)scratch, int(y), memory_order_relaxed);
  // CHECK: call {{.*}}i32 @air.atomic.global.max.u.i32(ptr addrspace(1) {{.*}}, i32 {{.*}}, i32 0, i32 2, i1 true)
  atomic_fetch_max_explicit((device atomic_uint *)(x + 64), group.x, memory_order_relaxed);
  // CHECK: call {{.*}}i32 @air.simd_shuffle_xor.s.i32(i32 {{.*}}, i16 1)
  // CHECK: call {{.*}}i16 @air.clz.i16(i16 {{.*}}, i1 false)
  x[lane] = y + simd_shuffle_xor(int(lane), 1) + clz(lane) + params.counts[1];
}

kernel void other(device float *x [[buffer(0)]]) { *x = 1; }

// CHECK: !air.kernel = !{[[KERNEL:![0-9]+]]}
// CHECK: !air.version = !{[[VERSION:![0-9]+]]}
// CHECK-DAG: [[KERNEL]] = !{ptr @module, !{{[0-9]+}}, [[ARGUMENTS:![0-9]+]], [[LIMIT:![0-9]+]]}
// CHECK-DAG: [[LIMIT]] = !{!"air.max_work_group_size", i32 64}
// CHECK-DAG: [[ARGUMENTS]] = !{[[X:![0-9]+]], [[UNNUMBERED:![0-9]+]], [[PARAMS:![0-9]+]], [[SCRATCH:![0-9]+]], [[GROUP:![0-9]+]], [[LANE:![0-9]+]]}
// CHECK-DAG: [[X]] = !{i32 0, !"air.buffer", !"air.location_index", i32 0, i32 1, !"air.read_write", !"air.address_space", i32 1, !"air.arg_type_name", !"float", !"air.arg_name", !"x"}
// CHECK-DAG: [[UNNUMBERED]] = !{i32 1, !"air.buffer", !"air.location_index", i32 1, i32 1, !"air.read", !"air.address_space", i32 1, !"air.arg_type_name", !"half", !"air.arg_name", !"unnumbered"}
// CHECK-DAG: [[PARAMS]] = !{i32 2, !"air.buffer", !"air.buffer_size", i32 12, !"air.location_index", i32 2, i32 1, !"air.read", !"air.address_space", i32 2, !"air.arg_type_name", !"Params", !"air.arg_name", !"params"}
// CHECK-DAG: [[SCRATCH]] = !{i32 3, !"air.buffer", !"air.location_index", i32 1, i32 1, !"air.read_write", !"air.address_space", i32 3, !"air.arg_type_name", !"int", !"air.arg_name", !"scratch"}
// CHECK-DAG: [[GROUP]] = !{i32 4, !"air.threadgroup_position_in_grid", !"air.arg_type_name", !"uint3", !"air.arg_name", !"group"}
// CHECK-DAG: [[LANE]] = !{i32 5, !"air.thread_index_in_simdgroup", !"air.arg_type_name", !"ushort", !"air.arg_name", !"lane"}
// CHECK-DAG: [[VERSION]] = !{i32 2, i32 8, i32 0}
// CHECK-DAG: [[STORE]] = !DILocation(line: 33, column: 14,
