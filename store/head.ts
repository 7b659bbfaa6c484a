import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { type DeviceState, type RuleState, initialState } from '../domain/advance.ts';
import { type Reading, channels } from '../domain/reading.ts';
import type { PhaseBoundaries } from '../domain/span.ts';
import { unpackReadings } from './packing.ts';

/** Which shipment a device watches, from when on, and by what. Times are epoch milliseconds. */
export type Assignment = {
  readonly shipment: string;
  readonly profile: { readonly id: string; readonly version: number };
  readonly since: number;
  readonly intervalMs: number;
  /** When it was attached, in our time: silence counts from here at the earliest. */
  readonly attachedAt: number;
  readonly phases: PhaseBoundaries;
};

/** What the ledger has been told of a device, so that it need not be asked: a cache. */
export type Told = {
  /** Per rule the latest excursion: its beginning, and whether it is closed. */
  readonly marks: { readonly [rule: string]: { readonly from: number; readonly closed: boolean } };
  /** Since when the device is recorded as out of contact. */
  readonly silentSince: number | null;
};

/** The one item of a device that every message writes to. */
export type Head = {
  readonly deviceId: string;
  readonly assignment: Assignment | null;
  /** The number that the next sealed segment gets. */
  readonly sealNumber: number;
  /** Where judging stood at the last seal. */
  readonly state: DeviceState;
  readonly told: Told;
  /** Messages since the last seal: packed readings by content name; empty where the content is in the journal. */
  readonly messages: ReadonlyMap<string, Uint8Array>;
  /** Size as the database bills it. */
  readonly bytes: number;
};

/** An item of up to this many bytes costs one write unit. */
export const writeUnitBytes = 1024;

export const nothingTold: Told = { marks: {}, silentSince: null };

export type Item = Record<string, AttributeValue>;

/** One-letter names, because every byte of the head is paid for with each message. */
export const headAttributes = { assignment: 'a', sealNumber: 'n', state: 's', told: 't' } as const;

const contentName = /^[A-Za-z0-9_-]{8}$/;
const keyName = 'deviceId';

export function headOf(item: Item): Head {
  const messages = new Map<string, Uint8Array>();
  let bytes = 0;
  for (const [name, value] of Object.entries(item)) {
    bytes += name.length + sizeOf(value);
    if (value.B !== undefined && name !== keyName && contentName.test(name)) messages.set(name, value.B);
  }
  const { a, n, s, t } = item;
  return {
    deviceId: item[keyName]!.S!,
    // Detached: the text is empty.
    assignment: a?.S ? assignmentOf(a.S) : null,
    sealNumber: Number(n?.N ?? 0),
    state: s?.S === undefined ? initialState : stateOf(s.S),
    told: t?.S === undefined ? nothingTold : toldOf(t.S),
    messages,
    bytes,
  };
}

/** The readings of the messages since the last seal. */
export function readingsOf(head: Head): Reading[] {
  return [...head.messages.values()].flatMap(unpackReadings);
}

/** Whether a message's content went straight to the journal, so that the head does not hold all that came. */
export function pointsToJournal(head: Head): boolean {
  return [...head.messages.values()].some((packed) => packed.length === 0);
}

function sizeOf(value: AttributeValue): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.B !== undefined) return value.B.length;
  return value.N === undefined ? 0 : Math.ceil(value.N.length / 2) + 1;
}

export function writeAssignment(assignment: Assignment): string {
  const { shipment, profile, since, intervalMs, attachedAt, phases } = assignment;
  return JSON.stringify([
    shipment,
    profile.id,
    profile.version,
    since,
    intervalMs,
    attachedAt,
    phases.departedAt,
    phases.arrivedAt,
  ]);
}

export function assignmentOf(text: string): Assignment {
  const [shipment, id, version, since, intervalMs, attachedAt, departedAt, arrivedAt] = JSON.parse(text) as [
    string,
    string,
    number,
    number,
    number,
    number,
    number | null,
    number | null,
  ];
  return {
    shipment,
    profile: { id, version },
    since,
    intervalMs,
    attachedAt,
    phases: { departedAt, arrivedAt },
  };
}

type PackedRule = [
  rule: string,
  episode: [number, number, number, number | null, number | null, 0 | 1, string | null] | 0,
  latest: [number, number, 0 | 1] | 0,
];

export function writeState(state: DeviceState): string {
  const last = channels.flatMap((channel, index) => {
    const sample = state.last[channel];
    return sample === undefined ? [] : [[index, sample.at, sample.differs ? 1 : 0, ...sample.values]];
  });
  const rules = Object.entries(state.rules).flatMap<PackedRule>(([rule, { episode, latest }]) =>
    episode === null && latest === null
      ? []
      : [
          [
            rule,
            episode === null
              ? 0
              : [
                  episode.from,
                  episode.observedMs,
                  episode.until,
                  episode.peak,
                  episode.firedAt,
                  episode.running ? 1 : 0,
                  episode.endedBy,
                ],
            latest === null ? 0 : [latest.from, latest.firedAt, latest.closed ? 1 : 0],
          ],
        ],
  );
  return JSON.stringify([last, rules]);
}

function stateOf(text: string): DeviceState {
  const [last, rules] = JSON.parse(text) as [[number, number, number, ...number[]][], PackedRule[]];
  return {
    last: Object.fromEntries(
      last.map(([index, at, differs, ...values]) => [
        channels[index]!,
        { at, values, differs: differs === 1 },
      ]),
    ),
    rules: Object.fromEntries(rules.map(([rule, episode, latest]) => [rule, ruleOf(episode, latest)])),
  };
}

function ruleOf(episode: PackedRule[1], latest: PackedRule[2]): RuleState {
  return {
    episode:
      episode === 0
        ? null
        : {
            from: episode[0],
            observedMs: episode[1],
            until: episode[2],
            peak: episode[3],
            firedAt: episode[4],
            running: episode[5] === 1,
            endedBy: episode[6] as never,
          },
    latest: latest === 0 ? null : { from: latest[0], firedAt: latest[1], closed: latest[2] === 1 },
  };
}

export function writeTold({ marks, silentSince }: Told): string {
  return JSON.stringify([
    Object.entries(marks).map(([rule, { from, closed }]) => [rule, from, closed ? 1 : 0]),
    silentSince,
  ]);
}

function toldOf(text: string): Told {
  const [marks, silentSince] = JSON.parse(text) as [[string, number, 0 | 1][], number | null];
  return {
    marks: Object.fromEntries(marks.map(([rule, from, closed]) => [rule, { from, closed: closed === 1 }])),
    silentSince,
  };
}
