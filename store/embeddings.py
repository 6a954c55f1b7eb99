"""What built-in encoders saw in inputs: computed once, as inputs arrive."""

from sqlalchemy import Connection


class Embeddings:
    def __init__(self, connection: Connection, now: int) -> None:
        self._connection = connection
        self._now = now
