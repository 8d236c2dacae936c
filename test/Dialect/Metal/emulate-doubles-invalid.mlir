// RUN: triton-metal-opt %s --metal-emulate-doubles --split-input-file --verify-diagnostics
// RUN: not triton-metal-opt %s --metal-emulate-doubles=arithmetic=false --split-input-file 2>&1 | FileCheck %s

#s = #metal.argument<name = "s", kind = scalar, element = f64, binding = 0>
// CHECK: error: 'math.erf' op uses f64, which Metal GPUs do not have; use float32 in the kernel, or --fp64=emulate for doubles in software
metal.kernel @function(%s: f64) attributes {arguments = [#s], num_simdgroups = 1 : i32, target = "apple7"} {
  // expected-error @+1 {{'math.erf' op on f64 has no form in software; write it with exp, log, sin, cos, pow and arithmetic, or use float32}}
  %e = math.erf %s : f64
  metal.return
}

// -----

#s = #metal.argument<name = "s", kind = scalar, element = f64, binding = 0>
metal.kernel @mode(%s: f64) attributes {arguments = [#s], num_simdgroups = 1 : i32, target = "apple7"} {
  // expected-error @+1 {{'arith.truncf' op on f64 has no form in software}}
  %e = arith.truncf %s upward : f64 to f32
  metal.return
}
