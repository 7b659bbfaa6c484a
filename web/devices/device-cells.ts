import type { Answer } from '../api/answer.ts';
import { asLabel } from '../format/as-label.ts';
import { agoInWords } from '../format/duration.ts';
import type { Formats } from '../format/formats.ts';
import { lowBatteryPercent } from '../plan/check-in-words.ts';
import { dayInWords } from '../plan/days.ts';
import { devicesTexts as word } from '../texts/devices.ts';
import { texts } from '../texts.ts';

/** A device as the API lists it. */
export type Listed = Answer<'listDevices'>['items'][number];
/** What a cell says, and whether that is as it should be; what is not known is not. */
type Cell = { readonly tone: 'good' | 'warn' | 'bad'; readonly says: string };
/** `now` is in epoch milliseconds. */
type Context = { readonly now: number; readonly formats: Formats };

const dayMs = 86_400_000;
/** A logger at a shipment reports within minutes or hours; one in a drawer is not waited for. */
const longAgoMs = dayMs;
/** Enough time to have a logger calibrated, and to visit or await a device for a new certificate. */
const soonDays = { calibration: 30, certificate: 60 } as const;

const unknown: Cell = { tone: 'warn', says: word.unknown };

/** What the cells of a device say about its state. */
export function deviceCells(device: Listed, context: Context) {
  return {
    battery: batteryOf(device),
    heard: heardOf(device, context),
    calibration:
      device.calibratedUntil === null
        ? unknown
        : ending(device.calibratedUntil, soonDays.calibration, context),
    certificate: certificateOf(device, context),
    problems: problemsOf(device, context),
  } satisfies Record<string, Cell>;
}

function batteryOf({ batteryPercent }: Listed): Cell {
  if (batteryPercent === null) return unknown;
  const percent = `${Math.floor(batteryPercent)}\u00a0%`;
  return batteryPercent < lowBatteryPercent
    ? { tone: 'bad', says: word.low(percent) }
    : { tone: 'good', says: percent };
}

function heardOf({ lastHeardAt, wasElsewhere }: Listed, { now }: Context): Cell {
  if (lastHeardAt === null)
    return wasElsewhere ? { tone: 'warn', says: word.notSince } : { tone: 'bad', says: word.never };
  const at = Date.parse(lastHeardAt);
  return { tone: now - at > longAgoMs ? 'warn' : 'good', says: agoInWords(at, now) };
}

function certificateOf({ certificate, certificateUntil }: Listed, context: Context): Cell {
  if (certificateUntil !== null) return ending(certificateUntil, soonDays.certificate, context);
  if (certificate === 'none') return { tone: 'bad', says: word.noCertificate };
  return certificate === 'not-needed' ? { tone: 'good', says: word.notNeeded } : unknown;
}

function ending(until: string, days: number, { now, formats }: Context): Cell {
  const [at, day] = [Date.parse(until), dayInWords(until, formats)];
  if (at <= now) return { tone: 'bad', says: word.ended(day) };
  return at <= now + days * dayMs ? { tone: 'warn', says: word.endsSoon(day) } : { tone: 'good', says: day };
}

function problemsOf({ diagnostics, lastRefusedAt }: Listed, { now }: Context): Cell {
  const problems = (diagnostics ?? [])
    .filter((kind) => kind !== 'messages-not-understood' || lastRefusedAt === null)
    .map((kind) => texts.warnings[kind] ?? kind);
  if (lastRefusedAt !== null) problems.push(word.refused(agoInWords(Date.parse(lastRefusedAt), now)));
  if (problems.length > 0) return { tone: 'bad', says: asLabel(problems.join(', ')) };
  return diagnostics === null
    ? { tone: 'warn', says: word.notEvaluated }
    : { tone: 'good', says: word.noProblems };
}
