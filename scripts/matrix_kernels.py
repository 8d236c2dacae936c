"""Kernels of whole tiles, for counters and estimates: a matrix product and the forward pass of attention.

They are those of examples/matmul and examples/attention, as Triton 3.6 prints them for sizes and strides
that are multiples of 16, with the tile and the type of the elements left open.
"""
import collections
import json

ELEMENT_BYTES = {"f16": 2, "bf16": 2, "f32": 4, "i8": 1, "i32": 4}
RESULTS = {"i8": "i32"}  # of others their own
DIVISIBLE = "{tt.divisibility = 16 : i32}"

# A row-major [M, K], B row-major [K, N], C row-major [M, N]; masks at every edge.
MATMUL = """\
tt.func public @matmul(%a_ptr: !tt.ptr<$E> $D, %b_ptr: !tt.ptr<$E> $D, %c_ptr: !tt.ptr<$T> $D,
    %M: i32 $D, %N: i32 $D, %K: i32 $D, %stride_am: i32 $D, %stride_bk: i32 $D, %stride_cm: i32 $D) {
  %c0 = arith.constant 0 : i32
  %c_m = arith.constant $M : i32
  %c_n = arith.constant $N : i32
  %c_k = arith.constant $K : i32
  %no_a = arith.constant dense<$Z> : tensor<$Mx$Kx$E>
  %no_b = arith.constant dense<$Z> : tensor<$Kx$Nx$E>
  %zero = arith.constant dense<$Z> : tensor<$Mx$Nx$S>
  %pid_m = tt.get_program_id x : i32
  %first_row = arith.muli %pid_m, %c_m : i32
  %range_m = tt.make_range {end = $M : i32, start = 0 : i32} : tensor<$Mxi32>
  %splat_m = tt.splat %first_row : i32 -> tensor<$Mxi32>
  %rows_1 = arith.addi %splat_m, %range_m : tensor<$Mxi32>
  %rows = tt.expand_dims %rows_1 {axis = 1 : i32} : tensor<$Mxi32> -> tensor<$Mx1xi32>
  %pid_n = tt.get_program_id y : i32
  %first_column = arith.muli %pid_n, %c_n : i32
  %range_n = tt.make_range {end = $N : i32, start = 0 : i32} : tensor<$Nxi32>
  %splat_n = tt.splat %first_column : i32 -> tensor<$Nxi32>
  %columns_1 = arith.addi %splat_n, %range_n : tensor<$Nxi32>
  %columns = tt.expand_dims %columns_1 {axis = 0 : i32} : tensor<$Nxi32> -> tensor<1x$Nxi32>
  %range_k = tt.make_range {end = $K : i32, start = 0 : i32} : tensor<$Kxi32>
  %rows_end = tt.splat %M : i32 -> tensor<$Mx1xi32>
  %rows_in = arith.cmpi slt, %rows, %rows_end : tensor<$Mx1xi32>
  %columns_end = tt.splat %N : i32 -> tensor<1x$Nxi32>
  %columns_in = arith.cmpi slt, %columns, %columns_end : tensor<1x$Nxi32>
  %total = scf.for %k = %c0 to %K step %c_k iter_args(%sum = %zero) -> (tensor<$Mx$Nx$S>) : i32 {
    %splat_k = tt.splat %k : i32 -> tensor<$Kxi32>
    %ks = arith.addi %splat_k, %range_k : tensor<$Kxi32>
    %a_k = tt.expand_dims %ks {axis = 0 : i32} : tensor<$Kxi32> -> tensor<1x$Kxi32>
    %a_end = tt.splat %K : i32 -> tensor<1x$Kxi32>
    %a_k_in = arith.cmpi slt, %a_k, %a_end : tensor<1x$Kxi32>
    %a_rows_in = tt.broadcast %rows_in : tensor<$Mx1xi1> -> tensor<$Mx$Kxi1>
    %a_ks_in = tt.broadcast %a_k_in : tensor<1x$Kxi1> -> tensor<$Mx$Kxi1>
    %a_in = arith.andi %a_rows_in, %a_ks_in : tensor<$Mx$Kxi1>
    %a_stride = tt.splat %stride_am : i32 -> tensor<$Mx1xi32>
    %a_row = arith.muli %rows, %a_stride : tensor<$Mx1xi32>
    %a_base = tt.splat %a_ptr : !tt.ptr<$E> -> tensor<$Mx1x!tt.ptr<$E>>
    %a_rows = tt.addptr %a_base, %a_row : tensor<$Mx1x!tt.ptr<$E>>, tensor<$Mx1xi32>
    %a_rows_k = tt.broadcast %a_rows : tensor<$Mx1x!tt.ptr<$E>> -> tensor<$Mx$Kx!tt.ptr<$E>>
    %a_ks = tt.broadcast %a_k : tensor<1x$Kxi32> -> tensor<$Mx$Kxi32>
    %a_place = tt.addptr %a_rows_k, %a_ks : tensor<$Mx$Kx!tt.ptr<$E>>, tensor<$Mx$Kxi32>
    %a = tt.load %a_place, %a_in, %no_a : tensor<$Mx$Kx!tt.ptr<$E>>
    %b_k = tt.expand_dims %ks {axis = 1 : i32} : tensor<$Kxi32> -> tensor<$Kx1xi32>
    %b_end = tt.splat %K : i32 -> tensor<$Kx1xi32>
    %b_k_in = arith.cmpi slt, %b_k, %b_end : tensor<$Kx1xi32>
    %b_ks_in = tt.broadcast %b_k_in : tensor<$Kx1xi1> -> tensor<$Kx$Nxi1>
    %b_columns_in = tt.broadcast %columns_in : tensor<1x$Nxi1> -> tensor<$Kx$Nxi1>
    %b_in = arith.andi %b_ks_in, %b_columns_in : tensor<$Kx$Nxi1>
    %b_stride = tt.splat %stride_bk : i32 -> tensor<$Kx1xi32>
    %b_row = arith.muli %b_k, %b_stride : tensor<$Kx1xi32>
    %b_base = tt.splat %b_ptr : !tt.ptr<$E> -> tensor<$Kx1x!tt.ptr<$E>>
    %b_rows = tt.addptr %b_base, %b_row : tensor<$Kx1x!tt.ptr<$E>>, tensor<$Kx1xi32>
    %b_rows_n = tt.broadcast %b_rows : tensor<$Kx1x!tt.ptr<$E>> -> tensor<$Kx$Nx!tt.ptr<$E>>
    %b_columns = tt.broadcast %columns : tensor<1x$Nxi32> -> tensor<$Kx$Nxi32>
    %b_place = tt.addptr %b_rows_n, %b_columns : tensor<$Kx$Nx!tt.ptr<$E>>, tensor<$Kx$Nxi32>
    %b = tt.load %b_place, %b_in, %no_b : tensor<$Kx$Nx!tt.ptr<$E>>
    %next = tt.dot %a, %b, %sum : tensor<$Mx$Kx$E> * tensor<$Kx$Nx$E> -> tensor<$Mx$Nx$S>
    scf.yield %next : tensor<$Mx$Nx$S>
  }
  %c_stride = tt.splat %stride_cm : i32 -> tensor<$Mx1xi32>
  %c_row = arith.muli %rows, %c_stride : tensor<$Mx1xi32>
  %c_base = tt.splat %c_ptr : !tt.ptr<$T> -> tensor<$Mx1x!tt.ptr<$T>>
  %c_rows = tt.addptr %c_base, %c_row : tensor<$Mx1x!tt.ptr<$T>>, tensor<$Mx1xi32>
  %c_rows_n = tt.broadcast %c_rows : tensor<$Mx1x!tt.ptr<$T>> -> tensor<$Mx$Nx!tt.ptr<$T>>
  %c_columns = tt.broadcast %columns : tensor<1x$Nxi32> -> tensor<$Mx$Nxi32>
  %c_place = tt.addptr %c_rows_n, %c_columns : tensor<$Mx$Nx!tt.ptr<$T>>, tensor<$Mx$Nxi32>
  %c_rows_in = tt.broadcast %rows_in : tensor<$Mx1xi1> -> tensor<$Mx$Nxi1>
  %c_columns_in = tt.broadcast %columns_in : tensor<1x$Nxi1> -> tensor<$Mx$Nxi1>
  %c_in = arith.andi %c_rows_in, %c_columns_in : tensor<$Mx$Nxi1>
  $NARROWtt.store %c_place, $C, %c_in : tensor<$Mx$Nx!tt.ptr<$T>>
  tt.return
}
"""

# Q, K, V, O [heads, length, HEAD] in f16; M queries a program, N keys a step; all lengths are whole tiles.
ATTENTION = """\
tt.func public @attention(%q_ptr: !tt.ptr<f16> $D, %k_ptr: !tt.ptr<f16> $D, %v_ptr: !tt.ptr<f16> $D,
    %o_ptr: !tt.ptr<f16> $D, %scale: f32, %length: i32 $D) {
  %c0 = arith.constant 0 : i32
  %c_m = arith.constant $M : i32
  %c_n = arith.constant $N : i32
  %c_head = arith.constant $H : i32
  %log2_e = arith.constant 1.44269502 : f32
  %head_m = arith.constant dense<$H> : tensor<$Mx1xi32>
  %head_n = arith.constant dense<$H> : tensor<$Nx1xi32>
  %head_n_row = arith.constant dense<$H> : tensor<1x$Nxi32>
  %no_scores = arith.constant dense<0.0> : tensor<$Mx$Nxf32>
  %no_total = arith.constant dense<0.0> : tensor<$Mx$Hxf32>
  %no_weight = arith.constant dense<0.0> : tensor<$Mxf32>
  %lowest = arith.constant dense<-1.0e+30> : tensor<$Mxf32>
  %head = tt.get_program_id y : i32
  %head_rows = arith.muli %head, %length : i32
  %head_start = arith.muli %head_rows, %c_head : i32
  %q_head = tt.addptr %q_ptr, %head_start : !tt.ptr<f16>, i32
  %k_head = tt.addptr %k_ptr, %head_start : !tt.ptr<f16>, i32
  %v_head = tt.addptr %v_ptr, %head_start : !tt.ptr<f16>, i32
  %o_head = tt.addptr %o_ptr, %head_start : !tt.ptr<f16>, i32
  %pid_m = tt.get_program_id x : i32
  %first = arith.muli %pid_m, %c_m : i32
  %range_m = tt.make_range {end = $M : i32, start = 0 : i32} : tensor<$Mxi32>
  %splat_m = tt.splat %first : i32 -> tensor<$Mxi32>
  %queries = arith.addi %splat_m, %range_m : tensor<$Mxi32>
  %rows = tt.expand_dims %queries {axis = 1 : i32} : tensor<$Mxi32> -> tensor<$Mx1xi32>
  %range_n = tt.make_range {end = $N : i32, start = 0 : i32} : tensor<$Nxi32>
  %range_h = tt.make_range {end = $H : i32, start = 0 : i32} : tensor<$Hxi32>
  %dims = tt.expand_dims %range_h {axis = 0 : i32} : tensor<$Hxi32> -> tensor<1x$Hxi32>
  %dims_down = tt.expand_dims %range_h {axis = 1 : i32} : tensor<$Hxi32> -> tensor<$Hx1xi32>
  %row_start = arith.muli %rows, %head_m : tensor<$Mx1xi32>
  %row_starts = tt.broadcast %row_start : tensor<$Mx1xi32> -> tensor<$Mx$Hxi32>
  %dims_m = tt.broadcast %dims : tensor<1x$Hxi32> -> tensor<$Mx$Hxi32>
  %q_offset = arith.addi %row_starts, %dims_m : tensor<$Mx$Hxi32>
  %q_base = tt.splat %q_head : !tt.ptr<f16> -> tensor<$Mx$Hx!tt.ptr<f16>>
  %q_place = tt.addptr %q_base, %q_offset : tensor<$Mx$Hx!tt.ptr<f16>>, tensor<$Mx$Hxi32>
  %q = tt.load %q_place : tensor<$Mx$Hx!tt.ptr<f16>>
  %scale_2 = arith.mulf %scale, %log2_e : f32
  %scales = tt.splat %scale_2 : f32 -> tensor<$Mx$Nxf32>
  %all:3 = scf.for %start = %c0 to %length step %c_n
      iter_args(%total = %no_total, %weight = %no_weight, %highest = %lowest)
      -> (tensor<$Mx$Hxf32>, tensor<$Mxf32>, tensor<$Mxf32>) : i32 {
    %splat_n = tt.splat %start : i32 -> tensor<$Nxi32>
    %keys = arith.addi %splat_n, %range_n : tensor<$Nxi32>
    %keys_across = tt.expand_dims %keys {axis = 0 : i32} : tensor<$Nxi32> -> tensor<1x$Nxi32>
    %k_row = arith.muli %keys_across, %head_n_row : tensor<1x$Nxi32>
    %k_base = tt.splat %k_head : !tt.ptr<f16> -> tensor<1x$Nx!tt.ptr<f16>>
    %k_rows = tt.addptr %k_base, %k_row : tensor<1x$Nx!tt.ptr<f16>>, tensor<1x$Nxi32>
    %k_rows_h = tt.broadcast %k_rows : tensor<1x$Nx!tt.ptr<f16>> -> tensor<$Hx$Nx!tt.ptr<f16>>
    %k_dims = tt.broadcast %dims_down : tensor<$Hx1xi32> -> tensor<$Hx$Nxi32>
    %k_place = tt.addptr %k_rows_h, %k_dims : tensor<$Hx$Nx!tt.ptr<f16>>, tensor<$Hx$Nxi32>
    %k = tt.load %k_place : tensor<$Hx$Nx!tt.ptr<f16>>
    %products = tt.dot %q, %k, %no_scores : tensor<$Mx$Hxf16> * tensor<$Hx$Nxf16> -> tensor<$Mx$Nxf32>
    %scores = arith.mulf %products, %scales : tensor<$Mx$Nxf32>
    %block_highest = "tt.reduce"(%scores) <{axis = 1 : i32}> ({
    ^bb0(%x: f32, %y: f32):
      %z = arith.maxnumf %x, %y : f32
      tt.reduce.return %z : f32
    }) : (tensor<$Mx$Nxf32>) -> tensor<$Mxf32>
    %higher = arith.maxnumf %highest, %block_highest : tensor<$Mxf32>
    %higher_1 = tt.expand_dims %higher {axis = 1 : i32} : tensor<$Mxf32> -> tensor<$Mx1xf32>
    %higher_n = tt.broadcast %higher_1 : tensor<$Mx1xf32> -> tensor<$Mx$Nxf32>
    %below = arith.subf %scores, %higher_n : tensor<$Mx$Nxf32>
    %p = math.exp2 %below : tensor<$Mx$Nxf32>
    %change = arith.subf %highest, %higher : tensor<$Mxf32>
    %shrink = math.exp2 %change : tensor<$Mxf32>
    %old_weight = arith.mulf %weight, %shrink : tensor<$Mxf32>
    %block_weight = "tt.reduce"(%p) <{axis = 1 : i32}> ({
    ^bb0(%x: f32, %y: f32):
      %z = arith.addf %x, %y : f32
      tt.reduce.return %z : f32
    }) : (tensor<$Mx$Nxf32>) -> tensor<$Mxf32>
    %new_weight = arith.addf %old_weight, %block_weight : tensor<$Mxf32>
    %keys_down = tt.expand_dims %keys {axis = 1 : i32} : tensor<$Nxi32> -> tensor<$Nx1xi32>
    %v_row = arith.muli %keys_down, %head_n : tensor<$Nx1xi32>
    %v_base = tt.splat %v_head : !tt.ptr<f16> -> tensor<$Nx1x!tt.ptr<f16>>
    %v_rows = tt.addptr %v_base, %v_row : tensor<$Nx1x!tt.ptr<f16>>, tensor<$Nx1xi32>
    %v_rows_h = tt.broadcast %v_rows : tensor<$Nx1x!tt.ptr<f16>> -> tensor<$Nx$Hx!tt.ptr<f16>>
    %v_dims = tt.broadcast %dims : tensor<1x$Hxi32> -> tensor<$Nx$Hxi32>
    %v_place = tt.addptr %v_rows_h, %v_dims : tensor<$Nx$Hx!tt.ptr<f16>>, tensor<$Nx$Hxi32>
    %v = tt.load %v_place : tensor<$Nx$Hx!tt.ptr<f16>>
    %p_16 = arith.truncf %p : tensor<$Mx$Nxf32> to tensor<$Mx$Nxf16>
    %shrink_1 = tt.expand_dims %shrink {axis = 1 : i32} : tensor<$Mxf32> -> tensor<$Mx1xf32>
    %shrink_h = tt.broadcast %shrink_1 : tensor<$Mx1xf32> -> tensor<$Mx$Hxf32>
    %old_total = arith.mulf %total, %shrink_h : tensor<$Mx$Hxf32>
    %new_total = tt.dot %p_16, %v, %old_total : tensor<$Mx$Nxf16> * tensor<$Nx$Hxf16> -> tensor<$Mx$Hxf32>
    scf.yield %new_total, %new_weight, %higher : tensor<$Mx$Hxf32>, tensor<$Mxf32>, tensor<$Mxf32>
  }
  %weight_1 = tt.expand_dims %all#1 {axis = 1 : i32} : tensor<$Mxf32> -> tensor<$Mx1xf32>
  %weight_h = tt.broadcast %weight_1 : tensor<$Mx1xf32> -> tensor<$Mx$Hxf32>
  %o_32 = arith.divf %all#0, %weight_h : tensor<$Mx$Hxf32>
  %o = arith.truncf %o_32 : tensor<$Mx$Hxf32> to tensor<$Mx$Hxf16>
  %o_base = tt.splat %o_head : !tt.ptr<f16> -> tensor<$Mx$Hx!tt.ptr<f16>>
  %o_place = tt.addptr %o_base, %q_offset : tensor<$Mx$Hx!tt.ptr<f16>>, tensor<$Mx$Hxi32>
  tt.store %o_place, %o : tensor<$Mx$Hx!tt.ptr<f16>>
  tt.return
}
"""


class Kernel(collections.namedtuple("Kernel", "name text launch flops operations")):
    """text: TTIR. launch: of all programs, with buffers of zeros. flops: of its dots in the whole launch.
    operations: multiplications of 8x8 matrices, likewise."""

    def write(self, folder):
        """kernel.ttir and launch.json in `folder`."""
        with open(folder + "/kernel.ttir", "w") as file:
            file.write(self.text)
        with open(folder + "/launch.json", "w") as file:
            json.dump(self.launch, file)


def fill(template, **values):
    for name, value in values.items():
        template = template.replace("$" + name, str(value))
    return template.replace("$D", DIVISIBLE)


def describe_launch(name, grid, sizes, numbers):
    return {"kernel": name, "grid": [*grid, 1], "buffers": [{"size": size} for size in sizes],
            "args": [{"buffer": i} for i in range(len(sizes))] + [{"value": number} for number in numbers]}


def matmul(element, tile, sizes):
    """C = A B in `element` with sums in f32, or of i8 in i32. tile, sizes: (M, N, K)."""
    (tile_m, tile_n, tile_k), (m, n, k) = tile, sizes
    sums = "i32" if element == "i8" else "f32"
    stored = RESULTS.get(element, element)
    is_narrow = stored != sums
    narrow = "%c = arith.truncf %total : tensor<$Mx$Nx$S> to tensor<$Mx$Nx$T>\n  " if is_narrow else ""
    text = MATMUL.replace("$NARROW", narrow).replace("$C", "%c" if is_narrow else "%total")
    text = fill(text, M=tile_m, N=tile_n, K=tile_k, E=element, S=sums, T=stored,
                Z="0" if element == "i8" else "0.0")
    size = ELEMENT_BYTES[element]
    launch = describe_launch("matmul", (m // tile_m, n // tile_n),
                             (m * k * size, k * n * size, m * n * ELEMENT_BYTES[stored]), (m, n, k, k, n, n))
    return Kernel("matmul", text, launch, 2 * m * n * k, m * n * k // 512)


def attention(head, tile, length, heads):
    """Attention of `length` queries to as many keys. head: its size. tile: (queries, keys)."""
    text = fill(ATTENTION, M=tile[0], N=tile[1], H=head)
    launch = describe_launch("attention", (length // tile[0], heads), [heads * length * head * 2] * 4,
                             (head ** -0.5, length))
    products = 2 * heads * length * length * head
    return Kernel("attention", text, launch, 2 * products, products // 512)
