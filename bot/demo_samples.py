"""What the demo's people label: real pictures that installed packages carry, close-ups of some of them, a few texts."""

import csv
import gzip
from collections.abc import Iterable, Iterator
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path

from assist.samples import close_ups, grey_picture, parts
from bot.demo_drawings import COIN_SIDE, COIN_VIEWS

DATASET, DIGITS, CLOSE_UPS, MESSAGES = "Sample photos", "Handwritten digits", "Close-ups", "Customer messages"
COINS, OBJECTS = "Coins", "Objects"
CONCEPTS = ("Astronaut", "Cat", "Coffee", "Flower", "Motorcycle", "Rocket", "Temple", "Delivery", "Refund", "Praise")
"""There from the beginning: what the close-ups show, and what the messages are about."""
_PACKAGES = ("scikit-image", "scikit-learn")
_SUFFIXES = {".jpg", ".png"}
_NO_PHOTOS = {"logo", "phantom", "color", "chessboard_GRAY", "chessboard_RGB", "text", "page", "motorcycle_right"}
"""Drawings and test charts among the packages' pictures, and the second eye of a stereo pair."""
_LOOKED_AT_CLOSELY = ("astronaut", "chelsea", "coffee", "flower", "motorcycle_left", "rocket", "china")
_CLOSE_UPS_EACH = 18
_MOST_DIGITS = 40
_ZOOM = 24
_MESSAGES = (
    "Where is my parcel? It was due on Monday.",
    "The courier left the box with a neighbour I don't know.",
    "Tracking has not moved for five days.",
    "Can you deliver to my office instead of my home?",
    "My order arrived a week late.",
    "The driver rang, but nobody waited until I was at the door.",
    "It says delivered, but there is nothing in my letterbox.",
    "How long does shipping to Norway take?",
    "Please send the package to the new address.",
    "Half of the shipment is missing.",
    "I sent the shoes back two weeks ago and still have no money.",
    "Please refund the second lamp, I was charged twice.",
    "How do I return a jumper that does not fit?",
    "The kettle broke on the first day. I want my money back.",
    "You refunded less than what I paid.",
    "Can I get a voucher instead of a refund?",
    "I cancelled the order, yet my card was charged.",
    "When will the refund be on my account?",
    "The shirt has a hole: I would like to return it.",
    "I was billed for express and got standard. Please pay back the difference.",
    "Best shop I know, thank you!",
    "Your support was so kind and quick.",
    "I love the new bag, it is beautiful.",
    "Great quality for the price, well done.",
    "Everything was perfect, I will order again.",
    "The gift wrapping made my mother cry with joy.",
    "Five stars, all of them deserved.",
    "Thanks to Maria on the phone, she was wonderful.",
    "What a lovely surprise to find a card in the box!",
    "My children are delighted with the puzzle.",
    "Thank you for the quick refund, that was a pleasure.",
    "The parcel came a day early. Amazing!",
    "The box arrived crushed and the vase is in pieces.",
    "Do you have this lamp in green?",
)


def samples(folder: Path) -> dict[str, Path]:
    """Dataset -> where its inputs are. `folder` is there and empty."""
    places = {DATASET: "photos", DIGITS: "digits", CLOSE_UPS: "close", COINS: "coins", OBJECTS: "objects"}
    photos, digits, close, coins, objects = (folder / name for name in places.values())
    for place in (photos, digits, close, coins, objects):
        place.mkdir()
    for path in _package_files():
        if path.suffix.lower() in _SUFFIXES and path.stem not in _NO_PHOTOS:
            (photos / path.name).write_bytes(path.read_bytes())
        if path.name == "coins.png":
            _write_all(coins, path, parts(path, COIN_VIEWS, COIN_SIDE))
        if path.stem in _LOOKED_AT_CLOSELY and path.suffix.lower() in _SUFFIXES:
            (objects / path.name).write_bytes(path.read_bytes())
            _write_all(close, path, close_ups(path, _CLOSE_UPS_EACH))
        if path.name == "digits.csv.gz":
            _write_digits(path, digits)
    messages = folder / "messages.txt"
    messages.write_text("\n".join(_MESSAGES), "utf-8")
    found = {name: folder / place for name, place in places.items() if any((folder / place).iterdir())}
    return found | {MESSAGES: messages}


def _write_all(folder: Path, photo: Path, pictures: Iterable[bytes]) -> None:
    """Numbers come first, so that what is alike does not stand together."""
    for number, picture in enumerate(pictures, 1):
        (folder / f"{number:02}-{photo.stem}.jpg").write_bytes(picture)


def _package_files() -> Iterator[Path]:
    """Found through the packages' own lists: they need not be imported for it."""
    for package in _PACKAGES:
        try:
            listed = files(package) or []
        except PackageNotFoundError:
            continue
        wanted = (one for one in listed if {"data", "datasets"} & set(one.parts) and "tests" not in one.parts)
        yield from (Path(str(one.locate())) for one in wanted)


def _write_digits(source: Path, folder: Path) -> None:
    """Rows of 64 pixel values 0..16, and the digit."""
    with gzip.open(source, "rt") as rows:
        for number, row in enumerate(csv.reader(rows)):
            if number == _MOST_DIGITS:
                return
            pixels = [255 - int(float(value) * 255 / 16) for value in row[:64]]
            (folder / f"digit-{number:02}.png").write_bytes(grey_picture(pixels, (8, 8), zoom=_ZOOM))
