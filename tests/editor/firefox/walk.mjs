// One walk through the editor in Firefox: `node walk.mjs FIREFOX URL`. Prints what was drawn, and what the page complained of, as JSON.
import puppeteer from "puppeteer-core";

const [executablePath, url] = process.argv.slice(2);
const browser = await puppeteer.launch({ browser: "firefox", executablePath, headless: true });
const complaints = [];

async function opened() {
  const page = await browser.newPage();
  await page.setViewport({ width: 1280, height: 800 });
  page.on("console", (message) => ["error", "warn"].includes(message.type()) && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.goto(url);
  await page.waitForSelector("body[data-shown]");
  await page.waitForSelector("#strip img");
  return page;
}

/** Where a point of the page is on the picture. */
const onPicture = (page, points) =>
  page.evaluate((points) => {
    const image = document.getElementById("picture");
    const { left, top, width } = image.getBoundingClientRect();
    return points.map(([x, y]) => [((x - left) * image.width) / width, ((y - top) * image.width) / width]);
  }, points);

const saved = (page) => page.waitForFunction(() => document.getElementById("saved").textContent === "Saved");

async function drag(page, [from, to]) {
  await page.mouse.move(...from);
  await page.mouse.down();
  await page.mouse.move(...to, { steps: 4 });
  await page.mouse.up();
}

async function press(page, ...keys) {
  for (const key of keys) await page.keyboard.press(key);
}

try {
  let page = await opened();
  const box = [[250, 200], [420, 330]];
  const first = await onPicture(page, box);
  await drag(page, box);
  await saved(page);
  const before = await page.evaluate(() => document.getElementById("picture").getBoundingClientRect().width);
  await page.mouse.move(600, 400);
  await page.mouse.wheel({ deltaY: -240 });
  await page.waitForFunction((before) => document.getElementById("picture").getBoundingClientRect().width > before, {}, before);
  const corners = [[500, 300], [700, 300], [700, 450], [560, 500]];
  const second = await onPicture(page, corners.slice(0, 3));
  await press(page, "p");
  for (const corner of corners) await page.mouse.click(...corner);
  await page.keyboard.down("Control");
  await press(page, "z");
  await page.keyboard.up("Control");
  await press(page, "Enter");
  await saved(page);
  await press(page, "Enter");
  await page.waitForSelector('body[data-shown="102"]');
  await press(page, "b", "Enter", "ArrowRight");
  // Closed before anything of it was sent, and opened again.
  await page.close({ runBeforeUnload: true });
  page = await opened();
  await page.waitForSelector("#shapes > li");
  console.log(JSON.stringify({ first, second, complaints }));
} finally {
  await browser.close();
}
