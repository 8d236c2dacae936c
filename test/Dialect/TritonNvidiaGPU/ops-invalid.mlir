// RUN: triton-metal-opt %s --split-input-file --verify-diagnostics
// Hopper's ops, each with what its rules refuse.

#mma = #ttg.nvidia_mma<{versionMajor = 3, versionMinor = 0, warpsPerCTA = [4, 1], instrShape = [16, 64, 16]}>
#s = #ttg.nvmma_shared<{swizzlingByteWidth = 128, transposed = false, elementBitWidth = 16}>
#smem = #ttg.shared_memory
!const = !ttg.memdesc<64x64xf16, #s, #smem>
tt.func @f(%a: !const, %b: !ttg.memdesc<32x64xf16, #s, #smem>, %c: tensor<64x64xf32, #mma>) {
  // expected-error@+1 {{'ttng.warp_group_dot' op cannot multiply 64x64 by 32x64 into 64x64}}
  %d = ttng.warp_group_dot %a, %b, %c : !const * !ttg.memdesc<32x64xf16, #s, #smem> -> tensor<64x64xf32, #mma>
  tt.return
}

// -----

#mma = #ttg.nvidia_mma<{versionMajor = 3, versionMinor = 0, warpsPerCTA = [4, 1], instrShape = [16, 64, 16]}>
#s = #ttg.nvmma_shared<{swizzlingByteWidth = 128, transposed = false, elementBitWidth = 16}>
#smem = #ttg.shared_memory
!const = !ttg.memdesc<64x64xf16, #s, #smem>
tt.func @f(%a: !const, %b: !ttg.memdesc<64x64xf32, #s, #smem>, %c: tensor<64x64xf32, #mma>) {
  // expected-error@+1 {{'ttng.warp_group_dot' op needs operands of one element width, found 'f16' and 'f32'}}
  %d = ttng.warp_group_dot %a, %b, %c : !const * !ttg.memdesc<64x64xf32, #s, #smem> -> tensor<64x64xf32, #mma>
  tt.return
}

// -----

#s = #ttg.nvmma_shared<{swizzlingByteWidth = 128, transposed = false, elementBitWidth = 16}>
#smem = #ttg.shared_memory
!const = !ttg.memdesc<64x64xf16, #s, #smem>
tt.func @f(%a: !const, %b: !const, %c: tensor<64x64xf32>) {
  // expected-error@+1 {{'ttng.warp_group_dot' op needs a result in version 3 of nvidia_mma, found 'tensor<64x64xf32>'}}
  %d = ttng.warp_group_dot %a, %b, %c : !const * !const -> tensor<64x64xf32>
  tt.return
}

// -----

#s = #ttg.nvmma_shared<{swizzlingByteWidth = 128, transposed = false, elementBitWidth = 16}>
#smem = #ttg.shared_memory
!const = !ttg.memdesc<64x64xf16, #s, #smem>
tt.func @f(%a: tensor<2x64x64xf16>, %b: !const, %c: tensor<64x64xf32>) {
  // expected-error@+1 {{'ttng.warp_group_dot' op works on rank 2, found 3, 2 and 2}}
  %d = ttng.warp_group_dot %a, %b, %c : tensor<2x64x64xf16> * !const -> tensor<64x64xf32>
  tt.return
}

// -----

tt.func @f(%x: tensor<64x64xf32>) {
  // expected-error@+1 {{'ttng.warp_group_dot_wait' op pendings must not be negative, found -1}}
  %0 = ttng.warp_group_dot_wait %x {pendings = -1 : i32} : tensor<64x64xf32>
  tt.return
}

// -----

tt.func @f() {
  // expected-error@+1 {{'ttng.warp_group_dot_wait' op needs something to wait for}}
  "ttng.warp_group_dot_wait"() <{pendings = 0 : i32}> : () -> ()
  tt.return
}

// -----

tt.func @f() {
  // expected-error@+1 {{'ttng.fence_async_shared' op requires attribute 'bCluster'}}
  ttng.fence_async_shared
  tt.return
}

// -----

tt.func @f() {
  // expected-error@+1 {{'ttng.cluster_arrive' op attribute 'relaxed' failed to satisfy constraint: bool attribute}}
  ttng.cluster_arrive {relaxed = 1 : i32}
  tt.return
}

// -----

tt.func @f(%x: i32) {
  // expected-error@+1 {{'ttng.cluster_wait' op requires zero operands}}
  "ttng.cluster_wait"(%x) : (i32) -> ()
  tt.return
}

// -----

#bar = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [0]}>
#smem = #ttg.shared_memory
!bar = !ttg.memdesc<1xi64, #bar, #smem, mutable>
tt.func @f(%b: !bar) {
  // expected-error@+1 {{'ttng.init_barrier' op count must be positive, found 0}}
  ttng.init_barrier %b, 0 : !bar
  tt.return
}

// -----

#s = #ttg.nvmma_shared<{swizzlingByteWidth = 128, transposed = false, elementBitWidth = 16}>
#smem = #ttg.shared_memory
!block = !ttg.memdesc<64x64xf16, #s, #smem, mutable>
tt.func @f(%b: !block) {
  // expected-error@+1 {{'ttng.init_barrier' op needs a barrier of i64 in shared memory}}
  ttng.init_barrier %b, 1 : !block
  tt.return
}

// -----

#bar = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [0]}>
#smem = #ttg.shared_memory
tt.func @f(%b: !ttg.memdesc<1xi64, #bar, #smem>) {
  // expected-error@+1 {{'ttng.inval_barrier' op writes to immutable memory}}
  ttng.inval_barrier %b : !ttg.memdesc<1xi64, #bar, #smem>
  tt.return
}

// -----

#bar = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [0]}>
#smem = #ttg.shared_memory
!bar = !ttg.memdesc<1xi64, #bar, #smem, mutable>
tt.func @f(%b: !bar, %p: i1) {
  // expected-error@+1 {{'ttng.barrier_expect' op size must not be negative, found -1}}
  ttng.barrier_expect %b, -1, %p : !bar
  tt.return
}

// -----

#s = #ttg.nvmma_shared<{swizzlingByteWidth = 128, transposed = false, elementBitWidth = 16}>
#smem = #ttg.shared_memory
!block = !ttg.memdesc<64x64xf16, #s, #smem, mutable>
tt.func @f(%b: !block, %i: i32) {
  // expected-error@+1 {{'ttng.wait_barrier' op needs a barrier of i64 in shared memory}}
  ttng.wait_barrier %b, %i : !block
  tt.return
}

// -----

#bar = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [0]}>
#smem = #ttg.shared_memory
!bar = !ttg.memdesc<1xi64, #bar, #smem, mutable>
tt.func @f(%b: !bar) {
  // expected-error@+1 {{'ttng.arrive_barrier' op count must be positive, found 0}}
  ttng.arrive_barrier %b, 0 : !bar
  tt.return
}

// -----

#s = #ttg.nvmma_shared<{swizzlingByteWidth = 128, transposed = false, elementBitWidth = 16}>
#smem = #ttg.shared_memory
!block = !ttg.memdesc<64x64xf16, #s, #smem, mutable>
tt.func @f(%b: !block) {
  // expected-error@+1 {{'ttng.async_copy_mbarrier_arrive' op needs a barrier of i64 in shared memory}}
  ttng.async_copy_mbarrier_arrive %b : !block
  tt.return
}

// -----

#bar = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [0]}>
#s = #ttg.nvmma_shared<{swizzlingByteWidth = 128, transposed = false, elementBitWidth = 16}>
#smem = #ttg.shared_memory
!bar = !ttg.memdesc<1xi64, #bar, #smem, mutable>
!block = !ttg.memdesc<64x64xf16, #s, #smem, mutable>
!desc = !tt.tensordesc<tensor<64x64xf16, #s>>
tt.func @f(%d: !desc, %m: !block, %b: !bar, %i: i32, %p: i1) {
  // expected-error@+1 {{'ttng.async_tma_copy_global_to_local' op needs 2 coordinates for its descriptor, found 1}}
  ttng.async_tma_copy_global_to_local %d[%i] %m, %b, %p : !desc, !bar -> !block
  tt.return
}

// -----

#bar = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [0]}>
#s = #ttg.nvmma_shared<{swizzlingByteWidth = 128, transposed = false, elementBitWidth = 16}>
#smem = #ttg.shared_memory
!bar = !ttg.memdesc<1xi64, #bar, #smem, mutable>
!const = !ttg.memdesc<64x64xf16, #s, #smem>
!desc = !tt.tensordesc<tensor<64x64xf16, #s>>
tt.func @f(%d: !desc, %m: !const, %b: !bar, %i: i32, %p: i1) {
  // expected-error@+1 {{'ttng.async_tma_copy_global_to_local' op writes to immutable memory}}
  ttng.async_tma_copy_global_to_local %d[%i, %i] %m, %b, %p : !desc, !bar -> !const
  tt.return
}

// -----

#bar = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [0]}>
#s = #ttg.nvmma_shared<{swizzlingByteWidth = 128, transposed = false, elementBitWidth = 16}>
#smem = #ttg.shared_memory
!bar = !ttg.memdesc<1xi64, #bar, #smem, mutable>
!block = !ttg.memdesc<64x64xf16, #s, #smem, mutable>
tt.func @f(%d: !tt.ptr<i8>, %m: !block, %b: !bar, %p: i1) {
  // expected-error@+1 {{'ttng.async_tma_copy_global_to_local' op needs 1 to 5 coordinates, found 0}}
  ttng.async_tma_copy_global_to_local %d[] %m, %b, %p : !tt.ptr<i8>, !bar -> !block
  tt.return
}

// -----

#s = #ttg.nvmma_shared<{swizzlingByteWidth = 128, transposed = false, elementBitWidth = 16}>
#smem = #ttg.shared_memory
!desc = !tt.tensordesc<tensor<64x64xf16, #s>>
tt.func @f(%d: !desc, %m: !ttg.memdesc<32x64xf16, #s, #smem>, %i: i32) {
  // expected-error@+1 {{'ttng.async_tma_copy_local_to_global' op copies blocks of 64x64, found memory of 32x64}}
  ttng.async_tma_copy_local_to_global %d[%i, %i] %m : !desc, !ttg.memdesc<32x64xf16, #s, #smem>
  tt.return
}

// -----

#s = #ttg.nvmma_shared<{swizzlingByteWidth = 128, transposed = false, elementBitWidth = 16}>
#smem = #ttg.shared_memory
!desc = !tt.tensordesc<tensor<64x64xf16, #s>>
tt.func @f(%d: !desc, %m: !ttg.memdesc<64x64xi16, #s, #smem>, %i: i32) {
  // expected-error@+1 {{'ttng.async_tma_reduce' op needs memory of 'f16', found 'i16'}}
  ttng.async_tma_reduce add, %d[%i, %i] %m : !desc, !ttg.memdesc<64x64xi16, #s, #smem>
  tt.return
}

// -----

#bar = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [0]}>
#s = #ttg.nvmma_shared<{swizzlingByteWidth = 128, transposed = false, elementBitWidth = 16}>
#smem = #ttg.shared_memory
!bar = !ttg.memdesc<1xi64, #bar, #smem, mutable>
!block = !ttg.memdesc<64x64xf16, #s, #smem, mutable>
!row = !tt.tensordesc<tensor<1x64xf16, #s>>
tt.func @f(%d: !row, %m: !block, %b: !bar, %i: i32, %x: tensor<32xi32>, %p: i1) {
  // expected-error@+1 {{'ttng.async_tma_gather' op needs memory of 32 rows}}
  ttng.async_tma_gather %d[%x, %i] %m, %b, %p : !row, tensor<32xi32>, i32, !bar, !block, i1
  tt.return
}

// -----

#bar = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [0]}>
#s = #ttg.nvmma_shared<{swizzlingByteWidth = 128, transposed = false, elementBitWidth = 16}>
#smem = #ttg.shared_memory
!bar = !ttg.memdesc<1xi64, #bar, #smem, mutable>
!block = !ttg.memdesc<64x64xf16, #s, #smem, mutable>
!desc = !tt.tensordesc<tensor<64x64xf16, #s>>
tt.func @f(%d: !desc, %m: !block, %b: !bar, %i: i32, %x: tensor<64xi32>, %p: i1) {
  // expected-error@+1 {{'ttng.async_tma_gather' op needs blocks of 1x64, found 64x64}}
  ttng.async_tma_gather %d[%x, %i] %m, %b, %p : !desc, tensor<64xi32>, i32, !bar, !block, i1
  tt.return
}

// -----

#s = #ttg.nvmma_shared<{swizzlingByteWidth = 128, transposed = false, elementBitWidth = 16}>
#smem = #ttg.shared_memory
!block = !ttg.memdesc<64x64xf16, #s, #smem, mutable>
!row = !tt.tensordesc<tensor<1x64xf16, #s>>
tt.func @f(%d: !row, %m: !block, %i: i32, %x: tensor<8x8xi32>) {
  // expected-error@+1 {{'ttng.async_tma_scatter' op needs row numbers of rank 1, found 'tensor<8x8xi32>'}}
  ttng.async_tma_scatter %d[%x, %i] %m : !row, tensor<8x8xi32>, i32, !block
  tt.return
}

// -----

tt.func @f() {
  // expected-error@+1 {{'ttng.async_tma_store_wait' op pendings must not be negative, found -2}}
  ttng.async_tma_store_wait {pendings = -2 : i32}
  tt.return
}

// -----

tt.func @f(%d: !tt.ptr<i8>, %i: i32) {
  // expected-error@+1 {{'ttng.tensormap_create' op needs 2 sizes and element strides and 1 strides, found 2, 2 and 0}}
  ttng.tensormap_create %d, %d, [%i, %i], [%i, %i], [], [%i, %i] {elem_type = 0 : i32, fill_mode = 0 : i32, interleave_layout = 0 : i32, swizzle_mode = 0 : i32} : (!tt.ptr<i8>, !tt.ptr<i8>, i32, i32, i32, i32, i32, i32) -> ()
  tt.return
}

// -----

tt.func @f(%d: !tt.ptr<i8>, %i: i32) {
  // expected-error@+1 {{attribute 'elem_type' failed to satisfy constraint}}
  ttng.tensormap_create %d, %d, [%i], [%i], [], [%i] {elem_type = 16 : i32, fill_mode = 0 : i32, interleave_layout = 0 : i32, swizzle_mode = 0 : i32} : (!tt.ptr<i8>, !tt.ptr<i8>, i32, i32, i32) -> ()
  tt.return
}

// -----

#s = #ttg.nvmma_shared<{swizzlingByteWidth = 128, transposed = false, elementBitWidth = 16}>
!desc = !tt.tensordesc<tensor<64x64xf16, #s>>
tt.func @f(%d: !desc) {
  // expected-error@+1 {{'ttng.tensormap_fenceproxy_acquire' op operand #0 must be pointer, but got '!tt.tensordesc}}
  ttng.tensormap_fenceproxy_acquire %d : !desc
  tt.return
}

// -----

tt.func @f(%d: !tt.ptr<i8>) {
  // expected-error@+1 {{'ttng.reinterpret_tensor_descriptor' op result #0 must be a tensor in device memory, accessed by blocks, but got '!tt.ptr<i8>'}}
  %0 = ttng.reinterpret_tensor_descriptor %d : !tt.ptr<i8> to !tt.ptr<i8>
  tt.return
}

// -----

#s = #ttg.nvmma_shared<{swizzlingByteWidth = 128, transposed = false, elementBitWidth = 16}>
!desc = !tt.tensordesc<tensor<64x64xf16, #s>>
tt.func @f(%d: !desc) {
  // expected-error@+1 {{'ttng.tensor_desc_to_tma_ptr' op result #0 must be pointer, but got '!tt.tensordesc}}
  %0 = ttng.tensor_desc_to_tma_ptr %d : !desc to !desc
  tt.return
}
