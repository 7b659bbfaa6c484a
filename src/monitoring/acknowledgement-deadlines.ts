import type { AcknowledgementDeadlines } from '../shipments/alarm-lifecycle.ts';
import { requireEnv } from '../runtime/require-env.ts';
import type { Severity } from '../model/enumerations.ts';

/**
 * Reads from the environment, in minutes as JSON, how long an alarm of each severity may stay unacknowledged. The
 * result is in milliseconds; null means that alarms of that severity have no deadline.
 * @throws {Error} when the variable is missing.
 */
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
