// The same relay on socket.io, websocket only.
import { Server } from 'socket.io';

const rooms = new Map();
const server = new Server(Number(process.env.PORT), { transports: ['websocket'], serveClient: false });

server.on('connection', (socket) => {
  const name = String(socket.handshake.query.room);
  if (!rooms.has(name)) rooms.set(name, new Map());
  const notes = rooms.get(name);
  void socket.join(name);
  socket.emit('state', [...notes.values()]);
  socket.on('note', (note) => {
    notes.set(note.id, note);
    socket.to(name).emit('note', note);
  });
});
