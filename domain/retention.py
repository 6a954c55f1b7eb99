"""How long what nobody needs any more is kept, in microseconds."""

from domain.clock import DAY

DRAFT = 30 * DAY
TOLD_NOTICE = 90 * DAY
DRAWING = 30 * DAY
"""A picture with shapes on it: so long it can be seen on cards that were left behind."""
