"""Which block and which element may stand on which surface."""

from playground.rules.findings import Place, Surface

MESSAGE: frozenset[Surface] = frozenset({"message"})
MODAL: frozenset[Surface] = frozenset({"modal"})

# What isn't named stands everywhere. Source: docs.slack.dev/blocks.json ("available-in-surfaces") and the element
# pages; where live tests were stricter than the page (card, carousel, table in TightknitAI/slack-block-kit-validator),
# the stricter one, so that what passes here passes there.
ONLY_ON: dict[str, frozenset[Surface]] = {
    "alert": MODAL,
    "card": frozenset({"message", "home"}),
    "carousel": frozenset({"message", "home"}),
    "container": MESSAGE,
    "context_actions": MESSAGE,
    "data_table": MESSAGE,
    "data_visualization": MESSAGE,
    "datetimepicker": frozenset({"message", "modal"}),
    "email_text_input": MODAL,
    "file_input": MODAL,
    "markdown": MESSAGE,
    "number_input": MODAL,
    "plan": MESSAGE,
    "rich_text_input": frozenset({"modal", "home"}),
    "table": MESSAGE,
    "task_card": MESSAGE,
    "url_text_input": MODAL,
    "workflow_button": MESSAGE,
}


def stands_on(kind: str, at: Place) -> bool:
    return kind not in ONLY_ON or at.surface in ONLY_ON[kind]
