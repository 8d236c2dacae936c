// RUN: triton-metal-opt %s --metal-verify-loop-form --split-input-file --verify-diagnostics

metal.kernel @wide() attributes {arguments = [], num_simdgroups = 1 : i32, target = "apple7"} {
  // expected-error @+1 {{type 'vector<8xf32>' is not a vector of two to four elements}}
  %v = arith.constant dense<1.0> : vector<8xf32>
  metal.return
}

// -----

metal.kernel @value_form() attributes {arguments = [], num_simdgroups = 1 : i32, target = "apple7"} {
  // expected-error @+1 {{is of the value form; run metal-form-loops first}}
  %i = metal.coordinate registers = [1, 2] lanes = [4, 8, 16, 32, 64] simdgroups = [] : vector<4xi32>
  metal.return
}

// -----

metal.kernel @double() attributes {arguments = [], num_simdgroups = 1 : i32, target = "apple7"} {
  // expected-error @+1 {{type 'f64' has no counterpart: Metal has no 64-bit float}}
  %v = arith.constant 1.0 : f64
  metal.return
}

// -----

metal.kernel @odd() attributes {arguments = [], num_simdgroups = 1 : i32, target = "apple7"} {
  // expected-error @+1 {{type 'i48' is not an integer that Metal has (1, 8, 16, 32, 64 bits)}}
  %v = arith.constant 1 : i48
  metal.return
}
