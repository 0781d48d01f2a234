import { expect, it, vi } from 'vitest';
import { Texts } from './texts.svelte';

const answer = (body: unknown, status = 200): Response => new Response(JSON.stringify(body), { status });

it('fetches only the file that a screen reads, once', async () => {
  const fetcher = vi.fn(async (_url: string) => answer({ general: { hello: 'Welkom' } }));
  const texts = new Texts(fetcher);
  expect(texts.of('case_reconstruction').screens).toBeUndefined();
  await vi.waitFor(() => expect(texts.of('case_reconstruction').screens?.general.hello).toBe('Welkom'));
  expect(fetcher.mock.calls).toEqual([['/teksten/case_reconstruction?deel=screens']]);
});

it('asks again when the connection is back, but not for what does not exist', async () => {
  let online = false;
  const fetcher = vi.fn(async (url: string) => {
    if (!online) throw new TypeError('offline');
    return url.endsWith('guide') ? answer({ title: 'Uitleg' }) : answer({}, 404);
  });
  const texts = new Texts(fetcher);
  void texts.of('x').guide;
  await Promise.resolve();
  online = true;
  void texts.of('x').nothing;
  texts.again();
  await vi.waitFor(() => expect(texts.of('x').guide?.title).toBe('Uitleg'));
  await vi.waitFor(() => expect(fetcher.mock.calls.length).toBeGreaterThanOrEqual(3));
  const before = fetcher.mock.calls.length;
  texts.again();
  expect(fetcher.mock.calls.length).toBe(before);
});
