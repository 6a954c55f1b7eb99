"""What goes wrong on demand: the switches that tests and the page turn."""

from dataclasses import dataclass, field
from typing import Any, Literal

CallFaultKind = Literal["rate_limit", "server_error", "reset", "answer_lost", "slow"]
ANY = "*"


@dataclass
class CallFault:
    """Strikes the next `count` calls of `method` (`ANY`, a Web API method, "response_url", "upload" or "file").

    `seconds`: Retry-After of a rate limit, or how long a slow answer takes.
    `answer_lost`: the call takes effect, then the connection is reset; `reset`: it takes no effect.
    """

    kind: CallFaultKind
    method: str = ANY
    count: int = 1
    seconds: float = 1


@dataclass
class Faults:
    """`duplicate` and `reorder` count deliveries still to be hit.

    Duplicated: the same payload arrives twice. Reordered: that many are held back (at most `hold_seconds`),
    then arrive newest first. `scan_seconds`: how long the malware scan of a file completed from now on takes.
    """

    calls: list[CallFault] = field(default_factory=list)
    duplicate: int = 0
    reorder: int = 0
    hold_seconds: float = 1.0
    scan_seconds: float = 0.0
    channelless_files_hidden: bool = False

    def strike(self, kind: CallFaultKind, method: str = ANY, *, count: int = 1, seconds: float = 1) -> None:
        if count > 0:
            self.calls.append(CallFault(kind, method, count, seconds))

    def next_call(self, method: str) -> CallFault | None:
        """The fault that this call suffers, counted down; None when it goes well."""
        fault = next((fault for fault in self.calls if fault.method in {ANY, method}), None)
        if fault is not None:
            fault.count -= 1
            if fault.count <= 0:
                self.calls.remove(fault)
        return fault

    def take_duplicate(self) -> bool:
        if self.duplicate <= 0:
            return False
        self.duplicate -= 1
        return True

    def clear(self) -> None:
        vars(self).update(vars(Faults()))

    def as_json(self) -> dict[str, Any]:
        return {**vars(self), "calls": [vars(fault) for fault in self.calls]}
