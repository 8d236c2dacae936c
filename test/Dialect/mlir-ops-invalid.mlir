// RUN: triton-metal-opt %s --split-input-file --verify-diagnostics
// Each op of mlir-ops.mlir with types that it does not have.

tt.func @f(%i: tensor<128xi32>) {
  // expected-error@+1 {{'arith.addf' op operand #0 must be floating-point-like, but got 'tensor<128xi32>'}}
  %0 = "arith.addf"(%i, %i) : (tensor<128xi32>, tensor<128xi32>) -> tensor<128xi32>
  tt.return
}

// -----

tt.func @f(%i: tensor<128xi32>) {
  // expected-error@+1 {{'arith.divf' op operand #0 must be floating-point-like, but got 'tensor<128xi32>'}}
  %0 = "arith.divf"(%i, %i) : (tensor<128xi32>, tensor<128xi32>) -> tensor<128xi32>
  tt.return
}

// -----

tt.func @f(%i: tensor<128xi32>) {
  // expected-error@+1 {{'arith.maximumf' op operand #0 must be floating-point-like, but got 'tensor<128xi32>'}}
  %0 = "arith.maximumf"(%i, %i) : (tensor<128xi32>, tensor<128xi32>) -> tensor<128xi32>
  tt.return
}

// -----

tt.func @f(%i: tensor<128xi32>) {
  // expected-error@+1 {{'arith.maxnumf' op operand #0 must be floating-point-like, but got 'tensor<128xi32>'}}
  %0 = "arith.maxnumf"(%i, %i) : (tensor<128xi32>, tensor<128xi32>) -> tensor<128xi32>
  tt.return
}

// -----

tt.func @f(%i: tensor<128xi32>) {
  // expected-error@+1 {{'arith.minimumf' op operand #0 must be floating-point-like, but got 'tensor<128xi32>'}}
  %0 = "arith.minimumf"(%i, %i) : (tensor<128xi32>, tensor<128xi32>) -> tensor<128xi32>
  tt.return
}

// -----

tt.func @f(%i: tensor<128xi32>) {
  // expected-error@+1 {{'arith.minnumf' op operand #0 must be floating-point-like, but got 'tensor<128xi32>'}}
  %0 = "arith.minnumf"(%i, %i) : (tensor<128xi32>, tensor<128xi32>) -> tensor<128xi32>
  tt.return
}

// -----

tt.func @f(%i: tensor<128xi32>) {
  // expected-error@+1 {{'arith.mulf' op operand #0 must be floating-point-like, but got 'tensor<128xi32>'}}
  %0 = "arith.mulf"(%i, %i) : (tensor<128xi32>, tensor<128xi32>) -> tensor<128xi32>
  tt.return
}

// -----

tt.func @f(%i: tensor<128xi32>) {
  // expected-error@+1 {{'arith.remf' op operand #0 must be floating-point-like, but got 'tensor<128xi32>'}}
  %0 = "arith.remf"(%i, %i) : (tensor<128xi32>, tensor<128xi32>) -> tensor<128xi32>
  tt.return
}

// -----

tt.func @f(%i: tensor<128xi32>) {
  // expected-error@+1 {{'arith.subf' op operand #0 must be floating-point-like, but got 'tensor<128xi32>'}}
  %0 = "arith.subf"(%i, %i) : (tensor<128xi32>, tensor<128xi32>) -> tensor<128xi32>
  tt.return
}

// -----

tt.func @f(%x: tensor<128xf32>) {
  // expected-error@+1 {{'arith.addi' op operand #0 must be signless-integer-like, but got 'tensor<128xf32>'}}
  %0 = "arith.addi"(%x, %x) : (tensor<128xf32>, tensor<128xf32>) -> tensor<128xf32>
  tt.return
}

// -----

tt.func @f(%x: tensor<128xf32>) {
  // expected-error@+1 {{'arith.andi' op operand #0 must be signless-integer-like, but got 'tensor<128xf32>'}}
  %0 = "arith.andi"(%x, %x) : (tensor<128xf32>, tensor<128xf32>) -> tensor<128xf32>
  tt.return
}

// -----

tt.func @f(%x: tensor<128xf32>) {
  // expected-error@+1 {{'arith.divsi' op operand #0 must be signless-integer-like, but got 'tensor<128xf32>'}}
  %0 = "arith.divsi"(%x, %x) : (tensor<128xf32>, tensor<128xf32>) -> tensor<128xf32>
  tt.return
}

// -----

tt.func @f(%x: tensor<128xf32>) {
  // expected-error@+1 {{'arith.divui' op operand #0 must be signless-integer-like, but got 'tensor<128xf32>'}}
  %0 = "arith.divui"(%x, %x) : (tensor<128xf32>, tensor<128xf32>) -> tensor<128xf32>
  tt.return
}

// -----

tt.func @f(%x: tensor<128xf32>) {
  // expected-error@+1 {{'arith.maxsi' op operand #0 must be signless-integer-like, but got 'tensor<128xf32>'}}
  %0 = "arith.maxsi"(%x, %x) : (tensor<128xf32>, tensor<128xf32>) -> tensor<128xf32>
  tt.return
}

// -----

tt.func @f(%x: tensor<128xf32>) {
  // expected-error@+1 {{'arith.maxui' op operand #0 must be signless-integer-like, but got 'tensor<128xf32>'}}
  %0 = "arith.maxui"(%x, %x) : (tensor<128xf32>, tensor<128xf32>) -> tensor<128xf32>
  tt.return
}

// -----

tt.func @f(%x: tensor<128xf32>) {
  // expected-error@+1 {{'arith.minsi' op operand #0 must be signless-integer-like, but got 'tensor<128xf32>'}}
  %0 = "arith.minsi"(%x, %x) : (tensor<128xf32>, tensor<128xf32>) -> tensor<128xf32>
  tt.return
}

// -----

tt.func @f(%x: tensor<128xf32>) {
  // expected-error@+1 {{'arith.minui' op operand #0 must be signless-integer-like, but got 'tensor<128xf32>'}}
  %0 = "arith.minui"(%x, %x) : (tensor<128xf32>, tensor<128xf32>) -> tensor<128xf32>
  tt.return
}

// -----

tt.func @f(%x: tensor<128xf32>) {
  // expected-error@+1 {{'arith.muli' op operand #0 must be signless-integer-like, but got 'tensor<128xf32>'}}
  %0 = "arith.muli"(%x, %x) : (tensor<128xf32>, tensor<128xf32>) -> tensor<128xf32>
  tt.return
}

// -----

tt.func @f(%x: tensor<128xf32>) {
  // expected-error@+1 {{'arith.ori' op operand #0 must be signless-integer-like, but got 'tensor<128xf32>'}}
  %0 = "arith.ori"(%x, %x) : (tensor<128xf32>, tensor<128xf32>) -> tensor<128xf32>
  tt.return
}

// -----

tt.func @f(%x: tensor<128xf32>) {
  // expected-error@+1 {{'arith.remsi' op operand #0 must be signless-integer-like, but got 'tensor<128xf32>'}}
  %0 = "arith.remsi"(%x, %x) : (tensor<128xf32>, tensor<128xf32>) -> tensor<128xf32>
  tt.return
}

// -----

tt.func @f(%x: tensor<128xf32>) {
  // expected-error@+1 {{'arith.remui' op operand #0 must be signless-integer-like, but got 'tensor<128xf32>'}}
  %0 = "arith.remui"(%x, %x) : (tensor<128xf32>, tensor<128xf32>) -> tensor<128xf32>
  tt.return
}

// -----

tt.func @f(%x: tensor<128xf32>) {
  // expected-error@+1 {{'arith.shli' op operand #0 must be signless-integer-like, but got 'tensor<128xf32>'}}
  %0 = "arith.shli"(%x, %x) : (tensor<128xf32>, tensor<128xf32>) -> tensor<128xf32>
  tt.return
}

// -----

tt.func @f(%x: tensor<128xf32>) {
  // expected-error@+1 {{'arith.shrsi' op operand #0 must be signless-integer-like, but got 'tensor<128xf32>'}}
  %0 = "arith.shrsi"(%x, %x) : (tensor<128xf32>, tensor<128xf32>) -> tensor<128xf32>
  tt.return
}

// -----

tt.func @f(%x: tensor<128xf32>) {
  // expected-error@+1 {{'arith.shrui' op operand #0 must be signless-integer-like, but got 'tensor<128xf32>'}}
  %0 = "arith.shrui"(%x, %x) : (tensor<128xf32>, tensor<128xf32>) -> tensor<128xf32>
  tt.return
}

// -----

tt.func @f(%x: tensor<128xf32>) {
  // expected-error@+1 {{'arith.subi' op operand #0 must be signless-integer-like, but got 'tensor<128xf32>'}}
  %0 = "arith.subi"(%x, %x) : (tensor<128xf32>, tensor<128xf32>) -> tensor<128xf32>
  tt.return
}

// -----

tt.func @f(%x: tensor<128xf32>) {
  // expected-error@+1 {{'arith.xori' op operand #0 must be signless-integer-like, but got 'tensor<128xf32>'}}
  %0 = "arith.xori"(%x, %x) : (tensor<128xf32>, tensor<128xf32>) -> tensor<128xf32>
  tt.return
}

// -----

tt.func @f(%x: tensor<128xi32>) {
  // expected-error@+1 {{'arith.cmpf' op operand #0 must be floating-point-like, but got 'tensor<128xi32>'}}
  %0 = "arith.cmpf"(%x, %x) <{predicate = 1 : i64}> : (tensor<128xi32>, tensor<128xi32>) -> tensor<128xi1>
  tt.return
}

// -----

tt.func @f(%x: tensor<128xf32>) {
  // expected-error@+1 {{'arith.cmpi' op operand #0 must be signless-integer-like, but got 'tensor<128xf32>'}}
  %0 = "arith.cmpi"(%x, %x) <{predicate = 1 : i64}> : (tensor<128xf32>, tensor<128xf32>) -> tensor<128xi1>
  tt.return
}

// -----

tt.func @f(%c: tensor<64xi1>, %x: tensor<128xf32>) {
  // expected-error@+1 {{'arith.select' op failed to verify that condition is signless i1 or has matching shape}}
  %0 = arith.select %c, %x, %x : tensor<64xi1>, tensor<128xf32>
  tt.return
}

// -----

tt.func @f() {
  // expected-error@+1 {{'arith.constant' op failed to verify that all of {value, result} have same type}}
  %0 = "arith.constant"() <{value = dense<1> : tensor<64xi32>}> : () -> tensor<128xi32>
  tt.return
}

// -----

tt.func @f(%x: tensor<128xf32>) {
  // expected-error@+1 {{'arith.bitcast' op operand type 'tensor<128xf32>' and result type 'tensor<128xi16>' are cast incompatible}}
  %0 = arith.bitcast %x : tensor<128xf32> to tensor<128xi16>
  tt.return
}

// -----

tt.func @f(%x: tensor<128xf32>) {
  // expected-error@+1 {{'arith.extf' op operand type 'tensor<128xf32>' and result type 'tensor<128xf16>' are cast incompatible}}
  %0 = arith.extf %x : tensor<128xf32> to tensor<128xf16>
  tt.return
}

// -----

tt.func @f(%x: tensor<128xf16>) {
  // expected-error@+1 {{'arith.truncf' op operand type 'tensor<128xf16>' and result type 'tensor<128xf32>' are cast incompatible}}
  %0 = arith.truncf %x : tensor<128xf16> to tensor<128xf32>
  tt.return
}

// -----

tt.func @f(%x: tensor<128xi32>) {
  // expected-error@+1 {{'arith.extsi' op operand type 'tensor<128xi32>' and result type 'tensor<128xi8>' are cast incompatible}}
  %0 = arith.extsi %x : tensor<128xi32> to tensor<128xi8>
  tt.return
}

// -----

tt.func @f(%x: tensor<128xi32>) {
  // expected-error@+1 {{'arith.extui' op operand type 'tensor<128xi32>' and result type 'tensor<128xi8>' are cast incompatible}}
  %0 = arith.extui %x : tensor<128xi32> to tensor<128xi8>
  tt.return
}

// -----

tt.func @f(%x: tensor<128xi8>) {
  // expected-error@+1 {{'arith.trunci' op operand type 'tensor<128xi8>' and result type 'tensor<128xi32>' are cast incompatible}}
  %0 = arith.trunci %x : tensor<128xi8> to tensor<128xi32>
  tt.return
}

// -----

tt.func @f(%x: tensor<128xi32>) {
  // expected-error@+1 {{'arith.fptosi' op operand #0 must be floating-point-like, but got 'tensor<128xi32>'}}
  %0 = arith.fptosi %x : tensor<128xi32> to tensor<128xi8>
  tt.return
}

// -----

tt.func @f(%x: tensor<128xi32>) {
  // expected-error@+1 {{'arith.fptoui' op operand #0 must be floating-point-like, but got 'tensor<128xi32>'}}
  %0 = arith.fptoui %x : tensor<128xi32> to tensor<128xi8>
  tt.return
}

// -----

tt.func @f(%x: tensor<128xf32>) {
  // expected-error@+1 {{'arith.sitofp' op operand #0 must be signless-fixed-width-integer-like, but got 'tensor<128xf32>'}}
  %0 = arith.sitofp %x : tensor<128xf32> to tensor<128xf16>
  tt.return
}

// -----

tt.func @f(%x: tensor<128xf32>) {
  // expected-error@+1 {{'arith.uitofp' op operand #0 must be signless-fixed-width-integer-like, but got 'tensor<128xf32>'}}
  %0 = arith.uitofp %x : tensor<128xf32> to tensor<128xf16>
  tt.return
}

// -----

tt.func @f(%x: f32) {
  // expected-error@+1 {{'arith.index_cast' op operand #0 must be signless-integer-like or memref of signless-integer, but got 'f32'}}
  %0 = arith.index_cast %x : f32 to index
  tt.return
}

// -----

tt.func @f(%x: tensor<128xi32>) {
  // expected-error@+1 {{'math.absf' op operand #0 must be floating-point-like, but got 'tensor<128xi32>'}}
  %0 = math.absf %x : tensor<128xi32>
  tt.return
}

// -----

tt.func @f(%x: tensor<128xi32>) {
  // expected-error@+1 {{'math.ceil' op operand #0 must be floating-point-like, but got 'tensor<128xi32>'}}
  %0 = math.ceil %x : tensor<128xi32>
  tt.return
}

// -----

tt.func @f(%x: tensor<128xi32>) {
  // expected-error@+1 {{'math.cos' op operand #0 must be floating-point-like, but got 'tensor<128xi32>'}}
  %0 = math.cos %x : tensor<128xi32>
  tt.return
}

// -----

tt.func @f(%x: tensor<128xi32>) {
  // expected-error@+1 {{'math.erf' op operand #0 must be floating-point-like, but got 'tensor<128xi32>'}}
  %0 = math.erf %x : tensor<128xi32>
  tt.return
}

// -----

tt.func @f(%x: tensor<128xi32>) {
  // expected-error@+1 {{'math.exp' op operand #0 must be floating-point-like, but got 'tensor<128xi32>'}}
  %0 = math.exp %x : tensor<128xi32>
  tt.return
}

// -----

tt.func @f(%x: tensor<128xi32>) {
  // expected-error@+1 {{'math.exp2' op operand #0 must be floating-point-like, but got 'tensor<128xi32>'}}
  %0 = math.exp2 %x : tensor<128xi32>
  tt.return
}

// -----

tt.func @f(%x: tensor<128xi32>) {
  // expected-error@+1 {{'math.floor' op operand #0 must be floating-point-like, but got 'tensor<128xi32>'}}
  %0 = math.floor %x : tensor<128xi32>
  tt.return
}

// -----

tt.func @f(%x: tensor<128xi32>) {
  // expected-error@+1 {{'math.log' op operand #0 must be floating-point-like, but got 'tensor<128xi32>'}}
  %0 = math.log %x : tensor<128xi32>
  tt.return
}

// -----

tt.func @f(%x: tensor<128xi32>) {
  // expected-error@+1 {{'math.log2' op operand #0 must be floating-point-like, but got 'tensor<128xi32>'}}
  %0 = math.log2 %x : tensor<128xi32>
  tt.return
}

// -----

tt.func @f(%x: tensor<128xi32>) {
  // expected-error@+1 {{'math.rsqrt' op operand #0 must be floating-point-like, but got 'tensor<128xi32>'}}
  %0 = math.rsqrt %x : tensor<128xi32>
  tt.return
}

// -----

tt.func @f(%x: tensor<128xi32>) {
  // expected-error@+1 {{'math.sin' op operand #0 must be floating-point-like, but got 'tensor<128xi32>'}}
  %0 = math.sin %x : tensor<128xi32>
  tt.return
}

// -----

tt.func @f(%x: tensor<128xi32>) {
  // expected-error@+1 {{'math.sqrt' op operand #0 must be floating-point-like, but got 'tensor<128xi32>'}}
  %0 = math.sqrt %x : tensor<128xi32>
  tt.return
}

// -----

tt.func @f(%x: tensor<128xf32>) {
  // expected-error@+1 {{'math.absi' op operand #0 must be signless-integer-like, but got 'tensor<128xf32>'}}
  %0 = math.absi %x : tensor<128xf32>
  tt.return
}

// -----

tt.func @f(%x: tensor<128xi32>) {
  // expected-error@+1 {{'math.fma' op operand #0 must be floating-point-like, but got 'tensor<128xi32>'}}
  %0 = math.fma %x, %x, %x : tensor<128xi32>
  tt.return
}

// -----

tt.func @f(%n: i32, %x: f32) {
  // expected-error@+1 {{'scf.for' op 0-th init and 0-th region iter_arg have different type: 'f32' != 'i32'}}
  %0 = "scf.for"(%n, %n, %n, %x) ({
  ^bb0(%k: i32, %a: i32):
    scf.yield %a : i32
  }) : (i32, i32, i32, f32) -> f32
  tt.return
}

// -----

tt.func @f(%b: i1, %x: f32) {
  // expected-error@+1 {{'scf.if' op must have an else block if defining values}}
  %0 = "scf.if"(%b) ({
    scf.yield %x : f32
  }, {
  }) : (i1) -> f32
  tt.return
}

// -----

tt.func @f(%b: i1, %x: f32, %i: i32) {
  // expected-error@+1 {{'scf.while' op expects the 'after' region to terminate with 'scf.yield'}}
  %0 = scf.while (%w = %x) : (f32) -> f32 {
    scf.condition(%b) %w : f32
  } do {
  ^bb0(%w: f32):
    // expected-note@+1 {{terminator here}}
    tt.return
  }
  tt.return
}

// -----

tt.func @f(%b: i1, %x: f32, %i: i32) {
  // expected-error@+1 {{'scf.while' op along control flow edge from Operation scf.condition to parent: successor operand type #0 'i32' should match successor input type #0 'f32'}}
  %0 = scf.while (%w = %x) : (f32) -> f32 {
    // expected-note@+1 {{region branch point}}
    scf.condition(%b) %i : i32
  } do {
  ^bb0(%w: f32):
    scf.yield %w : f32
  }
  tt.return
}

// -----

tt.func @f(%x: f32, %b: i1) {
  // expected-error@+1 {{'scf.condition' op expects parent op 'scf.while'}}
  scf.condition(%b) %x : f32
}

// -----

tt.func @f(%x: f32) {
  // expected-error@+1 {{'scf.yield' op expects parent op to be one of 'scf.execute_region, scf.for, scf.if, scf.index_switch, scf.while'}}
  scf.yield %x : f32
}

// -----

tt.func @f(%x: f32) {
  // expected-error@+1 {{type mismatch for bb argument #0 of successor #0}}
  cf.br ^bb1(%x : f32)
^bb1(%y: i32):
  tt.return
}

// -----

tt.func @f(%x: f32, %b: i1) {
  // expected-error@+1 {{type mismatch for bb argument #0 of successor #0}}
  cf.cond_br %b, ^bb1(%x : f32), ^bb1(%x : f32)
^bb1(%y: i32):
  tt.return
}

// -----

tt.func @f(%x: f32) {
  // expected-error@+1 {{invalid properties {value = 1 : i32} for op ub.poison: Invalid attribute `value` in property conversion: 1 : i32}}
  %0 = "ub.poison"() <{value = 1 : i32}> : () -> f32
  tt.return
}

// -----

tt.func @f(%x: f32) {
  // expected-error@+1 {{'llvm.intr.assume' op operand #0 must be 1-bit signless integer, but got 'f32'}}
  "llvm.intr.assume"(%x) <{op_bundle_sizes = array<i32>}> : (f32) -> ()
  tt.return
}

// -----

tt.func @f(%x: f32) {
  // expected-error@+1 {{'gpu.barrier' op requires zero operands}}
  "gpu.barrier"(%x) : (f32) -> ()
  tt.return
}
