// Loaded before the local run, whose code knows nothing of it: kills parts of it when the parent process asks.
import http from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import threads from 'node:worker_threads';

const workers = new Set();
threads.Worker = class extends threads.Worker {
  constructor(file, options) {
    super(file, options);
    if (!String(file).includes('function-worker')) return;
    workers.add(this);
    this.once('exit', () => workers.delete(this));
  }
};
const queueServers = new Set();
let isCutOff = false;
const { createServer } = http;
http.createServer = (...given) => {
  const server = createServer(...given);
  // Only the embedded queues are built on this framework.
  if (new Error('who asks').stack.includes('fastify')) {
    queueServers.add(server);
    server.on('connection', (socket) => isCutOff && socket.destroy());
  }
  return server;
};
syncBuiltinESMExports();

process.on('message', ({ kill, forMs }) => {
  if (kill === 'function') {
    const each = [...workers];
    const victim = each[Math.floor(Math.random() * each.length)];
    void victim?.terminate();
    process.send({ killed: victim === undefined ? 0 : 1 });
  } else {
    isCutOff = true;
    for (const server of queueServers) server.closeAllConnections();
    setTimeout(() => (isCutOff = false), forMs);
    process.send({ killed: queueServers.size });
  }
});
