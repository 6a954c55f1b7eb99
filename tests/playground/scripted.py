"""An app that answers as a test tells it to, without a network."""

from collections.abc import Callable
from typing import Any

from playground.deliveries import Deliveries, Delivery, Reply
from playground.workspace import Workspace


class ScriptedApp(Deliveries):
    """`answer` makes the reply to each delivery; `got` holds the deliveries, oldest first."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace, retry_pace=0)
        self.got: list[Delivery] = []
        self.answer: Callable[[dict[str, Any]], Reply] = lambda _payload: Reply()

    async def attempt(self, delivery: Delivery) -> Reply:
        self.got.append(delivery)
        return self.answer(delivery.payload)

    def answers(self, body: Any) -> None:
        self.answer = lambda _payload: Reply(body)

    @property
    def last(self) -> dict[str, Any]:
        return self.got[-1].payload
