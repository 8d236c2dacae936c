// RUN: triton-metal-opt %s --canonicalize --split-input-file | FileCheck %s

// Fragments that change places stay where they are: the product takes them from there.
// CHECK-LABEL: tt.func @fragments
// CHECK-SAME:    (%[[A:.*]]: vector<8xf16>, %[[B:.*]]: vector<8xf16>, %[[C:.*]]: vector<8xf32>)
// CHECK-NEXT:    metal.matrix_multiply %[[A]] rows = [4] depth = [2], %[[B]] depth = [2] columns = [4], %[[C]] rows = [2] columns = [4] size = 8
tt.func @fragments(%a: vector<8xf16>, %b: vector<8xf16>, %c: vector<8xf32>) -> vector<8xf32> {
  %p = metal.rearrange %a registers = [1, 4, 2] : vector<8xf16> -> vector<8xf16>
  %q = metal.rearrange %b registers = [1, 4, 2] : vector<8xf16> -> vector<8xf16>
  %d = metal.matrix_multiply %p rows = [2] depth = [4], %q depth = [4] columns = [2], %c rows = [2] columns = [4] size = 8
    : vector<8xf16>, vector<8xf16>, vector<8xf32>
  tt.return %d : vector<8xf32>
}

// -----

// What lies apart within a fragment has to move next to each other; nothing else moves.
// CHECK-LABEL: tt.func @elements
// CHECK-SAME:    (%[[B:.*]]: vector<16xf16>, %{{.*}}: vector<2xf16>, %{{.*}}: vector<4xf32>)
// CHECK-NEXT:    %[[P:.*]] = metal.rearrange %[[B]] registers = [4, 1, 2, 8] : vector<16xf16> -> vector<16xf16>
// CHECK-NEXT:    metal.matrix_multiply %{{.*}} rows = [] depth = [], %[[P]] depth = [] columns = [2], {{.*}} {bStart = 12 : i32}
tt.func @elements(%b: vector<16xf16>, %a: vector<2xf16>, %c: vector<4xf32>) -> vector<4xf32> {
  %p = metal.rearrange %b registers = [4, 8, 1, 2] : vector<16xf16> -> vector<16xf16>
  %d = metal.matrix_multiply %a rows = [] depth = [], %p depth = [] columns = [4], %c rows = [] columns = [2] size = 8
    {bStart = 10 : i32} : vector<2xf16>, vector<16xf16>, vector<4xf32>
  tt.return %d : vector<4xf32>
}

// -----

// A batch of a moves as well; sums stay in the order in which others read them.
// CHECK-LABEL: tt.func @batch
// CHECK-SAME:    (%[[A:.*]]: vector<8xf16>, %{{.*}}: vector<4xf16>, %[[C:.*]]: vector<4xf32>)
// CHECK-NEXT:    %[[S:.*]] = metal.rearrange %[[C]] registers = [2, 1]
// CHECK-NEXT:    metal.matrix_multiply %[[A]] rows = [] depth = [], %{{.*}}, %[[S]] {{.*}} {aBatch = array<i32: 4>, aStart = 2 : i32, bBatch = array<i32: 2>, cBatch = array<i32: 2>}
tt.func @batch(%a: vector<8xf16>, %b: vector<4xf16>, %c: vector<4xf32>) -> vector<4xf32> {
  %p = metal.rearrange %a registers = [1, 4, 2] : vector<8xf16> -> vector<8xf16>
  %s = metal.rearrange %c registers = [2, 1] : vector<4xf32> -> vector<4xf32>
  %d = metal.matrix_multiply %p rows = [] depth = [], %b depth = [] columns = [], %s rows = [] columns = [] size = 8
    {aBatch = array<i32: 2>, aStart = 4 : i32, bBatch = array<i32: 2>, cBatch = array<i32: 2>} : vector<8xf16>, vector<4xf16>, vector<4xf32>
  tt.return %d : vector<4xf32>
}

// -----

// A part, copies, two sources and an order that is known only at run time are no permutations.
// CHECK-LABEL: tt.func @others
// CHECK-COUNT-4: metal.rearrange
// CHECK:         metal.matrix_multiply %{{.*}} rows = [2] depth = [], %{{.*}} depth = [] columns = [2]
// CHECK:         metal.matrix_multiply %{{.*}} rows = [2] depth = [], %{{.*}} depth = [] columns = [2]
tt.func @others(%a: vector<8xf16>, %h: vector<2xf16>, %i: i32, %c: vector<8xf32>) -> (vector<8xf32>, vector<8xf32>) {
  %part = metal.rearrange %a registers = [1, 4] : vector<8xf16> -> vector<4xf16>
  %copies = metal.rearrange %a registers = [1, 0, 4] : vector<8xf16> -> vector<8xf16>
  %two = metal.rearrange %h, %h registers = [2, 1] : vector<2xf16>, vector<2xf16> -> vector<4xf16>
  %shifted = metal.rearrange %a shift %i registers = [1, 4, 2] : vector<8xf16> -> vector<8xf16>
  %d = metal.matrix_multiply %part rows = [2] depth = [], %copies depth = [] columns = [2], %c rows = [2] columns = [4] size = 8
    : vector<4xf16>, vector<8xf16>, vector<8xf32>
  %e = metal.matrix_multiply %two rows = [2] depth = [], %shifted depth = [] columns = [2], %c rows = [2] columns = [4] size = 8
    : vector<4xf16>, vector<8xf16>, vector<8xf32>
  tt.return %d, %e : vector<8xf32>, vector<8xf32>
}
