import { parsePayload } from '../../src/telemetry/parse-payload.ts';
import { hostilePayloads } from '../support/hostile-payloads.ts';
import { median, timed } from './measure.ts';

const receivedAt = Date.UTC(2026, 10, 21, 8);

/** Milliseconds that the slowest hostile payload takes; each is timed as the median of fifteen. */
export function slowestPayloadMs(): number {
  return Math.max(
    ...hostilePayloads.map(([, payload]) =>
      median(Array.from({ length: 15 }, () => timed(() => void parsePayload(payload, receivedAt)) / 1e6)),
    ),
  );
}
