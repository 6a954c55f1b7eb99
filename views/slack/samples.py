"""The window in which sample pictures are chosen, and the ways to it."""

from slack_sdk.models.blocks import (
    Block,
    DividerBlock,
    ExternalDataMultiSelectElement,
    ExternalDataSelectElement,
    ImageElement,
    InputBlock,
    SectionBlock,
)
from slack_sdk.models.blocks.block_elements import FileInputElement
from slack_sdk.models.views import View

from domain.model import InputKind, PictureState
from domain.read_models import FormModel, SampleLine, SamplesModel
from domain.samples import MOST_OF_A_CONCEPT
from views.slack import catalogue, ids, parts

FILE_TYPES = ["jpg", "jpeg", "png", "webp", "gif", "mp4", "webm"]
_WHAT_FOR = (
    f"Show what each concept looks like: up to {MOST_OF_A_CONCEPT} pictures of each. They stand in the instructions."
)
_NO_CONCEPTS = "Choose the task's concepts first: sample pictures show what they look like."


def form_row(form: FormModel) -> list[Block]:
    """Beneath the instructions of a new task's form."""
    words = f"Sample pictures ({form.samples:,})…" if form.samples else "Sample pictures…"
    buttons = [
        parts.button("Preview", ids.PREVIEW, "preview", says="Preview the instructions"),
        parts.button(words, ids.SAMPLES, "form"),
    ]
    return [parts.row(buttons, "instructions_more")]


def task_button(task: int, samples: int = 0) -> Block:
    """For windows in which a lead changes a task."""
    words = f"Sample pictures ({samples:,})…" if samples else "Sample pictures…"
    return parts.row([parts.button(words, ids.SAMPLES, ids.value(task))], "samples")


def modal(model: SamplesModel, *, beneath: str = "", turn: int = 0) -> View:
    """`turn`: grows with each Add, as fields are emptied only under another block_id. `beneath`: the callback of the
    window from which it was opened.
    """
    keeps = {
        "draft": model.of.draft,
        "task": model.of.task,
        "page": model.page,
        "turn": turn,
        "beneath": beneath,
    }
    if not model.concepts:
        return parts.modal("Sample pictures", [parts.said(_NO_CONCEPTS, "none")], close="Back", keeps=keeps)
    blocks = [
        *catalogue.note(model.note),
        parts.small(parts.plain(_WHAT_FOR), block_id="what"),
        *_fields(model, turn),
        *_coming(model),
        DividerBlock(),
        *(block for one in model.lines for block in _line(one)),
        *([] if model.lines else [parts.said("*No sample pictures yet.*", "empty")]),
        *parts.turning(ids.SAMPLES_PAGE, parts.count(model.total, "sample picture"), model.page, model.pages),
    ]
    return parts.modal("Sample pictures", blocks, callback=ids.SAMPLES_WINDOW, submit="Add", close="Back", keeps=keeps)


def _fields(model: SamplesModel, turn: int) -> list[Block]:
    concept = InputBlock(
        label=parts.plain("Concept"),
        element=ExternalDataSelectElement(
            action_id=ids.SAMPLE_CONCEPT, min_query_length=0, placeholder=parts.plain("Search concepts")
        ),
        block_id=ids.FIELD_CONCEPT,
    )
    upload = InputBlock(
        label=parts.plain("Or upload" if model.can_choose else "Upload"),
        hint=parts.plain("JPEG, PNG, WebP, GIF, MP4 or WebM, of 10 MB at most. They are not handed out for labeling."),
        element=FileInputElement(action_id=ids.TYPED, max_files=MOST_OF_A_CONCEPT, filetypes=FILE_TYPES),
        block_id=f"{ids.FIELD_FILES}:{turn}",
        optional=True,
    )
    return [concept, *([_choice(model, turn)] if model.can_choose else ()), upload]


def _choice(model: SamplesModel, turn: int) -> Block:
    source = f"From “{parts.short(model.dataset)}”" if model.dataset else "From the dataset"
    return InputBlock(
        label=parts.plain(source),
        hint=parts.plain("Search by name. They are shown below once they are added."),
        element=ExternalDataMultiSelectElement(
            action_id=ids.SAMPLE_INPUTS,
            min_query_length=0,
            max_selected_items=MOST_OF_A_CONCEPT,
            placeholder=parts.plain("Search pictures by name"),
        ),
        block_id=f"{ids.FIELD_INPUTS}:{turn}",
        optional=True,
    )


def _coming(model: SamplesModel) -> list[Block]:
    if not model.coming:
        return []
    words = f"⏳ {parts.count(model.coming, 'picture')} on the way…"
    return [parts.small(parts.plain(words), block_id="coming")]


def _line(one: SampleLine) -> list[Block]:
    content = one.content
    about = content.name
    if content.state is PictureState.FAILED:
        about += " · ⚠️ it can't be shown"
    elif content.state is not PictureState.READY:
        about += " · 🖼️ on its way…"
    prefix = f"sample:{parts.cut(one.concept.value, 100)}:{content.input}"
    shown = SectionBlock(
        fields=[parts.plain(one.concept.text, 150), parts.plain(about, 300)],
        accessory=_thumbnail(one),
        block_id=f"{prefix}:{content.state}",
    )
    says = f"Remove {content.name} from {one.concept.text}"
    value = f"{content.input}.{one.concept.value}"
    remove = parts.button("Remove", ids.action(ids.REMOVE_SAMPLE, content.input), value, says=says)
    return [shown, parts.row([remove], f"{prefix}:buttons")]


def _thumbnail(one: SampleLine) -> ImageElement | None:
    content = one.content
    if content.state is not PictureState.READY or not (content.file or content.url):
        return None
    kind = "Video" if content.kind is InputKind.VIDEO else "Picture"
    return ImageElement(
        alt_text=f"{kind} of {parts.cut(one.concept.text, 75)}: {parts.cut(content.name, 200)}",
        slack_file={"id": content.file} if content.file else None,
        image_url=None if content.file else content.url,
    )
