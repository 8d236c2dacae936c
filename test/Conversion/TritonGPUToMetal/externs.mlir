// RUN: triton-metal-opt %s --convert-tritongpu-to-metal --canonicalize --split-input-file | FileCheck %s

#l = #ttg.blocked<{sizePerThread = [4], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  // CHECK-LABEL: metal.kernel @functions
  tt.func public @functions(%a: f32, %h: f16, %n: i32, %o: !tt.ptr<f32>) {
    %v = tt.splat %a : f32 -> tensor<512xf32, #l>
    // CHECK: math.rsqrt %{{.*}} : vector<4xf32>
    %0 = tt.extern_elementwise %v {libname = "", libpath = "", pure = true, symbol = "__nv_rsqrtf"} : (tensor<512xf32, #l>) -> tensor<512xf32, #l>
    // CHECK: math.exp %{{.*}} fastmath<afn> : vector<4xf32>
    %1 = tt.extern_elementwise %0 {libname = "", libpath = "", pure = true, symbol = "__nv_fast_expf"} : (tensor<512xf32, #l>) -> tensor<512xf32, #l>
    // CHECK: math.atan2
    %2 = tt.extern_elementwise %0, %1 {libname = "libdevice", libpath = "", pure = true, symbol = "__nv_atan2f"} : (tensor<512xf32, #l>, tensor<512xf32, #l>) -> tensor<512xf32, #l>
    // AMD's names.
    // CHECK: math.tanh
    %3 = tt.extern_elementwise %2 {libname = "", libpath = "", pure = true, symbol = "__ocml_tanh_f32"} : (tensor<512xf32, #l>) -> tensor<512xf32, #l>
    // Where Metal has nothing: arithmetic.
    // CHECK: math.fma
    %4 = tt.extern_elementwise %3 {libname = "", libpath = "", pure = true, symbol = "__nv_erfinvf"} : (tensor<512xf32, #l>) -> tensor<512xf32, #l>
    // CHECK: math.isnan
    // CHECK: arith.extui %{{.*}} : vector<4xi1> to vector<4xi32>
    %5 = tt.extern_elementwise %4 {libname = "", libpath = "", pure = true, symbol = "__nv_isnanf"} : (tensor<512xf32, #l>) -> tensor<512xi32, #l>
    // CHECK: math.ctpop
    %6 = tt.extern_elementwise %5 {libname = "", libpath = "", pure = true, symbol = "__nv_popc"} : (tensor<512xi32, #l>) -> tensor<512xi32, #l>
    %i = tt.make_range {end = 512 : i32, start = 0 : i32} : tensor<512xi32, #l>
    %p = tt.splat %o : !tt.ptr<f32> -> tensor<512x!tt.ptr<f32>, #l>
    %q = tt.addptr %p, %i : tensor<512x!tt.ptr<f32>, #l>, tensor<512xi32, #l>
    %7 = arith.sitofp %6 : tensor<512xi32, #l> to tensor<512xf32, #l>
    // A scalar; half is computed in f32.
    // CHECK: %[[W:.*]] = arith.extf %{{.*}} : f16 to f32
    // CHECK: %[[E:.*]] = math.exp %[[W]] : f32
    // CHECK: arith.truncf %[[E]] : f32 to f16
    %8 = tt.extern_elementwise %h {libname = "", libpath = "", pure = true, symbol = "__nv_expf"} : (f16) -> f16
    %9 = arith.extf %8 : f16 to f32
    %10 = tt.splat %9 : f32 -> tensor<512xf32, #l>
    %11 = arith.addf %10, %7 : tensor<512xf32, #l>
    tt.store %q, %11 : tensor<512x!tt.ptr<f32>, #l>
    tt.return
  }
}
