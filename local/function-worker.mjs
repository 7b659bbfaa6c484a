// Runs one function from its bundle, one invocation at a time, as the Lambda runtime does.
import { parentPort, workerData } from 'node:worker_threads';
import { noteRequests } from './requests-made.mjs';

if (workerData.requestsFile !== null) noteRequests(workerData.requestsFile);
const { handler } = await import(workerData.bundle);
parentPort.postMessage({ ready: true });
parentPort.on('message', async ({ event, context }) => {
  const deadline = Date.now() + context.timeoutMs;
  try {
    const result = await handler(event, {
      ...context,
      getRemainingTimeInMillis: () => deadline - Date.now(),
    });
    parentPort.postMessage({ result });
  } catch (error) {
    parentPort.postMessage({
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
  }
});
