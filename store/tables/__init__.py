"""The tables, private to store/: `from store import tables`, then `tables.assignment.c.status`."""

from typing import Any

from sqlalchemy import Table
from sqlmodel import SQLModel

from store.tables.assist import (
    EarlierSuggestionRow,
    EmbeddingRow,
    LeaseRow,
    ShownSuggestionRow,
    SuggestionRow,
    TaskAssistRow,
)
from store.tables.catalog import (
    ConceptRow,
    DatasetInputRow,
    DatasetRow,
    DatasetVersionRow,
    InputRow,
    IntakeRow,
    VersionInputRow,
    VersionLabelRow,
)
from store.tables.people import DraftRow, PersonRow, SignInLinkRow, WebSessionRow
from store.tables.telling import CardRow, DrawingRow, NoticeRow, PictureRow
from store.tables.work import (
    AnnotationRow,
    ApprovalRow,
    AssignmentRow,
    AuditRow,
    TallyRow,
    TaskConceptRow,
    TaskPersonRow,
    TaskRow,
    TaskSampleRow,
)


def _table(row: Any) -> Table:
    table: Table = row.__table__
    return table


METADATA = SQLModel.metadata
person = _table(PersonRow)
draft = _table(DraftRow)
sign_in_link = _table(SignInLinkRow)
web_session = _table(WebSessionRow)
dataset = _table(DatasetRow)
input_ = _table(InputRow)
dataset_input = _table(DatasetInputRow)
concept = _table(ConceptRow)
intake = _table(IntakeRow)
dataset_version = _table(DatasetVersionRow)
version_input = _table(VersionInputRow)
version_label = _table(VersionLabelRow)
task = _table(TaskRow)
task_concept = _table(TaskConceptRow)
task_sample = _table(TaskSampleRow)
task_person = _table(TaskPersonRow)
assignment = _table(AssignmentRow)
annotation = _table(AnnotationRow)
approval = _table(ApprovalRow)
tally = _table(TallyRow)
audit = _table(AuditRow)
task_assist = _table(TaskAssistRow)
lease = _table(LeaseRow)
embedding = _table(EmbeddingRow)
suggestion = _table(SuggestionRow)
earlier_suggestion = _table(EarlierSuggestionRow)
shown_suggestion = _table(ShownSuggestionRow)
card = _table(CardRow)
notice = _table(NoticeRow)
picture = _table(PictureRow)
drawing = _table(DrawingRow)
