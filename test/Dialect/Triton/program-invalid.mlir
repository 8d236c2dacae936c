// RUN: triton-metal-opt %s --split-input-file --verify-diagnostics
// Axes that no grid has.

tt.func @axis() {
  // expected-error@+1 {{expected string or keyword containing one of the following enum values for attribute 'axis' [x, y, z]}}
  %0 = tt.get_program_id w : i32
  tt.return
}

// -----

tt.func @number() {
  // expected-error@+1 {{invalid properties {axis = 3 : i32} for op tt.get_num_programs: Invalid attribute `axis` in property conversion: 3 : i32}}
  %0 = "tt.get_num_programs"() <{axis = 3 : i32}> : () -> i32
  tt.return
}

// -----

tt.func @width() {
  // expected-error@+1 {{'tt.get_program_id' op result #0 must be 32-bit signless integer, but got 'i64'}}
  %0 = tt.get_program_id x : i64
  tt.return
}
