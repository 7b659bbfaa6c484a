import { describe, expect, test } from 'vitest';
import { sha256, sha256OfJson } from '../../src/model/digest.ts';
import type { Reading } from '../../src/model/reading.ts';
import { evidenceTexts } from '../../src/evidence/bundle.ts';
import { decodeMessage } from '../../src/telemetry/decode-message.ts';
import { evidenceHash, freeze } from '../../src/evidence/freeze.ts';
import { readProfileOf } from '../../src/evidence/read-profile.ts';
import {
  fileNames,
  inOrder,
  evaluateFiles,
  verdictText,
  written,
  writtenReadings,
} from '../../src/evidence/recompute.ts';
import { minute, start } from '../support/series.ts';
import { warmProfile } from '../support/shipment.ts';
import {
  asOf,
  facts,
  ledgerOf,
  profileText,
  readingsOf,
  signedEvidence,
} from '../support/signed-evidence.ts';

const celsius = (minutes: number, value = 5): Reading => ({
  channel: 'temperature',
  at: start + minutes * minute,
  value,
});
const entries = ledgerOf(...facts);
const approvalOf = () => ({ writtenBy: 'Ann', approvedBy: 'Bea' });

test('file names say what the files contain, and count from one', () => {
  expect([fileNames.ledger, fileNames.verdict]).toEqual(['ledger.json', 'verdict.json']);
  expect(fileNames.profile({ id: 'warm', version: 2 })).toBe('profiles/warm@2.json');
  expect([fileNames.readings(0), fileNames.readings(99)]).toEqual(['readings/01.json', 'readings/100.json']);
  expect([fileNames.raw(8), fileNames.signed(9)]).toEqual(['raw/09.ndjson', 'signed/10']);
});

test('JSON is indented by one space per level and ends with a line break', () => {
  expect(written({ a: [1], b: null })).toBe('{\n "a": [\n  1\n ],\n "b": null\n}\n');
  expect(writtenReadings([])).toBe('[\n\n]\n');
  const line = (of: Reading): string => JSON.stringify(of);
  expect(writtenReadings([celsius(1), celsius(0), celsius(1)])).toBe(
    `[\n${line(celsius(0))},\n${line(celsius(1))}\n]\n`,
  );
});

test('readings are sorted by time, then by text, without duplicates', () => {
  const place = { channel: 'location', at: start, latitude: 1, longitude: 2 } as const;
  const all = [celsius(1), celsius(0, 6), celsius(0), place, celsius(0)];
  const ordered = [place, celsius(0), celsius(0, 6), celsius(1)];
  expect(inOrder(all)).toEqual(ordered);
  expect(inOrder(all.toReversed())).toEqual(ordered);
  expect(all[0]).toEqual(celsius(1));
});

test('a profile is parsed from its text, or refused with its problems', () => {
  const read = (text: string) => readProfileOf({ id: 'warm', version: 1 }, () => text);
  expect(read(profileText()).id).toBe('warm');
  expect(() => read(JSON.stringify({ ...warmProfile, id: 7, version: 0 }))).toThrow(
    'id: must be a text; version: must be at least 1',
  );
});

test('a payload is decoded using its message alone', () => {
  const payload = Buffer.from(JSON.stringify([{ time: start, temperature: 5 }, { time: 'x' }]));
  const { readings, refused } = decodeMessage(payload, start + 3_600_000);
  expect(readings.map(({ channel, at }) => [channel, at])).toEqual([
    ['temperature', start],
    ['clock', start],
    ['refused', start + 3_600_000],
  ]);
  expect(refused).toHaveLength(1);
});

test('the reporting interval of a device is that of its attachment', () => {
  const readings = [celsius(0), celsius(10), celsius(20)];
  const texts = {
    'profiles/warm@1.json': profileText(),
    'readings/01.json': writtenReadings(readings),
    'readings/02.json': writtenReadings([]),
  };
  const monitored = (intervalMs: number) => {
    const changed = facts.map((fact) => (fact.kind === 'device-attached' ? { ...fact, intervalMs } : fact));
    const { sensors } = evaluateFiles(ledgerOf(...changed), texts, asOf);
    return sensors.map(({ device, judgement }) => [device, judgement.coverage.monitoredSeconds]);
  };
  expect(monitored(600_000)).toEqual([
    ['lid', 1800],
    ['floor', 0],
  ]);
  expect(monitored(300_000)[0]).toEqual(['lid', 1500]);
});

describe('frozen evidence', () => {
  const basis = { entries, asOf, profileText, readingsOf, approvalOf, scanned: null };

  test('names everything that the decision is based on by hash', () => {
    const { document, files } = freeze(basis);
    const readings = writtenReadings(readingsOf({} as never));
    const verdict = verdictText(evaluateFiles(entries, files, asOf));
    expect(files).toEqual({
      'profiles/warm@1.json': profileText(),
      'readings/01.json': readings,
      'readings/02.json': readings,
      'verdict.json': verdict,
    });
    expect(document).toMatchObject({
      schema: 'coldwatch/evidence/2',
      shipment: 'S-1',
      asOf: '2026-01-01T05:00:00.000Z',
      ledger: { sequence: 5, hash: entries.at(-1)!.hash },
      profiles: {
        'profiles/warm@1.json': { sha256: sha256OfJson(warmProfile), writtenBy: 'Ann', approvedBy: 'Bea' },
      },
      readings: [sha256(readings), sha256(readings)],
      verdict: sha256(verdict),
      scanned: null,
      recommendation: 'release',
      judged: 'release',
      failed: [],
    });
    expect(evidenceHash(document)).toBe(sha256OfJson(document));
    expect(freeze(basis)).toEqual({ document, files });
    expect(freeze({ ...basis, scanned: '340123450000000017' }).document.scanned).toBe('340123450000000017');
  });
});

describe('the files of evidence', () => {
  test('come from ledger, journal and archive, and signed files are not repeated', async () => {
    const { evidence } = await signedEvidence();
    const texts = evidenceTexts(evidence);
    expect(Object.keys(texts).toSorted()).toEqual([
      'ledger.json',
      'profiles/warm@1.json',
      'raw/01.ndjson',
      'raw/02.ndjson',
      'readings/01.json',
      'readings/02.json',
      'signed/01/evidence.json',
      'signed/01/signature.json',
      'signed/01/verdict.json',
      'verdict.json',
    ]);
    expect(texts['ledger.json']).toBe(written(evidence.entries));
    expect(texts['profiles/warm@1.json']).toBe(written(warmProfile));
    expect(texts['raw/01.ndjson']!.split('\n')).toHaveLength(26);
    const [{ frozen, signature }] = evidence.signed as [(typeof evidence.signed)[number]];
    expect(texts['signed/01/evidence.json']).toBe(written(frozen.document));
    expect(texts['signed/01/signature.json']).toBe(written(signature));
    expect(texts['signed/01/verdict.json']).toBe(frozen.files['verdict.json']);
    const more = { ...evidence, readingsOf: () => [...readingsOf({} as never), celsius(1, 4)] };
    expect(Object.keys(evidenceTexts(more)).filter((name) => name.startsWith('signed/01/readings'))).toEqual([
      'signed/01/readings/01.json',
      'signed/01/readings/02.json',
    ]);
  });
});
