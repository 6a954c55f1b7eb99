"""What `/label` understands, in a few lines."""

from slack_sdk.models.blocks import RichTextBlock, RichTextListElement

from views.slack.parts import Message
from views.slack.prose import code, section, strong, told

COMMANDS = (
    ("/label", "what waits for you"),
    ("/label next", "label in a window, one picture after the other"),
    (
        "/label release",
        "give your open pictures back, for whoever asks for more; add a task's name if you have several",
    ),
    ("/label review", "review what others labeled"),
    ("/label new", "create a labeling task"),
    ("/label tasks", "all tasks and how far they are"),
    ("/label export NAME", "a task's labels as a file; add jsonl for JSON lines"),
    ("/label help", "this"),
)


def help_message() -> Message:
    lines = [section(code(command), f"  {what}") for command, what in COMMANDS]
    commands = RichTextBlock(elements=[RichTextListElement(style="bullet", elements=lines)])
    spoken = "; ".join(f"{command}: {what}" for command, what in COMMANDS)
    message = told(
        strong("Label pictures without leaving Slack."), " Your queue comes as a direct message: tap what you see."
    )
    return Message(f"{message.text} {spoken}.", [*message.blocks, commands])


def typed_message() -> Message:
    """To whoever writes to Labelbot."""
    return told(
        "I don't read messages here. Try ", code("/label"), " to see what waits for you, or ", code("/label help")
    )
