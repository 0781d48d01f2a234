"""What a Word template may say: fields, lists, choices. Nothing in it can run, however it is written (B8)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

__all__ = ["Language", "NotAllowed", "TemplateError", "TemplateSyntaxError", "unknown"]

FILTERS: Final = ("upper", "lower", "capitalize", "default", "length", "join", "first", "last", "trim")
TESTS: Final = ("defined", "undefined", "none")
DEPTH: Final = 2
"""Lists within lists: more is a mistake, or meant to keep the server busy."""
_ALLOWED: Final = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.For, nodes.If, nodes.CondExpr,
    nodes.Const, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Filter, nodes.Test,
)  # fmt: skip
LOOP: Final = frozenset({"index", "index0", "first", "last", "length"})


class NotAllowed(TemplateSyntaxError):
    """The template asks for something that only programs need."""


class Language(ImmutableSandboxedEnvironment):
    """The language of templates: a sandbox, and within that only the few things that a report needs."""

    def __init__(self) -> None:
        """No names but those that are given when a template is filled."""
        super().__init__(autoescape=True, undefined=StrictUndefined)
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in FILTERS}
        self.tests = {name: self.tests[name] for name in TESTS}

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for node, depth in _walk(tree, 0):
            if not isinstance(node, _ALLOWED) or depth > DEPTH:
                raise NotAllowed(type(node).__name__, node.lineno, name, filename)
            if isinstance(node, nodes.Getattr) and node.attr.startswith("_"):
                raise NotAllowed(node.attr, node.lineno, name, filename)
            if isinstance(node, nodes.Filter) and node.name not in FILTERS:
                raise NotAllowed("Filter", node.lineno, name, filename)
            if isinstance(node, nodes.Test) and node.name not in TESTS:
                raise NotAllowed(node.name, node.lineno, name, filename)
        return tree


def _walk(node: nodes.Node, depth: int) -> Iterator[tuple[nodes.Node, int]]:
    deeper = depth + isinstance(node, nodes.For)
    yield node, deeper
    for child in node.iter_child_nodes():
        yield from _walk(child, deeper)


def unknown(tree: nodes.Template, known: tuple[str, ...], inside: dict[str, set[str]]) -> list[tuple[str, list[str]]]:
    """Fields that the tree asks for and that are not there, each with the names that are there in its place."""
    lists = {
        each.target.name: each.iter.name
        for each in tree.find_all(nodes.For)
        if isinstance(each.target, nodes.Name) and isinstance(each.iter, nodes.Name)
    }
    found: dict[str, list[str]] = {}
    for name in tree.find_all(nodes.Name):
        if name.ctx == "load" and name.name not in (*known, *lists, "loop"):
            found[name.name] = list(known)
    for attribute in tree.find_all(nodes.Getattr):
        owner: Any = attribute.node
        if isinstance(owner, nodes.Name):
            parts = LOOP if owner.name == "loop" else inside.get(lists.get(owner.name, ""), set())
            if attribute.attr not in parts and owner.name in (*lists, *known, "loop"):
                found[f"{owner.name}.{attribute.attr}"] = sorted(f"{owner.name}.{part}" for part in parts)
    return list(found.items())
