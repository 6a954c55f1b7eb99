"""JSON from outside: whatever stands in it, reading it either works or is a ValueError."""

import json
from typing import Any


def read_json(text: str | bytes) -> Any:
    """As json.loads, which raises RecursionError where lists and objects are nested too deeply."""
    try:
        return json.loads(text)
    except RecursionError as error:
        raise ValueError("It is nested too deeply.") from error
