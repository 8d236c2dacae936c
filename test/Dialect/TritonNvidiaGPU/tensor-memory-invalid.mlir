// RUN: triton-metal-opt %s --split-input-file --verify-diagnostics
// Blackwell's ops, each with what its rules refuse.

// expected-error@+1 {{blockM must be 64 or 128, found 32}}
#a = #ttng.tensor_memory_encoding<blockM = 32, blockN = 64, colStride = 1>

// -----

// expected-error@+1 {{blockN must be a power of two up to 512, found 48}}
#a = #ttng.tensor_memory_encoding<blockM = 64, blockN = 48, colStride = 1>

// -----

// expected-error@+1 {{needs either colStride or, before 3.6, unpacked}}
#a = #ttng.tensor_memory_encoding<blockM = 64, blockN = 64>

// -----

// expected-error@+1 {{colStride must be 1, 2 or 4, found 3}}
#a = #ttng.tensor_memory_encoding<blockM = 64, blockN = 64, colStride = 3>

// -----

// expected-error@+1 {{CTASplitM and CTASplitN must be powers of two, found 3 and 1}}
#a = #ttng.tensor_memory_encoding<blockM = 64, blockN = 64, colStride = 1, CTASplitM = 3>

// -----

#tmem = #ttng.tensor_memory_encoding<blockM = 128, blockN = 64, colStride = 1>
!acc = !ttg.memdesc<128x64xf32, #tmem, #ttng.tensor_memory, mutable>
tt.func @f(%x: tensor<64x64xf32>) {
  // expected-error@+1 {{'ttng.tmem_alloc' op needs tensor and memory of one shape and element type}}
  %0 = ttng.tmem_alloc %x : (tensor<64x64xf32>) -> !acc
  tt.return
}

// -----

#tmem = #ttng.tensor_memory_encoding<blockM = 128, blockN = 64, colStride = 1>
!fixed = !ttg.memdesc<128x64xf32, #tmem, #ttng.tensor_memory>
tt.func @f() {
  // expected-error@+1 {{'ttng.tmem_alloc' op without a source needs mutable memory}}
  %0 = ttng.tmem_alloc : () -> !fixed
  tt.return
}

// -----

#s = #ttg.nvmma_shared<{swizzlingByteWidth = 128, transposed = false, elementBitWidth = 16}>
#smem = #ttg.shared_memory
!sa = !ttg.memdesc<128x64xf16, #s, #smem>
tt.func @f(%m: !sa) {
  // expected-error@+1 {{'ttng.tmem_load' op works on tensor memory}}
  %0 = ttng.tmem_load %m : !sa -> tensor<128x64xf16>
  tt.return
}

// -----

#tmem = #ttng.tensor_memory_encoding<blockM = 128, blockN = 64, colStride = 1>
!fixed = !ttg.memdesc<128x64xf32, #tmem, #ttng.tensor_memory>
tt.func @f(%m: !fixed, %x: tensor<128x64xf32>, %p: i1) {
  // expected-error@+1 {{'ttng.tmem_store' op writes to immutable memory}}
  ttng.tmem_store %x, %m, %p : tensor<128x64xf32> -> !fixed
  tt.return
}

// -----

#tmem = #ttng.tensor_memory_encoding<blockM = 128, blockN = 64, colStride = 1>
!acc = !ttg.memdesc<128x64xf32, #tmem, #ttng.tensor_memory, mutable>
tt.func @f(%m: !acc) {
  // expected-error@+1 {{'ttng.tmem_subslice' op takes columns 64 to 96 of 64}}
  %0 = ttng.tmem_subslice %m {N = 64 : i32} : !acc -> !ttg.memdesc<128x32xf32, #tmem, #ttng.tensor_memory, mutable, 128x64>
  tt.return
}

// -----

#tmem = #ttng.tensor_memory_encoding<blockM = 128, blockN = 64, colStride = 1>
!acc = !ttg.memdesc<128x64xf32, #tmem, #ttng.tensor_memory, mutable>
tt.func @f(%m: !acc) {
  // expected-error@+1 {{'ttng.tmem_copy' op copies shared memory}}
  ttng.tmem_copy %m, %m : !acc, !acc
  tt.return
}

// -----

#s = #ttg.nvmma_shared<{swizzlingByteWidth = 128, transposed = false, elementBitWidth = 16}>
#smem = #ttg.shared_memory
#tmem = #ttng.tensor_memory_encoding<blockM = 128, blockN = 64, colStride = 1>
!acc = !ttg.memdesc<128x64xf32, #tmem, #ttng.tensor_memory, mutable>
!sa = !ttg.memdesc<128x64xf16, #s, #smem>
tt.func @f(%m: !acc, %s: !sa) {
  // expected-error@+1 {{'ttng.tmem_copy' op needs a barrier of i64 in shared memory}}
  ttng.tmem_copy %s, %m, %s : !sa, !acc, !sa
  tt.return
}

// -----

#s = #ttg.nvmma_shared<{swizzlingByteWidth = 128, transposed = false, elementBitWidth = 16}>
#smem = #ttg.shared_memory
#tmem = #ttng.tensor_memory_encoding<blockM = 128, blockN = 64, colStride = 1>
!acc = !ttg.memdesc<128x64xf32, #tmem, #ttng.tensor_memory, mutable>
!sa = !ttg.memdesc<128x64xf16, #s, #smem>
tt.func @f(%a: !sa, %d: !acc, %p: i1) {
  // expected-error@+1 {{'ttng.tc_gen5_mma' op cannot multiply 128x64 by 128x64 into 128x64}}
  ttng.tc_gen5_mma %a, %a, %d, %p, %p : !sa, !sa, !acc
  tt.return
}

// -----

#s = #ttg.nvmma_shared<{swizzlingByteWidth = 128, transposed = false, elementBitWidth = 16}>
#smem = #ttg.shared_memory
#tmem = #ttng.tensor_memory_encoding<blockM = 128, blockN = 64, colStride = 1>
!fixed = !ttg.memdesc<128x64xf32, #tmem, #ttng.tensor_memory>
!sa = !ttg.memdesc<128x64xf16, #s, #smem>
!sb = !ttg.memdesc<64x64xf16, #s, #smem>
tt.func @f(%a: !sa, %b: !sb, %d: !fixed, %p: i1) {
  // expected-error@+1 {{'ttng.tc_gen5_mma' op writes to immutable memory}}
  ttng.tc_gen5_mma %a, %b, %d, %p, %p : !sa, !sb, !fixed
  tt.return
}

// -----

#s = #ttg.nvmma_shared<{swizzlingByteWidth = 128, transposed = false, elementBitWidth = 16}>
#smem = #ttg.shared_memory
#tmem = #ttng.tensor_memory_encoding<blockM = 128, blockN = 64, colStride = 1>
!acc = !ttg.memdesc<128x64xf32, #tmem, #ttng.tensor_memory, mutable>
!sa = !ttg.memdesc<128x64xf16, #s, #smem>
!sb = !ttg.memdesc<64x64xf16, #s, #smem>
tt.func @f(%a: !sa, %b: !sb, %d: !acc, %p: i1) {
  // expected-error@+1 {{'ttng.tc_gen5_mma' op needs a barrier of i64 in shared memory}}
  ttng.tc_gen5_mma %a, %b, %d, %p, %p, %a[%p] : !sa, !sb, !acc, !sa
  tt.return
}

// -----

#s = #ttg.nvmma_shared<{swizzlingByteWidth = 128, transposed = false, elementBitWidth = 16}>
#smem = #ttg.shared_memory
!sa = !ttg.memdesc<128x64xf16, #s, #smem>
!sb = !ttg.memdesc<64x64xf16, #s, #smem>
tt.func @f(%a: !sa, %b: !sb, %p: i1) {
  // expected-error@+1 {{'ttng.tc_gen5_mma_scaled' op works on tensor memory}}
  ttng.tc_gen5_mma_scaled %a, %b, %a, %a, %a, %p, %p lhs = e4m3 rhs = e4m3 : !sa, !sb, !sa, !sa, !sa
  tt.return
}

// -----

#s = #ttg.nvmma_shared<{swizzlingByteWidth = 128, transposed = false, elementBitWidth = 16}>
#smem = #ttg.shared_memory
!sa = !ttg.memdesc<128x64xf16, #s, #smem>
tt.func @f(%a: !sa) {
  // expected-error@+1 {{'ttng.tc_gen5_commit' op needs a barrier of i64 in shared memory}}
  ttng.tc_gen5_commit %a : !sa
  tt.return
}
