"""`labelbot models`: prints what the catalog says."""

from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from assist.catalog import Catalog, ModelCard, State
from assist.installing import install
from bot.settings import Settings
from domain.errors import LabelingError

_SHOWN = 50
_MARKS = {State.READY: ("✓", "green"), State.REFUSED: ("✗", "red")}


def list_models(settings: Settings) -> None:
    table = Table(box=None, pad_edge=False, header_style="bold")
    cards = _catalog(settings).cards()
    longest = max(len(card.name) for card in cards)
    for column in ("", "name", "task", "labels", "licence", "version", "speed"):
        least = longest if column == "name" else len(column)
        table.add_column(column, justify="right" if column in {"labels", "speed"} else "left", min_width=least)
    for card in cards:
        table.add_row(
            Text(*_MARKS.get(card.state, ("–", "dim"))),
            Text(card.name),
            Text(card.task if card.state is State.READY else card.state),
            Text(f"{len(card.labels):,}" if card.labels else "any" if card.is_built_in else ""),
            Text(card.licence.partition(" (")[0][:20]),
            Text(card.version),
            Text(_speed(card) or ("not measured" if card.state is State.READY else "")),
        )
    _out().print(table)


def show_model(settings: Settings, name: str) -> None:
    _show(_catalog(settings).card(name))


def install_model(settings: Settings, name: str, file: Path | None) -> None:
    _show(install(name, _catalog(settings), file))


def check_models(settings: Settings, name: str | None) -> bool:
    """Whether all that were checked can be used."""
    catalog = _catalog(settings)
    is_well = True
    chosen = [catalog.card(name)] if name else [one for one in catalog.cards() if one.state is not State.MISSING]
    for card in chosen:
        try:
            seen = catalog.check(card.name)
        except LabelingError as error:
            seen = None
            _out().print(Text.assemble(("✗ ", "red"), (card.name, "bold"), f": {error.message}"))
        if seen is not None:
            _show(seen)
        is_well = is_well and seen is not None and seen.state is State.READY
    return is_well


def remove_model(settings: Settings, name: str) -> None:
    _catalog(settings).remove(name)
    _out().print(f"Removed {name}.", markup=False)


def _catalog(settings: Settings) -> Catalog:
    return Catalog(settings.models_dir)


def _out() -> Console:
    return Console(soft_wrap=True, highlight=False)


def _speed(card: ModelCard) -> str:
    return f"{card.ms:.1f} ms" if card.ms else ""


def _show(card: ModelCard) -> None:
    out = _out()
    mark = _MARKS.get(card.state, ("–", "dim"))
    out.print(Text.assemble(mark, " ", (card.name, "bold"), f" ({card.kind}): {card.state}"))
    facts = {
        "task": card.task,
        "labels": _labels(card),
        "licence": card.licence,
        "source": card.source,
        "version": card.version,
        "sha256": card.sha256,
        "folder": str(card.path or ""),
        "speed": f"{_speed(card)} an input, on this machine" if card.ms else "",
    }
    for name, said in facts.items():
        if said:
            out.print(f"  {name:<8} {said}", markup=False)
    for note in card.notes:
        out.print(f"  {note}", markup=False)
    if card.sidecar:
        out.print("  A model.yaml beside it would help. Fill this in:", markup=False)
        out.print("\n".join(f"    {line}" for line in card.sidecar.splitlines()), markup=False)


def _labels(card: ModelCard) -> str:
    if not card.labels:
        return "whatever concepts are asked for" if card.is_built_in else ""
    more = f" and {len(card.labels) - _SHOWN:,} more" if len(card.labels) > _SHOWN else ""
    return f"{len(card.labels):,}: {', '.join(card.labels[:_SHOWN])}{more}"
