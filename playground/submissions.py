"""What becomes of a modal when its submit is pressed: missing fields first, then what the app answers."""

from playground.blocks import placed_elements
from playground.choices import input_problem
from playground.deliveries import Reply
from playground.modals import ViewRefusedError, close_view, forget_stack, push_view, update_view
from playground.posting import check_pictures
from playground.records import View
from playground.rules import check_submission_answer
from playground.shapes import view_shape
from playground.workspace import Workspace

TROUBLE = "We had some trouble connecting. Try again?"


def find_missing(view: View) -> dict[str, str]:
    """What the client says at its fields: block_id -> sentence."""
    problems = {}
    for placed in placed_elements(view.blocks):
        if placed.is_input:
            problem = input_problem(placed, view.state[placed.block_id][placed.action_id])
            if problem:
                problems[placed.block_id] = problem
    return problems


def give_files(workspace: Workspace, view: View) -> None:
    """What was uploaded into a file_input is the app's to read from the submit on."""
    for values in view.state.values():
        for value in values.values():
            for file in value.get("files", ()):
                workspace.files[file["id"]].is_given = True


def take_answer(workspace: Workspace, view: View, reply: Reply) -> str | None:
    """Do what the app answered; the sentence for the person when it answered in no way that Slack takes."""
    answer = reply.body or {}
    if reply.problem or not isinstance(answer, dict) or check_submission_answer(answer, view_shape(workspace, view)):
        return TROUBLE
    if "view" in answer and check_pictures(workspace, answer["view"]["blocks"]):
        return TROUBLE
    if view.id not in workspace.views:
        return None  # closed meanwhile
    try:
        return _apply(workspace, view, answer)
    except ViewRefusedError:
        return TROUBLE


def _apply(workspace: Workspace, view: View, answer: dict[str, object]) -> str | None:
    content = answer.get("view")
    match answer.get("response_action"):
        case "errors":
            errors = answer["errors"]
            view.errors = dict(errors) if isinstance(errors, dict) else {}
            workspace.changed("modals", person=view.person)
            return "; ".join(view.errors.values())
        case "update" if isinstance(content, dict):
            update_view(workspace, view, content)
        case "push" if isinstance(content, dict):
            push_view(workspace, view.person, content)
        case "clear":
            forget_stack(workspace, view.person)
        case _:
            close_view(workspace, view)
    return None
