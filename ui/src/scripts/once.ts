// A POST form goes off once. The server is safe against doubles by itself (each form carries a key); this spares the second
// press its waiting and tells that something is under way.

const waiting = new Map<HTMLFormElement, () => void>();

function hold(form: HTMLFormElement, button: HTMLElement | null): void {
  const words = button?.innerHTML;
  const busy = button?.dataset.busy;
  waiting.set(form, () => {
    button?.removeAttribute("aria-disabled");
    if (button && busy && words !== undefined) button.innerHTML = words;
  });
  // `disabled` would take the button's own name and value out of the form data; `aria-disabled` does not.
  button?.setAttribute("aria-disabled", "true");
  if (button && busy) button.textContent = busy;
}

function release(form: HTMLFormElement): void {
  waiting.get(form)?.();
  waiting.delete(form);
}

export function submittingOnce(doc: Document): void {
  doc.addEventListener(
    "submit",
    (event) => {
      const form = event.target as HTMLFormElement;
      if (form.method !== "post" || form.hasAttribute("data-many")) return;
      if (waiting.has(form)) {
        event.preventDefault();
        event.stopImmediatePropagation();
      }
    },
    true,
  );
  doc.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (form.method !== "post" || form.hasAttribute("data-many")) return;
    const byHtmx = form.hasAttribute("hx-post") || form.hasAttribute("hx-put");
    if (event.defaultPrevented && !byHtmx) return;
    hold(form, event.submitter);
  });
  doc.addEventListener("htmx:afterRequest", (event) => {
    const form = (event.target as Element | null)?.closest("form");
    if (form) release(form);
  });
  // Coming back by the history shows the page as it was left; its buttons must work again.
  window.addEventListener("pageshow", () => {
    for (const form of [...waiting.keys()]) release(form);
  });
}
