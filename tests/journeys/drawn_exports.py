"""What is drawn leaves as files, asked for in Slack: of a task, and of a version of its dataset."""

import io
import json
import zipfile

from tests.editor.stage import close_to
from tests.journeys.acts import NAME
from tests.journeys.drawn import shapes
from tests.journeys.stage import Stage


async def exports(stage: Stage, size: tuple[int, int], assignments: range) -> None:
    """In the formats that the task's page, and then its version's, offers."""
    ana = stage.person("Ana")
    drawn = [shape for one in assignments for shape in shapes(stage, one)]
    await ana.command(f"/label task {NAME}")
    await ana.click("Export labels", "modal")
    await ana.sees("In which format", "modal")
    await ana.click("COCO", "modal")
    await ana.sees("come as a file", "modal")
    written = json.loads(await ana.receives_file(".coco.json"))
    assert [(one["width"], one["height"]) for one in written["images"]] == [size] * len(assignments)
    found = sorted((one["category_id"], *one["bbox"]) for one in written["annotations"])
    for (concept, left, top, width, height), shape in zip(
        found, sorted(drawn, key=lambda one: (one.concept, one.points)), strict=True
    ):
        assert concept == shape.concept
        assert close_to([[left, top], [left + width, top + height]], *shape.points)
    await ana.close()
    await ana.open_home()
    await ana.choose("⋯", "Create dataset version", "home")
    await ana.sees_modal("New dataset version")
    await ana.submit()
    await ana.sees_modal("Dataset version")
    await ana.click("Export YOLO", "modal")
    with zipfile.ZipFile(io.BytesIO(await ana.receives_file(".yolo.zip"))) as folder:
        labels = [folder.read(one).decode() for one in folder.namelist() if one.startswith("labels/")]
    assert sum(one.count("\n") for one in labels) == len(drawn)
    await ana.sees(f"{len(drawn)} shapes.")
