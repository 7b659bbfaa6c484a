// Runs one function from its bundle, one invocation at a time, like the Lambda runtime.
import { randomBytes } from 'node:crypto';
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { noteRequests } from './requests-made.mjs';
import { trustOutside } from './trust-outside.mjs';

// A function has a worker for each concurrent run, and every worker loads its bundle anew.
enableCompileCache(join(import.meta.dirname, '../node_modules/.cache/node'));
if (workerData.requestsFile !== null) noteRequests(workerData.requestsFile);
trustOutside(workerData.authority);
const { handler } = await import(workerData.bundle);
parentPort.postMessage({ ready: true });
parentPort.on('message', async ({ event, context }) => {
  const deadline = Date.now() + context.timeoutMs;
  // Lambda sets the trace id of every invocation, sampled or not.
  const hex = randomBytes(20).toString('hex');
  process.env._X_AMZN_TRACE_ID = `Root=1-${Math.floor(Date.now() / 1000).toString(16)}-${hex.slice(0, 24)};Parent=${hex.slice(24)};Sampled=0`;
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
