"""Puts everything together: which parts there are, and in which order they start and stop."""

import asyncio
import gc
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial

import structlog
from aiohttp import web
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.assisting import Assisting
from bot.bell import Bell
from bot.connecting import connect, new_bolt, new_client, new_session, unless_refused
from bot.deliveries import Deliveries
from bot.exports import Exports
from bot.fetching import Fetcher
from bot.intakes import Intaking, Progress
from bot.jobs import Catalogue, Handouts, ReviewBatches, keep_running
from bot.label_imports import LabelImporting
from bot.lanes import Lanes
from bot.messenger import Messenger
from bot.model_pool import ModelPool
from bot.old_cards import OldCards
from bot.pace import Pace
from bot.picture_copies import PictureCopies
from bot.picture_links import Thumbnails, picture_links
from bot.pictures import Pictures
from bot.posting import Posting
from bot.rounds import Rounds, planned
from bot.sample_files import SampleFiles
from bot.settings import Settings
from bot.slack_files import SlackFiles
from bot.slow_work import SlowWork
from bot.sweep import Sweep
from bot.sweeping_out import SweepingOut
from bot.uploads import Uploads
from bot.web_pages import add_web_pages
from domain.clock import Clock, SystemClock
from handlers.slack import Services, register
from handlers.slack.answering import Answering
from handlers.slack.directory import Directory
from handlers.slack.door import Door
from handlers.slack.painting import Painter
from handlers.web.app import create_app
from handlers.web.pictures import Pictures as PublicPictures
from services.accepting import Accepting
from services.assist_records import AssistRecords
from services.cataloguing import Cataloguing
from services.closing import Closing
from services.collaborating import Collaborating
from services.concepts import Concepts
from services.datasets import Datasets
from services.distributing import Distributing
from services.dry_runs import DryRuns
from services.editing import Editing
from services.editor.labeling import EditorLabeling
from services.editor.reviewing import EditorReviewing
from services.excluding import Excluding
from services.exporting import Exporting
from services.flagging import Flagging
from services.form_assist import FormAssist
from services.forms import Forms
from services.gathering import Gathering
from services.histories import Histories
from services.instructing import Instructing
from services.intakes import Intakes
from services.label_import_asks import LabelImportAsks
from services.labeling import Labeling
from services.leading import Leading
from services.links import PictureLinks
from services.listing import Listing
from services.model_pages import ModelPages
from services.models import Models
from services.picturing import Picturing
from services.purging import Purging
from services.releasing import Releasing
from services.reminding import Reminding
from services.reviewing import Reviewing
from services.samples import Samples
from services.selecting import Selecting
from services.signing_in import SigningIn
from services.suggesting import Suggesting
from services.task_page import TaskPages
from services.telling import Telling
from services.versions import Versions
from services.viewing import Viewing
from store.files import Files
from store.migrating import is_current, migrate
from store.unit_of_work import Store

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Labelbot:
    """A running bot. `url` is where its HTTP side listens."""

    url: str
    store: Store
    services: Services
    rounds: Rounds


def build_services(
    store: Store, settings: Settings, links: PictureLinks, pools: tuple[ModelPool, ModelPool]
) -> Services:
    """`pools`, a thread each: one answers what forms ask, at once; in the other, dry runs and what is suggested in the
    background take turns.
    """
    asking, working = pools
    turns = Lanes(working)
    models = Models(settings.models_dir, settings.workflows_dir, asking)
    files = Files(settings.inputs_dir)
    suggesting = Suggesting(store, models, files, turns.lane())
    offered = (models, DryRuns(store, models, files, turns.lane())) if settings.has_assist else ()
    assists = AssistRecords(store, suggesting.progress)
    return Services(
        Accepting(store),
        assists,
        Cataloguing(store, links),
        Closing(store),
        Collaborating(store, settings.admins),
        Concepts(store),
        Datasets(store),
        Distributing(store),
        Editing(store, models if settings.has_assist else None),
        EditorLabeling(store, links),
        EditorReviewing(store, links),
        Excluding(store),
        Exporting(store),
        Flagging(store, links),
        Forms(store, FormAssist(store, *offered), has_pages=links.pages_url is not None),
        Histories(store, links),
        Gathering(store),
        Instructing(store, links),
        Intakes(store, settings.url_hosts),
        LabelImportAsks(store),
        Labeling(store, links),
        Leading(store),
        Listing(store),
        ModelPages(models),
        models,
        Reminding(store),
        Releasing(store),
        Reviewing(store, links),
        Samples(store, links),
        Selecting(store),
        SigningIn(store, links),
        suggesting,
        TaskPages(store, assists),
        Versions(store),
        Viewing(store),
    )


@asynccontextmanager
async def running(settings: Settings, clock: Clock | None = None) -> AsyncIterator[Labelbot]:
    """Migrated, connected and listening inside the block; closed down in the opposite order behind it.

    `clock`: another one than the machine's.
    """
    async with AsyncExitStack() as stack:
        bell = Bell()
        bell.start()
        store = await _open_store(stack, settings, bell, clock or SystemClock())
        links, pools = picture_links(settings), (ModelPool(), ModelPool())
        services = build_services(store, settings, links, pools)
        session = await stack.enter_async_context(new_session(30))
        client = new_client(settings, session)
        known = await unless_refused("SLACK_BOT_TOKEN", client.auth_test())
        telling, pace = Telling(store), Pace()
        painter = Painter(lambda painted: asyncio.to_thread(telling.cards_painted, painted))
        picturing, directory = Picturing(store, links), Directory(client, services.collaborating)
        answering = Answering(client, session, picturing.doubt)
        bolt = new_bolt(settings, client, known)
        door = Door(bolt, answering.tell)
        slack_files = SlackFiles(client, session, settings.api_url)
        register(door, services, painter, directory, answering, SampleFiles(slack_files, settings.inputs_dir).take)
        stack.push_async_callback(painter.close)
        stack.push_async_callback(door.close)
        slow, one_at_a_time = SlowWork("slow", 2), SlowWork("thumbnails", 1)
        stack.callback(slow.close)
        stack.callback(one_at_a_time.close)
        posting, uploads = Posting(client, picturing, pace), Uploads(client, session, pace)
        of = (services, telling, posting)
        deliveries = Deliveries(*of, Exports(*of, uploads, slow), LabelImporting(*of, slack_files))
        loops = {
            "messenger": Messenger(telling, deliveries, bell).run,
            "old cards": OldCards(telling, services, posting, bell).run,
            "sweep": Sweep(telling, deliveries, posting, painter, bell).run,
            **_derived_work(services, bell, slow),
            **_intakes(services, settings, slack_files, posting, bell),
            **_assisting(stack, settings, services, pools, bell),
        }
        thumbnails = Thumbnails(files := Files(settings.inputs_dir), one_at_a_time)
        loops["pictures"] = Pictures(picturing, thumbnails, client, bell, uploads, slow).run
        await _begin(stack, loops)
        sweeping_out = SweepingOut(Purging(store), client, slow, files)
        rounds = _begin_rounds(stack, planned(client, directory, services, sweeping_out, slow))
        app = create_app(partial(_what_is_missing, store), None if settings.is_socket_mode else bolt)
        if not links.is_uploading:
            PublicPictures(picturing, links, thumbnails).add_routes(app)
        add_web_pages(app, settings, services, files, _copies(stack, files))
        url = await _listen(stack, settings, app)
        await _connect(stack, settings, bolt, client)
        yield Labelbot(url, store, services, rounds)


def _copies(stack: AsyncExitStack, files: Files) -> PictureCopies:
    """With threads of its own: whoever waits for a picture does not stand in line behind those for Slack."""
    previews, strips = SlowWork("previews", 1), SlowWork("strips", 1)
    stack.callback(previews.close)
    stack.callback(strips.close)
    return PictureCopies(files, previews, strips)


def _derived_work(services: Services, bell: Bell, slow: SlowWork) -> dict[str, Callable[[], Awaitable[None]]]:
    """What follows from what people decided: bit by bit."""
    return {
        "handouts": Handouts(services.distributing, bell, slow).run,
        "catalogue": Catalogue(services.concepts, services.versions, bell, slow).run,
        "reviews": ReviewBatches(services.reviewing, bell, slow).run,
    }


def _intakes(
    services: Services, settings: Settings, slack_files: SlackFiles, posting: Posting, bell: Bell
) -> dict[str, Callable[[], Awaitable[None]]]:
    fetcher = Fetcher(settings.url_hosts)
    return {
        "intakes": Intaking(services.intakes, fetcher, slack_files, settings.inputs_dir, bell).run,
        "progress": Progress(services.intakes, posting, bell).run,
    }


def _assisting(
    stack: AsyncExitStack, settings: Settings, services: Services, pools: tuple[ModelPool, ModelPool], bell: Bell
) -> dict[str, Callable[[], Awaitable[None]]]:
    """The processes end first, so that no thread waits for what they are asked."""
    threads = SlowWork("models", 1)
    stack.callback(services.suggesting.close)
    stack.callback(threads.close)
    stack.callback(services.forms.assist.close)
    stack.callback(services.models.close)
    for pool in pools:
        stack.callback(pool.shutdown)
    stack.callback(services.suggesting.stop)
    return {"assisting": Assisting(services.suggesting, pools, bell, threads).run} if settings.has_assist else {}


async def run(settings: Settings) -> None:
    """Until it is cancelled."""
    async with running(settings) as bot:
        log.info("ready", url=bot.url, mode="socket" if settings.is_socket_mode else "http")
        # What is loaded by now stays: looking through all of it for garbage would hold up every click by 60 ms.
        gc.freeze()
        await asyncio.Event().wait()


async def _open_store(stack: AsyncExitStack, settings: Settings, bell: Bell, clock: Clock) -> Store:
    settings.folder.mkdir(parents=True, exist_ok=True)
    store = Store(settings.database_url, clock, bell.ring)
    stack.callback(store.close)
    await asyncio.to_thread(migrate, store)
    return store


async def _begin(stack: AsyncExitStack, loops: Mapping[str, Callable[[], Awaitable[None]]]) -> None:
    for name, loop in loops.items():
        await _background(stack, asyncio.create_task(keep_running(name, loop)))


def _begin_rounds(stack: AsyncExitStack, rounds: Rounds) -> Rounds:
    rounds.start()
    stack.push_async_callback(rounds.stop)
    return rounds


async def _background(stack: AsyncExitStack, task: asyncio.Task[None]) -> None:
    async def stop() -> None:
        task.cancel()
        await asyncio.wait([task])

    stack.push_async_callback(stop)


async def _what_is_missing(store: Store) -> str | None:
    return None if await asyncio.to_thread(is_current, store) else "the database is not migrated"


async def _connect(stack: AsyncExitStack, settings: Settings, bolt: AsyncApp, client: AsyncWebClient) -> None:
    """In Socket Mode; in HTTP mode Slack comes by itself."""
    if settings.is_socket_mode:
        handler = await connect(settings, bolt, client)
        stack.push_async_callback(handler.close_async)


async def _listen(stack: AsyncExitStack, settings: Settings, app: web.Application) -> str:
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    site = web.TCPSite(runner, settings.host, settings.port)
    await site.start()
    host, port = runner.addresses[0][:2]
    return f"http://{host}:{port}"
