// Fields that belong to one choice are put away while another one is made: `data-when="name=value other"` on what is around
// them. As long as nothing is chosen they stand there, and without scripts always.

export function choosing(root: ParentNode): void {
  for (const piece of root.querySelectorAll<HTMLElement>("[data-when]")) {
    const form = piece.closest("form");
    const [name = "", values = ""] = (piece.dataset.when ?? "").split("=");
    if (!form || !name) continue;
    const wanted = values.split(" ");
    const follow = (): void => {
      const chosen = new FormData(form).get(name);
      piece.hidden = typeof chosen === "string" && chosen !== "" && !wanted.includes(chosen);
    };
    form.addEventListener("change", follow);
    follow();
  }
}
