import type { AcknowledgementDeadlines } from '../shipments/alarm-lifecycle.ts';
import type { Severity } from '../model/profile.ts';
import { requireEnv } from '../runtime/require-env.ts';

/** How long an alarm of each severity may wait for a person, from the environment: minutes as JSON. */
export function acknowledgementDeadlinesFromEnv(): AcknowledgementDeadlines {
  const minutes = JSON.parse(requireEnv('ACKNOWLEDGE_WITHIN_MINUTES')) as {
    [severity in Severity]: number | null;
  };
  const inMs = (severity: Severity): number | null =>
    minutes[severity] === null ? null : minutes[severity] * 60_000;
  return {
    info: inMs('info'),
    minor: inMs('minor'),
    major: inMs('major'),
    critical: inMs('critical'),
  };
}
