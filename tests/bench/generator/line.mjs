// One websocket, as bare as it can be: many clients have to fit on one core, and each must cost the same for every system.
import { createHash, randomBytes } from 'node:crypto';
import net from 'node:net';

const MASK = Buffer.from([0x12, 0x34, 0x56, 0x78]);
const CLOSE = 8;
const PING = 9;
const PONG = 10;
const END_OF_HEAD = Buffer.from('\r\n\r\n');

export class Line {
  frames = 0;
  bytes = 0;
  closed = null;
  #socket;
  #left = [];
  #held = 0;
  #wanted = 0;
  #open = false;
  #parts = [];

  /** `take(payload)` gets every whole message; `ended(code)` the end, asked for or not. */
  constructor({ port, path, headers = {}, opened, take, ended = () => {} }) {
    this.take = take;
    this.opened = opened;
    this.ended = ended;
    const key = randomBytes(16).toString('base64');
    this.accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
    this.#socket = net.connect({ port, host: '127.0.0.1', noDelay: true });
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    this.#socket.on('connect', () =>
      this.#socket.write(
        `GET ${path} HTTP/1.1\r\nHost: localhost:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
          `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n${lines.join('')}\r\n`,
      ),
    );
    this.#socket.on('data', (chunk) => this.#data(chunk));
    this.#socket.on('error', () => this.#end(1006));
    this.#socket.on('close', () => this.#end(1006));
  }

  /** A text frame from a string, a binary one from bytes. */
  send(message) {
    const text = typeof message === 'string';
    this.#frame(text ? 1 : 2, text ? Buffer.from(message) : message);
  }

  close() {
    this.ended = () => {};
    this.#socket.destroy();
  }

  #frame(opcode, payload) {
    const size = payload.length;
    const long = size > 65_535 ? 10 : size > 125 ? 4 : 2;
    const frame = Buffer.allocUnsafe(long + 4 + size);
    frame[0] = 0x80 | opcode;
    frame[1] = 0x80 | (long === 2 ? size : long === 4 ? 126 : 127);
    if (long === 4) frame.writeUInt16BE(size, 2);
    if (long === 10) frame.writeBigUInt64BE(BigInt(size), 2);
    MASK.copy(frame, long);
    for (let at = 0; at < size; at++) frame[long + 4 + at] = payload[at] ^ MASK[at & 3];
    this.#socket.write(frame);
  }

  #end(code) {
    if (this.closed === null) {
      this.closed = code;
      this.#socket.destroy();
      this.ended(code);
    }
  }

  #data(chunk) {
    this.bytes += chunk.length;
    if (this.#held > 0) {
      this.#left.push(chunk);
      this.#held += chunk.length;
      // A large frame comes in many pieces: they are put together once, when it is whole.
      if (this.#held < this.#wanted) return;
      chunk = Buffer.concat(this.#left);
      this.#left = [];
      this.#held = 0;
    }
    const used = this.#open ? this.#read(chunk, 0) : this.#greet(chunk);
    if (used < chunk.length) {
      this.#left = [used === 0 ? chunk : chunk.subarray(used)];
      this.#held = chunk.length - used;
    }
  }

  #greet(chunk) {
    const end = chunk.indexOf(END_OF_HEAD);
    if (end < 0) return 0;
    const head = chunk.toString('latin1', 0, end);
    if (!head.startsWith('HTTP/1.1 101') || !head.includes(this.accept)) {
      this.#end(Number(head.slice(9, 12)) || 1006);
      return chunk.length;
    }
    this.#open = true;
    this.opened();
    return this.#read(chunk, end + 4);
  }

  #read(chunk, at) {
    for (;;) {
      this.#wanted = 0;
      if (chunk.length - at < 2) return at;
      let size = chunk[at + 1] & 0x7f;
      let start = at + 2;
      if (size === 126) {
        if (chunk.length - at < 4) return at;
        size = chunk.readUInt16BE(start);
        start += 2;
      } else if (size === 127) {
        if (chunk.length - at < 10) return at;
        size = Number(chunk.readBigUInt64BE(start));
        start += 8;
      }
      if (chunk.length < start + size) {
        this.#wanted = start + size - at;
        return at;
      }
      this.#message(chunk[at], chunk.subarray(start, start + size));
      at = start + size;
    }
  }

  #message(first, payload) {
    const opcode = first & 0x0f;
    if (opcode === PING) this.#frame(PONG, payload);
    else if (opcode === CLOSE) this.#end(payload.length >= 2 ? payload.readUInt16BE(0) : 1005);
    else if (opcode < CLOSE) {
      const whole = (first & 0x80) !== 0;
      if (!whole || this.#parts.length > 0) this.#parts.push(payload);
      if (!whole) return;
      this.frames += 1;
      this.take(this.#parts.length > 0 ? Buffer.concat(this.#parts.splice(0)) : payload);
    }
  }
}
