/** The first line of a page, opened while what draws the screen is still on its way (B16). Imports nothing it would wait for. */
import type { SocketLike } from './socket';

export const PROTOCOL = 'samenspel.1';
const PACKED = '{"t":"packed"';

export interface EarlyLine {
  readonly socket: SocketLike;
  /** From now on who listens hears what comes, and first what came. */
  readonly handOver: () => void;
}

/** What `Connection` says at first, and that the snapshot may come packed where this browser can unpack it. */
export function hello(): string {
  return JSON.stringify({ t: 'hello', cursor: null, alike: true, packed: typeof DecompressionStream === 'function' });
}

/** Opens the line of this page, `/s/<session>/<surface>`. */
export function openEarly(): EarlyLine {
  const address = `${location.origin.replace(/^http/, 'ws')}${location.pathname}/socket`;
  return listening(new WebSocket(address, PROTOCOL) as unknown as SocketLike);
}

/** Says hello on a line and keeps what is heard, in its order, until it is handed over. */
export function listening(line: SocketLike): EarlyLine {
  const heard: (() => void)[] = [];
  let taken = false;
  let unpacking = false;
  const socket: SocketLike = {
    get readyState() {
      return line.readyState;
    },
    onopen: null,
    onmessage: null,
    onclose: null,
    send: (text) => line.send(text),
    close: (code) => line.close(code),
  };
  const tell = (): void => {
    while (taken && !unpacking && heard.length) heard.shift()?.();
  };
  line.onopen = () => line.send(hello());
  line.onclose = (event) => {
    heard.push(() => socket.onclose?.(event));
    tell();
  };
  line.onmessage = ({ data }) => {
    if (typeof data === 'string' && data.startsWith(PACKED)) {
      unpacking = true;
      let text = '';
      heard.push(() => text && socket.onmessage?.({ data: text }));
      void unpack(data)
        // The next line is an ordinary one: its hello does not ask for this.
        .then((found) => (text = found), () => line.close())
        .then(() => ((unpacking = false), tell()));
    } else {
      heard.push(() => socket.onmessage?.({ data }));
      tell();
    }
  };
  return { socket, handOver: () => ((taken = true), tell()) };
}

async function unpack(frame: string): Promise<string> {
  const bytes = Uint8Array.from(atob((JSON.parse(frame) as { data: string }).data), (sign) => sign.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'))).text();
}
