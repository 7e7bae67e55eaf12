// Passkeys: the server's options in JSON, the browser's own dialogue, the credential back in JSON. All words that a person
// reads come from the button's data attributes or from the server's problem details.
import { decode, encode } from "./base64url";

interface Descriptor {
  id: string;
  type: "public-key";
  transports?: AuthenticatorTransport[];
}
interface Options {
  publicKey: {
    challenge: string;
    user?: { id: string; name: string; displayName: string };
    allowCredentials?: Descriptor[];
    excludeCredentials?: Descriptor[];
    [member: string]: unknown;
  };
  ticket?: string;
}
type Answer = { location?: string; detail?: string; title?: string };

/** An answer that the server has worded for people. */
class Refusal extends Error {}

const endpoints: Record<string, string> = {
  "sign-in": "/sign-in/passkey",
  register: "/settings/passkeys",
};

async function post<T extends object>(url: string, body: object): Promise<T> {
  const response = await fetch(url, {
    method: "POST",
    credentials: "same-origin",
    headers: { "Content-Type": "application/json", Accept: "application/json, application/problem+json" },
    body: JSON.stringify(body),
  });
  const answer = (await response.json().catch(() => ({}))) as T & Answer;
  if (!response.ok) throw new Refusal(answer.detail ?? answer.title ?? "");
  return answer;
}

function keys(list: Descriptor[] | undefined): PublicKeyCredentialDescriptor[] | undefined {
  return list?.map((key) => ({ ...key, id: decode(key.id) }));
}

async function askForKey(options: Options, kind: string): Promise<PublicKeyCredential> {
  const { publicKey } = options;
  const challenge = decode(publicKey.challenge);
  const credential =
    kind === "register"
      ? await navigator.credentials.create({
          publicKey: {
            ...publicKey,
            challenge,
            user: { ...publicKey.user, id: decode(publicKey.user?.id ?? "") },
            excludeCredentials: keys(publicKey.excludeCredentials),
          } as unknown as PublicKeyCredentialCreationOptions,
        })
      : await navigator.credentials.get({
          publicKey: {
            ...publicKey,
            challenge,
            allowCredentials: keys(publicKey.allowCredentials),
          } as unknown as PublicKeyCredentialRequestOptions,
        });
  if (!credential) throw new DOMException("no credential", "NotAllowedError");
  return credential as PublicKeyCredential;
}

/** The credential in the JSON that the server's WebAuthn library reads. */
function inJson(credential: PublicKeyCredential): object {
  const common = {
    id: credential.id,
    rawId: encode(credential.rawId),
    type: credential.type,
    extensions: credential.getClientExtensionResults(),
  };
  const response = credential.response;
  const clientDataJSON = encode(response.clientDataJSON);
  if (response instanceof AuthenticatorAttestationResponse) {
    const transports = response.getTransports?.();
    return { ...common, response: { clientDataJSON, attestationObject: encode(response.attestationObject), transports } };
  }
  const assertion = response as AuthenticatorAssertionResponse;
  return {
    ...common,
    response: {
      clientDataJSON,
      authenticatorData: encode(assertion.authenticatorData),
      signature: encode(assertion.signature),
      userHandle: assertion.userHandle ? encode(assertion.userHandle) : null,
    },
  };
}

/** `login` and `name` of the form around the button, `next` of the button itself; nothing else leaves the form. */
function given(button: HTMLButtonElement): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const name of ["login", "name"]) {
    const field = button.form?.elements.namedItem(name);
    if (field instanceof HTMLInputElement && field.value) fields[name] = field.value;
  }
  if (button.dataset.next) fields.next = button.dataset.next;
  return fields;
}

async function run(button: HTMLButtonElement, status: Element | null): Promise<void> {
  const kind = button.dataset.passkey ?? "";
  const base = endpoints[kind];
  if (base === undefined) return;
  const say = (text: string | undefined, failed: boolean): void => {
    if (!status) return;
    status.textContent = text ?? "";
    status.classList.toggle("error", failed);
  };
  button.setAttribute("aria-disabled", "true");
  say(button.dataset.working, false);
  try {
    const fields = given(button);
    const options = await post<Options>(button.dataset.start ?? `${base}/start`, fields);
    const credential = await askForKey(options, kind);
    const ticket = options.ticket === undefined ? {} : { ticket: options.ticket };
    const { name, next } = fields;
    const extra = { ...ticket, ...(name ? { name } : {}), ...(next ? { next } : {}) };
    const answer = await post<Answer>(button.dataset.finish ?? `${base}/finish`, { ...inJson(credential), ...extra });
    // Only a path of this site is followed.
    const target = new URL(answer.location ?? "/", window.location.href);
    window.location.assign(target.origin === window.location.origin ? target.href : "/");
  } catch (error) {
    const stopped = error instanceof DOMException && (error.name === "NotAllowedError" || error.name === "AbortError");
    const worded = error instanceof Refusal && error.message ? error.message : button.dataset.failed;
    say(stopped ? button.dataset.cancelled : worded, !stopped);
    button.removeAttribute("aria-disabled");
  }
}

export function passkeys(root: ParentNode): void {
  if (!window.PublicKeyCredential || !navigator.credentials) return;
  for (const button of root.querySelectorAll<HTMLButtonElement>("button[data-passkey][hidden]")) {
    const box = button.closest("[data-passkey-box]") ?? button.parentElement;
    const status = box?.querySelector("[data-passkey-status]") ?? null;
    button.hidden = false;
    button.addEventListener("click", () => {
      if (button.getAttribute("aria-disabled") !== "true") void run(button, status);
    });
  }
}
