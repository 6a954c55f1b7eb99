"""What is said of each model and workflow, alike in Slack and at the command line."""

from collections.abc import Iterator, Sequence

from assist.catalog import ModelCard, State
from assist.workflows.description import Node, Workflow
from assist.workflows.finding import Refused
from domain.model import InputKind
from domain.read_models import ModelLine, ModelState
from services.models import Chosen, Models

MODEL, WORKFLOW = "model", "workflow"


def lines(models: Models) -> Iterator[ModelLine]:
    """Workflows first: these are what most tasks choose. Files that are none come last."""
    workflows, refused = models.workflows()
    cards = models.cards()
    usable = models.usable()
    for workflow in workflows:
        yield _of_workflow(workflow, usable.get(workflow.name), cards)
    for card in cards:
        yield of_card(card)
    for file in refused:
        yield _of_file(file)


def of_card(card: ModelCard) -> ModelLine:
    return ModelLine(
        f"{MODEL}:{card.name}",
        card.name,
        "built in" if card.is_built_in else card.kind,
        ModelState(card.state.value),
        card.task,
        card.labels,
        card.licence,
        card.source,
        card.version,
        card.sha256,
        "" if card.is_built_in or card.path is None else card.path.name,
        card.ms,
        card.notes,
        card.sidecar,
        knows="" if card.labels or card.state is not State.READY else "It knows concepts by their names.",
    )


def _of_workflow(workflow: Workflow, chosen: Chosen | None, cards: Sequence[ModelCard]) -> ModelLine:
    """Its version is what its suggestions carry, which changes with its models too: there is none while one of these
    is missing.
    """
    ready = {one.name for one in cards if one.state is State.READY}
    missing = ", ".join(one for one in workflow.needed if one not in ready)
    return ModelLine(
        f"{WORKFLOW}:{workflow.name}",
        workflow.name,
        "workflow",
        ModelState.MISSING if chosen is None else ModelState.READY,
        workflow.task,
        () if chosen is None else chosen.choice.labels,
        version="" if chosen is None else chosen.choice.version,
        notes=(f"It needs {missing}, which can't be used now.",) if missing else (),
        steps=tuple(map(_step, workflow.nodes)),
        is_workflow=True,
        knows="" if chosen is None else _known(chosen, [one for one in workflow.models if one not in ready]),
    )


def _known(chosen: Chosen, missing: Sequence[str]) -> str:
    """What it knows of itself, and what it learns: the form says the same of single concepts."""
    workflow, labels = chosen.workflow, len(chosen.choice.labels)
    source = "the boxes that your team draws" if workflow.locates else "your team's labels"
    if labels:
        learns = f", and learns other concepts from {source}" if workflow.learns else ""
        return f"It knows {labels:,} {'label' if labels == 1 else 'labels'}{learns}."
    if not workflow.learns:
        return ""
    if chosen.choice.places:
        why = f", as {' and '.join(missing)} isn't installed" if missing else ""
        return f"It knows no concept at first{why}, and learns all of them from {source}."
    if InputKind.TEXT in chosen.kinds:
        return f"It knows concepts by their names, and learns more of each from {source}."
    near = "where these are near what it has learned to name"
    return f"It knows concepts by their names {near}, and learns the others from {source}."


def _of_file(file: Refused) -> ModelLine:
    key = f"{WORKFLOW}:{file.file}"
    return ModelLine(key, file.file, "workflow", ModelState.REFUSED, notes=(file.reason,), is_workflow=True)


def _step(node: Node) -> str:
    model = f" with {node.model}" if node.model else ""
    return f"{node.name}: {node.do}{model}, from {node.source}"
