// RUN: triton-metal-opt %s --ttg-raise-to-tt | FileCheck %s

#blocked = #ttg.blocked<{sizePerThread = [1, 8], threadsPerWarp = [4, 8], warpsPerCTA = [4, 1], order = [1, 0]}>
#mma2 = #ttg.nvidia_mma<{versionMajor = 2, versionMinor = 0, warpsPerCTA = [2, 2], instrShape = [16, 8]}>
#mma = #ttg.nvidia_mma<{versionMajor = 3, versionMinor = 0, warpsPerCTA = [4, 1], instrShape = [16, 64, 16]}>
#shared = #ttg.nvmma_shared<{swizzlingByteWidth = 128, transposed = false, elementBitWidth = 16}>
#shared1 = #ttg.nvmma_shared<{swizzlingByteWidth = 128, transposed = true, elementBitWidth = 16}>
#smem = #ttg.shared_memory
!m = !ttg.memdesc<64x64xf16, #shared, #smem>
!x = tensor<64x64xf16, #blocked>
!a = tensor<64x64xf16, #ttg.dot_op<{opIdx = 0, parent = #mma, kWidth = 2}>>
!acc = tensor<64x64xf32, #mma>
module attributes {"ttg.num-ctas" = 1 : i32, "ttg.num-warps" = 4 : i32, ttg.target = "cuda:90", "ttg.threads-per-warp" = 32 : i32} {
  // Operands in memory are what was put there, also through a view; a wait hands on.
  // CHECK-LABEL: tt.func @in_memory(
  // CHECK-SAME:    %[[X:.*]]: tensor<64x64xf16>, %[[Y:.*]]: tensor<64x64xf16>, %[[C:.*]]: tensor<64x64xf32>)
  // CHECK:         %[[T:.*]] = tt.trans %[[Y]] {order = array<i32: 1, 0>}
  // CHECK-NEXT:    %[[D:.*]] = tt.dot %[[X]], %[[T]], %[[C]], inputPrecision = tf32 {maxNumImpreciseAcc = 32 : i32} : tensor<64x64xf16> * tensor<64x64xf16> -> tensor<64x64xf32>
  // CHECK-NEXT:    tt.return %[[D]]
  tt.func @in_memory(%x: !x, %y: !x, %c: !acc) -> !acc {
    %mx = ttg.local_alloc %x : (!x) -> !m
    %my = ttg.local_alloc %y : (!x) -> !m
    %mt = ttg.memdesc_trans %my {order = array<i32: 1, 0>} : !m -> !ttg.memdesc<64x64xf16, #shared1, #smem>
    ttng.fence_async_shared {bCluster = false}
    %d = ttng.warp_group_dot %mx, %mt, %c {inputPrecision = 0 : i32, isAsync = true, maxNumImpreciseAcc = 32 : i32} : !m * !ttg.memdesc<64x64xf16, #shared1, #smem> -> !acc
    %w:2 = ttng.warp_group_dot_wait %d, %mx {pendings = 0 : i32} : !acc, !m
    tt.return %w#0 : !acc
  }

  // One operand in registers; the accumulator counts only if the condition says so.
  // CHECK-LABEL: tt.func @without_accumulator(
  // CHECK-SAME:    %[[A:.*]]: tensor<64x64xf16>, %[[Y:.*]]: tensor<64x64xf16>, %[[C:.*]]: tensor<64x64xf32>, %[[USE:.*]]: i1)
  // CHECK:         %[[ZERO:.*]] = arith.constant dense<0.000000e+00> : tensor<64x64xf32>
  // CHECK-NEXT:    %[[SUM:.*]] = arith.select %[[USE]], %[[C]], %[[ZERO]] : tensor<64x64xf32>
  // CHECK-NEXT:    tt.dot %[[A]], %[[Y]], %[[SUM]] : tensor<64x64xf16> * tensor<64x64xf16> -> tensor<64x64xf32>
  tt.func @without_accumulator(%a: !a, %y: !x, %c: !acc, %use: i1) -> !acc {
    %my = ttg.local_alloc %y : (!x) -> !m
    %d = ttng.warp_group_dot %a, %my, %c, %use : !a * !m -> !acc
    tt.return %d : !acc
  }

  // Operands of the older kind keep only their meaning.
  // CHECK-LABEL: tt.func @registers(
  // CHECK:         tt.dot %{{.*}}, %{{.*}}, %{{.*}} : tensor<64x64xf16> * tensor<64x64xf16> -> tensor<64x64xf32>
  tt.func @registers(%a: tensor<64x64xf16, #ttg.dot_op<{opIdx = 0, parent = #mma2, kWidth = 2}>>, %b: tensor<64x64xf16, #ttg.dot_op<{opIdx = 1, parent = #mma2, kWidth = 2}>>, %c: tensor<64x64xf32, #mma2>) -> tensor<64x64xf32, #mma2> {
    %d = tt.dot %a, %b, %c : tensor<64x64xf16, #ttg.dot_op<{opIdx = 0, parent = #mma2, kWidth = 2}>> * tensor<64x64xf16, #ttg.dot_op<{opIdx = 1, parent = #mma2, kWidth = 2}>> -> tensor<64x64xf32, #mma2>
    tt.return %d : tensor<64x64xf32, #mma2>
  }

  // Pairs of 4-bit floats: halves of bytes, decoded by integers (0.5 has the bits 16128 in
  // bf16; 1, code 2, and up are 64 apart), joined as neighbours.
  // CHECK-LABEL: tt.func @fp4(
  // CHECK-SAME:    %[[X:.*]]: tensor<64x32xi8>)
  // CHECK:         %[[LOW:.*]] = arith.andi %[[X]], %{{.*}} : tensor<64x32xi8>
  // CHECK:         %[[HIGH:.*]] = arith.shrui %[[X]], %{{.*}} : tensor<64x32xi8>
  // CHECK:         %[[CODE:.*]] = arith.extui %[[LOW]] : tensor<64x32xi8> to tensor<64x32xi16>
  // CHECK:         %[[MAG:.*]] = arith.andi %[[CODE]]
  // CHECK:         %[[C6:.*]] = arith.constant dense<6>
  // CHECK:         %[[SHIFTED:.*]] = arith.shli %[[MAG]], %[[C6]]
  // CHECK:         %[[HALF:.*]] = arith.constant dense<16128>
  // CHECK:         arith.addi %[[SHIFTED]], %[[HALF]]
  // CHECK:         %[[C12:.*]] = arith.constant dense<12>
  // CHECK:         arith.shli %{{.*}}, %[[C12]]
  // CHECK:         arith.extui %[[HIGH]]
  // CHECK:         %[[J:.*]] = tt.join %{{.*}}, %{{.*}} : tensor<64x32xi16> -> tensor<64x32x2xi16>
  // CHECK-NEXT:    %[[R:.*]] = tt.reshape %[[J]] : tensor<64x32x2xi16> -> tensor<64x64xi16>
  // CHECK-NEXT:    %[[F:.*]] = tt.bitcast %[[R]] : tensor<64x64xi16> -> tensor<64x64xbf16>
  // CHECK-NEXT:    tt.return %[[F]]
  tt.func @fp4(%x: tensor<64x32xi8, #ttg.dot_op<{opIdx = 0, parent = #mma, kWidth = 1}>>) -> tensor<64x64xbf16, #ttg.dot_op<{opIdx = 0, parent = #mma, kWidth = 2}>> {
    %r = ttg.fp4_to_fp %x {axis = 1 : i32} : tensor<64x32xi8, #ttg.dot_op<{opIdx = 0, parent = #mma, kWidth = 1}>> -> tensor<64x64xbf16, #ttg.dot_op<{opIdx = 0, parent = #mma, kWidth = 2}>>
    tt.return %r : tensor<64x64xbf16, #ttg.dot_op<{opIdx = 0, parent = #mma, kWidth = 2}>>
  }

  // Along the other dimension the pairs move there.
  // CHECK-LABEL: tt.func @fp4_rows(
  // CHECK:         %[[J:.*]] = tt.join %{{.*}}, %{{.*}} : tensor<64x32xi16> -> tensor<64x32x2xi16>
  // CHECK-NEXT:    %[[T:.*]] = tt.trans %[[J]] {order = array<i32: 0, 2, 1>} : tensor<64x32x2xi16> -> tensor<64x2x32xi16>
  // CHECK-NEXT:    tt.reshape %[[T]] : tensor<64x2x32xi16> -> tensor<128x32xi16>
  tt.func @fp4_rows(%x: tensor<64x32xi8, #ttg.dot_op<{opIdx = 1, parent = #mma2, kWidth = 1}>>) -> tensor<128x32xf16, #ttg.dot_op<{opIdx = 1, parent = #mma2, kWidth = 2}>> {
    %r = ttg.fp4_to_fp %x {axis = 0 : i32} : tensor<64x32xi8, #ttg.dot_op<{opIdx = 1, parent = #mma2, kWidth = 1}>> -> tensor<128x32xf16, #ttg.dot_op<{opIdx = 1, parent = #mma2, kWidth = 2}>>
    tt.return %r : tensor<128x32xf16, #ttg.dot_op<{opIdx = 1, parent = #mma2, kWidth = 2}>>
  }

  // One exponent for 32 neighbours, shifted to where bf16 has its own; 255 makes NaN. The
  // elements may be bf16 already, or bytes.
  // CHECK-LABEL: tt.func @scaled(
  // CHECK-SAME:    %[[X:.*]]: tensor<64x64xbf16>, %[[S:.*]]: tensor<64x2xi8>)
  // CHECK:         %[[W:.*]] = arith.extui %[[S]] : tensor<64x2xi8> to tensor<64x2xi16>
  // CHECK:         %[[SEVEN:.*]] = arith.constant dense<7>
  // CHECK:         %[[B:.*]] = arith.shli %[[W]], %[[SEVEN]]
  // CHECK:         %[[E:.*]] = tt.bitcast %[[B]] : tensor<64x2xi16> -> tensor<64x2xbf16>
  // CHECK:         %[[D:.*]] = tt.expand_dims %[[E]] {axis = 2 : i32} : tensor<64x2xbf16> -> tensor<64x2x1xbf16>
  // CHECK:         %[[M:.*]] = tt.broadcast %[[D]] : tensor<64x2x1xbf16> -> tensor<64x2x32xbf16>
  // CHECK:         %[[R:.*]] = tt.reshape %[[M]] : tensor<64x2x32xbf16> -> tensor<64x64xbf16>
  // CHECK:         %[[P:.*]] = arith.mulf %[[X]], %[[R]]
  // CHECK:         %[[ALL:.*]] = arith.constant dense<-1> : tensor<64x2xi8>
  // CHECK:         arith.cmpi eq, %[[S]], %[[ALL]]
  // CHECK:         %[[NAN:.*]] = arith.constant dense<0x7FC0> : tensor<64x64xbf16>
  // CHECK:         arith.select %{{.*}}, %[[NAN]], %[[P]]
  tt.func @scaled(%x: tensor<64x64xbf16, #blocked>, %s: tensor<64x2xi8, #blocked>) -> tensor<64x64xbf16, #blocked> {
    %r = ttg.upcast_mxfp %x, %s fp_type = e5m2 : tensor<64x64xbf16, #blocked>, tensor<64x2xi8, #blocked> -> tensor<64x64xbf16, #blocked>
    tt.return %r : tensor<64x64xbf16, #blocked>
  }

  // CHECK-LABEL: tt.func @scaled_bytes(
  // CHECK-SAME:    %[[X:.*]]: tensor<64x64xi8>, %[[Y:.*]]: tensor<64x32xi8>,
  // CHECK:         %[[F:.*]] = tt.bitcast %[[X]] : tensor<64x64xi8> -> tensor<64x64xf8E4M3FN>
  // CHECK:         %[[W:.*]] = tt.fp_to_fp %[[F]] : tensor<64x64xf8E4M3FN> -> tensor<64x64xbf16>
  // CHECK:         arith.mulf %[[W]]
  // CHECK:         arith.andi %[[Y]]
  // CHECK:         tt.join
  tt.func @scaled_bytes(%x: tensor<64x64xi8, #blocked>, %y: tensor<64x32xi8, #blocked>, %s: tensor<64x2xi8, #blocked>) -> (tensor<64x64xbf16, #blocked>, tensor<64x64xbf16, #blocked>) {
    %r = ttg.upcast_mxfp %x, %s fp_type = e4m3 : tensor<64x64xi8, #blocked>, tensor<64x2xi8, #blocked> -> tensor<64x64xbf16, #blocked>
    %t = ttg.upcast_mxfp %y, %s fp_type = e2m1 : tensor<64x32xi8, #blocked>, tensor<64x2xi8, #blocked> -> tensor<64x64xbf16, #blocked>
    tt.return %r, %t : tensor<64x64xbf16, #blocked>, tensor<64x64xbf16, #blocked>
  }
}
