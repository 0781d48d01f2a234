// A plain relay on ws: keeps the last note of each id in memory, passes every message on to all others in the room.
import { WebSocketServer } from 'ws';

const rooms = new Map();
const server = new WebSocketServer({ port: Number(process.env.PORT), host: '127.0.0.1', perMessageDeflate: false });

server.on('connection', (socket, request) => {
  const name = request.url ?? '/';
  if (!rooms.has(name)) rooms.set(name, { people: new Set(), notes: new Map() });
  const room = rooms.get(name);
  room.people.add(socket);
  socket.send(JSON.stringify({ state: [...room.notes.values()] }));
  socket.on('message', (data) => {
    const text = data.toString();
    const note = JSON.parse(text);
    room.notes.set(note.id, note);
    for (const other of room.people) if (other !== socket) other.send(text);
  });
  socket.on('close', () => room.people.delete(socket));
  socket.on('error', () => room.people.delete(socket));
});
