// Passkeys (WebAuthn level 3): asks the server what to sign, the device to sign it, and sends the answer with the form.

const isAble = () => window.PublicKeyCredential?.parseRequestOptionsFromJSON !== undefined;

const post = (form, address, fields) =>
  fetch(address, {
    method: "POST",
    headers: { "X-Form-Word": form.elements._word.value },
    body: new URLSearchParams(fields),
  });

const options = async (form) => {
  const answer = await post(form, `${form.getAttribute("action")}/options`, {});
  if (!answer.ok) throw new Error("The server made no challenge.");
  return answer.json();
};

const send = async (form, credential) => {
  const fields = { credential: JSON.stringify(credential.toJSON()), then: form.elements.then?.value ?? "" };
  const answer = await post(form, form.getAttribute("action"), fields);
  const said = await answer.json();
  if (said.fault) throw new Error(said.fault);
  location.assign(said.then);
};

const bind = (form, ask) => {
  if (!isAble()) {
    form.hidden = true;
    form.nextElementSibling?.matches(".or") && (form.nextElementSibling.hidden = true);
    return;
  }

  const status = form.querySelector("[data-passkey-status]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    status.hidden = true;
    form.setAttribute("aria-busy", "true");
    try {
      await send(form, await ask(await options(form)));
    } catch (fault) {
      console.debug(fault);
      status.textContent = status.dataset.failed;
      status.hidden = false;
    } finally {
      form.removeAttribute("aria-busy");
    }
  });
};

for (const form of document.querySelectorAll("[data-passkey-sign-in]"))
  bind(form, (json) => navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(json) }));

for (const form of document.querySelectorAll("[data-passkey-add]"))
  bind(form, (json) => navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(json) }));
