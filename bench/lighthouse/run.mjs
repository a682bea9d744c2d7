/* Visits pages with Lighthouse, each in a browser with nothing kept: `node run.mjs VISITS FOUND`.

   VISITS is a file of [{name, url, cookie, form: "mobile"|"desktop", signedIn}]; FOUND is written: for each visit what it
   transferred, how fast it stood, its scores, and the audits that keep a score below 100. */
import { readFileSync, writeFileSync } from "node:fs";
import * as launcher from "chrome-launcher";
import lighthouse, { desktopConfig } from "lighthouse";
import { computeMedianRun } from "lighthouse/core/lib/median-run.js";

const FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"];
const CATEGORIES = ["performance", "accessibility", "best-practices"];

const RUNS = { mobile: 3, desktop: 1 }; // times differ from run to run, what is transferred does not
const TRIES = 3; // on a busy machine a trace may be spoilt

async function visited(visit) {
  const runs = [];
  while (runs.length < RUNS[visit.form]) runs.push(await run(visit));
  return { name: visit.name, form: visit.form, ...told(computeMedianRun(runs)) };
}

async function run({ url, cookie, form, signedIn }, tries = TRIES) {
  const chrome = await launcher.launch({ chromeFlags: FLAGS });
  const options = {
    port: chrome.port,
    logLevel: "error",
    output: "json",
    extraHeaders: { Cookie: cookie },
    onlyCategories: signedIn ? CATEGORIES : [...CATEGORIES, "seo"], // nobody searches for a page behind the sign-in
  };
  try {
    const { lhr } = await lighthouse(url, options, form === "desktop" ? desktopConfig : undefined);
    if (!lhr.runtimeError) return lhr;
    if (tries === 1) throw new Error(`${url}: ${lhr.runtimeError.message}`);
  } finally {
    chrome.kill();
  }
  return run({ url, cookie, form, signedIn }, tries - 1);
}

function told({ audits, categories, finalDisplayedUrl }) {
  const requests = audits["network-requests"].details.items.map(({ url, resourceType, transferSize }) => ({
    url, type: resourceType, bytes: transferSize,
  }));
  const failed = Object.values(categories).flatMap(({ auditRefs }) => auditRefs)
    .filter(({ id, weight }) => weight > 0 && audits[id].score !== null && audits[id].score < 0.9)
    .map(({ id }) => `${id}: ${audits[id].displayValue ?? audits[id].title}`);
  return {
    url: finalDisplayedUrl,
    requests,
    lcp: audits["largest-contentful-paint"].numericValue,
    cls: audits["cumulative-layout-shift"].numericValue,
    tbt: audits["total-blocking-time"].numericValue,
    scores: Object.fromEntries(Object.values(categories).map(({ id, score }) => [id, Math.round(score * 100)])),
    failed: [...new Set(failed)],
  };
}

const [visits, found] = process.argv.slice(2);
const answers = [];
for (const visit of JSON.parse(readFileSync(visits, "utf8"))) answers.push(await visited(visit));
writeFileSync(found, JSON.stringify(answers));
