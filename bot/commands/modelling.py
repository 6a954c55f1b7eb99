"""`labelbot models`: prints what the catalog says."""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from rich.console import Console, JustifyMethod
from rich.table import Table
from rich.text import Text

from assist.catalog import Catalog, ModelCard, State
from assist.installing import install
from bot.settings import Settings
from domain.errors import LabelingError, NotAllowed, NotFound
from domain.read_models import ModelLine, ModelState
from services.model_lines import lines, of_card
from services.models import Models

_SHOWN = 50
_MARKS = {ModelState.READY: ("✓", "green"), ModelState.REFUSED: ("✗", "red")}
_SOME = 8
"""Letters of a version, as Slack shows of it too."""
_NUMBERS = ("labels", "speed")
_COLUMNS = ("", "name", "kind", "state", "task", *_NUMBERS, "version", "licence")
_WIDE = 1000


def list_models(settings: Settings) -> None:
    found = _lines(settings)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in _COLUMNS:
        justify: JustifyMethod = "right" if column in _NUMBERS else "left"
        table.add_column(column, justify=justify, no_wrap=True)
    for line in found:
        table.add_row(
            _mark(line.state),
            Text(line.name),
            Text("workflow" if line.is_workflow else "model"),
            Text(line.state),
            Text(line.task),
            Text(f"{len(line.labels):,}" if line.labels else ""),
            Text(_speed(line.ms)),
            Text(line.version[:_SOME]),
            Text(line.licence.partition(" (")[0][:20]),
        )
    # A narrow terminal breaks lines by itself; nothing is to be left out for it.
    _out(_WIDE).print(table)
    if any(line.state is ModelState.READY and not line.ms and not line.is_workflow for line in found):
        _out().print("\n`labelbot models check` measures how fast each is on this machine.", markup=False)


def show_model(settings: Settings, name: str) -> None:
    workflow = _workflow(settings, name)
    if workflow is None:
        _show(_card(settings, name))
    else:
        _show_workflow(workflow)


def install_model(settings: Settings, name: str, file: Path | None) -> None:
    _show(install(name, _catalog(settings), file))


def check_models(settings: Settings, name: str | None) -> bool:
    """Whether all that were checked can be used."""
    catalog = _catalog(settings)
    is_well = True
    chosen = [_model(settings, name)] if name else [one for one in catalog.cards() if one.state is not State.MISSING]
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
    _catalog(settings).remove(_model(settings, name).name)
    _out().print(f"Removed {name}.", markup=False)


def _catalog(settings: Settings) -> Catalog:
    return Catalog(settings.models_dir)


def _lines(settings: Settings) -> tuple[ModelLine, ...]:
    # Nothing is asked of a model here, so no thread begins.
    return tuple(lines(Models(settings.models_dir, settings.workflows_dir, ThreadPoolExecutor(1))))


def _workflow(settings: Settings, name: str) -> ModelLine | None:
    wanted = name.strip().casefold()
    return next((one for one in _lines(settings) if one.is_workflow and one.name.casefold() == wanted), None)


def _card(settings: Settings, name: str) -> ModelCard:
    try:
        return _catalog(settings).card(name)
    except NotFound:
        raise NotFound(
            f"There is no model or workflow “{name}”. `labelbot models list` shows which there are."
        ) from None


def _model(settings: Settings, name: str) -> ModelCard:
    """What can be checked and removed. Raises NotFound, NotAllowed."""
    workflow = _workflow(settings, name)
    if workflow is not None:
        raise NotAllowed(
            f"{workflow.name} is a workflow: its models are checked and removed one by one. Workflows of your own are "
            f"files in {settings.workflows_dir}."
        )
    return _card(settings, name)


def _out(width: int | None = None) -> Console:
    return Console(soft_wrap=True, highlight=False, width=width)


def _mark(state: State | ModelState) -> Text:
    return Text(*_MARKS.get(ModelState(state.value), ("–", "dim")))


def _speed(ms: float | None) -> str:
    return f"{ms:.1f} ms" if ms else ""


def _show(card: ModelCard) -> None:
    _head(card.name, card.kind, card.state)
    _facts(
        {
            "task": card.task,
            "labels": _labels(card.labels),
            "licence": card.licence,
            "source": card.source,
            "version": card.version,
            "sha256": card.sha256,
            "folder": str(card.path or ""),
            "speed": f"{_speed(card.ms)} an input, on this machine" if card.ms else "",
        }
    )
    _said(filter(None, (of_card(card).knows, *card.notes)))
    if card.sidecar:
        _said(("A model.yaml beside it would help. Fill this in:",))
        _said(f"  {line}" for line in card.sidecar.splitlines())


def _show_workflow(line: ModelLine) -> None:
    _head(line.name, line.kind, line.state)
    _facts({"task": line.task, "labels": _labels(line.labels), "version": line.version})
    _said(filter(None, (line.knows, *line.notes)))
    if line.steps:
        _said(("Steps:", *(f"  {one}" for one in line.steps)))


def _head(name: str, kind: str, state: State | ModelState) -> None:
    _out().print(Text.assemble(_mark(state), " ", (name, "bold"), f" ({kind}): {state}"))


def _facts(facts: Mapping[str, str]) -> None:
    for name, said in facts.items():
        if said:
            _out().print(f"  {name:<8} {said}", markup=False)


def _said(words: Iterable[str]) -> None:
    for one in words:
        _out().print(f"  {one}", markup=False)


def _labels(labels: Sequence[str]) -> str:
    more = f" and {len(labels) - _SHOWN:,} more" if len(labels) > _SHOWN else ""
    return f"{len(labels):,}: {', '.join(labels[:_SHOWN])}{more}" if labels else ""
