"""What is drawn leaves as files asked for in Slack, of a task and of a version of its dataset, and comes in as one."""

import io
import json
import zipfile

from store import tables
from tests.editor.stage import close_to
from tests.journeys.acts import NAME, create_task
from tests.journeys.drawn import shapes
from tests.journeys.editing_hands import patient
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


async def imports(stage: Stage, dataset: str) -> None:
    """A file in Slack, of which what is answered already stays."""
    ana = patient(stage, "Ana")
    await create_task(stage, name="Boxes", dataset=dataset, type_="Detection")
    await patient(stage, "Ben").sees("Boxes")
    a = tables.assignment.c
    chosen = tables.assignment.select().with_only_columns(a.id, a.input).order_by(a.id.desc()).limit(2)
    rows = stage.bot.store.read(lambda unit: unit.connection.execute(chosen).all())
    first = stage.bot.store.read(lambda unit: unit.catalog.input(rows[0].input))
    assert first is not None
    images = [{"id": number, "file_name": name} for number, name in enumerate([first.name, "elsewhere.png"])]
    boxes = [{"image_id": number, "category_id": 1, "bbox": [10, 20, 30, 40]} for number in range(2)]
    document = json.dumps({"images": images, "annotations": boxes, "categories": [{"id": 1, "name": "Dog"}]})
    for name, content, said in (
        ("odd.json", "{", "“odd.json” is no JSON"),
        ("boxes.json", document, "1 shape on 1 picture is final."),
        ("again.json", document, "1 × of a picture that is answered already"),
    ):
        await ana.command("/label import Boxes")
        await ana.attach("COCO file", name, content.encode())
        await ana.pick("What becomes of them", "Final answers")
        await ana.submit()
        await ana.sees(said)
    await ana.sees("1 × of a picture that is not in the task's dataset")
    assert [one.points for one in shapes(stage, rows[0].id)] == [((10, 20), (40, 60))]
    assert shapes(stage, rows[1].id) == ()
