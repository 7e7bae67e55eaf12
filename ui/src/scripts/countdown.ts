// Keeps "in 3 days" true while a page stays open. The words come from the browser's own tables for the page's language.

const steps: ReadonlyArray<[Intl.RelativeTimeFormatUnit, number]> = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
];

function words(left: number, format: Intl.RelativeTimeFormat): string {
  for (const [unit, length] of steps) {
    // A unit is used from two of it on, so that "36 hours" is not told as "1 day". A week that has just begun is seven days, not six.
    if (left >= 2 * length || unit === "minute") return format.format(Math.max(1, Math.round(left / length)), unit);
  }
  return "";
}

export function countdowns(root: ParentNode): void {
  const times = [...root.querySelectorAll<HTMLTimeElement>("time[data-countdown]")];
  if (times.length === 0 || !("RelativeTimeFormat" in Intl)) return;
  const format = new Intl.RelativeTimeFormat(document.documentElement.lang || undefined, { numeric: "always" });
  const tell = (): boolean => {
    let running = false;
    for (const time of times) {
      const end = Date.parse(time.dateTime);
      if (!time.isConnected || Number.isNaN(end)) continue;
      const left = end - Date.now();
      const text = left > 0 ? words(left, format) : (time.dataset.over ?? time.textContent ?? "");
      if (time.textContent !== text) time.textContent = text;
      running ||= left > 0;
    }
    return running;
  };
  if (!tell()) return;
  const timer = window.setInterval(() => {
    if (!tell()) window.clearInterval(timer);
  }, 30_000);
}
