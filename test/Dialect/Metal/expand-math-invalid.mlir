// RUN: triton-metal-opt %s --metal-expand-math --split-input-file --verify-diagnostics

#a = #metal.argument<name = "a", kind = scalar, element = f32, binding = 0>
metal.kernel @function(%a: f32) attributes {arguments = [#a], num_simdgroups = 1 : i32, target = "apple7"} {
  // expected-error @below {{'math.cbrt' op has no counterpart in Metal and no expansion; write it with exp2, log2 and products}}
  %c = math.cbrt %a : f32
  metal.return
}

// -----

#a = #metal.argument<name = "a", kind = scalar, element = f32, binding = 0>
metal.kernel @rounding(%a: f32) attributes {arguments = [#a], num_simdgroups = 1 : i32, target = "apple7"} {
  // expected-error @below {{'arith.truncf' op rounds in a way that Metal cannot; only to_nearest_even is there, and toward_zero from f32 to bf16}}
  %c = arith.truncf %a upward : f32 to bf16
  metal.return
}

// -----

#a = #metal.argument<name = "a", kind = scalar, element = f32, binding = 0>
metal.kernel @rounding(%a: f32) attributes {arguments = [#a], num_simdgroups = 1 : i32, target = "apple7"} {
  // expected-error @below {{rounds in a way that Metal cannot}}
  %c = arith.truncf %a toward_zero : f32 to f16
  metal.return
}

// -----

#a = #metal.argument<name = "a", kind = scalar, element = f8E5M2, binding = 0>
metal.kernel @storage(%a: f8E5M2) attributes {arguments = [#a], num_simdgroups = 1 : i32, target = "apple7"} {
  // expected-error @below {{'arith.addf' op computes in a type that is for storage only; convert to f32 first}}
  %c = arith.addf %a, %a : f8E5M2
  metal.return
}
