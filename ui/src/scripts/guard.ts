// Asks before a changed and unsent form is left. The browser words the question itself.

export function guarding(doc: Document): void {
  const changed = new Set<HTMLFormElement>();

  const note = (event: Event): void => {
    const form = (event.target as Element | null)?.closest<HTMLFormElement>("form[data-guard]");
    if (form) changed.add(form);
  };
  doc.addEventListener("input", note);
  doc.addEventListener("change", note);
  doc.addEventListener("submit", (event) => {
    if (!event.defaultPrevented) changed.delete(event.target as HTMLFormElement);
  });
  // A form that htmx has sent is replaced by its answer; one that is no longer in the page guards nothing.
  window.addEventListener("beforeunload", (event) => {
    for (const form of changed) {
      if (form.isConnected) {
        event.preventDefault();
        return;
      }
    }
  });
  doc.addEventListener("htmx:afterRequest", (event) => {
    const detail = (event as CustomEvent<{ successful?: boolean }>).detail;
    if (detail.successful && event.target instanceof HTMLFormElement) changed.delete(event.target);
  });
}
