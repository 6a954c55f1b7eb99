"""What comes of an act for the person."""

from dataclasses import dataclass

from playground.deliveries import Reply
from playground.records import JsonObject


@dataclass(frozen=True)
class Outcome:
    """`problem` is the sentence that their client shows, `answer` what the app said."""

    ok: bool
    problem: str | None = None
    answer: JsonObject | None = None
    ms: float = 0


def outcome_of(reply: Reply, problem: str | None = None) -> Outcome:
    answer = reply.body if isinstance(reply.body, dict) else None
    return Outcome(ok=not (problem or reply.problem), problem=problem, answer=answer, ms=reply.ms)
