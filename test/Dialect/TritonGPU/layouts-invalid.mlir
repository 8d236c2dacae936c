// RUN: triton-metal-opt %s --split-input-file --verify-diagnostics
// Layouts over threads that say nothing sensible.

// expected-error@+1 {{needs a list of numbers for 'warpsPerCTA'}}
#a = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], order = [0]}>

// -----

// expected-error@+1 {{sizePerThread must have 1 entries, found 2}}
#a = #ttg.blocked<{sizePerThread = [1, 1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>

// -----

// expected-error@+1 {{sizePerThread must be powers of two up to 1048576, found 3}}
#a = #ttg.blocked<{sizePerThread = [3], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>

// -----

// expected-error@+1 {{order must be a permutation of the 2 dimensions, found [0, 0]}}
#a = #ttg.blocked<{sizePerThread = [1, 1], threadsPerWarp = [32, 1], warpsPerCTA = [4, 1], order = [0, 0]}>

// -----

// expected-error@+1 {{order must have 1 to 32 dimensions, found 0}}
#a = #ttg.blocked<{sizePerThread = [], threadsPerWarp = [], warpsPerCTA = [], order = []}>

// -----

// expected-error@+1 {{has an unknown key 'colour'; known are sizePerThread, threadsPerWarp, warpsPerCTA, order, CGALayout, CTAsPerCGA, CTASplitNum, CTAOrder}}
#a = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0], colour = 1}>

// -----

// expected-error@+1 {{CGALayout must have bases of rank 1, found 2}}
#a = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0], CGALayout = [[1, 0]]}>

// -----

// expected-error@+1 {{needs a list of numbers for each basis of 'CGALayout'}}
#a = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0], CGALayout = [1]}>

// -----

// expected-error@+1 {{leaves elements out: the bases reach only 2^1 of the 2^2 elements}}
#a = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0], CGALayout = [[2]]}>

// -----

// expected-error@+1 {{CTAsPerCGA must have 1 entries, found 2}}
#a = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0], CTAsPerCGA = [2, 2]}>

// -----

// expected-error@+1 {{CTAsPerCGA must be powers of two up to 1048576, found 3}}
#a = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0], CTAsPerCGA = [3]}>

// -----

#b = #ttg.blocked<{sizePerThread = [1, 4], threadsPerWarp = [8, 4], warpsPerCTA = [4, 1], order = [1, 0]}>
// expected-error@+1 {{dim must be 0 to 1, found 2}}
#a = #ttg.slice<{dim = 2, parent = #b}>

// -----

#b = #ttg.blocked<{sizePerThread = [1, 4], threadsPerWarp = [8, 4], warpsPerCTA = [4, 1], order = [1, 0]}>
// expected-error@+1 {{needs a number for 'dim'}}
#a = #ttg.slice<{parent = #b}>

// -----

// expected-error@+1 {{needs a layout for 'parent'}}
#a = #ttg.slice<{dim = 0}>

// -----

// expected-error@+1 {{needs a parent that distributes over threads, found #ttg.shared_memory}}
#a = #ttg.slice<{dim = 0, parent = #ttg.shared_memory}>

// -----

#b = #ttg.blocked<{sizePerThread = [1, 4], threadsPerWarp = [8, 4], warpsPerCTA = [4, 1], order = [1, 0]}>
// expected-error@+1 {{needs a parent of rank 2 or more}}
#a = #ttg.slice<{dim = 0, parent = #ttg.slice<{dim = 0, parent = #b}>}>

// -----

#b = #ttg.blocked<{sizePerThread = [1, 4], threadsPerWarp = [8, 4], warpsPerCTA = [4, 1], order = [1, 0]}>
// expected-error@+1 {{opIdx must be 0 or 1, found 2}}
#a = #ttg.dot_op<{opIdx = 2, parent = #b}>

// -----

#b = #ttg.blocked<{sizePerThread = [1, 4], threadsPerWarp = [8, 4], warpsPerCTA = [4, 1], order = [1, 0]}>
// expected-error@+1 {{kWidth must be 0 with a blocked parent, found 2}}
#a = #ttg.dot_op<{opIdx = 0, parent = #b, kWidth = 2}>

// -----

#b = #ttg.blocked<{sizePerThread = [1, 4], threadsPerWarp = [8, 4], warpsPerCTA = [4, 1], order = [1, 0]}>
// expected-error@+1 {{needs a parent that multiplies matrices, found #ttg.slice}}
#a = #ttg.dot_op<{opIdx = 0, parent = #ttg.slice<{dim = 0, parent = #b}>}>

// -----

// expected-error@+1 {{kWidth must be a power of two up to 128 with a parent of matrix instructions, found 0}}
#a = #ttg.dot_op<{opIdx = 0, parent = #ttg.nvidia_mma<{versionMajor = 2, versionMinor = 0, warpsPerCTA = [2, 2], instrShape = [16, 8]}>}>

// -----

// expected-error@+1 {{version 3 of nvidia_mma reads operand 1 from shared memory only}}
#a = #ttg.dot_op<{opIdx = 1, parent = #ttg.nvidia_mma<{versionMajor = 3, versionMinor = 0, warpsPerCTA = [4, 1], instrShape = [16, 64, 16]}>, kWidth = 2}>

// -----

// expected-error@+1 {{operands of the 64x4 instruction are not supported}}
#a = #ttg.dot_op<{opIdx = 0, parent = #ttg.amd_mfma<{version = 3, warpsPerCTA = [2, 2], instrShape = [64, 4, 4], isTransposed = true}>, kWidth = 4}>

// -----

// expected-error@+1 {{basis [1] of 'register' has 1 component; the layout has rank 2}}
#a = #ttg.linear<{register = [[1]], lane = [[2, 0]], warp = [], block = []}>

// -----

// expected-error@+1 {{a linear layout needs at least one basis}}
#a = #ttg.linear<{register = [], lane = [], warp = [], block = []}>

// -----

// expected-error@+1 {{two bases must not be the same, found [1] again in 'lane'}}
#a = #ttg.linear<{register = [], lane = [[1], [1]], warp = [], block = []}>

// -----

// expected-error@+1 {{every basis must be zero or a power of two in one dimension, found [1, 1] in 'lane'}}
#a = #ttg.linear<{register = [], lane = [[1, 1], [2, 0], [0, 2]], warp = [], block = []}>

// -----

// expected-error@+1 {{leaves elements out: the bases reach only 2^2 of the 2^3 elements}}
#a = #ttg.linear<{register = [[2]], lane = [[4]], warp = [], block = []}>

// -----

// expected-error@+1 {{needs a list of bases for 'block'}}
#a = #ttg.linear<{register = [[1]], lane = [[2]], warp = []}>

// -----

// expected-error@+1 {{leaves elements out: the bases reach only 2^2 of the 2^4 elements}}
#a = #ttg.generic_linear<{register = [[1, 1]], lane = [[3, 3]], warp = [], block = []}>

// -----

// expected-error@+1 {{versionMajor must be 2 or 3, found 1}}
#a = #ttg.nvidia_mma<{versionMajor = 1, versionMinor = 0, warpsPerCTA = [2, 2], instrShape = [16, 16]}>

// -----

// expected-error@+1 {{needs warps along 2 dimensions, or 3 with a batch; found 1}}
#a = #ttg.nvidia_mma<{versionMajor = 2, versionMinor = 0, warpsPerCTA = [2], instrShape = [16]}>

// -----

// expected-error@+1 {{instrShape must be 8 or more in M and N, and 1 for a batch; found [16, 4]}}
#a = #ttg.nvidia_mma<{versionMajor = 2, versionMinor = 0, warpsPerCTA = [2, 2], instrShape = [16, 4]}>

// -----

// expected-error@+1 {{instrShape must have 3 entries, found 2}}
#a = #ttg.nvidia_mma<{versionMajor = 3, versionMinor = 0, warpsPerCTA = [4, 1], instrShape = [16, 64]}>

// -----

// expected-error@+1 {{version 3 works on tensors of rank 2, found 3}}
#a = #ttg.nvidia_mma<{versionMajor = 3, versionMinor = 0, warpsPerCTA = [4, 1, 1], instrShape = [16, 64, 16]}>

// -----

// expected-error@+1 {{makes a tile of 2^47 elements; at most 2^30 are allowed}}
#a = #ttg.nvidia_mma<{versionMajor = 2, versionMinor = 0, warpsPerCTA = [1048576, 1048576], instrShape = [16, 8]}>

// -----

// expected-error@+1 {{version must be 0 to 4, found 5}}
#a = #ttg.amd_mfma<{version = 5, warpsPerCTA = [2, 2], instrShape = [32, 32, 8], isTransposed = true}>

// -----

// expected-error@+1 {{instrShape must be 32x32, 16x16, 64x4 or 4x64 in M and N, found [4, 4, 4]}}
#a = #ttg.amd_mfma<{version = 3, warpsPerCTA = [2, 2], instrShape = [4, 4, 4], isTransposed = true}>

// -----

// expected-error@+1 {{instrShape must be M, N and K, found [32]}}
#a = #ttg.amd_mfma<{version = 3, warpsPerCTA = [2, 2], instrShape = [32], isTransposed = true}>

// -----

// expected-error@+1 {{needs true or false for 'isTransposed'}}
#a = #ttg.amd_mfma<{version = 3, warpsPerCTA = [2, 2], instrShape = [32, 32, 8], isTransposed = 1}>

// -----

// expected-error@+1 {{elementBitWidth must be 32 or 64, found 16}}
#a = #ttg.amd_mfma<{version = 3, warpsPerCTA = [2, 2], instrShape = [32, 32, 8], isTransposed = true, elementBitWidth = 16}>

// -----

// expected-error@+1 {{needs a type for 'elementType'}}
#a = #ttg.amd_mfma<{version = 3, warpsPerCTA = [2, 2], instrShape = [32, 32, 8], isTransposed = true, elementType = 1}>

// -----

// expected-error@+1 {{version must be 1, 2 or 3, found 4}}
#a = #ttg.amd_wmma<{version = 4, warpsPerCTA = [2, 2]}>

// -----

// expected-error@+1 {{instrShape must be 16x16 in M and N, found [32, 16, 16]}}
#a = #ttg.amd_wmma<{version = 1, warpsPerCTA = [2, 2], instrShape = [32, 16, 16]}>

// -----

// expected-error@+1 {{needs a dictionary for 'ctaLayout'}}
#a = #ttg.amd_wmma<{version = 2, ctaLayout = [[0, 1]]}>

// -----

// expected-error@+1 {{needs warps along 2 dimensions, or 3 with a batch; found 1}}
#a = #ttg.amd_wmma<{version = 2, ctaLayout = {warp = [[1]]}}>

// -----

// expected-error@+1 {{needs a list of bases for 'warp'}}
#a = #ttg.amd_wmma<{version = 2, ctaLayout = {warps = [[1, 0]]}}>

// -----

// expected-error@+1 {{unknown attribute 'plaid' in dialect 'ttg'}}
#a = #ttg.plaid<{}>
