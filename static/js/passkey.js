/* form[data-passkey=create|get]: the browser's passkey answers, and the form is sent with the answer as its
   credential. The question stands in data-options, or is fetched from data-address when the button is pressed. */
import { enhance, sentence } from "./page.js";

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const known = (list = []) => list.map((one) => ({ ...one, id: bytes(one.id) }));

/** The question as the browser wants it: what travels as base64url becomes bytes. */
function read(kind, asked) {
  const challenge = bytes(asked.challenge);
  if (kind === "get") return { ...asked, challenge, allowCredentials: known(asked.allowCredentials) };
  return { ...asked, challenge, user: { ...asked.user, id: bytes(asked.user.id) }, excludeCredentials: known(asked.excludeCredentials) };
}

/** The answer as the server reads it (WebAuthn Level 3, 5.1.8): bytes travel as base64url. */
function written(credential) {
  const { response } = credential;
  const names = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: Object.fromEntries(names.filter((name) => response[name]).map((name) => [name, text(response[name])])),
  });
}

async function question(form) {
  if (form.dataset.options) return JSON.parse(form.dataset.options);
  const answer = await fetch(form.dataset.address, { headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" } });
  if (!answer.ok) throw new Error(`answer ${answer.status}`);
  return (await answer.json()).request_options;
}

enhance("form[data-passkey]", (form) => {
  const line = form.querySelector("[data-passkey-line]");
  const kind = form.dataset.passkey;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    line.textContent = "";
    if (!window.PublicKeyCredential) {
      line.textContent = sentence(line, "textUnable");
      return;
    }
    try {
      const publicKey = read(kind, (await question(form)).publicKey);
      const credential = await navigator.credentials[kind]({ publicKey });
      form.querySelector('input[name$="credential"]').value = written(credential);
      form.submit();
    } catch (problem) {
      line.textContent = sentence(line, problem.name === "SecurityError" ? "textUnable" : "textRefused");
    }
  });
});
