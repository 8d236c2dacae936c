// RUN: triton-metal-opt %s | triton-metal-opt | FileCheck %s
// RUN: triton-metal-opt %s --mlir-print-op-generic | triton-metal-opt | FileCheck %s
// Position in the grid and ranges.

// CHECK-LABEL: tt.func @grid
tt.func @grid() -> (i32, i32, i32) {
  // CHECK: tt.get_program_id x : i32
  %x = tt.get_program_id x : i32
  // CHECK: tt.get_program_id z : i32
  %z = "tt.get_program_id"() <{axis = 2 : i32}> : () -> i32
  // CHECK: tt.get_num_programs y : i32
  %n = tt.get_num_programs y : i32
  tt.return %x, %z, %n : i32, i32, i32
}
