import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { expect, test } from 'vitest';
import { UnusableFile } from '../../src/logger-files/logger-file.ts';
import { readers } from '../../src/logger-files/readers/readers.ts';
import { type LoggerSample, loggerSamples, readAnswering } from '../support/logger-samples.ts';

const page = join(import.meta.dirname, '../../docs/logger-files.md');
const generatedBelow = '<!-- generated from here on -->\n';

/** What a sample gives and asks: the cells "layout", "read" and "asked". */
function cellsOf({ file, content, expected }: LoggerSample): string[] {
  const { questions, outcome } = readAnswering(content, expected.answers);
  const read =
    outcome instanceof UnusableFile
      ? 'refused'
      : [...new Set(outcome.readings.map(({ channel }) => channel))].join(', ');
  const asked = questions.map(({ option }) => `\`--${option}\``).join(', ');
  return [`[${expected.layout}](../test/fixtures/logger-files/${file})`, read, asked];
}

function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  return [headings, headings.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', String.raw`\|`)).join(' | ')} |`)
    .join('\n');
}

function layouts(): string {
  const ofVendors = loggerSamples.filter(({ expected }) => expected.format !== 'table');
  const others = loggerSamples.filter(({ expected }) => expected.format === 'table');
  return [
    '### Recognised',
    table(
      ['software', 'format', 'recognised by', 'layout', 'read', 'asked'],
      ofVendors.map((sample) => {
        const { name, recognisedBy } = readers[sample.expected.format];
        return [name, `\`${sample.expected.format}\``, recognisedBy, ...cellsOf(sample)];
      }),
    ),
    '### Tables of any other logger',
    table(['layout', 'read', 'asked'], others.map(cellsOf)),
  ].join('\n\n');
}

test('the layouts in docs/logger-files.md are those of the readers and samples', async () => {
  const current = readFileSync(page, 'utf8');
  const prose = current.slice(0, current.indexOf(generatedBelow) + generatedBelow.length);
  const renewed = await format(`${prose}\n${layouts()}\n`, {
    ...(await resolveConfig(page)),
    parser: 'markdown',
  });
  await expect(
    renewed,
    'renew the page: npm test -- test/logger-files/layouts-page.test.ts --update',
  ).toMatchFileSnapshot(page);
});
