import { parentPort } from 'node:worker_threads';
import { serveLocally } from '../../local/loopback.ts';

// A delivery stream that acknowledges each record on arrival, in a thread of its own, so that the measured code does
// not wait for compression and writing.
const { endpoint } = await serveLocally((request, response) => {
  request.resume();
  request.on('end', () => response.end(JSON.stringify({ RecordId: 'taken', Encrypted: false })));
});
parentPort!.postMessage(endpoint);
