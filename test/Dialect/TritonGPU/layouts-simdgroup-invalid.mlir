// RUN: triton-metal-opt %s --split-input-file --verify-diagnostics
// Layouts that no matrix unit has.

// expected-error@+1 {{size must be 8 or 16, found 4}}
#m = #ttg.simdgroup_matrix<{size = 4, warpsPerCTA = [2, 2], columns = 4}>

// -----

// expected-error@+1 {{needs a number for 'size'}}
#m = #ttg.simdgroup_matrix<{warpsPerCTA = [2, 2], columns = 4}>

// -----

// expected-error@+1 {{needs a list of numbers for 'warpsPerCTA'}}
#m = #ttg.simdgroup_matrix<{size = 8, columns = 4}>

// -----

// expected-error@+1 {{needs a number for 'columns'}}
#m = #ttg.simdgroup_matrix<{size = 8, warpsPerCTA = [2, 2]}>

// -----

// expected-error@+1 {{has an unknown key 'instrShape'; known are size, warpsPerCTA, columns}}
#m = #ttg.simdgroup_matrix<{size = 8, warpsPerCTA = [2, 2], columns = 4, instrShape = [8, 8]}>

// -----

// expected-error@+1 {{needs warps along 2 dimensions, or 3 with a batch; found 1}}
#m = #ttg.simdgroup_matrix<{size = 8, warpsPerCTA = [4], columns = 4}>

// -----

// expected-error@+1 {{needs warps along 2 dimensions, or 3 with a batch; found 4}}
#m = #ttg.simdgroup_matrix<{size = 8, warpsPerCTA = [1, 1, 2, 2], columns = 4}>

// -----

// expected-error@+1 {{warpsPerCTA must be powers of two up to 1048576, found 3}}
#m = #ttg.simdgroup_matrix<{size = 8, warpsPerCTA = [3, 1], columns = 4}>

// -----

// expected-error@+1 {{has 2^11 warps; at most 2^10 are allowed}}
#m = #ttg.simdgroup_matrix<{size = 8, warpsPerCTA = [64, 32], columns = 4}>

// -----

// A lane has two neighbours of a row of an 8x8 fragment, and four of a 16x16 one.
// expected-error@+1 {{columns must be a power of two from 2 to 32, found 1}}
#m = #ttg.simdgroup_matrix<{size = 8, warpsPerCTA = [2, 2], columns = 1}>

// -----

// expected-error@+1 {{columns must be a power of two from 4 to 32, found 2}}
#m = #ttg.simdgroup_matrix<{size = 16, warpsPerCTA = [2, 2], columns = 2}>

// -----

// expected-error@+1 {{columns must be a power of two from 2 to 32, found 6}}
#m = #ttg.simdgroup_matrix<{size = 8, warpsPerCTA = [2, 2], columns = 6}>

// -----

// expected-error@+1 {{columns must be a power of two from 2 to 32, found 64}}
#m = #ttg.simdgroup_matrix<{size = 8, warpsPerCTA = [2, 2], columns = 64}>

// -----

#m = #ttg.simdgroup_matrix<{size = 8, warpsPerCTA = [2, 2], columns = 4}>
// expected-error@+1 {{kWidth must be a power of two up to 128 with a parent of matrix instructions, found 0}}
#o = #ttg.dot_op<{opIdx = 0, parent = #m}>

// -----

#m = #ttg.simdgroup_matrix<{size = 8, warpsPerCTA = [2, 2], columns = 4}>
// expected-error@+1 {{kWidth must be a power of two up to 128 with a parent of matrix instructions, found 3}}
#o = #ttg.dot_op<{opIdx = 1, parent = #m, kWidth = 3}>

// -----

#m = #ttg.simdgroup_matrix<{size = 8, warpsPerCTA = [2, 2], columns = 4}>
#n = #ttg.simdgroup_matrix<{size = 8, warpsPerCTA = [2, 2], columns = 8}>
module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func @parents(%a: tensor<32x16xf16, #ttg.dot_op<{opIdx = 0, parent = #n, kWidth = 2}>>,
                   %b: tensor<16x32xf16, #ttg.dot_op<{opIdx = 1, parent = #m, kWidth = 2}>>,
                   %c: tensor<32x32xf32, #m>) {
    // expected-error@+1 {{operand 0 must have layout dot_op with opIdx = 0 and the parent #ttg.simdgroup_matrix<{size = 8, warpsPerCTA = [2, 2], columns = 4}>, found #ttg.dot_op<}}
    %d = tt.dot %a, %b, %c : tensor<32x16xf16, #ttg.dot_op<{opIdx = 0, parent = #n, kWidth = 2}>> * tensor<16x32xf16, #ttg.dot_op<{opIdx = 1, parent = #m, kWidth = 2}>> -> tensor<32x32xf32, #m>
    tt.return
  }
}

// -----

// Both operands have to have the same order along K.
#m = #ttg.simdgroup_matrix<{size = 8, warpsPerCTA = [2, 2], columns = 4}>
module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func @widths(%a: tensor<32x16xf16, #ttg.dot_op<{opIdx = 0, parent = #m, kWidth = 1}>>,
                  %b: tensor<16x32xf16, #ttg.dot_op<{opIdx = 1, parent = #m, kWidth = 2}>>,
                  %c: tensor<32x32xf32, #m>) {
    // expected-error@+1 {{needs one kWidth in the layouts of its operands, found 1 and 2}}
    %d = tt.dot %a, %b, %c : tensor<32x16xf16, #ttg.dot_op<{opIdx = 0, parent = #m, kWidth = 1}>> * tensor<16x32xf16, #ttg.dot_op<{opIdx = 1, parent = #m, kWidth = 2}>> -> tensor<32x32xf32, #m>
    tt.return
  }
}

// -----

// The warps of the layout are those of the module.
#m = #ttg.simdgroup_matrix<{size = 8, warpsPerCTA = [2, 1], columns = 4}>
module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  // expected-error@+1 {{has a layout for 2 warps, but the module has 4: #ttg.simdgroup_matrix<{size = 8, warpsPerCTA = [2, 1], columns = 4}>}}
  tt.func @warps(%c: tensor<32x32xf32, #m>) {
    tt.return
  }
}

// -----

#m = #ttg.simdgroup_matrix<{size = 8, warpsPerCTA = [2, 2], columns = 4}>
module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 64 : i32} {
  // expected-error@+1 {{has a layout for 32 threads per warp, but the module has 64: #ttg.simdgroup_matrix<{size = 8, warpsPerCTA = [2, 2], columns = 4}>}}
  tt.func @lanes(%c: tensor<32x32xf32, #m>) {
    tt.return
  }
}
