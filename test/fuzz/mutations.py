"""Mistakes that a lowering could make, as changes of a program's text: the compiler gets the changed
text, the evaluator the true one. The differential driver has to notice each (--mutation NAME)."""
import re


def replace(old, new, count=0):
    return lambda text: re.sub(old, new, text, count=count)


# Each belongs to the families that make programs with something to get wrong.
MUTATIONS = {
    "dropped-store-mask": (replace(r"(tt\.store %\w+, %\w+), %\w+ :", r"\1 :"), "integer"),
    "dropped-other": (replace(r"(tt\.load %\w+, %\w+), %\w+ :", r"\1 :"), "integer"),
    "mask-off-by-one": (replace(r"cmpi slt, (%\w+, %\w+ : tensor<)", r"cmpi sle, \1"), "integer"),
    "signed-compare": (replace(r"cmpi ult", "cmpi slt"), "compare"),
    "unsigned-compare": (replace(r"cmpi sgt", "cmpi ugt"), "compare"),
    "swapped-select": (replace(r"select (%\w+), (%\w+), (%\w+)", r"select \1, \3, \2"), "compare"),
    "ordered-compare": (replace(r"cmpf une", "cmpf one"), "compare,float"),
    "signed-shift": (replace(r"arith\.shrui", "arith.shrsi"), "integer"),
    "unsigned-division": (replace(r"arith\.divsi", "arith.divui"), "integer"),
    "unsigned-remainder": (replace(r"arith\.remsi", "arith.remui"), "integer"),
    "signed-minimum": (replace(r"arith\.minui", "arith.minsi"), "integer"),
    "unsigned-maximum": (replace(r"arith\.maxsi", "arith.maxui"), "integer"),
    "zero-extension": (replace(r"arith\.extsi", "arith.extui"), "cast"),
    "signed-to-float": (replace(r"arith\.uitofp", "arith.sitofp"), "cast"),
    "round-to-nearest": (replace(r"rounding = rtz", "rounding = rtne"), "cast,float"),
    "lost-nan": (replace(r"arith\.maximumf", "arith.maxnumf"), "float"),
    "kept-nan": (replace(r"arith\.minnumf", "arith.minimumf"), "float"),
    "swapped-operands": (replace(r"arith\.subf (%\w+), (%\w+)", r"arith.subf \2, \1"), "float"),
    "reduced-with-or": (replace(r"(\n\s+\^bb0\(.*\n\s+%\w+ = arith\.)xori", r"\1ori"), "reduce"),
    "lower-index-lost": (replace(r"cmpi slt, (%\w+, %\w+ : i(32|64|16|8)\n)", r"cmpi sgt, \1"), "reduce"),
    "one-iteration-less": (replace(r"(scf\.for %\w+ = %\w+ to )(%\w+)( step )(%\w+)", r"\1\4\3\4"), "loop"),
    "swapped-branches": (replace(r"arith\.cmpi ne, (%\w+, %\w+ : i\d+\n.*scf\.if)", r"arith.cmpi eq, \1"), "branch"),
    "scan-from-the-wrong-end": (replace(r"reverse = true", "reverse = false"), "scan"),
    "wrong-gather-axis": (replace(r"(tt\.gather .*)axis = 1", r"\1axis = 0"), "gather"),
    "swapped-dot-operands": (replace(r"tt\.dot (%\w+), (%\w+), (%\w+[^\n]* : (tensor<(\d+)x\5x\w+>) \* \4 ->)",
                                     r"tt.dot \2, \1, \3"), "dot"),
    "lost-transposition": (replace(r"order = array<i32: 1, 0>(\} : tensor<(\d+)x\2x)", r"order = array<i32: 0, 1>\1"),
                           "dot"),
    "lost-accumulator": (replace(r"(\n *)(%(\w+) = tt\.dot(?:_scaled)? [^\n]*, )%\w+( [^,\n]*: [^\n]*-> |: [^\n]*-> )"
                                 r"(tensor<\w*f\d+>)",
                                 r"\1%\3_lost = arith.constant dense<0.0> : \5\1\2%\3_lost\4\5"), "dot"),
    "unsigned-nibbles": (replace(r"arith\.shrsi", "arith.shrui"), "dot"),
    "other-bias": (replace(r"f8E5M2FNUZ", "f8E5M2"), "dot"),
    "other-mxfp6": (replace(r"lhs = e2m3", "lhs = e3m2"), "dot"),
    "lost-nan-scale": (replace(r"fastMath = false", "fastMath = true"), "dot"),
    "one-trip-more": (replace(r"cmpi slt, (%\w+, %\w+ : i32\n)", r"cmpi sle, \1"), "dot"),
}
