"""The types of the screens, made from the types of the server: web/src/protocol.gen.ts.

Everything the server sends is complete, so in TypeScript no field is optional but for masked records.
"""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec

import samenspel.instruments
import samenspel.vocabulary
from samenspel.kernel.record import Body, Instance

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "web" / "src" / "protocol.gen.ts"
TOOL = ROOT / "node_modules" / ".bin" / "json2ts"
BANNER = "/* Made by `samenspel schema` from the records in Python. Do not change by hand. */"


class NameClashError(Exception):
    """Two record types, or two bodies, have the same name."""


def bodies() -> dict[str, type[Body]]:
    """Every body by its type name, of the kernel, the vocabulary and all instruments; raises NameClashError."""
    modules = [f"samenspel.vocabulary.{found.name}" for found in pkgutil.iter_modules(samenspel.vocabulary.__path__)]
    for folder in pkgutil.iter_modules(samenspel.instruments.__path__, "samenspel.instruments."):
        if folder.ispkg and (Path(str(importlib.import_module(folder.name).__path__[0])) / "records.py").exists():
            modules.append(f"{folder.name}.records")
    found: dict[str, type[Body]] = {Instance.TYPE: Instance}
    for module in modules:
        for kind in vars(importlib.import_module(module)).values():
            if not (isinstance(kind, type) and issubclass(kind, Body) and kind.TYPE):
                continue
            if found.setdefault(kind.TYPE, kind) is not kind:
                raise NameClashError(kind.TYPE)
    names = [kind.__name__ for kind in found.values()]
    if len(names) != len(set(names)):
        raise NameClashError(", ".join(sorted(name for name in names if names.count(name) > 1)))
    return dict(sorted(found.items()))


def _complete(schema: Any) -> Any:
    """The same schema with every property required, and without limits that TypeScript cannot say."""
    if isinstance(schema, list):
        return [_complete(inner) for inner in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {name: _complete(inner) for name, inner in schema.items() if name not in ("default", "title")}
    if isinstance(schema.get("properties"), dict):
        # Names of fields, not words of the schema: a record may well have a field called title.
        kept["properties"] = {name: _complete(inner) for name, inner in schema["properties"].items()}
        kept["required"] = sorted(kept["properties"])
    if isinstance(kept.get("description"), str):
        kept["description"] = "\n".join(line.strip() for line in kept["description"].splitlines())
    for limit in ("minLength", "maxLength", "minimum", "maximum", "minItems", "maxItems"):
        if not isinstance(kept.get(limit), dict):
            kept.pop(limit, None)
    return kept


def schema() -> dict[str, Any]:
    """One JSON Schema: `Bodies` with a property per record type."""
    kinds = bodies()
    refs, parts = msgspec.json.schema_components(list(kinds.values()), ref_template="#/definitions/{name}")
    return {
        "title": "Bodies",
        "description": "Every record type with what its records hold.",
        "type": "object",
        "properties": dict(zip(kinds, refs, strict=True)),
        "required": list(kinds),
        "additionalProperties": False,
        "definitions": _complete(parts),
    }


def render() -> str:
    """The text of protocol.gen.ts; raises CalledProcessError when node cannot make it."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    style = ["--no-additionalProperties", "--style.singleQuote", "--style.printWidth", "120"]
    done = subprocess.run(  # noqa: S603 (our own tool, our own arguments)
        [TOOL, "--bannerComment", BANNER, *style],
        input=json.dumps(schema(), ensure_ascii=False),
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    return done.stdout
