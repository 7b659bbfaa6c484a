import { type Severity, severities } from '../../src/model/enumerations.ts';

type Ranked = {
  readonly severity: Severity;
  readonly since: string;
  readonly until: string | null;
  readonly acknowledgedAt: string | null;
};

/**
 * Orders alarms as people should look at them: those that nobody has acknowledged first, the most severe of them
 * first; of equally severe ones, those that go on, and then the latest.
 */
export function byUrgency(one: Ranked, other: Ranked): number {
  const rank = ({ acknowledgedAt, severity, until }: Ranked): number =>
    (acknowledgedAt === null ? 0 : 100) - severities.indexOf(severity) * 10 + (until === null ? 0 : 1);
  return rank(one) - rank(other) || other.since.localeCompare(one.since);
}
