#!/usr/bin/env python3
"""make_version_corpus.py OUT [NAME...]: the IR of test/versions/kernels.py, as one Triton prints it.

    python3 -m pip install --no-deps --target /tmp/triton triton==3.2.0
    PYTHONPATH=/tmp/triton python3 scripts/make_version_corpus.py test/versions

writes test/versions/3.2.0/add.ttir, add.cuda80.ttgir and so on. No GPU and no torch are
needed: the stages up to TTGIR are called by hand. (Versions before 3.2 also want the packages
filelock and setuptools.) Paths in locations are cut to the file name. What a version cannot
compile is named on standard error and left out.
"""
import inspect
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "test", "versions"))


def stand_in_for_driver():
    """Some versions look for a GPU while they import or compile: show them one."""
    from triton.runtime import driver

    class Driver:
        def get_current_target(self):
            return make_target("cuda80")

        def get_current_device(self):
            return 0

        def get_current_stream(self, device=0):
            return 0

        def get_active_torch_device(self):
            return "cpu"

    driver.set_active(Driver())


def make_target(name):
    from triton.backends.compiler import GPUTarget
    if name.startswith("cuda"):
        return GPUTarget("cuda", int(name[4:]), 32)
    return GPUTarget("hip", name, 64)


def call(function, **values):
    """Calls with those of the values that the function of this version asks for."""
    names = inspect.signature(function).parameters
    return function(**{name: value for name, value in values.items() if name in names})


def is_divisible(case, name, kind):
    if case["divisible"] is True:
        return kind.startswith("*")
    return bool(case["divisible"]) and name in case["divisible"]


def make_source(case):
    """The kernel with its signature; how that is said changed three times."""
    from triton.compiler import compiler
    kernel, names = case["kernel"], case["kernel"].arg_names
    divisible = [names.index(n) for n, kind in case["types"].items() if is_divisible(case, n, kind)]
    parameters = inspect.signature(compiler.ASTSource).parameters
    if "constexprs" in parameters:  # 3.3 and newer
        signature = {n: case["types"].get(n, "constexpr") for n in names}
        attrs = {(i, ): [["tt.divisibility", 16]] for i in divisible}
        return compiler.ASTSource(kernel, signature, constexprs=case["constants"], attrs=attrs)
    try:  # 3.2
        from triton.backends.compiler import AttrsDescriptor
        attrs = AttrsDescriptor.from_hints({i: 16 for i in divisible})
        attrs.arg_properties = {"tt.divisibility": divisible, "tt.equal_to": []}
        return compiler.ASTSource(kernel, dict(case["types"]), constants=case["constants"], attrs=attrs)
    except ImportError:  # 3.0, 3.1
        attrs = compiler.AttrsDescriptor(tuple(divisible), ())
        signature = {names.index(n): kind for n, kind in case["types"].items()}
        constants = {names.index(n): value for n, value in case["constants"].items()}
        return compiler.ASTSource(kernel, signature, constants=constants, attrs=attrs)


def compile_case(case, target_name, with_layouts=True):
    """What the front end printed, TTIR and, `with_layouts`, TTGIR, as text."""
    from triton._C.libtriton import ir
    from triton.compiler.compiler import make_backend
    target = make_target(target_name)
    backend = make_backend(target)
    options = backend.parse_options(dict(num_warps=case["warps"], num_stages=case["stages"],
                                         sanitize_overflow=False, **case["options"]))
    source = make_source(case)
    stages = {}
    call(backend.add_stages, stages=stages, options=options,
         language=getattr(source, "language", None))
    context = ir.context()
    ir.load_dialects(context)
    backend.load_dialects(context)
    codegen = call(backend.get_codegen_implementation, options=options)
    module_map = getattr(backend, "get_module_map", dict)()
    module = call(source.make_ir, target=target, options=options, codegen_fns=codegen,
                  module_map=module_map, context=context)
    metadata = dict(options.__dict__)
    source_text = str(module)
    ttir = str(stages["ttir"](module, metadata))
    return source_text, ttir, str(stages["ttgir"](module, metadata)) if with_layouts else None


def cut_paths(text):
    return re.sub(r'loc\("[^"]*/([^"/]*)":', r'loc("\1":', text)


def write(folder, name, text):
    with open(os.path.join(folder, name), "w", encoding="utf-8") as f:
        f.write(cut_paths(text))


def main():
    import triton
    stand_in_for_driver()
    import kernels
    folder = os.path.join(sys.argv[1], triton.__version__)
    os.makedirs(folder, exist_ok=True)
    for case in kernels.CASES:
        if sys.argv[2:] and case["name"] not in sys.argv[2:]:
            continue
        for number, target in enumerate(case["targets"] or ("cuda80", )):
            try:
                source, ttir, ttgir = compile_case(case, target)
            except Exception as error:
                reason = str(error) or type(error).__name__
                print("%s for %s: %s" % (case["name"], target, reason.strip().splitlines()[-1]),
                      file=sys.stderr)
                continue
            if number == 0:
                write(folder, case["name"] + ".ttir", ttir)
                if case["source"]:
                    write(folder, case["name"] + ".source.ttir", source)
            if case["targets"]:
                write(folder, "%s.%s.ttgir" % (case["name"], target), ttgir)


if __name__ == "__main__":
    main()
