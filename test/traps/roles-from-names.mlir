// RUN: %python %S/../integration/Inputs/run_both.py %t %s --warps 1,4 | FileCheck %s
// RUN: triton-metal-translate %s -o - --emit=msl --metadata=%t/roles.json | FileCheck %s --check-prefix=MSL
// RUN: FileCheck %s --check-prefix=JSON --input-file=%t/roles.json
// RUN: %python %S/../integration/Inputs/run_both.py %t/planted %s --plant "arith.subf %%old, %%w" "arith.addf %%old, %%w"
// CHECK: same in {{[0-9]+}} configurations, 3 buffers are not uniform
//
// What an argument is for follows from what the kernel does with it, not from its name: an
// "output" that is read, an "input" that is written, a "mask" that is a pointer to floats, a
// "size" that is a float, a name that is a type's, and one that nobody uses.
// LAUNCH: {"grid": [1], "buffers": [{"type": "f32", "count": 128}, {"size": 512}, {"size": 512}, {"size": 4}],
// LAUNCH:  "args": [{"buffer": 0}, {"buffer": 1}, {"buffer": 2}, {"value": 2.5}, {"value": 77},
// LAUNCH:  {"buffer": 3}]}
//
// MSL:      device const float *out_ptr {{\[\[buffer\(0\)\]\]}}
// MSL-NEXT: device float *in_ptr {{\[\[buffer\(1\)\]\]}}
// MSL-NEXT: device float *mask {{\[\[buffer\(2\)\]\]}}
//
// JSON:      "name": "out_ptr"
// JSON:      "access": "read"
// JSON:      "name": "in_ptr"
// JSON:      "access": "write"
// JSON:      "name": "mask"
// JSON:      "access": "read_write"
// JSON:      "name": "num_elements"
// JSON:      "element_type": "f32"
// JSON:      "name": "f16"
// JSON:      "element_type": "i32"
// JSON:      "name": "x_ptr"
module {
  tt.func public @kernel(%out_ptr: !tt.ptr<f32> loc("out_ptr"), %in_ptr: !tt.ptr<f32> loc("in_ptr"), %mask: !tt.ptr<f32> loc("mask"), %num_elements: f32 loc("num_elements"), %f16: i32 loc("f16"), %x_ptr: !tt.ptr<f32> loc("x_ptr")) {
    %i = tt.make_range {end = 128 : i32, start = 0 : i32} : tensor<128xi32>
    %bound = tt.splat %f16 : i32 -> tensor<128xi32>
    %m = arith.cmpi slt, %i, %bound : tensor<128xi32>
    %xs = tt.splat %out_ptr : !tt.ptr<f32> -> tensor<128x!tt.ptr<f32>>
    %xp = tt.addptr %xs, %i : tensor<128x!tt.ptr<f32>>, tensor<128xi32>
    %v = tt.load %xp, %m : tensor<128x!tt.ptr<f32>>
    %factor = tt.splat %num_elements : f32 -> tensor<128xf32>
    %w = arith.mulf %v, %factor : tensor<128xf32>
    %is = tt.splat %in_ptr : !tt.ptr<f32> -> tensor<128x!tt.ptr<f32>>
    %ip = tt.addptr %is, %i : tensor<128x!tt.ptr<f32>>, tensor<128xi32>
    tt.store %ip, %w, %m : tensor<128x!tt.ptr<f32>>
    %ms = tt.splat %mask : !tt.ptr<f32> -> tensor<128x!tt.ptr<f32>>
    %mp = tt.addptr %ms, %i : tensor<128x!tt.ptr<f32>>, tensor<128xi32>
    %old = tt.load %mp : tensor<128x!tt.ptr<f32>>
    %new = arith.subf %old, %w : tensor<128xf32>
    tt.store %mp, %new, %m : tensor<128x!tt.ptr<f32>>
    tt.return
  }
}
