// Buttons that only make sense with a script arrive hidden and are shown here.

export function copying(root: ParentNode): void {
  if (!navigator.clipboard) return;
  for (const button of root.querySelectorAll<HTMLButtonElement>("button[data-copy][hidden]")) {
    const words = button.textContent ?? "";
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(button.dataset.copy ?? "");
      } catch {
        return; // The text stands beside the button and can be marked by hand.
      }
      button.textContent = button.dataset.copied ?? words;
      button.setAttribute("role", "status");
      window.setTimeout(() => {
        button.textContent = words;
        button.removeAttribute("role");
      }, 3000);
    });
  }
}

export function printing(root: ParentNode): void {
  for (const button of root.querySelectorAll<HTMLButtonElement>("button[data-print][hidden]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
}
