// RUN: triton-metal-opt %s --triton-inline-calls --split-input-file --verify-diagnostics

tt.func public @kernel(%n: i32) {
  tt.call @even(%n) : (i32) -> ()
  tt.return
}
// expected-note @+1 {{by way of 'even'}}
tt.func private @even(%n: i32) {
  tt.call @odd(%n) : (i32) -> ()
  tt.return
}
// expected-note @+1 {{by way of 'odd'}}
tt.func private @odd(%n: i32) {
  // expected-error @+1 {{'tt.call' op calls 'even' recursively, but threads of an Apple GPU have no stack for calls; write the recursion as a loop}}
  tt.call @even(%n) : (i32) -> ()
  tt.return
}

// -----

tt.func public @kernel(%n: i32) {
  // expected-error @+1 {{'tt.call' op calls 'other', which has no body; all functions of a kernel have to be in its file}}
  tt.call @other(%n) : (i32) -> ()
  tt.return
}
tt.func private @other(%n: i32)

// -----

tt.func public @kernel(%c: i1) {
  // expected-error @+1 {{'tt.call' op calls 'branches', which has several blocks}}
  tt.call @branches(%c) : (i1) -> ()
  tt.return
}
tt.func private @branches(%c: i1) {
  cf.cond_br %c, ^bb1, ^bb2
^bb1:
  tt.return
^bb2:
  tt.return
}

// -----

// Twenty-five steps, each of which calls the next one twice.
tt.func public @f0() {
  tt.call @f1() : () -> ()
  tt.call @f1() : () -> ()
  tt.return
}tt.func private @f1() {
  tt.call @f2() : () -> ()
  tt.call @f2() : () -> ()
  tt.return
}tt.func private @f2() {
  tt.call @f3() : () -> ()
  tt.call @f3() : () -> ()
  tt.return
}tt.func private @f3() {
  tt.call @f4() : () -> ()
  tt.call @f4() : () -> ()
  tt.return
}tt.func private @f4() {
  tt.call @f5() : () -> ()
  tt.call @f5() : () -> ()
  tt.return
}tt.func private @f5() {
  tt.call @f6() : () -> ()
  tt.call @f6() : () -> ()
  tt.return
}tt.func private @f6() {
  tt.call @f7() : () -> ()
  tt.call @f7() : () -> ()
  tt.return
}tt.func private @f7() {
  tt.call @f8() : () -> ()
  tt.call @f8() : () -> ()
  tt.return
}// expected-error @+1 {{'tt.func' op grows beyond 200000 ops where its calls are replaced by what they call; call less often}}
tt.func private @f8() {
  tt.call @f9() : () -> ()
  tt.call @f9() : () -> ()
  tt.return
}tt.func private @f9() {
  tt.call @f10() : () -> ()
  tt.call @f10() : () -> ()
  tt.return
}tt.func private @f10() {
  tt.call @f11() : () -> ()
  tt.call @f11() : () -> ()
  tt.return
}tt.func private @f11() {
  tt.call @f12() : () -> ()
  tt.call @f12() : () -> ()
  tt.return
}tt.func private @f12() {
  tt.call @f13() : () -> ()
  tt.call @f13() : () -> ()
  tt.return
}tt.func private @f13() {
  tt.call @f14() : () -> ()
  tt.call @f14() : () -> ()
  tt.return
}tt.func private @f14() {
  tt.call @f15() : () -> ()
  tt.call @f15() : () -> ()
  tt.return
}tt.func private @f15() {
  tt.call @f16() : () -> ()
  tt.call @f16() : () -> ()
  tt.return
}tt.func private @f16() {
  tt.call @f17() : () -> ()
  tt.call @f17() : () -> ()
  tt.return
}tt.func private @f17() {
  tt.call @f18() : () -> ()
  tt.call @f18() : () -> ()
  tt.return
}tt.func private @f18() {
  tt.call @f19() : () -> ()
  tt.call @f19() : () -> ()
  tt.return
}tt.func private @f19() {
  tt.call @f20() : () -> ()
  tt.call @f20() : () -> ()
  tt.return
}tt.func private @f20() {
  tt.call @f21() : () -> ()
  tt.call @f21() : () -> ()
  tt.return
}tt.func private @f21() {
  tt.call @f22() : () -> ()
  tt.call @f22() : () -> ()
  tt.return
}tt.func private @f22() {
  tt.call @f23() : () -> ()
  tt.call @f23() : () -> ()
  tt.return
}tt.func private @f23() {
  tt.call @f24() : () -> ()
  tt.call @f24() : () -> ()
  tt.return
}tt.func private @f24() {
  tt.return
}