// One speaker for each system: how a client of it comes in, makes a change, and knows what it was told.
import { createRequire } from 'node:module';
import { Line } from './line.mjs';
import { words } from './marks.mjs';

const STEP_1 = [0, 0, 1, 0]; // sync, step 1, an empty state vector
const NOTHING = [0, 1, 2, 0, 0]; // sync, step 2, an update without content
const AUTH = 2;
const VALUES = 101; // a slider has places 0 to 100

/** A client: `ready()` when it has the state, `told(bytes)` for what shows changes, `saved(number)` when acknowledged. */
class Client {
  constructor({ port, room, turn, heard }) {
    Object.assign(this, { port, room, turn, heard, change: 0 });
  }

  dial(path, headers = {}) {
    this.line = new Line({
      port: this.port,
      path,
      headers,
      opened: () => this.opened(),
      take: (bytes) => this.take(bytes),
      ended: (code) => this.heard.ended(code),
    });
  }

  opened() {}

  /** Makes one change, of the mark `number`; a `key` makes it overwrite the earlier one of this key. */
  say(number, key = `n${number}`) {
    this.line.send(this.worded(number, key));
  }

  /** One of `each` values that follow each other while somebody drags. */
  drag({ number, key }) {
    this.say(number, key);
  }

  keepAlive() {}
}

class Samenspel extends Client {
  constructor(given) {
    super(given);
    const { session, control, cookies } = given.room;
    const surface = this.turn < 0 ? 'regie' : 'deelnemer';
    this.dial(`/s/${session}/${surface}/socket`, {
      Cookie: this.turn < 0 ? control : cookies[this.turn],
      Origin: `http://localhost:${this.port}`,
      'Sec-WebSocket-Protocol': 'samenspel.1',
    });
  }

  opened() {
    this.line.send('{"t":"hello","cursor":null,"alike":true}');
  }

  take(bytes) {
    // {"t":"changes" … {"t":"ack" … {"t":"snapshot" …: the seventh byte tells them apart.
    const kind = String.fromCharCode(bytes[6]);
    if (kind === 'c') this.heard.told(bytes);
    else if (kind === 'f') this.moved(JSON.parse(bytes.toString()));
    else if (kind === 'a') this.heard.saved(Number(bytes.toString('latin1', bytes.length - 8, bytes.length - 2)));
    else if (kind === 's') {
      this.heard.told(bytes);
      this.heard.ready();
    } else if (kind === 'r') this.heard.refused(bytes.toString());
  }

  /** As its screens do: a drag passes by and is not kept, and where it comes to rest is. */
  drag({ order, each, number, key }) {
    this.each = each;
    const { sliders } = this.room;
    if (order === each - 1) this.say(number, key);
    else this.line.send(JSON.stringify({ t: 'fleeting', in: sliders[this.turn], name: 'moving', args: { value: order % VALUES } }));
  }

  /** Which value of whom this was: the slider says whose, the place on it which one after the last. */
  moved({ in: slider, args }) {
    const from = this.room.sliders.indexOf(slider);
    this.newest ??= this.room.sliders.map(() => -1);
    const after = this.newest[from] + 1;
    const order = after + ((((args.value - after) % VALUES) + VALUES) % VALUES);
    this.newest[from] = order;
    if (this.each) this.heard.told(Buffer.from(words(from * this.each + order)));
  }

  worded(number) {
    const { move, field, fixed, sliders } = this.room;
    const instance = this.room.instance || sliders[this.turn];
    const op = `bench${String(this.turn + 1).padStart(7, '0')}${String(number).padStart(6, '0')}`;
    return JSON.stringify({ t: 'do', op, in: instance, move, args: { ...fixed, [field]: words(number) }, base: null });
  }

  keepAlive() {
    this.line.send('{"t":"ping"}');
  }
}

class WsRelay extends Client {
  constructor(given) {
    super(given);
    this.dial(`/${this.room.name}`);
  }

  take(bytes) {
    this.heard.told(bytes);
    // {"state": … is the first message, {"id": … every other.
    if (bytes[2] === 115) this.heard.ready();
  }

  worded(number, key) {
    return JSON.stringify({ id: key, text: words(number) });
  }
}

class SocketIo extends Client {
  constructor(given) {
    super(given);
    this.dial(`/socket.io/?EIO=4&transport=websocket&room=${this.room.name}`);
  }

  take(bytes) {
    const text = bytes.toString('latin1', 0, 12);
    if (text[0] === '0') this.line.send('40');
    else if (text[0] === '2') this.line.send('3');
    else if (text.startsWith('42')) {
      this.heard.told(bytes);
      if (text.startsWith('42["state"')) this.heard.ready();
    }
  }

  worded(number, key) {
    return `42${JSON.stringify(['note', { id: key, text: words(number) }])}`;
  }
}

class Yjs extends Client {
  static library;

  constructor(given, head, path) {
    super(given);
    this.head = head;
    const { Doc } = Yjs.library;
    this.doc = new Doc();
    this.doc.on('update', (update) => (this.update = update));
    this.dial(path);
  }

  opened() {
    this.tell(STEP_1);
  }

  tell(bytes) {
    this.line.send(Buffer.from([...this.head, ...bytes]));
  }

  take(bytes) {
    const kind = bytes[this.head.length];
    const step = bytes[this.head.length + 1];
    if (kind !== 0 && kind !== 4) return;
    if (step === 0) this.tell(NOTHING);
    else {
      this.heard.told(bytes);
      if (step === 1) this.heard.ready();
    }
  }

  worded(number, key) {
    this.doc.getMap('notes').set(key, words(number));
    const size = [];
    for (let left = this.update.length; ; left >>= 7) {
      size.push(left > 127 ? (left & 127) | 128 : left);
      if (left <= 127) break;
    }
    return Buffer.concat([Buffer.from([...this.head, 0, 2, ...size]), this.update]);
  }
}

class YWebsocket extends Yjs {
  constructor(given) {
    super(given, [], `/${given.room.name}`);
  }
}

class Hocuspocus extends Yjs {
  constructor(given) {
    const name = Buffer.from(given.room.name);
    super(given, [name.length, ...name], '/');
  }

  opened() {
    const version = Buffer.from('4.7.0');
    this.tell([AUTH, 0, 0, version.length, ...version]);
  }

  take(bytes) {
    if (bytes[this.head.length] === AUTH) this.tell(STEP_1);
    else super.take(bytes);
  }
}

const SPEAKERS = { samenspel: Samenspel, ws: WsRelay, floor: WsRelay, socketio: SocketIo, ywebsocket: YWebsocket, hocuspocus: Hocuspocus };

/** The way to make a client of a system; `peers` is the folder in which Yjs is installed. */
export function speaker(system, peers) {
  if (system === 'ywebsocket' || system === 'hocuspocus') Yjs.library = createRequire(`${peers}/`)('yjs');
  const Speaker = SPEAKERS[system];
  return (given) => new Speaker(given);
}
