"""One input in a list: its thumbnail, and what it is in a line."""

from slack_sdk.models.blocks import ImageElement

from domain.model import InputKind, PictureState
from domain.read_models import InputLine
from views.slack import parts

LONGEST_TEXT = 280
_MINUTE = 60


def words(one: InputLine) -> str:
    """What a text says, or what all else is called."""
    is_text = one.kind is InputKind.TEXT
    return f"“{parts.cut(one.text or '', LONGEST_TEXT)}”" if is_text else parts.cut(one.name, 200)


def thumbnail(one: InputLine) -> ImageElement | None:
    if one.state is not PictureState.READY or not (one.file or one.url):
        return None
    alt = f"{str(one.kind).capitalize()}: {parts.cut(one.name, 200)}"
    return ImageElement(
        alt_text=alt, slack_file={"id": one.file} if one.file else None, image_url=None if one.file else one.url
    )


def about(one: InputLine) -> str:
    facts = [str(one.kind).capitalize()]
    if one.kind is InputKind.TEXT:
        facts.append(parts.cut(one.name, 150))
    if one.width and one.height:
        facts.append(f"{one.width:,} × {one.height:,}")
    if one.seconds is not None:
        facts.append(f"{int(one.seconds) // _MINUTE}:{int(one.seconds) % _MINUTE:02}")
    if one.is_coming:
        facts.append("🖼️ on its way…")
    elif one.kind is not InputKind.TEXT and one.state is PictureState.FAILED:
        facts.append("⚠️ it can't be shown")
    return " · ".join(facts)
