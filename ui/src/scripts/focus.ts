// An error summary takes the focus, so that a screen reader starts with it.

export function focusing(root: ParentNode): void {
  const target = root.querySelector<HTMLElement>("[data-focus]");
  if (!target) return;
  target.removeAttribute("data-focus");
  target.focus();
}
