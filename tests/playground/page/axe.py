"""What axe-core says of a page."""

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page


async def complaints(page: Page) -> str:
    """Its report, or nothing; asked when all that moves has come to rest."""
    await page.evaluate("Promise.all(document.getAnimations().map(each => each.finished.catch(() => 0)))")
    results = await Axe().run(page)
    return str(results.generate_report()) if results.violations_count else ""
