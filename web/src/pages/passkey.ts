type Json = Record<string, unknown>;

function bytes(text: string): ArrayBuffer {
  const padded = text.replace(/-/g, '+').replace(/_/g, '/');
  return Uint8Array.from(atob(padded), (character) => character.charCodeAt(0)).buffer;
}

function text(buffer: ArrayBuffer | null | undefined): string | null {
  if (!buffer) return null;
  const binary = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(binary).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '');
}

function listed(items: unknown): PublicKeyCredentialDescriptor[] | undefined {
  return (items as (PublicKeyCredentialDescriptor & { id: string })[] | undefined)?.map((item) => ({
    ...item,
    id: bytes(item.id),
  }));
}

async function create(options: Json, passwordless: boolean): Promise<Json> {
  const key = options.publicKey as Json & { user: Json };
  const selection = { ...(key.authenticatorSelection as AuthenticatorSelectionCriteria) };
  selection.residentKey = passwordless ? 'required' : 'discouraged';
  selection.requireResidentKey = passwordless;
  if (passwordless) selection.userVerification = 'required';
  const made = (await navigator.credentials.create({
    publicKey: {
      ...key,
      challenge: bytes(key.challenge as string),
      user: { ...key.user, id: bytes(key.user.id as string) },
      excludeCredentials: listed(key.excludeCredentials),
      authenticatorSelection: selection,
    } as unknown as PublicKeyCredentialCreationOptions,
  })) as PublicKeyCredential;
  const response = made.response as AuthenticatorAttestationResponse;
  return {
    ...common(made),
    response: {
      clientDataJSON: text(response.clientDataJSON),
      attestationObject: text(response.attestationObject),
      transports: response.getTransports?.() ?? [],
    },
  };
}

async function get(options: Json): Promise<Json> {
  const key = options.publicKey as Json;
  const found = (await navigator.credentials.get({
    publicKey: {
      ...key,
      challenge: bytes(key.challenge as string),
      allowCredentials: listed(key.allowCredentials),
    } as PublicKeyCredentialRequestOptions,
  })) as PublicKeyCredential;
  const response = found.response as AuthenticatorAssertionResponse;
  return {
    ...common(found),
    response: {
      clientDataJSON: text(response.clientDataJSON),
      authenticatorData: text(response.authenticatorData),
      signature: text(response.signature),
      userHandle: text(response.userHandle),
    },
  };
}

function common(key: PublicKeyCredential): Json {
  return {
    type: key.type,
    id: key.id,
    rawId: text(key.rawId),
    authenticatorAttachment: key.authenticatorAttachment,
    clientExtensionResults: key.getClientExtensionResults(),
  };
}

async function options(form: HTMLFormElement): Promise<Json> {
  const own = form.querySelector('script[type="application/json"]')?.textContent;
  if (own) return JSON.parse(own) as Json;
  const answer = await fetch(form.action, { headers: { Accept: 'application/json' } });
  if (!answer.ok) throw new Error('passkey');
  return (await answer.json()) as Json;
}

/** Forms with data-passkey="create" or "get": the button asks the device for a key and sends the answer along. */
export function passkeys(page: ParentNode): void {
  for (const form of page.querySelectorAll<HTMLFormElement>('form[data-passkey]')) {
    const button = form.querySelector<HTMLButtonElement>('[data-passkey-button]');
    const field = form.querySelector<HTMLInputElement>('[name="credential"]');
    const problem = form.querySelector<HTMLElement>('[data-passkey-problem]');
    if (!button || !field) continue;
    if (!window.PublicKeyCredential) {
      form.querySelector<HTMLElement>('[data-passkey-absent]')?.removeAttribute('hidden');
      button.hidden = true;
      continue;
    }
    form.addEventListener('submit', (event) => event.preventDefault());
    button.addEventListener('click', async () => {
      if (problem) problem.hidden = true;
      try {
        const data = await options(form);
        const passwordless = form.querySelector<HTMLInputElement>('[name="passwordless"]')?.checked ?? false;
        const made =
          form.dataset.passkey === 'create'
            ? await create(data.creation_options as Json, passwordless)
            : await get(data.request_options as Json);
        field.value = JSON.stringify(made);
        form.submit();
      } catch {
        if (problem) problem.hidden = false;
      }
    });
  }
}
