import { describe, expect, test } from 'vitest';
import { type FileState, fileStates } from '../../src/model/attached-file.ts';
import { listEveryMs } from '../../web/files/list-every.ts';
import type { Upload } from '../../web/files/upload.ts';
import { whyNotYet } from '../../web/files/why-not-yet.ts';
import { answerInWords, sentenceInWords } from '../../web/parts/question-in-words.ts';
import { bothFiles, earlierFile, mostFileBytes, thisFile } from '../../src/model/attached-file.ts';
import { mostBytes } from '../../web/files/check-size.ts';

const filesIn = (...states: readonly FileState[]) =>
  states.map((state) => ({
    name: `${state}.csv`,
    state,
    sha256: state,
    receivedAt: '2026-11-21T08:00:00.000Z',
  }));
const uploadIn = (phase: Upload['phase']): Upload => ({
  id: 1,
  shipment: 'S-1',
  file: new File(['x'], 'box.csv'),
  sha256: null,
  phase,
  share: 0,
  sentence: null,
});

const now = Date.parse('2026-11-21T08:15:00Z');

describe('signing waits', () => {
  test.each([
    ['for nothing without files', [], [], null],
    ['for nothing where every file has an end', ['attached', 'refused', 'set-aside'], [], null],
    ['while a file is read', ['reading', 'attached'], [], 'You can sign when the file is read.'],
    ['while several are read', ['reading', 'reading'], [], 'You can sign when all 2 files are read.'],
    [
      'for an answer',
      ['attached', 'asks'],
      [],
      'Before you sign, answer the question about asks.csv, or set the file aside.',
    ],
    [
      'for an upload that was left',
      ['uploading'],
      [],
      'Before you sign, wait for the upload of uploading.csv. If it was interrupted, choose the file again.',
    ],
    ['for an upload of this page', [], ['sending'], 'You can sign when the file is uploaded and read.'],
    [
      'for one that has not begun',
      ['reading'],
      ['waiting'],
      'You can sign when all 2 files are uploaded and read.',
    ],
    ['no longer for one that failed, or was here already', [], ['failed', 'known'], null],
  ] as const)('%s', (_, states, phases, sentence) => {
    expect(whyNotYet(filesIn(...states), phases.map(uploadIn), now)).toBe(sentence);
  });

  test('for a file that this page has just uploaded only once', () => {
    const upload = { ...uploadIn('finishing'), sha256: 'reading' };
    expect(whyNotYet(filesIn('reading'), [upload], now)).toBe(
      'You can sign when the file is uploaded and read.',
    );
  });

  test('no longer for an upload whose link has expired', () => {
    expect(whyNotYet(filesIn('uploading'), [], now + 1)).toBeNull();
  });

  test('until the list of files is known', () => {
    expect(whyNotYet(undefined, [], now)).toBe('You can sign when the list of logger files has loaded.');
  });
});

test.each([
  [[], 0, false],
  [['attached', 'refused', 'set-aside'], 0, false],
  [['reading', 'attached'], 0, 1500],
  [['reading'], 59_999, 1500],
  [['reading'], 60_000, 5000],
  [['asks'], 0, 15_000],
  [['uploading', 'reading'], 0, 1500],
  [['uploading'], 0, 15_000],
] as const)('files %j, unchanged for %i ms, are asked for every %s ms', (states, unchangedMs, every) => {
  expect(listEveryMs(filesIn(...states), unchangedMs)).toBe(every);
});

test('every state of a file is either waited for or an end', () => {
  const ends = fileStates.filter((state) => whyNotYet(filesIn(state), [], now) === null);
  expect(ends).toEqual(['attached', 'refused', 'set-aside']);
});

test.each([
  [thisFile, 'This file'],
  [`${earlierFile}first.csv`, 'The earlier file, first.csv'],
  [bothFiles, 'Both: they are of different loggers'],
])('the candidate "%s" is shown as "%s"', (candidate, shown) => {
  expect(answerInWords('source-of-record', candidate)).toBe(shown);
});

test('the page and the API take files of the same size', () => {
  expect(mostBytes).toBe(mostFileBytes);
});

test.each([
  [
    'its times have no offset and it names no zone for them; say which zone the logger was set to, as --time-zone Europe/Berlin or --time-zone +01:00',
    'Its times have no offset and it names no zone for them; say which zone the logger was set to.',
  ],
  [
    'it has several columns of temperatures: "Probe, as --x"; say which is meant, as --column \'temperature=Probe\'',
    'It has several columns of temperatures: "Probe, as --x"; say which is meant.',
  ],
  ['item.csv is of the same logger: say which counts.', 'item.csv is of the same logger: say which counts.'],
])('a question names no option of the command line: %s', (sentence, shown) => {
  expect(sentenceInWords(sentence)).toBe(shown);
});
