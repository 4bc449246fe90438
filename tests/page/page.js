// The page in a real browser: what it shows, that it changes with a new run, that it needs no mouse, and axe-core's opinion.
//   node page.js ADDRESS USER PASSWORD REPLAN SCREENSHOTS       REPLAN: a command that stores a new run
import assert from "node:assert/strict";
import { execSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const [address, username, password, replan, screenshots] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });

async function open(options = {}) {
  const context = await browser.newContext({ httpCredentials: { username, password }, viewport: { width: 1280, height: 900 }, bypassCSP: true, ...options });
  const page = await context.newPage();
  page.faults = [];
  page.on("console", (message) => message.type() === "error" && page.faults.push(message.text()));
  page.on("pageerror", (error) => page.faults.push(String(error)));
  page.on("request", (request) => request.url().startsWith(address) || request.url().startsWith("data:") || page.faults.push(`elsewhere: ${request.url()}`));
  await page.goto(address);
  await page.waitForFunction(() => document.getElementById("state").textContent.startsWith("Updated"), null, { timeout: 60000 });
  return page;
}

const tests = {
  async "nobody sees it without a login"() {
    const context = await browser.newContext();
    const response = await (await context.newPage()).goto(address).catch(() => null);
    assert.equal(response?.status() ?? 401, 401);
  },

  async "the plan, load, costs, queue and connectors are shown, without an error"() {
    const page = await open();
    const run = await page.evaluate(() => fetch("data/savings.json?$orderby=schedule_date desc&$top=1").then((response) => response.json()));
    const shown = await page.textContent("#figures");
    const cents = Number(run[0].total_cost).toLocaleString("en", { style: "currency", currency: "USD" });
    assert(shown.includes(cents), `${shown} has ${cents}`);
    const jobs = await page.evaluate((id) => fetch(`data/schedule_assignments.json?$filter=run_id eq '${id}' and schedule_kind eq 'optimized'`).then((response) => response.json()), run[0].run_id);
    assert(jobs.length > 5);
    assert.equal(await page.locator("#gantt .job").count(), jobs.length);
    for (const line of ["planned", "baseline", "rate"]) assert((await page.getAttribute(`#load path.${line}`, "d")).length > 100, line);
    assert((await page.locator("#costs tr").count()) > 4);
    assert((await page.locator("#queue tr").count()) > 2);
    assert.equal(await page.textContent("#health"), "None");
    await page.screenshot({ path: `${screenshots}/page.png`, fullPage: true });
    assert.deepEqual(page.faults, []);
  },

  async "it works with the keyboard"() {
    const page = await open();
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    const first = await page.evaluate(() => document.activeElement.getAttribute("aria-label"));
    assert.match(first, / on .* kW, /);
    assert.equal(await page.textContent("#job"), first);
    await page.keyboard.press("ArrowRight");
    const second = await page.evaluate(() => document.activeElement.getAttribute("aria-label"));
    assert.notEqual(second, first);
    await page.keyboard.press("Home");
    assert.equal(await page.textContent("#job"), first);
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.tagName), "SUMMARY");
    await page.keyboard.press("Enter");
    assert(await page.isVisible("#gantt-table table"));
    assert.deepEqual(page.faults, []);
  },

  async "axe finds no serious fault, in light and in dark"() {
    for (const colorScheme of ["light", "dark"]) {
      const page = await open({ colorScheme });
      for (const summary of await page.locator("summary").all()) await summary.click();
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
      const bad = violations.filter(({ impact }) => ["serious", "critical"].includes(impact));
      assert.deepEqual(bad.map(({ id, nodes }) => [id, nodes[0].html, nodes[0].failureSummary]), [], colorScheme);
      console.log(`  axe, ${colorScheme}: ${violations.length} lesser remarks ${violations.map(({ id }) => id)}`);
      if (colorScheme === "dark") await page.screenshot({ path: `${screenshots}/dark.png`, fullPage: true });
    }
  },

  async "on a telephone nothing is cut off"() {
    const page = await open({ viewport: { width: 390, height: 800 } });
    const [inner, all] = await page.evaluate(() => [innerWidth, document.documentElement.scrollWidth]);
    assert(all <= inner, `${all} of ${inner}`);
    await page.screenshot({ path: `${screenshots}/telephone.png` });
  },

  async "it changes with a new run"() {
    const page = await open();
    const before = await page.textContent("#figures");
    execSync(replan, { stdio: "inherit" });
    await page.waitForFunction((before) => document.getElementById("figures").textContent !== before, before, { timeout: 60000 });
    assert.deepEqual(page.faults, []);
  },
};

let failed = 0;
for (const [name, test] of Object.entries(tests)) {
  try {
    await test();
    console.log(`ok      ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED  ${name}\n${error.stack}`);
  }
}
await browser.close();
console.log(`${Object.keys(tests).length - failed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
