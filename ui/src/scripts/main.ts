// The whole of the browser's program: htmx for fragments and a few islands. Each island looks for its own attributes and
// does nothing where they are absent; without any of them every page still works.
import "htmx.org";
import { copying, printing } from "./buttons";
import { countdowns } from "./countdown";
import { focusing } from "./focus";
import { guarding } from "./guard";
import { passkeys } from "./passkey";
import { submittingOnce } from "./once";
import { choosing } from "./when";

/** Sets up what lies under `root`: the document at first, later each fragment that htmx brings. */
function prepare(root: ParentNode): void {
  copying(root);
  printing(root);
  countdowns(root);
  passkeys(root);
  choosing(root);
}

guarding(document);
submittingOnce(document);
prepare(document);
focusing(document);
document.addEventListener("htmx:load", (event) => {
  const node = event.target;
  if (node instanceof Element && node !== document.body) {
    // The fragment's own root may carry an attribute, so its parent is searched.
    prepare(node.parentElement ?? node);
    focusing(node.parentElement ?? node);
  }
});
