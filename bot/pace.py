"""The pace at which we call Slack."""

from aiolimiter import AsyncLimiter


class Pace:
    """A little below what Slack documents, so that a rush slows down before it is refused."""

    def __init__(self) -> None:
        self.post = AsyncLimiter(240, 60)
        self.update = AsyncLimiter(45, 60)
        self.upload = AsyncLimiter(90, 60)
