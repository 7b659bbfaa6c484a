import { parentPort } from 'node:worker_threads';
import { serveLocally } from '../../local/loopback.ts';

// A delivery stream that takes each record as soon as it has it, on a thread of its own: what is measured beside it does
// not wait for it to compress and to write.
const { endpoint } = await serveLocally((request, response) => {
  request.resume();
  request.on('end', () => response.end(JSON.stringify({ RecordId: 'taken', Encrypted: false })));
});
parentPort!.postMessage(endpoint);
