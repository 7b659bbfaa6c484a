import { expect, test } from 'vitest';
import { readLogFile } from '../../../src/logger-files/read-logger-file.ts';

test.each([
  [
    'Time (UTC),Temp (°C),Note',
    ['2026-01-02 10:00:00,4.51,', '2026-01-02 10:15:00,4.62,', '2026-01-02 10:30:00,-11.75,'],
  ],
  ['Temp (°C);Time (UTC)', ['4.5;10:00 23.01.2026', '4.6;10:15 23.01.2026', '-12.7;10:30 23.01.2026']],
  ['Time (UTC);Note;Temp (°C)', ['2026-01-02 10:00;;4,5', '2026-01-02 10:15;;4,6', '2026-01-02 10:30;;12,7']],
])('a last line that is cut off anywhere gives no other number and no other time: %s', (heading, rows) => {
  const whole = [heading, ...rows].join('\n');
  const found = (text: string) => {
    const { readings, refused } = readLogFile(Buffer.from(text), null, null);
    return { values: readings.map((each) => [each.at, 'value' in each && each.value]), refused };
  };
  const { values } = found(whole);
  expect(values).toHaveLength(3);
  for (let cut = 1; cut < rows.at(-1)!.length; cut++) {
    const { values: rest, refused } = found(whole.slice(0, -cut));
    if (rest.length === 3) expect(rest).toEqual(values);
    else {
      expect(rest).toEqual(values.slice(0, 2));
      expect(refused).toMatchObject([{ line: 4, isWithoutTime: true }]);
    }
  }
});
