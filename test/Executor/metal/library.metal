// REQUIRES: clang
// RUN: %python %S/Inputs/metal_case.py library %t
// RUN: %run_both %s --launch=%t/launch.json --check=all | count 0

// Functions of the library, one result each; in the order of metal_case.py.

#include <metal_stdlib>
using namespace metal;

kernel void library(device int *ints [[buffer(0)]], device float *floats [[buffer(1)]]) {
  int i = 0;
  ints[i++] = abs(-5);
  ints[i++] = absdiff(-5, 7);
  ints[i++] = absdiff(3u, 10u);
  ints[i++] = addsat(char(100), char(100));
  ints[i++] = addsat(uchar(200), uchar(100));
  ints[i++] = subsat(3u, 5u);
  ints[i++] = clamp(17, -3, 9);
  ints[i++] = clz(1u);
  ints[i++] = clz(ushort(1));
  ints[i++] = ctz(8);
  ints[i++] = ctz(0u);
  ints[i++] = popcount(0xf0f0);
  ints[i++] = reverse_bits(uchar(1));
  ints[i++] = extract_bits(0xabcdu, 4, 8);
  ints[i++] = extract_bits(0xf0, 4, 4); // of a signed number: with the sign
  ints[i++] = insert_bits(0, 0xff, 4, 4);
  ints[i++] = hadd(7, 8);
  ints[i++] = rhadd(7, 8);
  ints[i++] = mulhi(0x40000000, 16);
  ints[i++] = mulhi(0x80000000u, 6u);
  ints[i++] = madhi(0x40000000, 16, 3);
  ints[i++] = mul24(1000, -1000);
  ints[i++] = mad24(10u, 20u, 5u);
  ints[i++] = min3(3, -1, 2);
  ints[i++] = max3(3, -1, 2);
  ints[i++] = median3(3, -1, 2);
  ints[i++] = rotate(uchar(0x81), uchar(1));
  ints[i++] = max(short(-3), short(4));
  int4 v = max(int4(1, -2, 3, -4), 0);
  ints[i++] = v.x * 1000 + v.y * 100 + v.z * 10 + v.w;
  ints[i++] = all(v == int4(1, 0, 3, 0)) + 2 * any(v > 3) + 4 * all(!(v < 0));
  ints[i++] = int(3.99f);
  ints[i++] = int(-1e20f);
  ints[i++] = uchar(-5.0f);
  ints[i++] = int(NAN);
  ints[i++] = as_type<int>(1.0f);
  ints[i++] = as_type<ushort>(1.0h);
  ints[i++] = as_type<ushort2>(0x12345678).y;
  ints[i++] = select(4, 5, true);
  ints[i++] = ilogb(10.0f);
  ints[i++] = isnan(NAN) + 2 * isinf(-INFINITY) + 4 * isfinite(1.0h) + 8 * isnormal(0.0f) +
              16 * signbit(-0.0f);
  ints[i++] = numeric_limits<short>::max();
  ints[i++] = sizeof(float3) + 100 * sizeof(packed_float3) + 10000 * alignof(packed_float3) +
              100000 * sizeof(bool4);
  device int *intsEnd = ints + i;
  *intsEnd = i;

  int f = 0, exponent;
  float whole, cosine;
  floats[f++] = fract(-1.25f);
  floats[f++] = ldexp(0.75f, 5);
  floats[f++] = ldexp(1.0f, -149 + 23);
  floats[f++] = frexp(10.0f, exponent);
  floats[f++] = exponent;
  floats[f++] = modf(-2.75f, whole);
  floats[f++] = whole;
  floats[f++] = sincos(0.5f, cosine);
  floats[f++] = cosine;
  floats[f++] = sign(-3.0f) + sign(0.0f) + 10 * sign(2.5f);
  floats[f++] = step(1.0f, 0.5f) + 10 * step(1.0f, 1.0f);
  floats[f++] = smoothstep(1.0f, 3.0f, 1.5f);
  floats[f++] = mix(2.0f, 4.0f, 0.25f);
  floats[f++] = saturate(1.5f) + saturate(-2.0f);
  floats[f++] = fmod(-7.5f, 2.0f);
  floats[f++] = pow(2.0f, 0.5f);
  floats[f++] = powr(3.0f, 2.0f);
  floats[f++] = exp10(2.0f);
  floats[f++] = sinpi(0.25f);
  floats[f++] = copysign(3.0f, -0.0f);
  floats[f++] = fdim(5.0f, 3.0f) + fdim(3.0f, 5.0f);
  floats[f++] = fma(2.0f, 3.0f, 4.0f);
  floats[f++] = round(2.5f) + 10 * rint(2.5f) + 100 * trunc(-2.5f);
  floats[f++] = fmin3(3.0f, 1.0f, 2.0f) + 10 * fmax3(3.0f, 1.0f, 2.0f) + 100 * fmedian3(3.0f, 1.0f, 2.0f);
  floats[f++] = divide(1.0f, 4.0f) + rsqrt(16.0f);
  float3 a = float3(1, 2, 3), b(4, -5, 6);
  floats[f++] = dot(a, b);
  float3 c = cross(a, b);
  floats[f++] = c.x;
  floats[f++] = c.y;
  floats[f++] = c.z;
  floats[f++] = length(float2(3, 4)) + distance(a, b) + length_squared(a);
  floats[f++] = normalize(float4(2, 0, 0, 0)).x;
  floats[f++] = reflect(float2(1, -1), float2(0, 1)).y;
  floats[f++] = half(0.1f) + 1.0h;
  floats[f++] = bfloat(3.14159f) * bfloat(2.0f);
  float2x2 m = float2x2(float2(1, 2), float2(3, 4));
  float2 product = m * float2(5, 6);
  floats[f++] = product.x;
  floats[f++] = product.y;
  floats[f++] = (transpose(m) * m)[1][0];
  floats[f++] = M_PI_F;
  floats[f++] = HALF_MAX;
  floats[f] = f;
}
