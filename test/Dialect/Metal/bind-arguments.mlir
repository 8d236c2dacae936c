// RUN: triton-metal-opt %s --metal-annotate-access --metal-bind-arguments | FileCheck %s
// RUN: triton-metal-opt %s --metal-annotate-access --metal-bind-arguments=allow-overlap=true | FileCheck %s --check-prefix=ALLOWED

// What is written before the other is read moves into the struct; the rest stays.
// CHECK-LABEL: metal.kernel @order
// CHECK-SAME:  name = "x", kind = pointer, element = f32, binding = 0>
// CHECK-SAME:  name = "n", kind = scalar, element = i32, binding = 3>
// CHECK-SAME:  name = "y", kind = pointer, element = f32, binding = 1, access = write
// CHECK-SAME:  name = "z", kind = pointer, element = f32, binding = 2>
// ALLOWED-LABEL: metal.kernel @order
// ALLOWED-SAME: name = "x", kind = pointer, element = f32, binding = 0>
// ALLOWED-SAME: name = "n", kind = scalar, element = i32, binding = 1>
// ALLOWED-SAME: name = "y", kind = pointer, element = f32, binding = 1, offset = 8, access = write, indirect = true
// ALLOWED-SAME: name = "z", kind = pointer, element = f32, binding = 1, offset = 16, indirect = true
metal.kernel @order(%x: !metal.ptr<f32, device>, %n: i32, %y: !metal.ptr<f32, device>,
                    %z: !metal.ptr<f32, device>) attributes {
    arguments = [#metal.argument<name = "x", kind = pointer, element = f32, binding = 0>,
                 #metal.argument<name = "n", kind = scalar, element = i32, binding = 3>,
                 #metal.argument<name = "y", kind = pointer, element = f32, binding = 1>,
                 #metal.argument<name = "z", kind = pointer, element = f32, binding = 2>],
    num_simdgroups = 1 : i32, target = "apple7"} {
  %a = metal.load %x[%n] {alignment = 4 : i32} : !metal.ptr<f32, device>, i32 -> f32
  metal.store %a, %y[%n] {alignment = 4 : i32} : f32, !metal.ptr<f32, device>, i32
  %b = metal.load %z[%n] {alignment = 4 : i32} : !metal.ptr<f32, device>, i32 -> f32
  metal.return
}

// A pointer that a loop carries is followed to both of its origins.
// CHECK-LABEL: metal.kernel @carried
// CHECK-SAME:  name = "x", kind = pointer, element = f32, binding = 0, access = read_write
// CHECK-SAME:  name = "y", kind = pointer, element = f32, binding = 1, access = write
// CHECK-SAME:  name = "z", kind = pointer, element = f32, binding = 2, access = none
metal.kernel @carried(%x: !metal.ptr<f32, device>, %y: !metal.ptr<f32, device>,
                      %z: !metal.ptr<f32, device>, %n: i32, %c: i1) attributes {
    arguments = [#metal.argument<name = "x", kind = pointer, element = f32, binding = 0>,
                 #metal.argument<name = "y", kind = pointer, element = f32, binding = 1>,
                 #metal.argument<name = "z", kind = pointer, element = f32, binding = 2>,
                 #metal.argument<name = "n", kind = scalar, element = i32, binding = 3>,
                 #metal.argument<name = "c", kind = scalar, element = i1, binding = 3, offset = 4>],
    num_simdgroups = 1 : i32, target = "apple7"} {
  %a = metal.load %x[%n] {alignment = 4 : i32} : !metal.ptr<f32, device>, i32 -> f32
  %p = scf.for %i = %n to %n step %n iter_args(%q = %x) -> (!metal.ptr<f32, device>) : i32 {
    %r = metal.offset %q[%n] : !metal.ptr<f32, device>, i32
    %s = arith.select %c, %r, %y : !metal.ptr<f32, device>
    scf.yield %s : !metal.ptr<f32, device>
  }
  metal.store %a, %p[%n] {alignment = 4 : i32} : f32, !metal.ptr<f32, device>, i32
  metal.return
}

// From an integer: any memory.
// CHECK-LABEL: metal.kernel @anywhere
// CHECK-SAME:  name = "x", kind = pointer, element = f32, binding = 0, access = write
metal.kernel @anywhere(%x: !metal.ptr<f32, device>, %n: i64) attributes {
    arguments = [#metal.argument<name = "x", kind = pointer, element = f32, binding = 0>,
                 #metal.argument<name = "n", kind = scalar, element = i64, binding = 1>],
    num_simdgroups = 1 : i32, target = "apple7"} {
  %p = metal.int_to_ptr %n : i64 -> !metal.ptr<i64, device>
  metal.store %n, %p[%n] {alignment = 8 : i32} : i64, !metal.ptr<i64, device>, i64
  metal.return
}
