// RUN: triton-metal-opt %s --convert-tritongpu-to-metal --split-input-file --verify-diagnostics

#l = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func public @extern(%x: !tt.ptr<f32>, %a: f32) {
    %v = tt.splat %a : f32 -> tensor<128xf32, #l>
    // expected-error @+1 {{'tt.extern_elementwise' op calls '__nv_frexpf', which has no counterpart here; write it with tl.* operations}}
    %r = tt.extern_elementwise %v {libname = "", libpath = "", pure = true, symbol = "__nv_frexpf"} : (tensor<128xf32, #l>) -> tensor<128xf32, #l>
    tt.return
  }
}

// -----

module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func public @double_form(%a: f32) {
    // expected-error @+1 {{'tt.extern_elementwise' op calls '__nv_tanh', which computes in f64, which Metal GPUs do not have; use the float32 form, or --fp64=emulate for doubles in software}}
    %r = tt.extern_elementwise %a {libname = "", libpath = "", pure = true, symbol = "__nv_tanh"} : (f32) -> f32
    tt.return
  }
}

// -----

module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func public @operands(%a: f32, %n: i32) {
    // expected-error @+1 {{'tt.extern_elementwise' op calls '__nv_powf' with 1 operands; it takes 2}}
    %r = tt.extern_elementwise %a {libname = "", libpath = "", pure = true, symbol = "__nv_powf"} : (f32) -> f32
    tt.return
  }
}

// -----

module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func public @types(%a: f32, %n: i32) {
    // expected-error @+1 {{'tt.extern_elementwise' op calls '__nv_popc' with an operand of 'f32'}}
    %r = tt.extern_elementwise %a {libname = "", libpath = "", pure = true, symbol = "__nv_popc"} : (f32) -> i32
    tt.return
  }
}

// -----

module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func public @clock() {
    // expected-error @+1 {{line 1 of its assembly, 'mov.u64 $0, %globaltimer', reads %globaltimer, which has no counterpart on Apple GPUs; write it with tl.* operations}}
    %t = tt.elementwise_inline_asm "mov.u64 $0, %globaltimer;" {constraints = "=l", packed_element = 1 : i32, pure = false} -> i64
    tt.return
  }
}

// -----

module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func public @memory(%a: i32) {
    // expected-error @+1 {{line 2 of its assembly, 'ld.global.b32 $0, [t]', has no counterpart here in this form; write it with tl.* operations}}
    %t = tt.elementwise_inline_asm ".reg .b64 t;\0A ld.global.b32 $0, [t];" {constraints = "=r,r", packed_element = 1 : i32, pure = true} %a : i32 -> i32
    tt.return
  }
}

// -----

module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func public @constraint(%a: i32) {
    // expected-error @+1 {{has a constraint 'q' that is not known here}}
    %t = tt.elementwise_inline_asm "mov.b32 $0, $1;" {constraints = "=r,q", packed_element = 1 : i32, pure = true} %a : i32 -> i32
    tt.return
  }
}

// -----

#l = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func public @pairs(%a: i32) {
    %v = tt.splat %a : i32 -> tensor<128xi32, #l>
    // expected-error @+1 {{takes 2 elements at a time, but a thread holds 1 of}}
    %r = "tt.map_elementwise"(%v) <{pack = 2 : i32}> ({
    ^bb0(%x: i32, %y: i32):
      tt.map_elementwise.return %y, %x : i32, i32
    }) : (tensor<128xi32, #l>) -> tensor<128xi32, #l>
    tt.return
  }
}

// -----

module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func public @double(%x: !tt.ptr<f64>) {
    %v = tt.load %x : !tt.ptr<f64>
    // expected-error @+1 {{'arith.addf' op uses f64, which Metal GPUs do not have; use float32 in the kernel, or --fp64=emulate for doubles in software}}
    %w = arith.addf %v, %v : f64
    tt.return
  }
}

// -----

module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  // expected-error @+1 {{has a parameter of type f64, which Metal GPUs do not have; pass float32, or a pointer, or use --fp64=emulate for doubles in software}}
  tt.func public @scalar(%x: !tt.ptr<f64>, %v: f64) {
    tt.return
  }
}

// -----

module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func public @space(%x: !tt.ptr<f32, 3>) {
    // expected-error @+1 {{'tt.load' op points to address space 3, and Triton's kernels reach device memory (1) only; pass a pointer to a buffer}}
    %v = tt.load %x : !tt.ptr<f32, 3>
    tt.return
  }
}

// -----

module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  // expected-error @+1 {{returns a value, so it is no kernel; mark helper functions private}}
  tt.func public @helper(%a: f32) -> f32 {
    tt.return %a : f32
  }
}

// -----

// expected-error @+1 {{holds no kernel: expected a 'tt.func'}}
module attributes {"ttg.num-warps" = 4 : i32} {
}

// -----

module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  // expected-error @+1 {{has branches between blocks; run triton-structure-control-flow first}}
  tt.func public @early(%c: i1) {
    cf.cond_br %c, ^bb1, ^bb2
  ^bb1:
    tt.return
  ^bb2:
    tt.return
  }
}

// -----

#a = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0], CGALayout = [[1]]}>
// expected-error @+1 {{is planned for clusters of 2 CTAs, which Apple GPUs do not have; compile with num_ctas=1}}
module attributes {"ttg.num-ctas" = 2 : i32, "ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func public @cluster() {
    %t = tt.make_range {end = 512 : i32, start = 0 : i32} : tensor<512xi32, #a>
    tt.return
  }
}

// -----

#l = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func public @assert_in_scan(%x: tensor<128xi32, #l>, %c: i1) {
    %s = "tt.scan"(%x) <{axis = 0 : i32, reverse = false}> ({
    ^bb0(%a: i32, %b: i32):
      // expected-error @+1 {{'tt.assert' op inside a function that is applied to elements has no lowering yet; move it in front of the tensor op}}
      tt.assert %c, "no" : i1
      tt.scan.return %a : i32
    }) : (tensor<128xi32, #l>) -> tensor<128xi32, #l>
    tt.return
  }
}
