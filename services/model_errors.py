"""What models have to say about a form of a new task, in sentences, and what of the form counts where they do."""

from dataclasses import replace

from domain.advanced import remarked
from domain.draft import TaskDraft
from domain.kinds import WORDS
from domain.model import InputKind
from domain.naming import quoted
from domain.read_models import AssistForm, FormModel, ModelChoice


def model_errors(form: FormModel) -> dict[str, str]:
    """Field -> sentence, for what only models know to be wrong with a form that is to become a task."""
    assist = form.assist
    if not assist.uses_model or not assist.name:
        return {}
    if assist.failure:
        return {"model": assist.failure}
    if assist.is_awaited:
        words = f"What {assist.name} knows of these is being found out, and stands here in a moment. Then press Create."
        return {"concepts": words}
    if assist.is_auto and assist.unknown and assist.model is not None:
        return {"concepts": _unknown(assist, assist.model)}
    return {}


def _unknown(assist: AssistForm, model: ModelChoice) -> str:
    names = [one.text for one in assist.unknown]
    verb = "isn't" if len(names) == 1 else "aren't"
    if model.labels:
        return f"{quoted(names)} {verb} known to {model.name}: leave out, or say which of its labels mean it."
    return (
        f"{quoted(names)} {verb} known to {model.name} by name, and nothing like it has been approved here yet: leave "
        "out, or have some labeled first."
    )


def unfit(kind: InputKind | None, model: ModelChoice) -> str:
    what = f"{WORDS[kind]}s" if kind else "this"
    return f"{model.name} isn't made for {what}. Choose another one."


def why_not(kind: InputKind | None) -> str:
    what = f"{WORDS[kind]}s" if kind else "this"
    return (
        f"AI-assist and auto-annotation aren't offered, as no model fits {what}. “labelbot models install” adds some, "
        "“/label models” lists them."
    )


def settled(fields: TaskDraft, assist: AssistForm, *, renews: bool) -> TaskDraft:
    """With what was found out since it was kept. `renews`: nobody is just choosing concepts, so that their field can
    have another in its place.
    """
    if assist.uses_model and assist.labels is not None:
        silent = {label: "" for label, concept in assist.changed.items() if not concept}
        fields = replace(fields, label_map={**silent, **assist.labels})
    return remarked(fields, assist.marks) if renews else fields


def as_offered(fields: TaskDraft, assist: AssistForm) -> TaskDraft:
    """Without what the form does not show, as nothing here could do it."""
    return replace(
        fields, is_auto=assist.is_auto and assist.is_offered, with_assist=assist.with_assist and assist.is_offered
    )
