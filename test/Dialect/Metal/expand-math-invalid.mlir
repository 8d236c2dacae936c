// RUN: triton-metal-opt %s --metal-expand-math --split-input-file --verify-diagnostics

#a = #metal.argument<name = "a", kind = scalar, element = f32, binding = 0>
#n = #metal.argument<name = "n", kind = scalar, element = i32, binding = 0, offset = 4>
metal.kernel @function(%a: f32, %n: i32) attributes {arguments = [#a, #n], num_simdgroups = 1 : i32, target = "apple7"} {
  // expected-error @below {{'math.fpowi' op has no counterpart in Metal and no expansion; write it with exp2, log2 and products}}
  %c = math.fpowi %a, %n : f32, i32
  metal.return
}

// -----

#a = #metal.argument<name = "a", kind = scalar, element = f32, binding = 0>
metal.kernel @rounding(%a: f32) attributes {arguments = [#a], num_simdgroups = 1 : i32, target = "apple7"} {
  // expected-error @below {{'arith.truncf' op rounds in a way that Metal cannot; only to_nearest_even and toward_zero are there}}
  %c = arith.truncf %a upward : f32 to bf16
  metal.return
}

// -----

#a = #metal.argument<name = "a", kind = scalar, element = f32, binding = 0>
metal.kernel @rounding(%a: f32) attributes {arguments = [#a], num_simdgroups = 1 : i32, target = "apple7"} {
  // expected-error @below {{rounds in a way that Metal cannot}}
  %c = arith.truncf %a downward : f32 to f8E4M3FN
  metal.return
}

// -----

#a = #metal.argument<name = "a", kind = scalar, element = f6E3M2FN, binding = 0>
metal.kernel @storage(%a: f6E3M2FN) attributes {arguments = [#a], num_simdgroups = 1 : i32, target = "apple7"} {
  // expected-error @below {{'arith.addf' op computes in a type that is for storage only; convert to f32 first}}
  %c = arith.addf %a, %a : f6E3M2FN
  metal.return
}
