//===- References.cpp - Functions to many digits --------------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "References.h"

#include <map>

using namespace tritonmetal::test;

static constexpr mpfr_rnd_t kNear = MPFR_RNDN;

static void erfcx(Real &r, const Real *x) {
  Real power, rest;
  mpfr_sqr(power, x[0], kNear);
  mpfr_exp(power, power, kNear);
  mpfr_erfc(rest, x[0], kNear);
  mpfr_mul(r, power, rest, kNear);
  // Beyond MPFR's range: the leading terms of the asymptotic series.
  if (mpfr_cmp_d(x[0], 1e4) > 0) {
    Real square;
    mpfr_const_pi(power, kNear);
    mpfr_sqrt(power, power, kNear);
    mpfr_mul(power, power, x[0], kNear);
    mpfr_ui_div(r, 1, power, kNear);
    mpfr_sqr(square, x[0], kNear);
    mpfr_mul_ui(square, square, 2, kNear);
    mpfr_ui_div(square, 1, square, kNear);
    mpfr_ui_sub(square, 1, square, kNear);
    mpfr_mul(r, r, square, kNear);
  }
}

/// z with erfc(z) = q by Newton's method on the logarithm, for 0 < q <= 1.
static void invertErfc(Real &z, const Real &q) {
  Real value, slope, step;
  mpfr_log(step, q, kNear);
  mpfr_neg(step, step, kNear);
  mpfr_sqrt(z, step, kNear);
  for (int i = 0; i < 200; ++i) {
    mpfr_erfc(value, z, kNear);
    mpfr_sqr(slope, z, kNear);
    mpfr_neg(slope, slope, kNear);
    mpfr_exp(slope, slope, kNear);
    mpfr_div(slope, slope, value, kNear);
    Real pi;
    mpfr_const_pi(pi, kNear);
    mpfr_sqrt(pi, pi, kNear);
    mpfr_div(slope, slope, pi, kNear);
    mpfr_mul_si(slope, slope, -2, kNear);
    mpfr_div(step, value, q, kNear);
    mpfr_log(step, step, kNear);
    mpfr_div(step, step, slope, kNear);
    mpfr_sub(z, z, step, kNear);
    if (mpfr_zero_p(step) || mpfr_get_exp(step) < -140)
      break;
  }
}

static void erfcinv(Real &r, const Real *y) {
  if (mpfr_cmp_d(y[0], 1) <= 0)
    return invertErfc(r, y[0]);
  Real rest;
  mpfr_ui_sub(rest, 2, y[0], kNear);
  invertErfc(r, rest);
  mpfr_neg(r, r, kNear);
}

/// Near zero by Newton's method on erf itself: 1 - |x| would lose what counts.
static void erfinv(Real &r, const Real *x) {
  Real value, slope, root;
  mpfr_const_pi(root, kNear);
  mpfr_sqrt(root, root, kNear);
  mpfr_div_ui(root, root, 2, kNear);
  Real magnitude;
  mpfr_abs(magnitude, x[0], kNear);
  if (mpfr_cmp_d(magnitude, 0.5) > 0) {
    Real rest;
    mpfr_ui_sub(rest, 1, magnitude, kNear);
    invertErfc(r, rest);
    mpfr_copysign(r, r, x[0], kNear);
    return;
  }
  mpfr_mul(r, x[0], root, kNear);
  for (int i = 0; i < 12; ++i) {
    mpfr_erf(value, r, kNear);
    mpfr_sub(value, value, x[0], kNear);
    mpfr_sqr(slope, r, kNear);
    mpfr_exp(slope, slope, kNear);
    mpfr_mul(value, value, slope, kNear);
    mpfr_mul(value, value, root, kNear);
    mpfr_sub(r, r, value, kNear);
  }
}

static void normcdf(Real &r, const Real *x) {
  Real t;
  mpfr_sqrt_ui(t, 2, kNear);
  mpfr_div(t, x[0], t, kNear);
  mpfr_neg(t, t, kNear);
  mpfr_erfc(r, t, kNear);
  mpfr_div_ui(r, r, 2, kNear);
}

static void normcdfinv(Real &r, const Real *p) {
  Real twice, root;
  mpfr_mul_ui(twice, p[0], 2, kNear);
  erfcinv(r, &twice);
  mpfr_sqrt_ui(root, 2, kNear);
  mpfr_mul(r, r, root, kNear);
  mpfr_neg(r, r, kNear);
}

/// The series of I_n in (x/2)^2, all of whose terms are positive.
template <unsigned order>
static void besselI(Real &r, const Real *x) {
  Real quarter, term(1);
  mpfr_sqr(quarter, x[0], kNear);
  mpfr_div_ui(quarter, quarter, 4, kNear);
  mpfr_set_ui(r, 1, kNear);
  for (unsigned k = 1; k < 600; ++k) {
    mpfr_mul(term, term, quarter, kNear);
    mpfr_div_ui(term, term, k * (k + order), kNear);
    mpfr_add(r, r, term, kNear);
    if (mpfr_zero_p(term) || mpfr_get_exp(term) < mpfr_get_exp(r) - 150)
      break;
  }
  if (order == 1) {
    mpfr_mul(r, r, x[0], kNear);
    mpfr_div_ui(r, r, 2, kNear);
  }
}

static void lgamma(Real &r, const Real *x) {
  int sign;
  mpfr_lgamma(r, &sign, x[0], kNear);
}

static void rcbrt(Real &r, const Real *x) {
  mpfr_cbrt(r, x[0], kNear);
  mpfr_ui_div(r, 1, r, kNear);
}

/// The root of a sum of squares, or its reciprocal.
template <unsigned count, bool isReciprocal>
static void norm(Real &r, const Real *x) {
  Real square;
  mpfr_set_ui(r, 0, kNear);
  for (unsigned i = 0; i < count; ++i) {
    mpfr_sqr(square, x[i], kNear);
    mpfr_add(r, r, square, kNear);
  }
  mpfr_sqrt(r, r, kNear);
  if (isReciprocal)
    mpfr_ui_div(r, 1, r, kNear);
}

template <int (*function)(mpfr_ptr, mpfr_srcptr, mpfr_rnd_t)>
static void unary(Real &r, const Real *x) {
  function(r, x[0], kNear);
}

template <int (*function)(mpfr_ptr, mpfr_srcptr, mpfr_srcptr, mpfr_rnd_t)>
static void binary(Real &r, const Real *x) {
  function(r, x[0], x[1], kNear);
}

static void sinpi(Real &r, const Real *x) { mpfr_sinpi(r, x[0], kNear); }
static void cospi(Real &r, const Real *x) { mpfr_cospi(r, x[0], kNear); }

Reference tritonmetal::test::getReference(const std::string &name) {
  static const std::map<std::string, Reference> references = {
      {"cbrt", unary<mpfr_cbrt>},
      {"cospi", cospi},
      {"cyl_bessel_i0", besselI<0>},
      {"cyl_bessel_i1", besselI<1>},
      {"erf", unary<mpfr_erf>},
      {"erfc", unary<mpfr_erfc>},
      {"erfcinv", erfcinv},
      {"erfcx", erfcx},
      {"erfinv", erfinv},
      {"exp10", unary<mpfr_exp10>},
      {"expm1", unary<mpfr_expm1>},
      {"hypot", norm<2, false>},
      {"j0", unary<mpfr_j0>},
      {"j1", unary<mpfr_j1>},
      {"lgamma", lgamma},
      {"log1p", unary<mpfr_log1p>},
      {"norm3d", norm<3, false>},
      {"norm4d", norm<4, false>},
      {"normcdf", normcdf},
      {"normcdfinv", normcdfinv},
      {"rcbrt", rcbrt},
      {"remainder", binary<mpfr_remainder>},
      {"rhypot", norm<2, true>},
      {"rnorm3d", norm<3, true>},
      {"rnorm4d", norm<4, true>},
      {"sinpi", sinpi},
      {"tgamma", unary<mpfr_gamma>},
      {"y0", unary<mpfr_y0>},
      {"y1", unary<mpfr_y1>},
  };
  auto found = references.find(name);
  return found == references.end() ? nullptr : found->second;
}
