"""How long what nobody needs any more is kept, in microseconds."""

from domain.clock import DAY

DRAFT = 30 * DAY
TOLD_NOTICE = 90 * DAY
