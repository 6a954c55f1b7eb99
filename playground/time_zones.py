"""What Slack says of somebody's time zone, at a moment: `tz_offset` "changes silently" with daylight saving."""

from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_LABELS = {
    "CET": "Central European Time",
    "CEST": "Central European Summer Time",
    "EST": "Eastern Standard Time",
    "EDT": "Eastern Daylight Time",
    "PST": "Pacific Standard Time",
    "PDT": "Pacific Daylight Time",
    "GMT": "Greenwich Mean Time",
    "BST": "British Summer Time",
    "IST": "India Standard Time",
    "JST": "Japan Standard Time",
}


def is_time_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def describe(name: str, now: float) -> dict[str, str | int]:
    """`tz`, `tz_label` and `tz_offset` (seconds) of a user object."""
    moment = datetime.fromtimestamp(now, ZoneInfo(name))
    offset = moment.utcoffset()
    label = _LABELS.get(moment.tzname() or "", name.rpartition("/")[2].replace("_", " "))
    return {"tz": name, "tz_label": label, "tz_offset": int(offset.total_seconds()) if offset else 0}
