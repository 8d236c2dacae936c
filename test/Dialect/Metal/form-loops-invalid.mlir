// RUN: triton-metal-opt %s --metal-form-loops --split-input-file --verify-diagnostics

metal.kernel @region() attributes {arguments = [], num_simdgroups = 1 : i32, target = "apple7"} {
  %c = arith.constant 0 : index
  // expected-error @+1 {{is not control flow that metal-form-loops knows}}
  scf.index_switch %c
  case 1 {
    scf.yield
  }
  default {
  }
  metal.return
}
