"""What all blocks have in common."""

from playground.rules.findings import Rule
from playground.rules.shapes import choice, fields, string


def block(kind: str, required: dict[str, Rule], optional: dict[str, Rule] | None = None, *also: Rule) -> Rule:
    return fields({"type": choice(kind), **required}, {"block_id": string(255), **(optional or {})}, also)
