"""Every id that a view draws and a door listens to. An action id may go on behind a colon: `label:17`."""

COMMAND = "/label"
NEW_TASK_SHORTCUT = "sc_new_task"

# The labeler's card.
LABEL = "label"
CHOOSE = "choose"
TOGGLE = "toggle"
SUBMIT_ANSWER = "submit_answer"
NONE = "none"
SKIP = "skip"
FLAG = "flag"
UNDO = "undo"
INSTRUCTIONS = "instructions"
INSTRUCTIONS_PAGE = "instructions_page"
INSTRUCTIONS_WINDOW = "instructions_window"
OPEN_WINDOW = "open_window"
LABELING_WINDOW = "labeling_window"
TAKE = "take"

# What is labeled, and the web pages.
READ_ALL = "read_all"
READ_PAGE = "read_page"
OPEN_PAGE = "open_page"
WEB_SIGNIN = "web_signin"

# The reviewer's card.
APPROVE = "approve"
REQUEST_CHANGES = "request_changes"
REJECT = "reject"
APPROVE_ALL = "approve_all"
OPEN_REVIEW_WINDOW = "open_review_window"
REVIEW_WINDOW = "review_window"
REASON = "reason_window"
EDIT_ANSWER = "edit_answer"
EDIT_ANSWER_WINDOW = "edit_answer_window"

# The task list.
NEW_TASK_BUTTON = "new_task_button"
TASK_LIST = "task_list"
FILTER = "filter"
PAGE = "page"
ROW_LABEL = "row_label"
ROW_REVIEW = "row_review"
ROW_MENU = "row_menu"
EDIT_TASK = "edit_task"
DELETE_TASK = "delete_task"
EXPORT = "export"
RESTORE = "restore"
TRY_AGAIN = "try_again"
TAKE_LEAD = "take_lead"

# Inputs on their way into a dataset.
CHOOSE_COLUMN = "choose_column"
# Reminders and digests.
MUTE = "mute_reminders"
ALL_TASKS = "all_tasks"

# The form of a new task.
NEW_TASK = "new_task"
DATASET = "choose_dataset"
CONCEPTS = "choose_concepts"
WITH_COLLABORATORS = "choose_with_collaborators"
ADD_ALL_LABELERS = "add_all_labelers"
REMOVE_ALL_LABELERS = "remove_all_labelers"
ADD_ALL_REVIEWERS = "add_all_reviewers"
REMOVE_ALL_REVIEWERS = "remove_all_reviewers"

# Instructions on their way, and their sample pictures.
PREVIEW = "preview_instructions"
SAMPLES = "samples"
SAMPLES_WINDOW = "samples_window"
SAMPLES_PAGE = "samples_page"
SAMPLE_CONCEPT = "choose_sample_concept"
SAMPLE_INPUTS = "choose_sample_inputs"
REMOVE_SAMPLE = "remove_sample"

# Concepts.
OPEN_CONCEPTS = "open_concepts"
CONCEPT_LIST = "concept_list"
CONCEPT_PAGE = "concept_page"
CONCEPT_MENU = "concept_menu"
ADD_CONCEPTS = "add_concepts"
ADD_CONCEPTS_WINDOW = "add_concepts_window"
RENAME_CONCEPT = "rename_concept"
MERGE_CONCEPT = "merge_concept"
MERGE_TARGET = "merge_target"
CONFIRM_MERGE = "confirm_merge"
DELETE_CONCEPT = "delete_concept"

# Datasets.
OPEN_DATASETS = "open_datasets"
DATASET_LIST = "dataset_list"
DATASET_LIST_PAGE = "dataset_list_page"
OPEN_DATASET = "open_dataset"
NEW_DATASET = "new_dataset"
NEW_DATASET_WINDOW = "new_dataset_window"
RENAME_DATASET = "rename_dataset"
RENAME_DATASET_WINDOW = "rename_dataset_window"
DELETE_DATASET = "delete_dataset"
DELETE_DATASET_WINDOW = "delete_dataset_window"
REMOVE_INPUT = "remove_input"

# Adding to datasets.
ADD_TO_DATASET_SHORTCUT = "sc_add_to_dataset"
ADD_INPUTS = "add_inputs"
ADD_INPUTS_WINDOW = "add_inputs_window"
ADD_MESSAGE_WINDOW = "add_message_window"
ADD_TARGET = "add_target"

# Dataset versions.
OPEN_VERSIONS = "open_versions"
OPEN_VERSION = "open_version"
VERSION_OF_DATASET = "version_of_dataset"
NEW_VERSION = "new_version"
EXPORT_VERSION = "export_version"
COMPARE_VERSION = "compare_version"

# Inputs: the part of the block_id before the colon. Those of the forms are the draft's field names.
FIELD_DATASET = "dataset"
FIELD_NEW_DATASET_NAME = "new_dataset_name"
FIELD_TYPE = "type"
FIELD_LABELS_PER_INPUT = "labels_per_input"
FIELD_CONCEPTS = "concepts"
FIELD_WITH_COLLABORATORS = "with_collaborators"
FIELD_LABELERS = "labelers"
FIELD_REVIEWERS = "reviewers"
FIELD_LEADS = "leads"
FIELD_NAME = "name"
FIELD_INSTRUCTIONS = "instructions"
FIELD_REASON = "reason"
FIELD_ANSWER = "answer"
FIELD_DECISION = "decision"
FIELD_QUERY = "query"
FIELD_INTO = "into"
FIELD_FILES = "files"
FIELD_ADDRESSES = "addresses"
FIELD_TEXTS = "texts"
FIELD_WHAT = "what"
FIELD_WORDS = "words"
FIELD_CONCEPT = "concept"
FIELD_INPUTS = "inputs"

TYPED = "typed"
"""The action id of every input that nobody listens to while it is filled in."""


def value(*parts: object) -> str:
    """What a button carries: `assignment.revision.concept` and the like."""
    return ".".join(str(part) for part in parts)


def action(name: str, which: object) -> str:
    """An action id that is unique in its block. The door listens to `name`."""
    return f"{name}:{which}"
