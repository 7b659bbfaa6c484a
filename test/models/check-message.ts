import { serviceLimits } from '../../local/service-limits.ts';

/** Throws, as SQS does, if a message is too large or delayed for too long (milliseconds). */
export function checkMessage(body: string, delayMs = 0): void {
  const bytes = Buffer.byteLength(body);
  if (bytes > serviceLimits.queueMessageBytes.limit)
    throw new Error(`InvalidParameterValue: a message of ${bytes} bytes`);
  if (delayMs > serviceLimits.queueDelaySeconds.limit * 1000)
    throw new Error(`InvalidParameterValue: a delay of ${delayMs / 1000} s`);
}
