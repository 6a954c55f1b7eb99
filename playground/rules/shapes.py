"""The few shapes that payloads are made of, as rules that can be put together into a table.

The sentences are Slack's own where one is on record (bug reports quote `response_metadata.messages`).
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from playground.rules.findings import Finding, Findings, Place, Rule
from playground.rules.surfaces import stands_on


def string(most: int, least: int = 1) -> Rule:
    """Lengths are code points, as Slack counts (limits.json of slackblocks, checked with emoji)."""

    def check(value: Any, at: Place) -> Findings:
        if not isinstance(value, str):
            yield Finding("must provide a string", at)
        elif len(value) < least:
            yield Finding(f"must be more than {least - 1} characters", at)
        elif len(value) > most:
            yield Finding(f"must be less than {most + 1} characters", at)

    return check


def address(most: int, *schemes: str) -> Rule:
    """A web address with a host."""
    long_enough = string(most)

    def check(value: Any, at: Place) -> Findings:
        found = list(long_enough(value, at))
        yield from found
        if not found and not _is_address(value, schemes):
            yield Finding(f"must be a valid URL that begins with {' or '.join(f'{each}://' for each in schemes)}", at)

    return check


def _is_address(text: str, schemes: tuple[str, ...]) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in schemes and bool(parts.netloc) and not re.search(r"\s", text)


def matching(pattern: str, wanted: str) -> Rule:
    compiled = re.compile(pattern)

    def check(value: Any, at: Place) -> Findings:
        if not isinstance(value, str):
            yield Finding("must provide a string", at)
        elif not compiled.fullmatch(value):
            yield Finding(f"must match {wanted}", at)

    return check


def flag(value: Any, at: Place) -> Findings:
    if not isinstance(value, bool):
        yield Finding("must provide a boolean", at)


def whole(least: int, most: int) -> Rule:
    def check(value: Any, at: Place) -> Findings:
        if isinstance(value, bool) or not isinstance(value, int):
            yield Finding("must provide an integer", at)
        elif value < least:
            yield Finding(f"must be at least {least}", at)
        elif value > most:
            yield Finding(f"must be at most {most}", at)

    return check


def number(value: Any, at: Place) -> Findings:
    if isinstance(value, bool) or not isinstance(value, int | float):
        yield Finding("must provide a number", at)


def choice(*allowed: str) -> Rule:
    def check(value: Any, at: Place) -> Findings:
        if value not in allowed:
            yield Finding(f"must be one of: {', '.join(allowed)}", at)

    return check


def many(item: Rule, most: int | None, least: int = 1) -> Rule:
    def check(value: Any, at: Place) -> Findings:
        if not isinstance(value, list):
            yield Finding("must provide an array", at)
            return
        if len(value) < least:
            yield Finding(f"must provide at least {least} items", at)
        if most is not None and len(value) > most:
            yield Finding(f"no more than {most} items allowed", at)
        for index, inner in enumerate(value):
            yield from item(inner, at / index)

    return check


def distinct(item: Rule, most: int) -> Rule:
    listed = many(item, most)

    def check(value: Any, at: Place) -> Findings:
        found = list(listed(value, at))
        yield from found
        if not found and len(set(value)) < len(value):
            yield Finding("must provide unique items", at)

    return check


def distinct_by(name: str, item: Rule, most: int) -> Rule:
    listed = many(item, most)

    def check(value: Any, at: Place) -> Findings:
        found = list(listed(value, at))
        yield from found
        if not found and len({inner[name] for inner in value}) < len(value):
            yield Finding(f"must provide items with a unique `{name}`", at)

    return check


def fields(required: Mapping[str, Rule], optional: Mapping[str, Rule] = {}, also: Sequence[Rule] = ()) -> Rule:
    """An object with these fields and no other; `also` looks at it as a whole once each field is right."""
    known = {**required, **optional}

    def check(value: Any, at: Place) -> Findings:
        if not isinstance(value, Mapping):
            yield Finding("must provide an object", at)
            return
        found = [Finding(f"missing required field: {name}", at) for name in required if name not in value]
        for name, inner in value.items():
            if name in known:
                found += known[name](inner, at / name)
            else:
                found.append(Finding(f"invalid additional property: {name}", at))
        yield from found
        if not found:
            for rule in also:
                yield from rule(value, at)

    return check


def by_type(rules: Mapping[str, Rule]) -> Rule:
    """An object whose `type` says which rule it follows; a type foreign to the surface is as bad as an unknown one."""

    def check(value: Any, at: Place) -> Findings:
        if not isinstance(value, Mapping):
            yield Finding("must provide an object", at)
        elif "type" not in value:
            yield Finding("missing required field: type", at)
        elif not isinstance(value["type"], str) or value["type"] not in rules or not stands_on(value["type"], at):
            yield Finding(f"unsupported type: {value['type']}", at / "type")
        else:
            yield from rules[value["type"]](value, at)

    return check


def only_one_of(*names: str) -> Rule:
    listed = " or ".join(f"`{name}`" for name in names)

    def check(value: Any, at: Place) -> Findings:
        given = [name for name in names if name in value]
        if not given:
            yield Finding(f"must define either {listed}", at)
        elif len(given) > 1:
            yield Finding(f"must define only one of {listed}", at)

    return check


def any_of(*names: str) -> Rule:
    listed = " or ".join(f"`{name}`" for name in names)

    def check(value: Any, at: Place) -> Findings:
        if not any(name in value for name in names):
            yield Finding(f"must define either {listed}", at)

    return check
