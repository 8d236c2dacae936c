// RUN: triton-metal-opt %s | FileCheck %s
// RUN: triton-metal-opt %s | triton-metal-opt | FileCheck %s
// Layouts in memory and the type that carries them.

// CHECK-DAG: #[[$SW:shared[0-9]*]] = #ttg.swizzled_shared<{vec = 8, perPhase = 2, maxPhase = 4, order = [1, 0]}>
#swizzled = #ttg.swizzled_shared<{vec = 8, perPhase = 2, maxPhase = 4, order = [1, 0]}>
// CHECK-DAG: #[[$RO:shared[0-9]*]] = #ttg.amd_rotating_shared<{vec = 4, perPhase = 1, maxPhase = 16, order = [1, 0]}>
#rotating = #ttg.amd_rotating_shared<{vec = 4, perPhase = 1, maxPhase = 16, order = [1, 0]}>
// CHECK-DAG: #[[$NV:shared[0-9]*]] = #ttg.nvmma_shared<{swizzlingByteWidth = 128, transposed = true, elementBitWidth = 16}>
#nvmma = #ttg.nvmma_shared<{swizzlingByteWidth = 128, transposed = true, elementBitWidth = 16}>
// CHECK-DAG: #[[$N1:shared[0-9]*]] = #ttg.nvmma_shared<{swizzlingByteWidth = 0, transposed = true, elementBitWidth = 8, rank = 1}>
#nvmma1 = #ttg.nvmma_shared<{swizzlingByteWidth = 0, transposed = true, elementBitWidth = 8, rank = 1}>
// CHECK-DAG: #[[$N4:shared[0-9]*]] = #ttg.nvmma_shared<{swizzlingByteWidth = 64, transposed = false, elementBitWidth = 8, fp4Padded = true}>
#nvmma4 = #ttg.nvmma_shared<{swizzlingByteWidth = 64, transposed = false, elementBitWidth = 8, fp4Padded = true}>
// CHECK-DAG: #[[$PS:shared[0-9]*]] = #ttg.padded_shared<[32:+4, 128:+8] {order = [1, 0], shape = [32, 16]}>
#padded = #ttg.padded_shared<[32:+4, 128:+8] {order = [1, 0], shape = [32, 16]}>
// CHECK-DAG: #[[$PB:shared[0-9]*]] = #ttg.padded_shared<[32:+4] {offset = {{\[}}[0, 1], [0, 2], [2, 0], [1, 0]], block = []}>
#padded_bases = #ttg.padded_shared<[32:+4] {offset = [[0, 1], [0, 2], [2, 0], [1, 0]], block = []}>
// Bases that only say an order are printed as that order.
// CHECK-DAG: #[[$PO:shared[0-9]*]] = #ttg.padded_shared<[8:+2] {order = [0, 1], shape = [4, 4]}>
#padded_order = #ttg.padded_shared<[8:+2] {offset = [[1, 0], [2, 0], [0, 1], [0, 2]], block = []}>
// CHECK-DAG: #[[$LI:shared[0-9]*]] = #ttg.shared_linear<{offset = {{\[}}[0, 1], [0, 2], [1, 0]]}, alignment = 16>
#linear = #ttg.shared_linear<{offset = [[0, 1], [0, 2], [1, 0]]}, alignment = 16>
// CHECK-DAG: #[[$PA:shared[0-9]*]] = #ttg.partitioned_shared<{numPartitions = 2, numGroups = 4, partitionDim = 0, partitionLayout = #[[$SW]]}>
#partitioned = #ttg.partitioned_shared<{numPartitions = 2, numGroups = 4, partitionDim = 0, partitionLayout = #swizzled}>
// CHECK-DAG: #smem = #ttg.shared_memory
#smem = #ttg.shared_memory

// Up to 3.2: another name, and what became nvmma_shared.
// CHECK-DAG: #[[$O1:shared[0-9]*]] = #ttg.swizzled_shared<{vec = 4, perPhase = 1, maxPhase = 8, order = [0, 1]}>
#old = #ttg.shared<{vec = 4, perPhase = 1, maxPhase = 8, order = [0, 1], hasLeadingOffset = false}>
// CHECK-DAG: #[[$O2:shared[0-9]*]] = #ttg.nvmma_shared<{swizzlingByteWidth = 64, transposed = true, elementBitWidth = 16}>
#old_leading = #ttg.shared<{vec = 8, perPhase = 2, maxPhase = 4, order = [0, 1], hasLeadingOffset = true}>

// CHECK: @layouts(%{{.*}}: !ttg.memdesc<64x32xf16, #[[$SW]], #smem>, %{{.*}}: !ttg.memdesc<3x64x32xf16, #[[$SW]], #smem, mutable>, %{{.*}}: !ttg.memdesc<64x16xf16, #[[$SW]], #smem, mutable, 64x64>
tt.func @layouts(%a: !ttg.memdesc<64x32xf16, #swizzled, #smem>,
                 %b: !ttg.memdesc<3x64x32xf16, #swizzled, #ttg.shared_memory, mutable>,
                 %c: !ttg.memdesc<64x16xf16, #swizzled, #smem, mutable, 64x64>,
                 // CHECK-SAME: !ttg.memdesc<16x16xf32, #[[$RO]], #smem>, %{{.*}}: !ttg.memdesc<64x64xf16, #[[$NV]], #smem>, %{{.*}}: !ttg.memdesc<2048xi8, #[[$N1]], #smem>, %{{.*}}: !ttg.memdesc<64x64xi8, #[[$N4]], #smem>
                 %d: !ttg.memdesc<16x16xf32, #rotating, #smem>,
                 %e: !ttg.memdesc<64x64xf16, #nvmma, #smem>,
                 %f: !ttg.memdesc<2048xi8, #nvmma1, #smem>,
                 %g: !ttg.memdesc<64x64xi8, #nvmma4, #smem>,
                 // CHECK-SAME: !ttg.memdesc<32x16xf32, #[[$PS]], #smem>, %{{.*}}: !ttg.memdesc<4x4xf32, #[[$PB]], #smem>, %{{.*}}: !ttg.memdesc<4x4xf32, #[[$PO]], #smem>, %{{.*}}: !ttg.memdesc<2x4xf32, #[[$LI]], #smem>, %{{.*}}: !ttg.memdesc<64x32xf16, #[[$PA]], #smem>
                 %h: !ttg.memdesc<32x16xf32, #padded, #smem>,
                 %i: !ttg.memdesc<4x4xf32, #padded_bases, #smem>,
                 %j: !ttg.memdesc<4x4xf32, #padded_order, #smem>,
                 %k: !ttg.memdesc<2x4xf32, #linear, #smem>,
                 %l: !ttg.memdesc<64x32xf16, #partitioned, #smem>) {
  tt.return
}

// CHECK: @old(%{{.*}}: !ttg.memdesc<8x32xf32, #[[$O1]], #smem, mutable>, %{{.*}}: !ttg.memdesc<64x64xf16, #[[$O2]], #smem>, %{{.*}}: !ttg.memdesc<64x16xf16, #[[$SW]], #smem, 64x64>)
tt.func @old(%a: !ttg.memdesc<8x32xf32, #old, mutable>, %b: !ttg.memdesc<64x64xf16, #old_leading>,
             %c: !ttg.memdesc<64x16xf16, #swizzled, #smem, 64x64>) {
  tt.return
}

// CHECK: @token(%{{.*}}: !ttg.async.token)
tt.func @token(%t: !ttg.async.token) {
  tt.return
}
