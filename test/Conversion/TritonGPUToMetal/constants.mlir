// RUN: triton-metal-opt %s --convert-tritongpu-to-metal --canonicalize --split-input-file | FileCheck %s

#l = #ttg.blocked<{sizePerThread = [1, 2], threadsPerWarp = [16, 2], warpsPerCTA = [1, 1], order = [1, 0]}>

module attributes {"ttg.num-warps" = 1 : i32, "ttg.threads-per-warp" = 32 : i32} {
  // One number for all is in registers; different ones are a table, row by row, and bits are bytes.
  // CHECK-LABEL: metal.kernel @tables
  tt.func public @tables(%x: !tt.ptr<i32>) {
    // CHECK-DAG: %[[FIVE:.*]] = arith.constant dense<5> : vector<2xi32>
    // CHECK-DAG: %[[T:.*]] = metal.constant_table dense<[1, 2, 3, 4, 5, 6, 7, 8]> : tensor<8xi32> -> <i32, constant>
    // CHECK-DAG: %[[B:.*]] = metal.constant_table dense<[1, 0, 1, 0, 0, 0, 0, 1]> : tensor<8xi8> -> <i8, constant>
    // CHECK-DAG: metal.gather %[[T]][%{{.*}}] {alignment = 4 : i32}
    // CHECK-DAG: %[[BYTES:.*]] = metal.gather %[[B]][%{{.*}}] {alignment = 1 : i32}
    // CHECK-DAG: arith.cmpi ne, %[[BYTES]]
    // CHECK-DAG: metal.scatter %[[FIVE]]
    %five = arith.constant dense<5> : tensor<2x4xi32, #l>
    %t = arith.constant dense<[[1, 2, 3, 4], [5, 6, 7, 8]]> : tensor<2x4xi32, #l>
    %b = arith.constant dense<[[true, false, true, false], [false, false, false, true]]> : tensor<2x4xi1, #l>
    %p = tt.splat %x : !tt.ptr<i32> -> tensor<2x4x!tt.ptr<i32>, #l>
    tt.store %p, %five : tensor<2x4x!tt.ptr<i32>, #l>
    tt.store %p, %t, %b : tensor<2x4x!tt.ptr<i32>, #l>
    tt.return
  }
}
