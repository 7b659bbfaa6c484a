import type { Notification } from '../contract/notification.ts';
import {
  type Entry,
  type Position,
  type RecordedExcursion,
  type ToldFact,
  shipmentOf,
} from '../domain/ledger.ts';
import { type LimitRule, type Profile, type Severity, severities } from '../domain/profile.ts';
import { toSeconds } from '../domain/rounding.ts';
import { allowanceInWords, duration, limitInWords, moment, quantity } from '../domain/wording.ts';
import { toSms } from './gsm.ts';

/** One message to people and machines, in the form each of them reads. */
export type Message = {
  readonly subject: string;
  readonly email: string;
  readonly sms: string;
  readonly notification: Notification;
  readonly audience: readonly string[];
};

/** SNS takes subjects of fewer than 100 characters without line breaks or control characters. */
const subjectLength = 99;

/** `todo` is what an email says to do; `inShort` the same in an SMS, which ends after 160 characters. */
type Words = {
  headline: string;
  rows: [string, string][];
  todo: string;
  inShort: string;
  severity: Severity;
};

/** Words an entry that people are told of. `entries` is the ledger up to and with it. */
export function compose(
  entries: readonly Entry[],
  entry: Entry & { fact: ToldFact },
  profile: Profile,
): Message {
  const { shipment, fact } = entry;
  const { goods, origin, destination, audience } = shipmentOf(entries);
  const words = wordsOf(fact, profile);
  const subject = toSubject(`${words.severity.toUpperCase()} ${shipment}: ${words.headline}`);
  const text = [
    `${words.headline}.`,
    '',
    ...table([
      ['Shipment', `${shipment}, ${goods}, from ${origin} to ${destination}`],
      ['Sensor', fact.device],
      ['Position', positionInWords(fact.position)],
      ...words.rows,
    ]),
    '',
    `What to do: ${words.todo}`,
    '',
    `Profile ${profile.id}, version ${profile.version}. Severity: ${words.severity}. Ledger entry ${entry.sequence}, ${entry.hash.slice(0, 16)}.`,
  ].join('\n');
  const excursion = 'excursion' in fact ? fact.excursion : null;
  return {
    subject,
    email: text,
    sms: toSms(
      `${words.severity.toUpperCase()} ${shipment}: ${words.headline}. ${words.inShort}`.replaceAll(
        ' °C',
        ' C',
      ),
    ),
    audience,
    notification: {
      schema: 'coldwatch/notification/1',
      id: `${shipment}/${entry.sequence}`,
      kind: fact.kind,
      severity: words.severity,
      shipment,
      goods,
      device: fact.device,
      profile: { id: profile.id, version: profile.version },
      rule: excursion?.rule ?? null,
      excursion: excursion === null ? null : printExcursion(excursion),
      at: iso(
        excursion === null ? ('at' in fact ? fact.at : entry.recordedAt) : momentOf(fact.kind, excursion),
      ),
      recordedAt: iso(entry.recordedAt),
      ledger: { sequence: entry.sequence, hash: entry.hash },
      subject,
      text,
    },
  };
}

function wordsOf(fact: ToldFact, profile: Profile): Words {
  if (fact.kind === 'contact-lost')
    return {
      headline: `no contact with ${fact.device}`,
      severity: 'minor',
      rows: [
        ['Last heard', moment(fact.at)],
        ['Allowed', `${duration(profile.maxGapMs)} without a reading`],
      ],
      todo: 'Ask the carrier where the goods are and whether the sensor is on. Readings stored in it count when they arrive.',
      inShort: 'Ask the carrier.',
    };
  if (fact.kind === 'contact-restored')
    return {
      headline: `${fact.device} is heard again`,
      severity: 'info',
      rows: [['Heard', moment(fact.at)]],
      todo: 'Nothing, unless an excursion is reported with the readings that came late.',
      inShort: 'Nothing to do.',
    };
  const { excursion } = fact;
  const rule = profile.rules.find(({ id }) => id === excursion.rule);
  if (rule === undefined) throw new Error(`profile ${profile.id} has no rule ${excursion.rule}`);
  const limit = limitInWords(rule);
  const rows = excursionRows(rule, excursion);
  switch (fact.kind) {
    case 'excursion-opened':
      return {
        headline: `${quantity(rule.channel, excursion.peak)}, ${limit}${since(rule, excursion)}`,
        severity: excursion.severity,
        rows,
        todo: 'Call the carrier: check the cooling and close the box. Keep the goods apart on arrival; a pharmacist decides on their use.',
        inShort: 'Call the carrier: check cooling, close the box.',
      };
    case 'excursion-closed':
      return {
        headline: `no longer ${limit}, since ${moment(excursion.to!)}`,
        severity: excursion.severity,
        rows: [...rows, ['Ended', moment(excursion.to!)]],
        todo: 'Keep the goods apart on arrival; a pharmacist decides on their use.',
        inShort: 'Keep the goods apart for the pharmacist.',
      };
    case 'excursion-withdrawn':
      return {
        headline: `withdrawn: ${limit} from ${moment(excursion.from)}`,
        severity: severities[Math.max(0, severities.indexOf(excursion.severity) - 1)]!,
        rows: [...rows, ['Why', 'with readings that came later, the record no longer passes the rule']],
        todo: 'Nothing. Other alarms of this shipment stand.',
        inShort: 'Nothing to do.',
      };
  }
}

function excursionRows(rule: LimitRule, excursion: RecordedExcursion): [string, string][] {
  return [
    ['Outside since', moment(excursion.from)],
    ['Alarm since', moment(excursion.firedAt)],
    [
      'How far',
      `${quantity(rule.channel, excursion.peak)} at most, ${duration(excursion.observedMs)} ${limitInWords(rule)}`,
    ],
    ['Allowed', allowanceInWords(rule)],
  ];
}

function since(rule: LimitRule, { from, firedAt }: RecordedExcursion): string {
  return rule.allowance.mode === 'instant' ? '' : ` for ${duration(firedAt - from)}`;
}

function momentOf(kind: ToldFact['kind'], excursion: RecordedExcursion): number {
  return kind === 'excursion-closed' ? (excursion.to ?? excursion.firedAt) : excursion.firedAt;
}

function printExcursion({ id, from, to, firedAt, observedMs, peak }: RecordedExcursion) {
  return {
    id,
    from: iso(from),
    to: to === null ? null : iso(to),
    firedAt: iso(firedAt),
    observedSeconds: toSeconds(observedMs),
    peak,
  };
}

function positionInWords(position: Position | null): string {
  if (position === null) return 'not known';
  const { latitude, longitude, at } = position;
  return `${latitude.toFixed(5)}, ${longitude.toFixed(5)} at ${moment(at)}`;
}

function toSubject(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  const letters = Array.from(line);
  return letters.length <= subjectLength ? line : `${letters.slice(0, subjectLength - 1).join('')}…`;
}

function table(rows: readonly [string, string][]): string[] {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${`${name}:`.padEnd(width + 2)}${value}`);
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
