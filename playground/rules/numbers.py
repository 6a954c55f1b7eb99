"""Bounds that two fields of one input set together: the lower must not pass the upper."""

from collections.abc import Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Any

from playground.rules.findings import Finding, Findings, Place
from playground.rules.shapes import matching

# Strings, not numbers: "initial_value", "min_value" and "max_value" are of type String in the reference.
DECIMAL = matching(r"-?\d+(\.\d+)?", "a number written as a string")


def lengths_in_order(value: Mapping[str, Any], at: Place) -> Findings:
    yield from _in_order(value.get("min_length"), value.get("max_length"), "min_length", "max_length", at)
    written = value.get("initial_value")
    if written and len(written) > value.get("max_length", 3000):
        yield Finding(f"must be less than {value['max_length'] + 1} characters", at / "initial_value")
    if written and len(written) < value.get("min_length", 0):
        yield Finding(f"must be more than {value['min_length'] - 1} characters", at / "initial_value")


def lines_in_order(value: Mapping[str, Any], at: Place) -> Findings:
    yield from _in_order(value.get("min_lines"), value.get("max_lines"), "min_lines", "max_lines", at)


def values_in_order(value: Mapping[str, Any], at: Place) -> Findings:
    names = [name for name in ("min_value", "initial_value", "max_value") if name in value]
    if not value["is_decimal_allowed"]:
        for name in names:
            if "." in value[name]:
                yield Finding("must be an integer when `is_decimal_allowed` is false", at / name)
    for lower, upper in pairwise(names):
        yield from _in_order(Decimal(value[lower]), Decimal(value[upper]), lower, upper, at)


def _in_order(lower: Any, upper: Any, lower_name: str, upper_name: str, at: Place) -> Findings:
    if lower is not None and upper is not None and lower > upper:
        yield Finding(f"`{lower_name}` must not be greater than `{upper_name}`", at / lower_name)
