import type { LoggerAlarm } from './logger-file.ts';

const date = /^\s+Date:\s*(\d{4}-\d{2}-\d{2})\s*$/;
/** The time of an alarm. */
const timeOfAlarm = /\bTS A:\s*\d/;

/**
 * What a Berlinger logger says of its alarms: an entry for each of its limits, or for each of them and each day. They
 * are the lines below `Alarm:` that are indented deeper, of the results (`Res:`) or the days (`Hist:`); those of the
 * configuration (`Conf:`) are the limits themselves.
 */
export function berlingerAlarms(lines: readonly string[]): LoggerAlarm[] {
  const alarms: LoggerAlarm[] = [];
  let [section, day] = ['', ''];
  /** The indent of `Alarm:`; null outside of its lines. */
  let block: number | null = null;
  let entry: { line: number; parts: string[] } | null = null;
  const end = (): void => {
    const text = entry?.parts.join(', ') ?? '';
    if (entry !== null) alarms.push({ line: entry.line, text, isAlarm: timeOfAlarm.test(text) });
    entry = null;
  };
  for (const [index, content] of lines.entries()) {
    const indent = content.search(/\S/);
    if (indent < 0) continue;
    if (block === null || indent <= block) {
      end();
      if (indent === 0) section = content.trim();
      day = date.exec(content)?.[1] ?? day;
      const isResult = section === 'Res:' || section === 'Hist:';
      block = isResult && content.trim() === 'Alarm:' ? indent : null;
    } else if (indent === block + 1) {
      end();
      const limit = `Alarm ${content.trim().replace(/:$/, '')}`;
      entry = { line: index + 1, parts: day === '' ? [limit] : [day, limit] };
    } else entry?.parts.push(content.trim());
  }
  end();
  return alarms;
}
