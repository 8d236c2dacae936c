// RUN: triton-metal-opt %s | triton-metal-opt | FileCheck %s
// RUN: triton-metal-opt %s --mlir-print-op-generic | triton-metal-opt | FileCheck %s
// Foreign functions and assembly.

// CHECK-LABEL: tt.func @functions
tt.func @functions(%v: tensor<64xf32>, %s: f64) {
  // CHECK: tt.extern_elementwise %{{.*}} {libname = "", libpath = "", pure = true, symbol = "__nv_tanhf"} : (tensor<64xf32>) -> tensor<64xf32>
  %0 = tt.extern_elementwise %v {libname = "", libpath = "", pure = true, symbol = "__nv_tanhf"} : (tensor<64xf32>) -> tensor<64xf32>
  // CHECK: tt.extern_elementwise %{{.*}}, %{{.*}} {libname = "libdevice", libpath = "", pure = true, symbol = "__nv_powf"} : (tensor<64xf32>, tensor<64xf32>) -> tensor<64xf32>
  %1 = tt.extern_elementwise %v, %v {libname = "libdevice", libpath = "", pure = true, symbol = "__nv_powf"} : (tensor<64xf32>, tensor<64xf32>) -> tensor<64xf32>
  // CHECK: tt.extern_elementwise %{{.*}} {libname = "", libpath = "", pure = false, symbol = "__nv_isnand"} : (f64) -> i32
  %2 = tt.extern_elementwise %s {libname = "", libpath = "", pure = false, symbol = "__nv_isnand"} : (f64) -> i32
  tt.return
}

// CHECK-LABEL: tt.func @assembly
tt.func @assembly(%i: tensor<64xi32>, %x: tensor<64xi8>, %s: i32) {
  // CHECK: tt.elementwise_inline_asm "mov.b32 $0,$1;" {constraints = "=r,r", packed_element = 1 : i32, pure = true} %{{.*}} : tensor<64xi32> -> tensor<64xi32>
  %0 = tt.elementwise_inline_asm "mov.b32 $0,$1;" {constraints = "=r,r", packed_element = 1 : i32, pure = true} %i : tensor<64xi32> -> tensor<64xi32>
  // CHECK: tt.elementwise_inline_asm "mov.u64 $0, %globaltimer;" {constraints = "=l", packed_element = 1 : i32, pure = false} -> i64
  %1 = tt.elementwise_inline_asm "mov.u64 $0, %globaltimer;" {constraints = "=l", packed_element = 1 : i32, pure = false} -> i64
  // CHECK: %{{.*}}:2 = tt.elementwise_inline_asm "a\0A\22b\22" {constraints = "=r,=r,r", packed_element = 4 : i32, pure = false} %{{.*}} : tensor<64xi8> -> tensor<64xi8>, tensor<64xi8>
  %2:2 = tt.elementwise_inline_asm "a\0A\22b\22" {constraints = "=r,=r,r", packed_element = 4 : i32, pure = false} %x : tensor<64xi8> -> tensor<64xi8>, tensor<64xi8>
  // CHECK: tt.elementwise_inline_asm "" {constraints = "=r,r,r", packed_element = 1 : i32, pure = true} %{{.*}}, %{{.*}} : tensor<64xi32>, i32 -> tensor<64xf32>
  %3 = "tt.elementwise_inline_asm"(%i, %s) <{asm_string = "", constraints = "=r,r,r", packed_element = 1 : i32, pure = true}> : (tensor<64xi32>, i32) -> tensor<64xf32>
  tt.return
}
