import type { Answers } from '../../evaluation/evaluate-record.ts';
import type { Outcome } from '../../model/verdict.ts';
import { sensorName } from '../sensor-verdict.ts';
import type { ReceiptRecord } from './receipt-record.ts';

/**
 * Combines the verdict's check results of the deciding sensors. Failures are listed with their sensors; otherwise
 * `passed` supplies the sentence. Where no check applied, the sentence is `nothing` and the outcome is `otherwise`.
 */
export function combineResults(
  { verdict }: ReceiptRecord,
  asked: readonly (keyof Answers)[],
  passed: (sensors: string, sentences: readonly string[]) => string,
  nothing: string,
  otherwise: Outcome = 'not-applicable',
): { outcome: Outcome; sentence: string } {
  const deciding = verdict.sensors.filter(({ decides }) => decides);
  const answers = deciding.flatMap((sensor) =>
    asked
      .flatMap((each) => sensor.answers[each])
      .map((answer) => ({ device: sensor.device, name: sensorName(sensor), ...answer })),
  );
  const failed = answers.filter(({ outcome }) => outcome === 'fail');
  if (failed.length > 0)
    return {
      outcome: 'fail',
      sentence: failed.map(({ name, sentence }) => `${name}: ${sentence}`).join(' '),
    };
  const held = answers.filter(({ outcome }) => outcome === 'pass');
  if (held.length === 0) return { outcome: otherwise, sentence: nothing };
  const sensors = [...new Set(held.map(({ device }) => device))];
  const named = sensors.length === 1 ? sensors[0]! : `${sensors.length} sensors`;
  const names = new Set(held.map(({ name }) => name));
  const sentences = held.map(({ name, sentence }) =>
    names.size === 1 && sensors.includes(name) ? sentence : `${name}: ${sentence}`,
  );
  return { outcome: 'pass', sentence: passed(named, sentences) };
}
