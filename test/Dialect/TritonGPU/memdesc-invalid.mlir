// RUN: triton-metal-opt %s --split-input-file --verify-diagnostics
// Layouts in memory and memory descriptors that say nothing sensible.

// expected-error@+1 {{vec must be powers of two up to 1048576, found 3}}
#a = #ttg.swizzled_shared<{vec = 3, perPhase = 1, maxPhase = 1, order = [0]}>

// -----

// expected-error@+1 {{perPhase must be powers of two up to 1048576, found 0}}
#a = #ttg.swizzled_shared<{vec = 1, perPhase = 0, maxPhase = 1, order = [0]}>

// -----

// expected-error@+1 {{needs a number for 'maxPhase'}}
#a = #ttg.swizzled_shared<{vec = 1, perPhase = 1, order = [0]}>

// -----

// expected-error@+1 {{order must have 1 to 32 dimensions, found 0}}
#a = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = []}>

// -----

// expected-error@+1 {{order must be a permutation of the 1 dimensions, found [1]}}
#a = #ttg.amd_rotating_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [1]}>

// -----

// expected-error@+1 {{has a leading offset but no pieces of 16 bytes: vec = 0}}
#a = #ttg.shared<{vec = 0, perPhase = 1, maxPhase = 1, order = [0], hasLeadingOffset = true}>

// -----

// expected-error@+1 {{swizzlingByteWidth must be 0, 32, 64 or 128, found 48}}
#a = #ttg.nvmma_shared<{swizzlingByteWidth = 48, transposed = false, elementBitWidth = 16}>

// -----

// expected-error@+1 {{elementBitWidth must be 8, 16, 32 or 64, found 4}}
#a = #ttg.nvmma_shared<{swizzlingByteWidth = 64, transposed = false, elementBitWidth = 4}>

// -----

// expected-error@+1 {{swizzlingByteWidth must be 0 with rank 1, found 64}}
#a = #ttg.nvmma_shared<{swizzlingByteWidth = 64, transposed = false, elementBitWidth = 16, rank = 1}>

// -----

// expected-error@+1 {{rank must be 1 to 32, found 0}}
#a = #ttg.nvmma_shared<{swizzlingByteWidth = 64, transposed = false, elementBitWidth = 16, rank = 0}>

// -----

// expected-error@+1 {{needs at least one interval with its padding}}
#a = #ttg.padded_shared<[] {order = [0], shape = [32]}>

// -----

// expected-error@+1 {{has interval 32 twice}}
#a = #ttg.padded_shared<[32:+4, 32:+8] {order = [0], shape = [64]}>

// -----

// expected-error@+1 {{intervals must be powers of two up to 1048576, found 3}}
#a = #ttg.padded_shared<[3:+4] {order = [0], shape = [64]}>

// -----

// expected-error@+1 {{shape must have 2 entries, found 1}}
#a = #ttg.padded_shared<[32:+4] {order = [0, 1], shape = [64]}>

// -----

// expected-error@+1 {{shape has 2^32 elements; at most 1048576 are allowed}}
#a = #ttg.padded_shared<[32:+4] {order = [0, 1], shape = [65536, 65536]}>

// -----

// expected-error@+1 {{two bases must not be the same, found [1] again in 'offset'}}
#a = #ttg.padded_shared<[32:+4] {offset = [[1], [1]], block = []}>

// -----

// expected-error@+1 {{expected '+'}}
#a = #ttg.padded_shared<[32:4] {order = [0], shape = [64]}>

// -----

// expected-error@+1 {{leaves elements out: the bases reach only 2^1 of the 2^2 elements}}
#a = #ttg.shared_linear<{offset = [[2]]}, alignment = 16>

// -----

// expected-error@+1 {{alignment must be a power of two, found 24}}
#a = #ttg.shared_linear<{offset = [[1]]}, alignment = 24>

// -----

// expected-error@+1 {{needs a list of bases for 'offset'}}
#a = #ttg.shared_linear<{bases = [[1]]}, alignment = 16>

// -----

#s = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [1, 0]}>
// expected-error@+1 {{numPartitions and numGroups must be powers of two, found 3 and 1}}
#a = #ttg.partitioned_shared<{numPartitions = 3, numGroups = 1, partitionDim = 0, partitionLayout = #s}>

// -----

#s = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [1, 0]}>
// expected-error@+1 {{partitionDim must be 0 to 1, found 2}}
#a = #ttg.partitioned_shared<{numPartitions = 2, numGroups = 1, partitionDim = 2, partitionLayout = #s}>

// -----

#b = #ttg.blocked<{sizePerThread = [1, 4], threadsPerWarp = [8, 4], warpsPerCTA = [4, 1], order = [1, 0]}>
// expected-error@+1 {{needs a layout in memory for its pieces, found #ttg.blocked}}
#a = #ttg.partitioned_shared<{numPartitions = 2, numGroups = 1, partitionDim = 0, partitionLayout = #b}>

// -----

// expected-error@+1 {{a memory descriptor needs a layout, as in <64x32xf16, #shared, #smem>}}
tt.func private @f(!ttg.memdesc<32x16xf16>)

// -----

#s = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [1, 0]}>
#smem = #ttg.shared_memory
// expected-error@+1 {{the shape must have powers of two in all dimensions but the first, found 24 in dimension 1}}
tt.func private @f(!ttg.memdesc<32x24xf16, #s, #smem>)

// -----

#s = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [1, 0]}>
#smem = #ttg.shared_memory
// expected-error@+1 {{the shape must have powers of two in all dimensions but the first, found 0 in dimension 0}}
tt.func private @f(!ttg.memdesc<0x16xf16, #s, #smem>)

// -----

#s = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [1, 0]}>
#smem = #ttg.shared_memory
// expected-error@+1 {{needs the rank of its layout, 2, or one more to count buffers; found 1}}
tt.func private @f(!ttg.memdesc<8xf16, #s, #smem>)

// -----

#s = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [1, 0]}>
#smem = #ttg.shared_memory
// expected-error@+1 {{needs the rank of its layout, 2, or one more to count buffers; found 4}}
tt.func private @f(!ttg.memdesc<2x2x32x16xf16, #s, #smem>)

// -----

#s = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [1, 0]}>
#smem = #ttg.shared_memory
// expected-error@+1 {{the shape must fit into the allocation, found 32 of 16}}
tt.func private @f(!ttg.memdesc<32x16xf16, #s, #smem, mutable, 16x16>)

// -----

#s = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [1, 0]}>
#smem = #ttg.shared_memory
// expected-error@+1 {{the shape of the allocation has rank 1, less than the 2 of the shape}}
tt.func private @f(!ttg.memdesc<32x16xf16, #s, #smem, mutable, 16>)

// -----

#b = #ttg.blocked<{sizePerThread = [1, 4], threadsPerWarp = [8, 4], warpsPerCTA = [4, 1], order = [1, 0]}>
#smem = #ttg.shared_memory
// expected-error@+1 {{needs a layout in memory, found #ttg.blocked}}
tt.func private @f(!ttg.memdesc<32x16xf16, #b, #smem>)

// -----

#s = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [1, 0]}>
// expected-error@+1 {{needs #ttg.shared_memory as the memory of #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [1, 0]}>, found #ttng.tensor_memory}}
tt.func private @f(!ttg.memdesc<32x16xf16, #s, #ttng.tensor_memory>)

// -----

#s = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [1, 0]}>
#smem = #ttg.shared_memory
// expected-error@+1 {{holds integers, floats or pointers, found 'index'}}
tt.func private @f(!ttg.memdesc<32x16xindex, #s, #smem>)

// -----

#s = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [1, 0]}>
#smem = #ttg.shared_memory
// expected-error@+1 {{expected '>', 'mutable' or the shape of the allocation}}
tt.func private @f(!ttg.memdesc<32x16xf16, #s, #smem, #smem>)

// -----

#s = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [1, 0]}>
#smem = #ttg.shared_memory
// expected-error@+1 {{has the shape of the allocation twice}}
tt.func private @f(!ttg.memdesc<32x16xf16, #s, #smem, 32x16, 32x16>)

// -----

#s = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [1, 0]}>
#smem = #ttg.shared_memory
// expected-error@+1 {{the shape has more than 2^40 elements}}
tt.func private @f(!ttg.memdesc<1048576x1048576x2xf16, #s, #smem>)

// -----

// expected-error@+1 {{unknown  type `handle` in dialect `ttg`}}
tt.func private @f(!ttg.handle)
