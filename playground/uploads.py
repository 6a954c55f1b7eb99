"""Files of people: uploaded, linked from elsewhere, and hidden by the plan's limit."""

from playground.records import HostedFile
from playground.web_api.files import finish_upload
from playground.workspace import Workspace


def upload(workspace: Workspace, person: str, name: str, content: bytes, mimetype: str = "") -> HostedFile:
    """A file of the person's own, as a file_input or the composer uploads it; its type by its name, unless told."""
    file = _file(workspace, person, name, content)
    finish_upload(workspace, file, mimetype)
    return file


def link(workspace: Workspace, person: str, name: str, url: str, external_type: str = "gdrive") -> HostedFile:
    """A file that lives elsewhere, such as on Google Drive: Slack has its address and none of its bytes."""
    file = _file(workspace, person, name, b"")
    file.mode, file.external_type, file.external_url = "external", external_type, url
    finish_upload(workspace, file)
    return file


def hide_by_limit(workspace: Workspace, file: HostedFile) -> None:
    """What becomes of old files in a workspace that is over its plan's limit."""
    file.mode = "hidden_by_limit"
    workspace.changed("file", file=file)


def _file(workspace: Workspace, person: str, name: str, content: bytes) -> HostedFile:
    now = int(workspace.now())
    file = HostedFile(workspace.new_id("F"), name, person, now, len(content), content=content, by_app=False)
    workspace.files[file.id] = file
    return file
