import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type LogFile, UnusableArgument, UnusableFile } from '../../src/logger-files/logger-file.ts';
import { mutatedBytes } from '../fuzz/mutate.ts';
import { chanceOf } from '../proof/chance.ts';
import { loggerSamples, readAnswering } from '../support/logger-samples.ts';

/** How many mutations of each sample are read; the proof of a release takes 20 000. */
const mutations = Number(process.env['COLDWATCH_MUTATIONS'] ?? 300);

const decoders = join(import.meta.dirname, '../fixtures/decoders');
const samples = [
  ...loggerSamples.map(({ file, content, expected }) => ({ file, content, answers: expected.answers })),
  ...readdirSync(decoders)
    .filter((file) => file.endsWith('.sample.json'))
    .map((file) => ({ file, content: readFileSync(join(decoders, file)), answers: {} })),
];

/** Answers to what a mutation may leave open that its sample does not. */
const anyAnswers = { 'time-zone': 'UTC', unit: 'degC', 'date-order': 'DMY', decimal: 'point' } as const;

/** Every number that a text can be read to contain, whichever character separates decimals. */
function numbersIn(content: Uint8Array): Set<string> {
  const numbers = new Set<string>();
  for (const encoding of ['utf-8', 'utf-16le', 'utf-16be', 'shift_jis', 'gb18030'])
    for (const [token] of new TextDecoder(encoding)
      .decode(content)
      .normalize('NFKC')
      .matchAll(/[\d.,]+(?:e[+-]?\d+)?/gi))
      for (const part of partsOf(token)) numbers.add(part);
  return numbers;
}

function partsOf(token: string): string[] {
  return [token, ...token.split(',')].flatMap((part) =>
    [part.replace(',', '.'), ...part.split('.')].map(Number).filter(Number.isFinite).map(key),
  );
}

const key = (number: number): string => Math.abs(number).toPrecision(9);

/** The numbers that a file may have for a value, in any unit in which it may be written. */
function writtenFor(value: number): string[] {
  return [
    value,
    value * 1.8 + 32,
    value + 273.15,
    value * 10,
    value * 1000,
    value / 100,
    value / 6.894757293168,
  ].map(key);
}

function inventedIn({ readings }: LogFile, content: Uint8Array): string | null {
  const numbers = numbersIn(content);
  for (const reading of readings) {
    if (!(reading.at >= Date.UTC(2000, 0, 1))) return `time ${reading.at}`;
    if (
      'value' in reading &&
      reading.channel !== 'clock' &&
      !writtenFor(reading.value).some((each) => numbers.has(each))
    )
      return `${reading.channel} ${reading.value}`;
  }
  return null;
}

test.each(samples)(
  'mutations of $file are read, asked about or refused, and give no number of their own',
  ({ file, content, answers }) => {
    const chance = chanceOf(`mutations of ${file}`);
    let read = 0;
    for (let index = 0; index < mutations; index++) {
      const mutated = mutatedBytes(content, chance);
      try {
        const { outcome } = readAnswering(mutated, { ...anyAnswers, ...answers });
        if (outcome instanceof UnusableFile) continue;
        read++;
        // The numbers of CBOR are not texts.
        if (!file.endsWith('.cbor'))
          expect(inventedIn(outcome, mutated), Buffer.from(mutated).toString('base64')).toBe(null);
      } catch (error) {
        if (!(error instanceof UnusableArgument))
          throw new Error(Buffer.from(mutated).toString('base64'), { cause: error });
      }
    }
    const isRefused = loggerSamples.some(
      (sample) => sample.file === file && sample.expected.refusal !== null,
    );
    if (!isRefused) expect(read).toBeGreaterThan(mutations / 10);
  },
);
