// RUN: triton-metal-opt %s | triton-metal-opt | FileCheck %s
// RUN: triton-metal-opt %s --mlir-print-op-generic | triton-metal-opt | FileCheck %s
// Pointers, loads and stores: every clause, in either order, as a clause or in braces.

// CHECK-LABEL: tt.func @addptr
tt.func @addptr(%t: tensor<256x!tt.ptr<f32>>, %i: tensor<256xi32>, %p: !tt.ptr<f16>, %s: i64, %b: i8) {
  // CHECK: tt.addptr %{{.*}}, %{{.*}} : tensor<256x!tt.ptr<f32>>, tensor<256xi32>
  %0 = tt.addptr %t, %i : tensor<256x!tt.ptr<f32>>, tensor<256xi32>
  // CHECK: tt.addptr %{{.*}}, %{{.*}} : !tt.ptr<f16>, i64
  %1 = tt.addptr %p, %s : !tt.ptr<f16>, i64
  // CHECK: tt.addptr %{{.*}}, %{{.*}} : !tt.ptr<f16>, i8
  %2 = tt.addptr %1, %b : !tt.ptr<f16>, i8
  tt.return
}

// CHECK-LABEL: tt.func @loads
tt.func @loads(%p: tensor<64x!tt.ptr<f32>>, %m: tensor<64xi1>, %o: tensor<64xf32>,
               %sp: !tt.ptr<f32>, %sm: i1, %so: f32, %bp: !tt.ptr<tensor<64x32xf16>>) {
  // CHECK: tt.load %{{[a-z0-9_]*}} : tensor<64x!tt.ptr<f32>>
  %0 = tt.load %p : tensor<64x!tt.ptr<f32>>
  // CHECK: tt.load %{{.*}}, %{{.*}}, %{{.*}} cacheModifier = ca evictionPolicy = evict_last : tensor<64x!tt.ptr<f32>>
  %1 = tt.load %p, %m, %o cacheModifier = ca evictionPolicy = evict_last : tensor<64x!tt.ptr<f32>>
  // CHECK: tt.load %{{.*}}, %{{.*}} cacheModifier = cg evictionPolicy = evict_first : tensor<64x!tt.ptr<f32>>
  %2 = tt.load %p, %m evictionPolicy = evict_first cacheModifier = cg : tensor<64x!tt.ptr<f32>>
  // CHECK: tt.load %{{.*}}, %{{.*}} {isVolatile = true} : tensor<64x!tt.ptr<f32>>
  %3 = tt.load %p, %m {isVolatile = true} : tensor<64x!tt.ptr<f32>>
  // CHECK: tt.load %{{.*}}, %{{.*}}, %{{.*}} : !tt.ptr<f32>
  %4 = tt.load %sp, %sm, %so : !tt.ptr<f32>
  // CHECK: tt.load %{{.*}} {boundaryCheck = array<i32: 0, 1>, padding = 1 : i32} : !tt.ptr<tensor<64x32xf16>>
  %5 = tt.load %bp {boundaryCheck = array<i32: 0, 1>, padding = 1 : i32} : !tt.ptr<tensor<64x32xf16>>
  // CHECK: tt.load %{{.*}} evictionPolicy = evict_first {boundaryCheck = array<i32: 1>} : !tt.ptr<tensor<64x32xf16>>
  %6 = tt.load %bp evictionPolicy = evict_first {boundaryCheck = array<i32: 1>} : !tt.ptr<tensor<64x32xf16>>
  // CHECK: tt.load %{{[a-z0-9_]*}} : tensor<64x!tt.ptr<f32>>
  %7 = tt.load %p {cache = 1 : i32, evict = 1 : i32, isVolatile = false} : tensor<64x!tt.ptr<f32>>
  // CHECK: tt.load %{{[a-z0-9_]*}} cacheModifier = cv : !tt.ptr<f32>
  %8 = "tt.load"(%sp) <{cache = 7 : i32, evict = 1 : i32, isVolatile = false, operandSegmentSizes = array<i32: 1, 0, 0>}> : (!tt.ptr<f32>) -> f32
  // CHECK: tt.load %{{.*}} {padding = 2 : i32} : !tt.ptr<tensor<64x32xf16>>
  %9 = tt.load %bp {padding = 2 : i32} : !tt.ptr<tensor<64x32xf16>>
  tt.return
}

// CHECK-LABEL: tt.func @stores
tt.func @stores(%p: tensor<64x!tt.ptr<f32>>, %m: tensor<64xi1>, %v: tensor<64xf32>,
                %sp: !tt.ptr<f32>, %sm: i1, %sv: f32, %bp: !tt.ptr<tensor<64x32xf16>>, %bv: tensor<64x32xf16>) {
  // CHECK: tt.store %{{.*}}, %{{.*}} : tensor<64x!tt.ptr<f32>>
  tt.store %p, %v : tensor<64x!tt.ptr<f32>>
  // CHECK: tt.store %{{.*}}, %{{.*}}, %{{.*}} cacheModifier = cs evictionPolicy = evict_first : tensor<64x!tt.ptr<f32>>
  tt.store %p, %v, %m cacheModifier = cs evictionPolicy = evict_first : tensor<64x!tt.ptr<f32>>
  // CHECK: tt.store %{{.*}}, %{{.*}} : !tt.ptr<f32>
  tt.store %sp, %sv : !tt.ptr<f32>
  // CHECK: tt.store %{{.*}}, %{{.*}}, %{{.*}} cacheModifier = wt : !tt.ptr<f32>
  tt.store %sp, %sv, %sm {cache = 6 : i32} : !tt.ptr<f32>
  // CHECK: tt.store %{{.*}}, %{{.*}} {boundaryCheck = array<i32: 0, 1>} : !tt.ptr<tensor<64x32xf16>>
  tt.store %bp, %bv {boundaryCheck = array<i32: 0, 1>} : !tt.ptr<tensor<64x32xf16>>
  // CHECK: tt.store %{{.*}}, %{{.*}} {ignore_cta} : !tt.ptr<f32>
  tt.store %sp, %sv {ignore_cta} : !tt.ptr<f32>
  // CHECK: tt.store %{{.*}}, %{{.*}} cacheModifier = wb : !tt.ptr<f32>
  "tt.store"(%sp, %sv) <{cache = 4 : i32}> : (!tt.ptr<f32>, f32) -> ()
  tt.return
}
