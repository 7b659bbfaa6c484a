import { expect, test } from 'vitest';
import { readLogFile } from '../../../src/logger-files/read-logger-file.ts';

test.each([
  [
    'Time (UTC),Temp (°C),Note',
    ['2026-01-02 10:00:00,4.51,', '2026-01-02 10:15:00,4.62,', '2026-01-02 10:30:00,-11.75,'],
  ],
  ['Time (UTC);Note;Temp (°C)', ['2026-01-02 10:00;;4,5', '2026-01-02 10:15;;4,6', '2026-01-02 10:30;;12,7']],
])('a last line that is cut off anywhere gives no other number: %s', (heading, rows) => {
  const whole = [heading, ...rows].join('\n');
  const values = readLogFile(Buffer.from(whole), null, null).readings.map(
    (each) => 'value' in each && each.value,
  );
  expect(values).toHaveLength(3);
  for (let cut = 1; cut < rows.at(-1)!.length; cut++) {
    const log = readLogFile(Buffer.from(whole.slice(0, -cut)), null, null);
    const rest = log.readings.map((each) => 'value' in each && each.value);
    if (rest.length === 3) expect(rest).toEqual(values);
    else {
      expect(rest).toEqual(values.slice(0, 2));
      expect(log.refused).toMatchObject([{ line: 4, isWithoutTime: true }]);
    }
  }
});
