"""How the house tests read the house: its files, their syntax trees, its models, its addresses."""

import ast
import subprocess
from functools import cache
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.urls import get_resolver
from django.urls.resolvers import URLPattern

REPOSITORY = Path(__file__).resolve().parents[2]
HOUSE = REPOSITORY / "goldenthread"
FLOOR = {name: height for height, floor in enumerate(settings.FLOORS) for name in floor}


def name_of(path: Path) -> str:
    """ "goldenthread/thread/rules.py" """
    return str(path.relative_to(REPOSITORY))


def modules(*, of=HOUSE) -> list[Path]:
    """Every Python file of the product: without tests and migrations."""
    return [path for path in sorted(of.rglob("*.py")) if not {"tests", "migrations"} & set(path.relative_to(of).parts)]


def test_modules() -> list[Path]:
    """Every Python file of the tests."""
    inside = [path for path in sorted(HOUSE.rglob("*.py")) if "tests" in path.relative_to(HOUSE).parts]
    return [*inside, *sorted((REPOSITORY / "tests").rglob("*.py"))]


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), str(path))


def part_of_app(path: Path) -> str:
    """What a file is within its app, a package counting as its file: "views" for thread/views/actions.py."""
    parts = path.relative_to(HOUSE).parts
    depth = 1 if parts[0] == "thread" else 2
    return parts[depth].removesuffix(".py") if len(parts) > depth else ""


def models():
    """Every table of the house."""
    return [model for model in apps.get_models() if model.__module__.startswith("goldenthread.")]


def app_name(model) -> str:
    return apps.get_app_config(model._meta.app_label).name


def addresses(patterns=None, prefix="", namespace=""):
    """(name, route, view) of every address."""
    for item in patterns if patterns is not None else get_resolver().url_patterns:
        route = prefix + str(item.pattern)
        if isinstance(item, URLPattern):
            yield f"{namespace}{item.name or ''}", route, item.callback
        else:
            inner = f"{namespace}{item.namespace}:" if item.namespace else namespace
            yield from addresses(item.url_patterns, route, inner)


def constants(module: ast.Module) -> dict[str, str]:
    """Names that a module gives to texts: EDIT = "people.edit"."""
    return {
        target.id: node.value.value
        for node in module.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def called(node: ast.Call) -> str:
    """ "timezone.now" for timezone.now(), "now" for now()."""
    return dotted(node.func)


def dotted(node) -> str:
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}".lstrip(".")
    return node.id if isinstance(node, ast.Name) else ""


def texts(module: ast.Module):
    """(line, text) of every text in a file that is no docstring."""
    docs = {
        id(node.body[0].value)
        for node in ast.walk(module)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.lineno, node.value


def functions(path: Path):
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef):
            yield node


def is_operation(node: ast.FunctionDef) -> bool:
    return any(dotted(mark) in {"operation", "writing.operation"} for mark in node.decorator_list)


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that is kept under version control, and any new one that is not ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    )
    return tuple(path for line in listed.stdout.splitlines() if (path := REPOSITORY / line).is_file())


def words_of(path: Path) -> str:
    """The text of a file, or "" of one that is none."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""
