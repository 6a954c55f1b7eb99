"""What the options of one element must be to each other."""

from collections.abc import Mapping
from typing import Any

from playground.rules.findings import Finding, Findings, Place
from playground.rules.shapes import many, only_one_of
from playground.rules.texts import BOX_OPTION

BOXES = many(BOX_OPTION, 10)
ONE_SOURCE_OF_OPTIONS = only_one_of("options", "option_groups")


def initial_among_options(value: Mapping[str, Any], at: Place) -> Findings:
    """An initial option is one of the options exactly: text, value, description, `emoji` and all."""
    offered = [*value.get("options", ())]
    offered += [option for group in value.get("option_groups", ()) for option in group["options"]]
    if "initial_option" in value and value["initial_option"] not in offered:
        yield Finding("must exactly match one of the provided options", at / "initial_option")
    for index, option in enumerate(value.get("initial_options", ())):
        if option not in offered:
            yield Finding("must exactly match one of the provided options", at / "initial_options" / index)


def not_more_than_max(value: Mapping[str, Any], at: Place) -> Findings:
    most = value.get("max_selected_items")
    for name in ("initial_options", "initial_users", "initial_conversations", "initial_channels"):
        if most is not None and len(value.get(name, ())) > most:
            yield Finding(f"no more than {most} items allowed", at / name)
