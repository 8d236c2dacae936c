; Two loads of device memory, in a row and 128 bytes apart; a column of threadgroup memory, whose
; elements are all in one bank; a function, a reduction, an atomic; a branch in which lanes part.
target datalayout = "e-p:64:64:64-i1:8:8-i8:8:8-i16:16:16-i32:32:32-i64:64:64-f32:32:32-f64:64:64-v16:16:16-v24:32:32-v32:32:32-v48:64:64-v64:64:64-v96:128:128-v128:128:128-v192:256:256-v256:256:256-v512:512:512-v1024:1024:1024-n8:16:32"
target triple = "air64-apple-macosx15.0.0"

@column = internal addrspace(3) global [2048 x float] undef, align 16

define void @costs(ptr addrspace(1) %a, ptr addrspace(1) %out, ptr addrspace(1) %counter, i32 %pos, i32 %tid) {
entry:
  %i = zext i32 %pos to i64
  %row = getelementptr float, ptr addrspace(1) %a, i64 %i
  %x = load float, ptr addrspace(1) %row, align 4
  %far = shl i64 %i, 5
  %apart = getelementptr float, ptr addrspace(1) %a, i64 %far
  %y = load float, ptr addrspace(1) %apart, align 4
  %t = zext i32 %tid to i64
  %at = shl i64 %t, 5
  %mine = getelementptr [2048 x float], ptr addrspace(3) @column, i64 0, i64 %at
  store float %x, ptr addrspace(3) %mine, align 4
  call void @air.wg.barrier(i32 2, i32 1)
  %z = load float, ptr addrspace(3) %mine, align 4
  %e = call float @air.exp.f32(float %z)
  %s = call float @air.simd_sum.f32(float %e)
  %m = call float @air.fma.f32(float %s, float %x, float %y)
  %odd = and i32 %tid, 1
  %isOdd = icmp ne i32 %odd, 0
  br i1 %isOdd, label %count, label %done
count:
  %old = call i32 @air.atomic.global.add.u.i32(ptr addrspace(1) %counter, i32 1, i32 0, i32 2, i1 true)
  br label %done
done:
  %to = getelementptr float, ptr addrspace(1) %out, i64 %i
  store float %m, ptr addrspace(1) %to, align 4
  ret void
}

declare void @air.wg.barrier(i32, i32)
declare float @air.exp.f32(float)
declare float @air.fma.f32(float, float, float)
declare float @air.simd_sum.f32(float)
declare i32 @air.atomic.global.add.u.i32(ptr addrspace(1), i32, i32, i32, i1)

!air.kernel = !{!0}
!0 = !{ptr @costs, !1, !2}
!1 = !{}
!2 = !{!3, !4, !5, !6, !7}
!3 = !{i32 0, !"air.buffer", !"air.location_index", i32 0, i32 1, !"air.read", !"air.address_space", i32 1, !"air.arg_type_name", !"float", !"air.arg_name", !"a"}
!4 = !{i32 1, !"air.buffer", !"air.location_index", i32 1, i32 1, !"air.read_write", !"air.address_space", i32 1, !"air.arg_type_name", !"float", !"air.arg_name", !"out"}
!5 = !{i32 2, !"air.buffer", !"air.location_index", i32 2, i32 1, !"air.read_write", !"air.address_space", i32 1, !"air.arg_type_name", !"atomic_uint", !"air.arg_name", !"counter"}
!6 = !{i32 3, !"air.thread_position_in_grid", !"air.arg_type_name", !"uint", !"air.arg_name", !"pos"}
!7 = !{i32 4, !"air.thread_index_in_threadgroup", !"air.arg_type_name", !"uint", !"air.arg_name", !"tid"}
