"""What went over the wire, one JSON object a line.

`direction` is "call" (the app called the Web API or a response_url), "delivery" (Slack sent the app something) or
"answer" (the app answered a delivery). `kind` is the method, "response_url", or the payload's type: "slash_command",
an event's type, or the `type` of an interaction. An answer's `body` is {"answer": ..., "request": ...}.
"""

import json
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from playground.records import Exchange

Direction = Literal["call", "delivery", "answer"]


@dataclass(frozen=True)
class Record:
    direction: Direction
    kind: str
    body: dict[str, Any]


def write_record(path: Path, record: Record) -> None:
    """One write, so that several processes may append to one file."""
    line = json.dumps(asdict(record), ensure_ascii=False, sort_keys=True) + "\n"
    with path.open("ab", buffering=0) as file:
        file.write(line.encode())


def read_records(path: Path) -> Iterator[Record]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield Record(**json.loads(line))


def kind_of_delivery(payload: dict[str, Any]) -> str:
    if "command" in payload:
        return "slash_command"
    if payload.get("type") == "event_callback":
        return str(payload["event"]["type"])
    return str(payload["type"])


def records_of(exchange: Exchange) -> Iterator[Record]:
    """What the playground's log of its traffic holds, as records; calls that a fault swallowed never arrived."""
    request = deepcopy(exchange.request)  # Inputs of a view go on changing.
    if exchange.direction in {"call", "response_url"}:
        if request or not exchange.error:
            yield Record("call", exchange.kind, request)
    elif exchange.direction == "delivery":
        kind = kind_of_delivery(request)
        yield Record("delivery", kind, request)
        if not exchange.error:
            yield Record("answer", kind, {"answer": exchange.response, "request": request})
