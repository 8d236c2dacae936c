// RUN: triton-metal-opt %s --metal-form-loops --split-input-file --verify-diagnostics

metal.kernel @while(%n: i32) attributes {arguments = [#metal.argument<name = "n", kind = scalar, element = i32, binding = 0>], num_simdgroups = 1 : i32, target = "apple7"} {
  %v = arith.constant dense<1.0> : vector<8xf32>
  %c = arith.constant false
  // expected-error @+1 {{carries a tensor, which is not supported in a `while` loop yet; carry scalars, or use a `for` loop}}
  %r = scf.while (%a = %v) : (vector<8xf32>) -> vector<8xf32> {
    scf.condition(%c) %a : vector<8xf32>
  } do {
  ^bb0(%a: vector<8xf32>):
    scf.yield %a : vector<8xf32>
  }
  metal.return
}
