"""Reads a workflow's YAML, and says in a sentence what is wrong with it."""

from collections.abc import Mapping
from functools import cache
from graphlib import CycleError, TopologicalSorter
from importlib.resources import files
from typing import Any, NoReturn

import yaml

from assist.weights.sources import version_of
from assist.workflows.description import GIVES, INPUT, TAKES, Do, Flow, Node, Workflow
from assist.yaml_texts import NoYaml, loaded
from domain.errors import Invalid

_LONGEST = 64 * 1024
_MOST_NODES = 50
_LONGEST_NAME = 60
_TASKS = ("image classification", "text classification", "detection")
_KEYS = {
    Do.DETECT: {"model", "optional"},
    Do.CROP: {"padding", "least", "most", "except"},
    Do.CLASSIFY: {"model"},
    Do.EMBED: {"model"},
    Do.LEARN: set[str](),
    Do.LOCATE: {"model", "except"},
    Do.MAP: set[str](),
    Do.FILTER: {"threshold", "most"},
}
_NUMBERS: Mapping[str, tuple[type, float, float]] = {
    "padding": (float, 0, 1),
    "threshold": (float, 0, 1),
    "least": (int, 1, 10_000),
    "most": (int, 1, 1_000),
}


@cache
def built_in() -> tuple[Workflow, ...]:
    folder = files("assist.workflows") / "built_in"
    named = sorted(file.name for file in folder.iterdir() if file.name.endswith(".yaml"))
    return tuple(parse((folder / name).read_text("utf-8")) for name in named)


def parse(text: str) -> Workflow:
    """Raises Invalid, its field being "workflow"."""
    given = _mapping(_loaded(text), "A workflow", {"name", "task", "nodes", "output"})
    if not isinstance(given.get("nodes"), dict) or not 0 < len(given["nodes"]) <= _MOST_NODES:
        _refuse(f"A workflow has “nodes”: a name each and what it does, at most {_MOST_NODES}.")
    nodes = {name: _node(name, of) for name, of in given["nodes"].items()}
    ordered = _in_order(nodes)
    flows = _flows(ordered)
    output = _output(given.get("output"), flows)
    return Workflow(_name(given.get("name")), _task(given.get("task")), ordered, output, version_of(text))


def _refuse(sentence: str) -> NoReturn:
    raise Invalid({"workflow": sentence})


def _loaded(text: str) -> Any:
    if len(text) > _LONGEST:
        _refuse(f"A workflow has at most {_LONGEST:,} letters.")
    try:
        if any(isinstance(token, yaml.AliasToken) for token in yaml.scan(text)):
            _refuse("A workflow can't hold references (* and &): write the parts out.")
        return loaded(text)
    except (yaml.YAMLError, NoYaml) as error:
        _refuse(f"This is no YAML: {' '.join(str(error).split())[:200]}.")


def _mapping(given: Any, what: str, keys: set[str]) -> dict[str, Any]:
    if not isinstance(given, dict):
        _refuse(f"{what} is a list of “key: value”.")
    unknown = [str(key) for key in given if key not in keys]
    if unknown:
        _refuse(f"{what} has no “{unknown[0]}”. It can have {', '.join(sorted(keys))}.")
    return given


def _name(given: Any) -> str:
    if not isinstance(given, str) or not 0 < len(given.strip()) <= _LONGEST_NAME:
        _refuse(f"A workflow has a “name” of at most {_LONGEST_NAME} letters.")
    return given.strip()


def _task(given: Any) -> str:
    if given not in _TASKS:
        _refuse(f"A workflow has a “task”: {', '.join(_TASKS)}.")
    return str(given)


def _node(name: Any, given: Any) -> Node:
    if not isinstance(name, str) or not name.strip() or name == INPUT:
        _refuse(f"“{name}” can't be the name of a node: take a word other than “{INPUT}”.")
    do = given.get("do") if isinstance(given, dict) else None
    if not isinstance(do, str) or do not in set(Do):
        _refuse(f"“{name}” has to “do” one of these: {', '.join(Do)}.")
    given = _mapping(given, f"“{name}”", {"do", "from", *_KEYS[Do(do)]})
    words = {key: _word(name, key, given[key]) for key in ("from", "model", "except") if key in given}
    if "model" in _KEYS[Do(do)] and "model" not in words:
        _refuse(f"“{name}” needs a “model”.")
    numbers = {key: _number(name, key, given[key]) for key in _NUMBERS if key in given}
    is_optional = given.get("optional", False)
    if not isinstance(is_optional, bool):
        _refuse(f"In “{name}”, “optional” is yes or no.")
    source, without, model = words.get("from", INPUT), words.get("except", ""), words.get("model", "")
    return Node(name, Do(do), source=source, model=model, without=without, is_optional=is_optional, **numbers)


def _word(name: str, key: str, given: Any) -> str:
    if not isinstance(given, str) or not given.strip():
        _refuse(f"In “{name}”, “{key}” is a name.")
    return given


def _number(name: str, key: str, given: Any) -> Any:
    kind, least, most = _NUMBERS[key]
    fits = isinstance(given, int if kind is int else (int, float)) and not isinstance(given, bool)
    if not fits or not least <= given <= most:
        _refuse(f"In “{name}”, “{key}” is a {'whole ' if kind is int else ''}number from {least:g} to {most:,g}.")
    return kind(given)


def _in_order(nodes: Mapping[str, Node]) -> tuple[Node, ...]:
    takes = {name: {one for one in (node.source, node.without) if one} - {INPUT} for name, node in nodes.items()}
    for name, sources in takes.items():
        missing = sorted(sources - set(nodes))
        if missing:
            _refuse(f"“{name}” takes from “{missing[0]}”, which isn't there.")
    try:
        return tuple(nodes[name] for name in TopologicalSorter(takes).static_order())
    except CycleError as error:
        _refuse(f"These nodes wait for each other: {' → '.join(error.args[1])}.")


def _flows(ordered: tuple[Node, ...]) -> dict[str, Flow]:
    flows = {INPUT: Flow.PIECES}
    maps = {node.name for node in ordered if node.do is Do.MAP}
    for node in ordered:
        came = flows[node.source]
        if came not in TAKES[node.do]:
            wanted = " or ".join(sorted(TAKES[node.do]))
            _refuse(f"“{node.name}” ({node.do}) takes {wanted}, but “{node.source}” gives {came}.")
        if node.do is Do.CROP and node.without and node.without not in maps:
            _refuse(f"In “{node.name}”, “except” names a map; “{node.without}” is none.")
        if node.do is Do.LOCATE and node.source != INPUT:
            _refuse(f"“{node.name}” (locate) looks at whole inputs: leave out “from”.")
        if node.do is Do.LOCATE and node.without and flows[node.without] is not Flow.SUGGESTIONS:
            _refuse(f"In “{node.name}”, “except” names what suggests; “{node.without}” gives {flows[node.without]}.")
        flows[node.name] = GIVES.get(node.do, came)
    return flows


def _output(given: Any, flows: Mapping[str, Flow]) -> tuple[str, ...]:
    names = [given] if isinstance(given, str) else given
    if not isinstance(names, list) or not names or not all(isinstance(name, str) for name in names):
        _refuse("A workflow has an “output”: the name of a node, or a list of some.")
    for name in names:
        if name not in flows:
            _refuse(f"“output” names “{name}”, which isn't there.")
        if flows[name] is not Flow.SUGGESTIONS:
            _refuse(f"“output” needs suggestions, but “{name}” gives {flows[name]}: put a map or learn after it.")
    return tuple(dict.fromkeys(names))
