"""What `/label` understands, in a few lines."""

from slack_sdk.models.blocks import RichTextBlock, RichTextListElement

from views.slack import parts
from views.slack.parts import Message
from views.slack.prose import code, section, strong, told

COMMANDS = (
    ("/label", "what waits for you"),
    ("/label next", "label in a window, one after the other"),
    ("/label release", "give back what you have open, for whoever asks for more"),
    ("/label review", "review what others labeled"),
    ("/label new", "create a labeling task"),
    ("/label tasks", "all tasks and how far they are; add words to search their names"),
    ("/label task NAME", "a task's own page: who is how far, what was flagged, its history"),
    (
        "/label export NAME",
        "a task's labels as a file; add jsonl, or for boxes and polygons coco or yolo",
    ),
    ("/label import NAME", "boxes and polygons of a COCO file into a task"),
    ("/label concepts", "the concepts that labels are made of"),
    ("/label dataset", "datasets: what is in them, and their versions"),
    ("/label versions", "all dataset versions: compare, export"),
    ("/label models", "the models and workflows that suggest labels"),
    ("/label signin", "a link to the web pages, where boxes are drawn and videos play"),
    ("/label mute", "no reminders and weekly digests any more; /label unmute brings them back"),
    ("/label help", "this"),
)


def help_message(unknown: str = "") -> Message:
    """`unknown`: the word behind `/label` that means nothing."""
    lines = [section(code(command), f"  {what}") for command, what in COMMANDS]
    commands = RichTextBlock(elements=[RichTextListElement(style="bullet", elements=lines)])
    spoken = "; ".join(f"{command}: {what}" for command, what in COMMANDS)
    if unknown:
        message = told("There is no ", code(f"/label {parts.cut(unknown, 40)}"), ". What there is:")
    else:
        purpose = strong("Label pictures, texts and videos without leaving Slack.")
        message = told(purpose, " Your queue comes as a direct message: tap what you see.")
    return Message(f"{message.text} {spoken}.", [*message.blocks, commands])


def typed_message() -> Message:
    """To whoever writes to Labelbot."""
    return told(
        "I don't read messages here. Try ", code("/label"), " to see what waits for you, or ", code("/label help")
    )
