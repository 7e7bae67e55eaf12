// Walking through a page with the Tab key alone.
import type { Page } from "@playwright/test";

/** A stop on the way. */
interface Stop {
  key: string;
  visible: boolean;
  marked: boolean;
}

/** What the keyboard cannot reach, or reaches without showing where it is. */
export async function unreachable(page: Page): Promise<string[]> {
  // The unfocused look of everything that can be used, so that the focused one can be told from it.
  const wanted = await page.evaluate(() => {
    const usable = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
    const groups = new Set<string>();
    const found: string[] = [];
    [...document.querySelectorAll<HTMLElement>(usable)].forEach((e, i) => {
      e.dataset.stop = `${i} ${e.tagName.toLowerCase()} ${(e.getAttribute("name") ?? e.textContent ?? "").trim().slice(0, 40)}`;
      const style = getComputedStyle(e);
      const shown = e.getClientRects().length > 0 && style.visibility !== "hidden" && !(e as HTMLButtonElement).disabled;
      if (!shown) return;
      if (e instanceof HTMLInputElement && e.type === "radio") {
        // Tab stops once in a group; the arrow keys go on from there.
        if (groups.has(e.name)) return;
        groups.add(e.name);
      }
      const box = e.closest<HTMLElement>("label, .affix") ?? e;
      e.dataset.look = JSON.stringify([e, box].map((x) => [getComputedStyle(x).outlineStyle, getComputedStyle(x).outlineWidth, getComputedStyle(x).boxShadow]));
      found.push(e.dataset.stop);
    });
    (document.activeElement as HTMLElement | null)?.blur();
    return found;
  });
  const stops = new Map<string, Stop>();
  for (let presses = 0; presses < wanted.length + 25; presses++) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(() => {
      const e = document.activeElement as HTMLElement | null;
      if (!e || e === document.body || !e.dataset.stop) return null;
      const box = e.closest<HTMLElement>("label, .affix") ?? e;
      const card = e.closest<HTMLElement>(".card.is-link");
      const look = JSON.stringify([e, box].map((x) => [getComputedStyle(x).outlineStyle, getComputedStyle(x).outlineWidth, getComputedStyle(x).boxShadow]));
      const outlined = [e, box, card, ...(card ? [card] : [])].some((x) => x && getComputedStyle(x).outlineStyle !== "none" && parseFloat(getComputedStyle(x).outlineWidth) > 0);
      const place = e.getBoundingClientRect();
      const inside = place.bottom > 0 && place.top < innerHeight && place.right > 0 && place.left < innerWidth && place.width > 0;
      return { key: e.dataset.stop, visible: inside, marked: outlined || look !== e.dataset.look };
    });
    if (!stop) {
      // Out of the page and round again: whatever was missed is missed.
      if (stops.size > 0) break;
      continue;
    }
    if (stops.has(stop.key)) break;
    stops.set(stop.key, stop);
  }
  const missed = wanted.filter((key) => !stops.has(key) && !isSameGroup(key, stops)).map((key) => `not reached: ${key}`);
  const hidden = [...stops.values()].filter((stop) => !stop.visible).map((stop) => `focused out of sight: ${stop.key}`);
  const unmarked = [...stops.values()].filter((stop) => !stop.marked).map((stop) => `no visible focus: ${stop.key}`);
  return [...missed, ...hidden, ...unmarked];
}

/** The chosen radio of a group is the stop, whichever it is. */
function isSameGroup(key: string, stops: Map<string, Stop>): boolean {
  const [, tag, name] = key.split(" ");
  return tag === "input" && !!name && [...stops.keys()].some((other) => other.split(" ")[1] === "input" && other.split(" ")[2] === name);
}
