// RUN: triton-metal-opt %s --metal-expand-atomics --split-input-file --verify-diagnostics

#l = #metal.argument<name = "l", kind = pointer, element = i64, binding = 0>
metal.kernel @add(%x: !metal.ptr<i64, device>) attributes {arguments = [#l], num_simdgroups = 1 : i32, target = "apple9"} {
  %i = metal.thread_index : i32
  %v = arith.constant 1 : i64
  // expected-error @below {{'add' of 'i64' is no atomic that Metal has: of 64 bits there are the unsigned minimum and maximum only; use 32 bits}}
  %a = metal.atomic_rmw add %v, %x[%i] : i64, !metal.ptr<i64, device>, i32
  metal.return
}

// -----

#l = #metal.argument<name = "l", kind = pointer, element = i64, binding = 0>
metal.kernel @used(%x: !metal.ptr<i64, device>) attributes {arguments = [#l], num_simdgroups = 1 : i32, target = "apple9"} {
  %i = metal.thread_index : i32
  %v = arith.constant 1 : i64
  // expected-error @below {{'max_unsigned' of 'i64' gives no old value in Metal, and the kernel uses it; use 32 bits, or do without the value}}
  %a = metal.atomic_rmw max_unsigned %v, %x[%i] : i64, !metal.ptr<i64, device>, i32
  metal.store %a, %x[%i] {alignment = 8 : i32} : i64, !metal.ptr<i64, device>, i32
  metal.return
}

// -----

#l = #metal.argument<name = "l", kind = pointer, element = i64, binding = 0>
metal.kernel @exchange(%x: !metal.ptr<i64, device>) attributes {arguments = [#l], num_simdgroups = 1 : i32, target = "apple9"} {
  %i = metal.thread_index : i32
  %v = arith.constant 1 : i64
  // expected-error @below {{of 'i64' is no atomic that Metal has: it compares and exchanges at most 32 bits; use 32 bits}}
  %a = metal.atomic_compare_exchange %v, %v, %x[%i] : i64, !metal.ptr<i64, device>, i32
  metal.return
}
