"""What a form holds by now, from what its draft held and what somebody's screen says."""

from dataclasses import replace

from domain import advanced
from domain.advanced import Seen, remarked
from domain.draft import TaskDraft
from store.drafts import Draft


def caught_up(before: Draft, fields: TaskDraft, seen: Seen) -> TaskDraft:
    """Whoever is faster than the redrawing clicks in a form that does not show yet whom "Add all" has added."""
    now = advanced.caught_up(before.fields, fields, seen)
    if seen.version >= before.version:
        return now
    labelers, reviewers, name = renewed(before.fields)
    return replace(now, labelers=labelers, reviewers=reviewers, new_dataset_name=name)


def for_its_dataset(fields: TaskDraft, before: Draft | None) -> TaskDraft:
    """The name that was typed for one new dataset is not another one's."""
    if before is None or not before.fields.wants_new_dataset or before.fields.dataset == fields.dataset:
        return fields
    return replace(fields, new_dataset_name="")


def chosen_elsewhere(before: TaskDraft, fields: TaskDraft) -> TaskDraft:
    """What is chosen in windows of its own stays, as far as it is about the same model."""
    fields = replace(fields, samples=before.samples, thresholds=before.thresholds)
    if fields.model != before.model:
        # What the other one knows is to be found out, and no 🤖 says otherwise meanwhile.
        return remarked(replace(fields, label_map={}, map_changes={}), ())
    return replace(fields, label_map=before.label_map, map_changes=before.map_changes)


def renewed(fields: TaskDraft) -> tuple[tuple[str, ...], tuple[str, ...], str]:
    """The fields whose value changes under the person's hands."""
    return fields.labelers, fields.reviewers, fields.new_dataset_name
