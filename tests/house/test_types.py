"""What operations and queries take and give is written where they stand, so that nobody has to try it out."""

import ast

import pytest

from tests.house import code

TYPED = ("operations", "queries")


def functions(node: ast.AST):
    """Functions of a module and methods of its classes; what stands inside a function is its own affair."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            yield child
        elif isinstance(child, ast.ClassDef):
            yield from functions(child)


def untyped(function: ast.FunctionDef) -> list[str]:
    """Names of the parameters that say no type, and "what it returns"."""
    given = function.args
    named = [*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg]
    missing = [one.arg for one in named if one and not one.annotation and one.arg not in ("self", "cls")]
    returns = function.returns is not None or function.name == "__init__"
    return missing + ([] if returns else ["what it returns"])


@pytest.mark.parametrize("part", TYPED)
def test_every_operation_and_query_says_its_types(part):
    files = [path for path in code.modules() if code.part_of_app(path) == part]
    found = {
        f"{code.name_of(path)}: {function.name}": untyped(function)
        for path in files
        for function in functions(code.tree(path))
    }
    assert {name: missing for name, missing in found.items() if missing} == {}
    assert len(found) > 100


def test_what_says_no_type_is_found():
    (function,) = functions(ast.parse("def keep(by: str, now, *rest, **more: int): pass"))
    assert untyped(function) == ["now", "rest", "what it returns"]
