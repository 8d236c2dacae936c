// RUN: triton-metal-opt %s --metal-expand-math --split-input-file | FileCheck %s

#x = #metal.argument<name = "x", kind = pointer, element = f32, binding = 0, access = read_write>

// A sum of bf16: two shifts, f32, one rounding to nearest even.
// CHECK-LABEL: metal.kernel @bf16_sum
// CHECK:         %[[BITS:.*]] = arith.bitcast %{{.*}} : vector<2xbf16> to vector<2xi16>
// CHECK:         %[[WIDE:.*]] = arith.extui %[[BITS]] : vector<2xi16> to vector<2xi32>
// CHECK:         %[[C16:.*]] = arith.constant dense<16> : vector<2xi32>
// CHECK:         %[[HIGH:.*]] = arith.shli %[[WIDE]], %[[C16]]
// CHECK:         %[[A:.*]] = arith.bitcast %[[HIGH]] : vector<2xi32> to vector<2xf32>
// CHECK:         %[[SUM:.*]] = arith.addf %[[A]], %[[A]] : vector<2xf32>
// CHECK:         %[[I:.*]] = arith.bitcast %[[SUM]] : vector<2xf32> to vector<2xi32>
// CHECK:         %[[TOP:.*]] = arith.shrui %[[I]], %{{.*}}
// CHECK:         %[[C1:.*]] = arith.constant dense<1> : vector<2xi32>
// CHECK:         %[[ODD:.*]] = arith.andi %[[TOP]], %[[C1]]
// CHECK:         %[[HALF:.*]] = arith.constant dense<32767> : vector<2xi32>
// CHECK:         %[[UP:.*]] = arith.addi %[[ODD]], %[[HALF]]
// CHECK:         %[[ROUND:.*]] = arith.addi %[[I]], %[[UP]]
// CHECK:         %[[NEAREST:.*]] = arith.shrui %[[ROUND]], %{{.*}}
// CHECK:         %[[QUIET:.*]] = arith.constant dense<64> : vector<2xi32>
// CHECK:         %[[NAN:.*]] = arith.ori %[[TOP]], %[[QUIET]]
// CHECK:         %[[ISNAN:.*]] = arith.cmpf uno, %[[SUM]], %[[SUM]]
// CHECK:         %[[RESULT:.*]] = arith.select %[[ISNAN]], %[[NAN]], %[[NEAREST]]
// CHECK:         %[[SHORT:.*]] = arith.trunci %[[RESULT]] : vector<2xi32> to vector<2xi16>
// CHECK:         arith.bitcast %[[SHORT]] : vector<2xi16> to vector<2xbf16>
metal.kernel @bf16_sum(%x: !metal.ptr<f32, device>)
    attributes {arguments = [#x], num_simdgroups = 1 : i32, target = "apple7"} {
  %i = arith.constant 0 : i32
  %v = metal.load %x[%i] {alignment = 4 : i32} : !metal.ptr<f32, device>, i32 -> vector<2xbf16>
  %s = arith.addf %v, %v : vector<2xbf16>
  metal.store %s, %x[%i] {alignment = 4 : i32} : vector<2xbf16>, !metal.ptr<f32, device>, i32
  metal.return
}

// -----

#x = #metal.argument<name = "x", kind = pointer, element = f32, binding = 0, access = read_write>

// Moves of bf16, and what only changes the sign, never become f32. Wide vectors as well.
// CHECK-LABEL: metal.kernel @bf16_moves
// CHECK-NOT:     vector<8xf32>
// CHECK:         %[[LOW:.*]] = arith.constant dense<32767> : vector<8xi16>
// CHECK:         arith.andi %{{.*}}, %[[LOW]] : vector<8xi16>
// CHECK:         arith.xori %{{.*}}, %{{.*}} : vector<8xi16>
// CHECK:         arith.select %{{.*}} : vector<8xi1>, vector<8xbf16>
metal.kernel @bf16_moves(%x: !metal.ptr<f32, device>)
    attributes {arguments = [#x], num_simdgroups = 1 : i32, target = "apple7"} {
  %c = arith.constant dense<true> : vector<8xi1>
  %v = arith.constant dense<1.0> : vector<8xbf16>
  %a = math.absf %v : vector<8xbf16>
  %n = arith.negf %a : vector<8xbf16>
  %s = arith.select %c, %n, %v : vector<8xi1>, vector<8xbf16>
  metal.return
}

// -----

#h = #metal.argument<name = "h", kind = scalar, element = f16, binding = 0>

// f16 stays where Metal is exact in f16.
// CHECK-LABEL: metal.kernel @half
// CHECK-SAME:    (%[[H:.*]]: f16)
// CHECK:         %[[W:.*]] = arith.extf %[[H]] : f16 to f32
// CHECK:         %[[E:.*]] = math.exp %[[W]] fastmath<afn> : f32
// CHECK:         %[[R:.*]] = arith.truncf %[[E]] : f32 to f16
// CHECK:         %[[S:.*]] = math.sqrt %[[R]] : f16
// CHECK:         %[[M:.*]] = math.fma %[[S]], %[[S]], %[[H]] : f16
// CHECK:         arith.divf %[[M]], %[[H]] : f16
metal.kernel @half(%h: f16)
    attributes {arguments = [#h], num_simdgroups = 1 : i32, target = "apple7"} {
  %e = math.exp %h fastmath<afn> : f16
  %s = math.sqrt %e : f16
  %m = math.fma %s, %s, %h : f16
  %d = arith.divf %m, %h : f16
  metal.return
}

// -----

#a = #metal.argument<name = "a", kind = scalar, element = f32, binding = 0>
#b = #metal.argument<name = "b", kind = scalar, element = f32, binding = 0, offset = 4>

// CHECK-LABEL: metal.kernel @extrema
// CHECK-SAME:    (%[[A:[^:]*]]: f32, %[[B:[^:]*]]: f32)
// CHECK:         %[[GREATER:.*]] = arith.cmpf ogt, %[[A]], %[[B]]
// CHECK:         %[[M:.*]] = arith.select %[[GREATER]], %[[A]], %[[B]]
// CHECK:         %[[AI:.*]] = arith.bitcast %[[A]] : f32 to i32
// CHECK:         %[[BI:.*]] = arith.bitcast %[[B]] : f32 to i32
// CHECK:         %[[BOTH:.*]] = arith.andi %[[AI]], %[[BI]] : i32
// CHECK:         %[[ZERO:.*]] = arith.bitcast %[[BOTH]] : i32 to f32
// CHECK:         %[[EQUAL:.*]] = arith.cmpf oeq, %[[A]], %[[B]]
// CHECK:         %[[N:.*]] = arith.select %[[EQUAL]], %[[ZERO]], %[[M]]
// CHECK:         %[[UNORDERED:.*]] = arith.cmpf uno, %[[A]], %[[B]]
// CHECK:         %[[SUM:.*]] = arith.addf %[[A]], %[[B]]
// CHECK:         arith.select %[[UNORDERED]], %[[SUM]], %[[N]]
// A constant that is neither zero nor NaN leaves one question.
// CHECK:         %[[C:.*]] = arith.constant 1.0
// CHECK:         %[[LESS:.*]] = arith.cmpf olt, %[[A]], %[[C]]
// CHECK-NEXT:    %[[L:.*]] = arith.select %[[LESS]], %[[A]], %[[C]]
// CHECK-NEXT:    %[[ISNAN:.*]] = arith.cmpf uno, %[[A]], %[[A]]
// CHECK-NEXT:    %[[SUM1:.*]] = arith.addf %[[A]], %[[C]]
// CHECK-NEXT:    arith.select %[[ISNAN]], %[[SUM1]], %[[L]]
// CHECK-NEXT:    metal.return
metal.kernel @extrema(%a: f32, %b: f32)
    attributes {arguments = [#a, #b], num_simdgroups = 1 : i32, target = "apple7"} {
  %m = arith.maximumf %a, %b : f32
  %c = arith.constant 1.0 : f32
  %n = arith.minimumf %a, %c : f32
  metal.return
}

// -----

#a = #metal.argument<name = "a", kind = scalar, element = i1, binding = 0>
#b = #metal.argument<name = "b", kind = scalar, element = i1, binding = 0, offset = 1>

// CHECK-LABEL: metal.kernel @bits
// CHECK-SAME:    (%[[A:[^:]*]]: i1, %[[B:[^:]*]]: i1)
// CHECK:         arith.xori %[[A]], %[[B]] : i1
// CHECK:         arith.andi %[[A]], %[[B]] : i1
// CHECK:         %[[TRUE:.*]] = arith.constant true
// CHECK:         %[[NOT:.*]] = arith.xori %[[B]], %[[TRUE]]
// CHECK:         arith.andi %[[A]], %[[NOT]]
// CHECK:         arith.select %[[A]], %{{.*}}, %{{.*}} : f32
metal.kernel @bits(%a: i1, %b: i1)
    attributes {arguments = [#a, #b], num_simdgroups = 1 : i32, target = "apple7"} {
  %s = arith.addi %a, %b : i1
  %p = arith.muli %a, %b : i1
  %c = arith.cmpi slt, %a, %b : i1
  %f = arith.uitofp %a : i1 to f32
  metal.return
}

// -----

#a = #metal.argument<name = "a", kind = scalar, element = i32, binding = 0>
#b = #metal.argument<name = "b", kind = scalar, element = i32, binding = 0, offset = 4>

// CHECK-LABEL: metal.kernel @integers
// CHECK-SAME:    (%[[A:[^:]*]]: i32, %[[B:[^:]*]]: i32)
// CHECK:         %[[AL:.*]] = arith.extui %[[A]] : i32 to i64
// CHECK:         %[[BL:.*]] = arith.extui %[[B]] : i32 to i64
// CHECK:         %[[P:.*]] = arith.muli %[[AL]], %[[BL]] : i64
// CHECK:         arith.shrui %[[P]]
// CHECK:         %[[Q:.*]] = arith.divsi %[[A]], %[[B]]
// CHECK:         %[[BACK:.*]] = arith.muli %[[Q]], %[[B]]
// CHECK:         %[[INEXACT:.*]] = arith.cmpi ne, %[[BACK]], %[[A]]
// CHECK:         %[[SIGNS:.*]] = arith.xori %[[A]], %[[B]]
// CHECK:         %[[AGREE:.*]] = arith.cmpi sge, %[[SIGNS]]
// CHECK:         %[[UP:.*]] = arith.andi %[[INEXACT]], %[[AGREE]]
// CHECK:         %[[ONE:.*]] = arith.extui %[[UP]] : i1 to i32
// CHECK:         arith.addi %[[Q]], %[[ONE]]
metal.kernel @integers(%a: i32, %b: i32)
    attributes {arguments = [#a, #b], num_simdgroups = 1 : i32, target = "apple7"} {
  %low, %high = arith.mului_extended %a, %b : i32
  %q = arith.ceildivsi %a, %b : i32
  metal.return
}

// -----

#a = #metal.argument<name = "a", kind = scalar, element = f32, binding = 0>

// Two polynomials and one exponential; nothing that Metal lacks is left.
// CHECK-LABEL: metal.kernel @functions
// CHECK-NOT:     math.{{erf|expm1|log1p|sincos|clampf}}
// CHECK-COUNT-11: math.fma
// CHECK:         math.exp2
// CHECK:         math.copysign
// CHECK-NOT:     math.{{erf|expm1|log1p|sincos|clampf}}
// CHECK:         math.sin
// CHECK:         math.cos
// CHECK-NOT:     math.{{erf|expm1|log1p|sincos|clampf}}
// CHECK:         metal.return
metal.kernel @functions(%a: f32)
    attributes {arguments = [#a], num_simdgroups = 1 : i32, target = "apple7"} {
  %e = math.erf %a : f32
  %c = math.erfc %a : f32
  %m = math.expm1 %a : f32
  %l = math.log1p %a : f32
  %s, %t = math.sincos %a : f32
  %k = math.clampf %a to [%e, %m] : f32
  metal.return
}

// -----

#x = #metal.argument<name = "x", kind = scalar, element = f8E4M3FN, binding = 0>

// An 8-bit sum: both operands through f16, f32, integer code back. What is fused was
// fused before: `contract` goes.
// CHECK-LABEL: metal.kernel @byte_sum(%{{.*}}: f8E4M3FN)
// CHECK:         arith.bitcast %{{.*}} : f8E4M3FN to i8
// CHECK:         arith.mulf %{{.*}}, %{{.*}} : f16
// CHECK:         arith.addf %{{.*}}, %{{.*}} : f32
// CHECK:         arith.minui
// CHECK:         arith.bitcast %{{.*}} : i8 to f8E4M3FN
// CHECK-NOT:     contract
// CHECK:         metal.return
metal.kernel @byte_sum(%x: f8E4M3FN)
    attributes {arguments = [#x], num_simdgroups = 1 : i32, target = "apple7"} {
  %s = arith.addf %x, %x fastmath<contract> : f8E4M3FN
  metal.return
}

// -----

#n = #metal.argument<name = "n", kind = scalar, element = i64, binding = 0>

// 64 bits to 8 of precision, rounded once: 24 bits stay, and one that says whether the rest was zero.
// CHECK-LABEL: metal.kernel @long_to_bf16
// CHECK:         arith.uitofp %{{.*}} : i64 to f32
// CHECK:         %[[KEPT:.*]] = arith.shrui %{{.*}}, %{{.*}} : i64
// CHECK:         %[[BACK:.*]] = arith.shli %[[KEPT]]
// CHECK:         arith.cmpi ne, %[[BACK]]
// CHECK:         arith.uitofp %{{.*}} : i32 to f32
metal.kernel @long_to_bf16(%n: i64)
    attributes {arguments = [#n], num_simdgroups = 1 : i32, target = "apple7"} {
  %b = arith.sitofp %n : i64 to bf16
  metal.return
}
