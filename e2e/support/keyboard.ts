// Walking through a page with the Tab key alone.
import type { Page } from "@playwright/test";

/** A stop on the way. */
interface Stop {
  key: string;
  visible: boolean;
  marked: boolean;
}

/** Puts helpers into the page: what can be used, and what shows the focus on it. */
async function prepare(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    type Usable = HTMLElement | SVGElement;
    // Whatever a style sheet may mark a focused thing by: an outline or a shadow of its own, of what holds it, of what lies over
    // it, or a stroke.
    const look = (e: Usable): string => {
      const parts = [getComputedStyle(e), getComputedStyle(e, "::after"), getComputedStyle(e.closest("label, .affix, .choice, .card.is-link") ?? e)];
      const drawn = e.querySelector("rect");
      const stroke = drawn ? getComputedStyle(drawn) : null;
      return JSON.stringify([...parts.map((s) => [s.outlineStyle, s.outlineWidth, s.outlineColor, s.boxShadow]), stroke && [stroke.stroke, stroke.strokeWidth]]);
    };
    (window as unknown as { look: typeof look }).look = look;
    const usable = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
    const groups = new Set<string>();
    const found: string[] = [];
    [...document.querySelectorAll<Usable>(usable)].forEach((e, i) => {
      e.dataset.stop = `${i} ${e.tagName.toLowerCase()} ${(e.getAttribute("name") ?? e.textContent ?? "").trim().slice(0, 40)}`;
      if (!e.checkVisibility({ checkVisibilityCSS: true }) || (e as HTMLButtonElement).disabled || e.getAttribute("tabindex") === "-1") return;
      if (e instanceof HTMLInputElement && e.type === "radio") {
        // Tab stops once in a group; the arrow keys go on from there.
        if (groups.has(e.name)) return;
        groups.add(e.name);
      }
      found.push(e.dataset.stop);
    });
    for (const e of document.querySelectorAll<Usable>("[data-stop]")) e.dataset.look = look(e);
    (document.activeElement as HTMLElement | null)?.blur();
    return found;
  });
}

/** What the keyboard cannot reach, or reaches without showing where it is. */
export async function unreachable(page: Page): Promise<string[]> {
  const wanted = await prepare(page);
  const stops = new Map<string, Stop>();
  let first = "";
  // Dates and months take a few presses each.
  for (let presses = 0; presses < wanted.length + 40; presses++) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(() => {
      const e = document.activeElement as HTMLElement | null;
      if (!e || e === document.body || !e.dataset.stop) return null;
      const place = e.getBoundingClientRect();
      const inside = place.bottom > 0 && place.top < innerHeight && place.right > 0 && place.left < innerWidth && place.width > 0;
      const marked = (window as unknown as { look: (e: Element) => string }).look(e) !== e.dataset.look;
      return { key: e.dataset.stop, visible: inside, marked };
    });
    // Out of the page, or round again: whatever was missed is missed.
    if ((!stop && stops.size > 0) || (stop && stop.key === first && stops.size > 1)) break;
    if (!stop) continue;
    first ||= stop.key;
    const before = stops.get(stop.key);
    stops.set(stop.key, { ...stop, marked: stop.marked || !!before?.marked });
  }
  const missed = wanted.filter((key) => !stops.has(key) && !sameGroup(key, stops)).map((key) => `not reached: ${key}`);
  const hidden = [...stops.values()].filter((stop) => !stop.visible).map((stop) => `focused out of sight: ${stop.key}`);
  const unmarked = [...stops.values()].filter((stop) => !stop.marked).map((stop) => `no visible focus: ${stop.key}`);
  return [...missed, ...hidden, ...unmarked];
}

/** The chosen radio of a group is the stop, whichever it is. */
function sameGroup(key: string, stops: Map<string, Stop>): boolean {
  const [, tag, name] = key.split(" ");
  return tag === "input" && !!name && [...stops.keys()].some((other) => other.split(" ")[1] === "input" && other.split(" ")[2] === name);
}
