import type { FileAttached, FileSetAside } from '../../src/shipments/file-event.ts';
import type { LedgerEvent } from '../../src/shipments/ledger-event.ts';
import { fileDevice } from '../../src/shipments/file-device.ts';
import { at } from './facts.ts';
import { minute } from './series.ts';

const hashOf = (name: string): string => Buffer.from(name).toString('hex').padEnd(64, '0');

/** The device of a file at the shipment of `ledger`, by the name of the file. */
export const deviceOf = (name: string): string => fileDevice('S-1', hashOf(name));

/** A file came. */
export function fileReceived(name: string): LedgerEvent {
  return { kind: 'file-received', file: { name, sha256: hashOf(name), bytes: 100 } };
}

/** A file with 25 readings was read. */
export function fileAttached(name: string, fields: Partial<FileAttached> = {}): FileAttached {
  return {
    kind: 'file-attached',
    sha256: hashOf(name),
    device: deviceOf(name),
    reader: { format: 'CSV', version: 1 },
    answers: {},
    serial: null,
    timeZone: null,
    readings: 25,
    since: at(0),
    intervalMs: 10 * minute,
    from: at(0),
    to: at(240),
    rowsWithoutTime: 0,
    withoutTime: [],
    loggerAlarms: [],
    leftOut: null,
    ...fields,
  };
}

export function fileRefused(name: string, reason: string): LedgerEvent {
  return { kind: 'file-refused', sha256: hashOf(name), reason };
}

/** A person set a file aside. */
export function fileSetAside(name: string, fields: Partial<FileSetAside> = {}): FileSetAside {
  return {
    kind: 'file-set-aside',
    sha256: hashOf(name),
    device: deviceOf(name),
    reason: 'of another box',
    inFavourOf: null,
    differing: 0,
    firstDiffering: null,
    firstDifferingAt: null,
    compared: null,
    ...fields,
  };
}

/** Sets one file aside in favour of another, which lacks so many of its readings. */
export function fileSetAsideFor(name: string, winner: string, differing: number): FileSetAside {
  return fileSetAside(name, {
    reason: `${winner} is of the same logger, and is the source of record`,
    inFavourOf: hashOf(winner),
    differing,
    firstDiffering: differing === 0 ? null : 'temperature 9 °C at 2026-01-01 00:10 UTC',
    firstDifferingAt: differing === 0 ? null : at(10),
    compared: { answers: {} },
  });
}
