// A form that makes or shows a passkey: the browser's answer goes into its hidden field.
// WebAuthn speaks in bytes, forms and JSON in base64url: only that is done here.
const bytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");
const named = (one) => ({ ...one, id: bytes(one.id) });

async function made(options) {
  const asked = {
    ...options,
    challenge: bytes(options.challenge),
    user: named(options.user),
    excludeCredentials: (options.excludeCredentials || []).map(named),
  };
  const found = await navigator.credentials.create({ publicKey: asked });
  return answer(found, {
    clientDataJSON: text(found.response.clientDataJSON),
    attestationObject: text(found.response.attestationObject),
    transports: found.response.getTransports ? found.response.getTransports() : [],
  });
}

async function shown(options) {
  const asked = {
    ...options,
    challenge: bytes(options.challenge),
    allowCredentials: (options.allowCredentials || []).map(named),
  };
  const found = await navigator.credentials.get({ publicKey: asked });
  const handle = found.response.userHandle;
  return answer(found, {
    clientDataJSON: text(found.response.clientDataJSON),
    authenticatorData: text(found.response.authenticatorData),
    signature: text(found.response.signature),
    ...(handle ? { userHandle: text(handle) } : {}),
  });
}

function answer(found, response) {
  return {
    id: found.id,
    rawId: text(found.rawId),
    type: found.type,
    clientExtensionResults: found.getClientExtensionResults(),
    response,
  };
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const failed = form.querySelector("[data-failed]");
    const { publicKey } = JSON.parse(document.getElementById(form.dataset.options).textContent);
    failed.hidden = true;
    try {
      const found = await (form.dataset.passkey === "create" ? made : shown)(publicKey);
      form.elements.credential.value = JSON.stringify(found);
      form.submit();
    } catch {
      failed.hidden = false;
    }
  });
}
