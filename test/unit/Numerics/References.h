//===- References.h - Functions to many digits ------------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// MPFR's functions, and those that it lacks by series and Newton's method, at 160 bits.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_TEST_UNIT_NUMERICS_REFERENCES_H
#define TRITON_METAL_TEST_UNIT_NUMERICS_REFERENCES_H

// Its macros would look into our class.
#define MPFR_USE_NO_MACRO
#include <mpfr.h>

#include <string>

namespace tritonmetal::test {

/// A number of 160 bits that frees itself.
class Real {
public:
  Real() { mpfr_init2(value, 160); }
  explicit Real(double number) : Real() { mpfr_set_d(value, number, MPFR_RNDN); }
  Real(const Real &other) : Real() { mpfr_set(value, other.value, MPFR_RNDN); }
  Real &operator=(const Real &other) {
    mpfr_set(value, other.value, MPFR_RNDN);
    return *this;
  }
  ~Real() { mpfr_clear(value); }
  operator mpfr_ptr() { return value; }
  operator mpfr_srcptr() const { return value; }
  double toDouble() const { return mpfr_get_d(value, MPFR_RNDN); }

private:
  mpfr_t value;
};

using Reference = void (*)(Real &result, const Real *operands);

/// Null for a name that has none. Names are those of libdevice without prefix and `f`.
Reference getReference(const std::string &name);

} // namespace tritonmetal::test

#endif // TRITON_METAL_TEST_UNIT_NUMERICS_REFERENCES_H
