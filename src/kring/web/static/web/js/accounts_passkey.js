// Passkeys: asks the server for a challenge, lets the device answer, sends the answer as an ordinary form.
// Without this script, or on a device that knows no passkeys, these parts stay hidden and the other ways remain.

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

function asked({ publicKey }) {
  publicKey.challenge = bytes(publicKey.challenge);
  if (publicKey.user) publicKey.user.id = bytes(publicKey.user.id);
  for (const list of ["allowCredentials", "excludeCredentials"]) {
    for (const one of publicKey[list] ?? []) one.id = bytes(one.id);
  }
  return { publicKey };
}

function answered(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = text(credential.response[name]);
  }
  return JSON.stringify({ id: credential.id, rawId: text(credential.rawId), type: credential.type, response, clientExtensionResults: {} });
}

async function start(form) {
  const wrong = form.querySelector("[data-passkey-wrong]");
  wrong.hidden = true;
  try {
    const reply = await fetch(form.dataset.options, { method: "POST", body: new FormData(form), credentials: "same-origin" });
    const options = asked(await reply.json());
    const credential = await navigator.credentials[form.dataset.passkey](options);
    form.elements.credential.value = answered(credential);
    form.submit();
  } catch {
    wrong.hidden = false;
  }
}

for (const form of document.querySelectorAll("[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  const part = form.querySelector("[data-passkey-part]");
  (part ?? form).hidden = false;
  const starter = form.querySelector("[data-passkey-start]");
  (starter ?? form).addEventListener(starter ? "click" : "submit", (event) => {
    if (starter && form.dataset.needs && !form.elements[form.dataset.needs].reportValidity()) return event.preventDefault();
    event.preventDefault();
    start(form);
  });
}
