"""The kernels behind docs/status.md: for each op one for each element type that Triton has it for.

A row says what the op is, for which types, and how its text looks. Operands are %a, %b and %c, loaded from
buffers; the result is %r and is stored:

    Row("arith.addf", FLOATS, "arith.addf %a, %b : {t}")

with {e} for the element type, {t} for the tensor type, {p} for a tensor of pointers to it, {w} for a type of
the same width and the other kind, {n} for the number of elements.
"""
import glob
import os
import re

INTS = ["i1", "i8", "i16", "i32", "i64"]
WIDE_INTS = INTS[1:]
FLOATS = ["f16", "bf16", "f32", "f64"]
NARROW = ["f8E4M3FN", "f8E5M2", "f8E4M3FNUZ", "f8E5M2FNUZ", "f8E4M3B11FNUZ"]
ALL = INTS + FLOATS + NARROW
WIDTHS = {"i1": 1, "i8": 8, "i16": 16, "i32": 32, "i64": 64, "f16": 16, "bf16": 16, "f32": 32, "f64": 64,
          **{name: 8 for name in NARROW}}
COUNT = 64
ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")


def tensor(element, count=COUNT):
    return "tensor<%sx%s>" % (count, element)


def load(name, element, shape=None):
    """Reads %NAME from the pointer %pNAME."""
    shape = shape or str(COUNT)
    pointers = "tensor<%sx!tt.ptr<%s>>" % (shape, element)
    return """    %%%(n)ss = tt.splat %%p%(n)s : !tt.ptr<%(e)s> -> %(p)s
    %%%(n)sq = tt.addptr %%%(n)ss, %%i%(i)s : %(p)s, tensor<%(s)sxi32>
    %%%(n)s = tt.load %%%(n)sq : %(p)s
""" % {"n": name, "e": element, "p": pointers, "s": shape, "i": index_name(shape)}


def store(value, element, shape=None):
    shape = shape or str(COUNT)
    pointers = "tensor<%sx!tt.ptr<%s>>" % (shape, element)
    return """    %%os = tt.splat %%o : !tt.ptr<%(e)s> -> %(p)s
    %%oq = tt.addptr %%os, %%i%(i)s : %(p)s, tensor<%(s)sxi32>
    tt.store %%oq, %(v)s : %(p)s
""" % {"e": element, "p": pointers, "s": shape, "i": index_name(shape), "v": value}


def index_name(shape):
    return "_" + shape if shape != str(COUNT) else ""


def indices(shapes):
    text = ""
    for shape in sorted(shapes):
        sizes = [int(size) for size in shape.split("x")]
        count = 1
        for size in sizes:
            count *= size
        name = "%i" + index_name(shape)
        if len(sizes) == 1:
            text += "    %s = tt.make_range {end = %d : i32, start = 0 : i32} : tensor<%dxi32>\n" % (name, count, count)
        else:
            text += "    %s_r = tt.make_range {end = %d : i32, start = 0 : i32} : tensor<%dxi32>\n" % (name, count, count)
            text += "    %s = tt.reshape %s_r : tensor<%dxi32> -> tensor<%sxi32>\n" % (name, name, count, shape)
    return text


class Row:
    """`result` is the element type of %r, and None where `text` stores by itself. `operands` are the names of
    what is loaded, with a shape where it is another one. `before` stands in front of the op."""
    keys = 0

    def __init__(self, op, types, text, result="{e}", operands=("a", "b"), remark="", before="", shape=None,
                 parameters="", functions=""):
        self.op, self.types, self.text, self.result, self.remark = op, types, text, result, remark
        self.operands = [(o, None) if isinstance(o, str) else o for o in operands]
        self.before, self.shape, self.parameters, self.functions = before, shape, parameters, functions
        Row.keys += 1
        self.key = "%03d" % Row.keys

    def kernels(self):
        for element in self.types:
            yield element, self.kernel(element)

    def kernel(self, element):
        values = {"e": element, "t": tensor(element), "p": tensor("!tt.ptr<%s>" % element), "n": COUNT,
                  "w": {1: "i1", 8: "i8", 16: "i16", 32: "i32", 64: "i64"}[WIDTHS[element]],
                  "zero": "0.0" if element[0] != "i" else "false" if element == "i1" else "0",
                  "one": "1.0" if element[0] != "i" else "true" if element == "i1" else "1",
                  "add": "arith.addf" if element[0] != "i" else "arith.addi",
                  "symbol": {"i32": "__nv_abs", "f64": "__nv_tanh"}.get(element, "__nv_tanhf"),
                  "sum": "i32" if element[0] == "i" else "f64" if element == "f64" else "f32",
                  "sumzero": "0" if element[0] == "i" else "0.0",
                  "scaled": {"f8E5M2": "e5m2"}.get(element, "e4m3")}

        def fill(text):
            return re.sub(r"\{(\w+)\}", lambda match: str(values[match.group(1)]), text)

        result = self.result and fill(self.result)
        shapes = {shape or str(COUNT) for _, shape in self.operands} | {self.shape or str(COUNT)}
        parameters = ["%%p%s: !tt.ptr<%s>" % (name, element) for name, _ in self.operands]
        parameters += ["%%o: !tt.ptr<%s>" % (result or element)]
        parameters += [fill(self.parameters)] if self.parameters else []
        body = indices(shapes)
        body += "".join(load(name, element, shape) for name, shape in self.operands)
        body += "".join("    %s\n" % line.strip() for line in fill(self.before).splitlines() if line.strip())
        text = fill(self.text)
        body += "    %s%s\n" % ("%r = " if result else "", text.strip()) if text else ""
        body += store("%r", result, self.shape) if result else ""
        return "module {\n%s  tt.func public @kernel_%s_%s(%s) {\n%s    tt.return\n  }\n}\n" % (
            fill(self.functions), self.key, element, ", ".join(parameters), body)


def simple(names, types, operands, result="{e}"):
    """Ops of one type: `name %a, %b : type`."""
    listed = ", ".join("%" + operand for operand in operands)
    return [Row(name, types, "%s %s : {t}" % (name, listed), result, operands) for name in names]


def convert(name, types, targets, remark):
    """One kernel that converts to all of `targets`, and stores each."""
    lines, parameters = "", []
    for index, target in enumerate(targets):
        suffix = ", rounding = rtne" if name == "tt.fp_to_fp" and WIDTHS[target] < 16 else ""
        lines += "%%r%d = %s %%a%s : {t} -> %s\n" % (index, name, suffix, tensor(target)) if name.startswith("tt") else (
            "%%r%d = %s %%a : {t} to %s\n" % (index, name, tensor(target)))
        parameters.append("%%o%d: !tt.ptr<%s>" % (index, target))
        lines += "%%os%d = tt.splat %%o%d : !tt.ptr<%s> -> %s\n" % (index, index, target, tensor("!tt.ptr<%s>" % target))
        lines += "%%oq%d = tt.addptr %%os%d, %%i : %s, %s\n" % (index, index, tensor("!tt.ptr<%s>" % target), tensor("i32"))
        lines += "tt.store %%oq%d, %%r%d : %s\n" % (index, index, tensor("!tt.ptr<%s>" % target))
    return Row(name, types, "", None, ("a",), remark, lines, parameters=", ".join(parameters))


def combine(op, extra=""):
    """A sum in a region."""
    name = op.split(".")[1]
    return """"%s"(%%a) <{axis = 0 : i32%s}> ({
    ^bb0(%%x: {e}, %%y: {e}):
      %%s = {add} %%x, %%y : {e}
      tt.%s.return %%s : {e}
    })""" % (op, extra, name)


ATOMICS = [("fadd", ["f16", "bf16", "f32", "f64"]), ("add", WIDE_INTS), ("and", WIDE_INTS), ("or", WIDE_INTS),
           ("xor", WIDE_INTS), ("exch", WIDE_INTS + ["f32", "f64"]), ("max", WIDE_INTS), ("min", WIDE_INTS),
           ("umax", WIDE_INTS), ("umin", WIDE_INTS)]


def atomic(kind, types):
    return Row("tt.atomic_rmw", types, """tt.atomic_rmw %s, acq_rel, gpu, %%oq, %%a, %%true : ({p}, {t}, tensor<64xi1>) -> {t}
    """ % kind, None, ("a",), kind, before="""%true = arith.constant dense<true> : tensor<64xi1>
    %os = tt.splat %o : !tt.ptr<{e}> -> {p}
    %oq = tt.addptr %os, %i : {p}, tensor<64xi32>""")


DESCRIPTOR = """%c1 = arith.constant 1 : i64
    %c8 = arith.constant 8 : i64
    %n8 = arith.constant 8 : i32
    %c0 = arith.constant 0 : i32
    %d = tt.make_tensor_descriptor %pa, [%n8, %n8], [%c8, %c1] : !tt.ptr<{e}>, !tt.tensordesc<tensor<8x8x{e}>>
    %od = tt.make_tensor_descriptor %o, [%n8, %n8], [%c8, %c1] : !tt.ptr<{e}>, !tt.tensordesc<tensor<8x8x{e}>>"""
ROWS = """%n16 = arith.constant 16 : i32
    %c16 = arith.constant 16 : i64
    %g = tt.make_tensor_descriptor %pa, [%n8, %n16], [%c16, %c1] : !tt.ptr<{e}>, !tt.tensordesc<tensor<1x16x{e}>>
    %og = tt.make_tensor_descriptor %o, [%n8, %n16], [%c16, %c1] : !tt.ptr<{e}>, !tt.tensordesc<tensor<1x16x{e}>>
    %rows = tt.make_range {end = 8 : i32, start = 0 : i32} : tensor<8xi32>"""
NO_OPERANDS = ()


def raw(op, types, body, remark="", functions="", parameters=""):
    """A kernel that stores by itself, with the pointers %pa and %o."""
    row = Row(op, types, "", None, NO_OPERANDS, remark, body, functions=functions,
              parameters="%pa: !tt.ptr<{e}>" + (", " + parameters if parameters else ""))
    return row


SECTIONS = [
    ("Arithmetic", [
        *simple(["arith.addi", "arith.subi", "arith.muli"], INTS, ("a", "b")),
        *simple(["arith.divsi", "arith.divui", "arith.remsi", "arith.remui"], WIDE_INTS, ("a", "b")),
        *simple(["arith.andi", "arith.ori", "arith.xori"], INTS, ("a", "b")),
        *simple(["arith.shli", "arith.shrsi", "arith.shrui"], WIDE_INTS, ("a", "b")),
        *simple(["arith.maxsi", "arith.minsi", "arith.maxui", "arith.minui"], INTS, ("a", "b")),
        *simple(["math.absi"], WIDE_INTS, ("a",)),
        Row("tt.mulhiui", ["i32", "i64"], "tt.mulhiui %a, %b : {t}"),
        *simple(["arith.addf", "arith.subf", "arith.mulf", "arith.divf", "arith.remf", "arith.maximumf",
                 "arith.minimumf", "arith.maxnumf", "arith.minnumf"], FLOATS, ("a", "b")),
        *simple(["math.fma"], FLOATS, ("a", "b", "c")),
        Row("tt.clampf", ["f16", "bf16", "f32", "f64"], "tt.clampf %a, %b, %c, propagateNan = all : {t}",
            operands=("a", "b", "c")),
        Row("tt.precise_divf", ["f32", "f64"], "tt.precise_divf %a, %b : {t}"),
        Row("tt.precise_sqrt", ["f32", "f64"], "tt.precise_sqrt %a : {t}", operands=("a",)),
        Row("arith.cmpi", INTS, "arith.cmpi slt, %a, %b : {t}", "i1"),
        Row("arith.cmpf", FLOATS, "arith.cmpf olt, %a, %b : {t}", "i1"),
        Row("arith.select", ALL, "arith.select %m, %a, %b : tensor<64xi1>, {t}",
            before="%m = arith.constant dense<true> : tensor<64xi1>"),
        Row("arith.constant", ALL, "arith.constant dense<{one}> : {t}", operands=NO_OPERANDS),
        Row("ub.poison", ALL, "ub.poison : {t}", operands=NO_OPERANDS),
    ]),
    ("Functions", [
        *simple(["math.absf", "math.ceil", "math.cos", "math.erf", "math.exp", "math.exp2", "math.floor", "math.log",
                 "math.log2", "math.rsqrt", "math.sin", "math.sqrt"], FLOATS, ("a",)),
        Row("tt.extern_elementwise", ["i32", "f16", "bf16", "f32", "f64"],
            "tt.extern_elementwise %a {libname = \"\", libpath = \"\", pure = true, symbol = \"{symbol}\"} : ({t}) -> {t}",
            operands=("a",), remark="(`__nv_abs`, `__nv_tanhf`, `__nv_tanh`)"),
        Row("tt.elementwise_inline_asm", ["i32", "f32"], "tt.elementwise_inline_asm \"mov.b32 $0, $1;\" {constraints = "
            "\"=r,r\", packed_element = 1 : i32, pure = true} %a : {t} -> {t}", operands=("a",)),
        Row("tt.map_elementwise", INTS + FLOATS, """"tt.map_elementwise"(%a, %b) <{pack = 1 : i32}> ({
    ^bb0(%x: {e}, %y: {e}):
      %s = {add} %x, %y : {e}
      tt.map_elementwise.return %s : {e}
    }) : ({t}, {t}) -> {t}"""),
    ]),
    ("Conversions", [
        convert("arith.extsi", ["i1", "i8", "i16", "i32"], ["i64"], "to i64"),
        convert("arith.extui", ["i1", "i8", "i16", "i32"], ["i64"], "to i64"),
        convert("arith.trunci", ["i8", "i16", "i32", "i64"], ["i1"], "to i1"),
        convert("arith.sitofp", INTS, ["f16", "bf16", "f32"], "to f16, bf16, f32"),
        convert("arith.uitofp", INTS, ["f16", "bf16", "f32"], "to f16, bf16, f32"),
        convert("arith.sitofp", INTS, ["f64"], "to f64"),
        convert("arith.fptosi", FLOATS, ["i8", "i16", "i32", "i64"], "to i8 … i64"),
        convert("arith.fptoui", FLOATS, ["i8", "i16", "i32", "i64"], "to i8 … i64"),
        convert("arith.extf", ["f16", "bf16"], ["f32"], "to f32"),
        convert("arith.extf", ["f16", "bf16", "f32"], ["f64"], "to f64"),
        convert("arith.truncf", ["f32", "f64"], ["f16", "bf16"], "to f16, bf16"),
        convert("tt.fp_to_fp", ["f16", "bf16", "f32"], NARROW, "to f8"),
        convert("tt.fp_to_fp", NARROW, ["f16", "bf16", "f32"], "to f16, bf16, f32"),
        Row("arith.bitcast", ["i16", "i32", "f16", "bf16", "f32"], "arith.bitcast %a : {t} to {t}", operands=("a",)),
        Row("tt.bitcast", ALL, "tt.bitcast %a : {t} -> tensor<64x{w}>", "{w}", ("a",)),
        Row("arith.index_cast", ["i32", "i64"], "arith.index_cast %x : index to {e}", None, NO_OPERANDS,
            before="%c = arith.constant 3 : {e}\n%x = arith.index_cast %c : {e} to index"),
    ]),
    ("Memory", [
        Row("tt.load", ALL, "tt.load %aq, %m, %b : {p}", before="%m = arith.constant dense<true> : tensor<64xi1>",
            remark="with a mask"),
        Row("tt.store", ALL, "tt.store %oq, %a, %m : {p}", None, ("a",), "with a mask",
            """%m = arith.constant dense<true> : tensor<64xi1>
            %os = tt.splat %o : !tt.ptr<{e}> -> {p}
            %oq = tt.addptr %os, %i : {p}, tensor<64xi32>"""),
        Row("tt.addptr", ALL, "tt.load %q : {p}", operands=("a",), remark="by i64",
            before="%l = arith.extsi %i : tensor<64xi32> to tensor<64xi64>\n%q = tt.addptr %aq, %l : {p}, tensor<64xi64>"),
        Row("tt.ptr_to_int", ALL, "tt.ptr_to_int %aq : {p} -> tensor<64xi64>", "i64", ("a",)),
        Row("tt.int_to_ptr", ALL, "tt.load %q : {p}", operands=("a",),
            before="%l = tt.ptr_to_int %aq : {p} -> tensor<64xi64>\n%q = tt.int_to_ptr %l : tensor<64xi64> -> {p}"),
        raw("tt.make_tensor_ptr", ALL, """%c1 = arith.constant 1 : i64
            %c8 = arith.constant 8 : i64
            %c0 = arith.constant 0 : i32
            %b = tt.make_tensor_ptr %pa, [%c8, %c8], [%c8, %c1], [%c0, %c0] {order = array<i32: 1, 0>} : <tensor<8x8x{e}>>
            %ob = tt.make_tensor_ptr %o, [%c8, %c8], [%c8, %c1], [%c0, %c0] {order = array<i32: 1, 0>} : <tensor<8x8x{e}>>
            %m = tt.advance %b, [%c0, %c0] : <tensor<8x8x{e}>>
            %v = tt.load %m {boundaryCheck = array<i32: 0, 1>} : !tt.ptr<tensor<8x8x{e}>>
            tt.store %ob, %v {boundaryCheck = array<i32: 0, 1>} : !tt.ptr<tensor<8x8x{e}>>""",
            "and `tt.advance`, loads and stores"),
        raw("tt.make_tensor_descriptor", ALL[1:], DESCRIPTOR + """
            %v = tt.descriptor_load %d[%c0, %c0] : !tt.tensordesc<tensor<8x8x{e}>> -> tensor<8x8x{e}>
            tt.descriptor_store %od[%c0, %c0], %v : !tt.tensordesc<tensor<8x8x{e}>>, tensor<8x8x{e}>""",
            "and `tt.descriptor_load`, `tt.descriptor_store`"),
        raw("tt.descriptor_gather", ["i16", "i32", "f16", "bf16", "f32"], DESCRIPTOR + "\n" + ROWS + """
            %v = tt.descriptor_gather %g[%rows, %c0] : (!tt.tensordesc<tensor<1x16x{e}>>, tensor<8xi32>, i32) -> tensor<8x16x{e}>
            tt.descriptor_scatter %og[%rows, %c0], %v : !tt.tensordesc<tensor<1x16x{e}>>, tensor<8xi32>, i32, tensor<8x16x{e}>""",
            "and `tt.descriptor_scatter`"),
        raw("tt.descriptor_reduce", ["i32", "i64", "f16", "bf16", "f32"], DESCRIPTOR + """
            %v = tt.descriptor_load %d[%c0, %c0] : !tt.tensordesc<tensor<8x8x{e}>> -> tensor<8x8x{e}>
            tt.descriptor_reduce add, %od[%c0, %c0], %v : !tt.tensordesc<tensor<8x8x{e}>>, tensor<8x8x{e}>""", "add"),
    ]),
    ("Atomics", [
        *[atomic(kind, types) for kind, types in ATOMICS],
        raw("tt.atomic_rmw", ["i64"], """%true = arith.constant true
            %one = arith.constant 1 : i64
            %old = tt.atomic_rmw umax, relaxed, gpu, %o, %one, %true : (!tt.ptr<i64>, i64, i1) -> i64""",
            "umax, without the old value"),
        raw("tt.atomic_cas", WIDE_INTS, """%zero = arith.constant 0 : {e}
            %one = arith.constant 1 : {e}
            %old = tt.atomic_cas acq_rel, gpu, %o, %zero, %one : (!tt.ptr<{e}>, {e}, {e}) -> {e}
            tt.store %pa, %old : !tt.ptr<{e}>"""),
    ]),
    ("Shapes", [
        Row("tt.splat", ALL, "tt.splat %x : {e} -> {t}", operands=NO_OPERANDS, before="%x = tt.load %px : !tt.ptr<{e}>",
            parameters="%px: !tt.ptr<{e}>"),
        raw("tt.unsplat", ALL, """%x = tt.load %pa : !tt.ptr<{e}>
            %s = tt.splat %x : {e} -> tensor<1x{e}>
            %u = tt.unsplat %s : tensor<1x{e}>
            tt.store %o, %u : !tt.ptr<{e}>"""),
        Row("tt.broadcast", ALL, "tt.broadcast %x : tensor<8x1x{e}> -> tensor<8x8x{e}>", operands=[("a", "8")],
            before="%x = tt.expand_dims %a {axis = 1 : i32} : tensor<8x{e}> -> tensor<8x1x{e}>", shape="8x8",
            remark="and `tt.expand_dims`"),
        Row("tt.reshape", ALL, "tt.reshape %a : tensor<8x8x{e}> -> {t}", operands=[("a", "8x8")]),
        Row("tt.trans", ALL, "tt.trans %a {order = array<i32: 1, 0>} : tensor<8x8x{e}> -> tensor<8x8x{e}>",
            operands=[("a", "8x8")], shape="8x8"),
        Row("tt.join", ALL, "tt.join %a, %b : {t} -> tensor<64x2x{e}>", shape="64x2"),
        Row("tt.split", ALL, "arith.select %m, %x, %y : tensor<64xi1>, {t}",
            operands=[("a", "64x2")], before="""%m = arith.constant dense<true> : tensor<64xi1>
            %x, %y = tt.split %a : tensor<64x2x{e}> -> {t}"""),
        Row("tt.cat", ALL, "tt.cat %a, %b : {t} -> tensor<128x{e}>", shape="128"),
        Row("tt.gather", ALL, "tt.gather %a[%i] {axis = 0 : i32} : ({t}, tensor<64xi32>) -> {t}", operands=("a",)),
    ]),
    ("Reductions, scans, histograms", [
        Row("tt.reduce", INTS + FLOATS, "tt.store %o, %sum : !tt.ptr<{e}>", None, ("a",), "of a sum",
            "%sum = " + combine("tt.reduce") + " : ({t}) -> {e}"),
        Row("tt.scan", INTS + FLOATS, combine("tt.scan", ", reverse = true") + " : ({t}) -> {t}", operands=("a",),
            remark="of a sum, in reverse"),
        Row("tt.histogram", ["i32"], "tt.histogram %a : {t} -> tensor<64xi32>", "i32", ("a",)),
    ]),
    ("Products", [
        Row("tt.dot", ["i8", "f16", "bf16", "f32", "f64"] + NARROW, "tt.dot %a, %b, %z : tensor<16x16x{e}> * tensor<16x16x{e}> "
            "-> tensor<16x16x{sum}>", "{sum}", [("a", "16x16"), ("b", "16x16")], shape="16x16",
            before="%z = arith.constant dense<{sumzero}> : tensor<16x16x{sum}>"),
        Row("tt.dot_scaled", ["f8E4M3FN", "f8E5M2"], "tt.dot_scaled %a scale %s, %b scale %s, %z lhs = {scaled} rhs = "
            "{scaled} {fastMath = false} : tensor<32x32x{e}>, tensor<32x1xi8> * tensor<32x32x{e}>, tensor<32x1xi8> -> "
            "tensor<32x32xf32>", "f32", [("a", "32x32"), ("b", "32x32")], shape="32x32",
            before="%z = arith.constant dense<0.0> : tensor<32x32xf32>\n%s = arith.constant dense<127> : tensor<32x1xi8>"),
    ]),
    ("Control", [
        raw("scf.for", ALL, """%c0 = arith.constant 0 : i32
            %c1 = arith.constant 1 : i32
            %x = tt.load %pa : !tt.ptr<{e}>
            %v = tt.splat %x : {e} -> {t}
            %f = scf.for %k = %c0 to %n step %c1 iter_args(%u = %v) -> ({t}) : i32 {
            %m = arith.cmpi eq, %k, %c1 : i32
            %g = arith.select %m, %u, %v : {t}
            scf.yield %g : {t}
            }
            %os = tt.splat %o : !tt.ptr<{e}> -> {p}
            %oq = tt.addptr %os, %i : {p}, tensor<64xi32>
            tt.store %oq, %f : {p}""", "carrying a tensor", parameters="%n: i32"),
        raw("scf.if", ALL, """%c0 = arith.constant 0 : i32
            %x = tt.load %pa : !tt.ptr<{e}>
            %c = arith.cmpi eq, %n, %c0 : i32
            %f = scf.if %c -> ({e}) {
            scf.yield %x : {e}
            } else {
            %y = tt.load %o : !tt.ptr<{e}>
            scf.yield %y : {e}
            }
            tt.store %o, %f : !tt.ptr<{e}>""", "with a result", parameters="%n: i32"),
        raw("scf.while", ALL, """%c0 = arith.constant 0 : i32
            %x = tt.load %pa : !tt.ptr<{e}>
            %f:2 = scf.while (%k = %n, %u = %x) : (i32, {e}) -> (i32, {e}) {
            %c = arith.cmpi sgt, %k, %c0 : i32
            scf.condition(%c) %k, %u : i32, {e}
            } do {
            ^bb0(%k: i32, %u: {e}):
            %c1 = arith.constant 1 : i32
            %l = arith.subi %k, %c1 : i32
            %y = tt.load %o : !tt.ptr<{e}>
            scf.yield %l, %y : i32, {e}
            }
            tt.store %o, %f#1 : !tt.ptr<{e}>""", "carrying a value", parameters="%n: i32"),
        raw("cf.cond_br", ALL, """%c0 = arith.constant 0 : i32
            %x = tt.load %pa : !tt.ptr<{e}>
            %c = arith.cmpi eq, %n, %c0 : i32
            cf.cond_br %c, ^early, ^more
            ^early:
            tt.return
            ^more:
            cf.br ^last(%x : {e})
            ^last(%y: {e}):
            tt.store %o, %y : !tt.ptr<{e}>""", "and `cf.br`: an early return", parameters="%n: i32"),
        raw("tt.call", ALL, """%x = tt.load %pa : !tt.ptr<{e}>
            %y = tt.call @helper_{e}(%x) : ({e}) -> {e}
            tt.store %o, %y : !tt.ptr<{e}>""", "of a function that is not inlined", """  tt.func private @helper_{e}(%x: {e}) -> {e} attributes {noinline = true} {
    tt.return %x : {e}
  }
"""),
    ]),
    ("The program, and its diagnostics", [
        Row("tt.get_program_id", ["i32"], "tt.splat %s : i32 -> tensor<64xi32>", operands=NO_OPERANDS,
            before="%x = tt.get_program_id x : i32\n%y = tt.get_num_programs z : i32\n%s = arith.addi %x, %y : i32",
            remark="and `tt.get_num_programs`"),
        Row("tt.make_range", ["i32"], "tt.make_range {end = 80 : i32, start = 16 : i32} : tensor<64xi32>",
            operands=NO_OPERANDS),
        Row("tt.assert", INTS[:1], "tt.assert %a, \"message\" : {t}", None, ("a",)),
        Row("tt.print", INTS + FLOATS + NARROW, "tt.print \" x: \" {hex = false, isSigned = array<i32: 1>} : %a : {t}", None,
            ("a",)),
        Row("llvm.intr.assume", ["i1"], "llvm.intr.assume %x : i1", None, NO_OPERANDS, before="%x = arith.constant true"),
        Row("gpu.barrier", ["i32"], "gpu.barrier", None, NO_OPERANDS),
    ]),
]

# Parts of other ops, and spellings that become another op when they are read.
PARTS = {"tt.func", "tt.return", "tt.reduce.return", "tt.scan.return", "tt.map_elementwise.return", "scf.yield",
         "scf.condition", "tt.experimental_descriptor_load", "tt.experimental_descriptor_store"}


def find_missing_ops():
    """Ops of Triton's dialect and of MLIR's, as far as Triton prints them, that no kernel has."""
    ops = set()
    for path in glob.glob(os.path.join(ROOT, "include/triton-metal/Dialect/Triton/IR/*.td")):
        with open(path) as file:
            ops |= {"tt." + name for name in re.findall(r'Op<"([a-z_0-9.]+)"', file.read())}
    with open(os.path.join(ROOT, "test/Dialect/mlir-ops.mlir")) as file:
        ops |= {name for line in file if "CHECK: " in line
                for name in re.findall(r"\b(?:arith|math|scf|cf|ub|gpu|llvm)\.[\w.]*\w", line)}
    texts = "".join(text for _, section in SECTIONS for row in section for _, text in row.kernels())
    return sorted(op for op in ops - PARTS if not re.search(r"\b%s\b" % re.escape(op), texts))
