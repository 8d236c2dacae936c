// RUN: triton-metal-opt %s --triton-structure-control-flow --split-input-file --verify-diagnostics

tt.func public @unreachable(%c: i1) {
  cf.cond_br %c, ^bb1, ^bb2
^bb1:
  tt.return
^bb2:
  // expected-error @+1 {{'llvm.unreachable' op ends a block in a way that cannot be structured; expected 'cf.br', 'cf.cond_br', 'cf.switch' or a return}}
  llvm.unreachable
}
