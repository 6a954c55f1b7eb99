"""Texts, videos, suggestions, several answers and sample pictures, as the editor's page gets them."""

from domain.assisting import Region, Suggested, Suggestion, TaskAssist
from domain.model import AssistMode, InputKind, TaskType
from domain.samples import Sample
from store import tables
from store.unit_of_work import UnitOfWork
from tests.handlers.editing import birds, page
from tests.handlers.web import BASE, CLIP, Web
from tests.services.studio import box


async def test_texts_and_videos_are_answered_with_concepts(web: Web):
    ana = await page(web, web.task.id)
    video, photo, text = [await ana.item(one["assignment"]) for one in (await ana.queue())["items"]]
    assert (video["draws"], video["shapes"], video["answer"]) == ([], [], {"concepts": [], "is_none": False})
    assert set(video["input"]) == {"kind", "name", "src", "poster", "seconds"}
    assert (await ana.browser.get(video["input"]["src"])).body == CLIP
    assert (video["input"]["poster"], video["input"]["seconds"]) == (None, 2.5)
    assert (photo["draws"], photo["input"]["width"]) == ([], 40)
    assert text["input"] == {"kind": "text", "name": "row 1", "text": "A <b>text</b> & more."}
    robin = text["concepts"][0]["id"]
    at = text["assignment"]
    said = await ana.ask("POST", f"items/{at}/submit", {"revision": 0, "concepts": [robin]})
    assert said.status == 200
    assert (await ana.item(at))["answer"] == {"concepts": [robin], "is_none": False}
    await ana.ask("POST", f"items/{at}/reopen", {"revision": 1})
    await ana.ask("POST", f"items/{at}/none", {"revision": 2})
    assert (await ana.item(at))["answer"] == {"concepts": [], "is_none": True}


async def test_a_videos_poster_is_in_the_strip(web: Web):
    seen = web.office.viewing.find(web.office.actor("ANA"), web.task.id, web.inputs[InputKind.VIDEO])
    web.files.keep_thumbnail(seen.sha256, b"a poster")
    ana = await page(web, web.task.id)
    thumbs = [one["thumb"] for one in (await ana.queue())["items"]]
    assert (await ana.browser.get(thumbs[0])).body == b"a poster"
    assert thumbs[2] is None, "a text has none"


async def test_suggestions_are_shapes_to_be_taken(web: Web):
    task = birds(web)
    made = Suggestion(task.concepts[1], 0.875, "detector", "7", Region(1, 2, 30.126, 99))

    def suggest(unit: UnitOfWork) -> None:
        t = tables.task
        unit.connection.execute(t.update().where(t.c.id == task.id).values(assist=str(AssistMode.SUGGEST)))
        unit.assists.create(TaskAssist(task.id, AssistMode.SUGGEST, "detector"))
        inputs = [one.input for one in web.office.assignments(task.id)]
        unit.suggestions.save(task.id, 1, [Suggested(one, (made,)) for one in inputs])

    web.office.store.write(suggest)
    ana = await page(web, task.id)
    at = (await ana.queue())["at"]
    (offered,) = (await ana.item(at))["suggestions"]
    key = offered.pop("key")
    points = [[1.0, 2.0], [30.13, 30.0]]
    assert offered == {"concept": task.concepts[1], "kind": "box", "points": points, "score": 0.875, "labels": None}
    taken = {"key": "mine", "concept": task.concepts[1], "kind": "box", "points": points, "from": key}
    await ana.ask("PUT", f"items/{at}/shapes", {"revision": 0, "shapes": [taken]})
    item = await ana.item(at)
    assert item["shapes"] == [taken | {"source": "accepted", "score": 0.875}]
    assert [one["key"] for one in item["suggestions"]] == [key], "the page leaves it out by itself"


async def test_several_answers_to_choose_of(web: Web):
    web.office.person("BEN")
    several = {"labelers_per_input": 2, "agreement": 2, "distribution": "everyone"}
    task = birds(web, labelers=("ANA", "BEN"), **several)
    for user, concept in zip(("ANA", "BEN"), task.concepts, strict=True):
        labeler = await page(web, task.id, user)
        at = (await labeler.queue())["at"]
        await labeler.ask("POST", f"items/{at}/submit", {"revision": 0, "shapes": [box(user, concept)]})
    rea = await page(web, task.id, "REA", "review")
    item = await rea.item((await rea.queue())["at"])
    given = item["review"]["answers"]
    assert [set(one) for one in given] == [{"assignment", "revision", "labeler", "shapes", "answer"}] * 2
    assert [(one["labeler"], one["shapes"][0]["key"]) for one in given] == [("Ana", "ANA"), ("Ben", "BEN")]
    assert item["shapes"] == given[0]["shapes"]
    chosen = await rea.ask("POST", f"items/{given[1]['assignment']}/approve", {"revision": given[1]["revision"]})
    assert (chosen.status, chosen.body["progress"]["done"]) == (200, 1)


async def test_sample_pictures_are_for_who_works_in_the_task(web: Web):
    """Also those that are in no dataset."""
    task = birds(web, type_=TaskType.DETECTION)
    other = birds(web, name="Others")
    shown = web.office.assignments(task.id)[1].input
    web.office.store.write(lambda unit: unit.samples.add(task.id, [Sample(str(task.concepts[0]), shown)]))
    ana = await page(web, task.id)
    (group,) = (await ana.ask("GET", "instructions")).body["samples"]
    assert (group["concept"], group["pictures"][0]["name"]) == ("Robin", "1.jpg")
    source = group["pictures"][0]["src"]
    assert (await ana.browser.get(source)).headers["Content-Type"] == "image/jpeg"
    assert (await (await web.signed_in("OTTO")).get(source)).status == 404
    assert (await ana.browser.get(f"{BASE}/t/{other.id}/i/{shown}/sample")).status == 404


async def test_ticks_are_put_as_shapes_are(web: Web):
    task = birds(web, type_=TaskType.CLASSIFICATION, several=True)
    ana, (robin, wren) = await page(web, task.id), task.concepts
    at = (await ana.queue())["at"]
    put = await ana.ask("PUT", f"items/{at}/concepts", {"revision": 0, "concepts": [robin]})
    assert (put.status, put.body) == (200, {"revision": 1})
    assert (await ana.item(at))["answer"] == {"concepts": [robin], "is_none": False}
    late = await ana.ask("PUT", f"items/{at}/concepts", {"revision": 0, "concepts": [wren]})
    assert (late.status, late.body["theirs"]) == (409, {"revision": 1, "shapes": [], "concepts": [robin], "by": None})
    odd = await ana.ask("PUT", f"items/{at}/concepts", {"revision": 1, "concepts": [10**6]})
    assert (odd.status, set(odd.body)) == (422, {"error"})
    skipped = await ana.ask("POST", f"items/{at}/skip", {"revision": 1, "concepts": [robin, wren]})
    assert skipped.body["items"][0]["state"] == "skipped"
    assert (await ana.item(at))["answer"]["concepts"] == [robin, wren]
