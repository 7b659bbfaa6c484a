import type { DeviceState, RuleState, UnreadableState } from '../evaluation/device-state.ts';
import type { Role } from '../model/enumerations.ts';
import type { Channel } from '../model/reading.ts';
import type { DiagnosticsState } from '../evaluation/diagnostics/diagnostics.ts';
import type { Assignment, LedgerSyncMark } from './device-item.ts';
import { channelCodes, channelOf, channelsByCode } from './readings-codec.ts';

// The stored form of a device item: lists without property names, because every byte is paid for with each message.

/** The stored codes of sensor roles. They never change, whatever the order in the list of roles. */
const roleCodes: { readonly [role in Role]: number } = { product: 0, ambient: 1, spare: 2 };
const roleOfCode = new Map(Object.entries(roleCodes).map(([role, code]) => [code, role as Role] as const));

function roleOf(code: number): Role {
  const role = roleOfCode.get(code);
  if (role === undefined) throw new Error(`an assignment names role ${code}, which is unknown`);
  return role;
}

export function writeAssignment(assignment: Assignment): string {
  const { shipment, profile, since, intervalMs, attachedAt, phases, role } = assignment;
  return JSON.stringify([
    shipment,
    profile.id,
    profile.version,
    since,
    intervalMs,
    attachedAt,
    phases.departedAt,
    phases.arrivedAt,
    roleCodes[role],
    assignment.declaredAt,
    assignment.calibratedUntil,
    assignment.hasRoute ? 1 : 0,
    phases.inferred?.departedAt ?? null,
    phases.inferred?.arrivedAt ?? null,
    phases.firstInferred?.departedAt ?? null,
    phases.firstInferred?.arrivedAt ?? null,
  ]);
}

export function assignmentOf(text: string): Assignment {
  const [
    shipment,
    id,
    version,
    since,
    intervalMs,
    attachedAt,
    departedAt,
    arrivedAt,
    // Device items of earlier releases end here.
    role = roleCodes.product,
    declaredAt = null,
    calibratedUntil = null,
    hasRoute = 0,
    ...inferences
  ] = JSON.parse(text) as [
    string,
    string,
    number,
    number,
    number,
    number,
    number | null,
    number | null,
    number?,
    (number | null)?,
    (number | null)?,
    (0 | 1)?,
    ...(number | null)[],
  ];
  const [shownDeparture = null, shownArrival = null, firstDeparture = null, firstArrival = null] = inferences;
  // Device items of earlier releases did not distinguish declared from inferred milestones. The ledger does.
  const isUnclear = inferences.length === 0 && (departedAt !== null || arrivedAt !== null);
  return {
    shipment,
    profile: { id, version },
    since,
    intervalMs,
    attachedAt,
    phases: {
      departedAt,
      arrivedAt,
      ...(!isUnclear && {
        inferred: { departedAt: shownDeparture, arrivedAt: shownArrival },
        firstInferred: { departedAt: firstDeparture, arrivedAt: firstArrival },
      }),
    },
    role: roleOf(role),
    declaredAt,
    calibratedUntil,
    hasRoute: hasRoute === 1,
  };
}

type PackedRule = [
  rule: string,
  episode: [number, number, number, number | null, number | null, 0 | 1, string | null] | 0,
  /** `closedAt` is 0 while the excursion is open. Device items of earlier releases have 1 once it was closed. */
  latest: [from: number, firedAt: number, closedAt: number] | 0,
  rate?: RuleState['rate'] | 0,
];

export function writeState(state: DeviceState): string {
  const last = channelsByCode.flatMap((channel) => {
    const sample = state.last[channel];
    if (sample === undefined) return [];
    // The state does not need a device's position, because its diagnostics contain the journey.
    const values = channel === 'location' ? [] : sample.values;
    return [[channelCodes[channel], sample.at, sample.differs ? 1 : 0, ...values]];
  });
  const rules = Object.entries(state.rules).flatMap<PackedRule>(([rule, { episode, latest, rate }]) =>
    episode === null && latest === null && rate === undefined
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
            latest === null ? 0 : [latest.from, latest.firedAt, latest.closedAt ?? 0],
            rate ?? 0,
          ],
        ],
  );
  const unreadable = channelsByCode.flatMap((channel) => packUnreadable(channel, state.unreadable[channel]));
  const others: PackedOthers = [unreadable, state.jump ?? 0];
  // Nearly every state has none of these.
  if (others[0].length > 0 || state.jump !== null)
    return JSON.stringify([last, rules, state.diagnostics, others]);
  return JSON.stringify(
    Object.keys(state.diagnostics).length === 0 ? [last, rules] : [last, rules, state.diagnostics],
  );
}

/** An end of a scale. It is "infinite" where only the side is known, because JSON has no infinity. */
type PackedBound = number | 'infinite' | null;
type PackedUnreadable = [
  channel: number,
  since: number,
  at: number,
  above: PackedBound,
  below: PackedBound,
  texts: readonly string[],
  codes: UnreadableState['codes'],
];
const noOthers: PackedOthers = [[], 0];
type PackedOthers = [unreadable: PackedUnreadable[], jump: NonNullable<DeviceState['jump']> | 0];

function packUnreadable(channel: Channel, state: UnreadableState | undefined): PackedUnreadable[] {
  if (state === undefined) return [];
  const { since, at, above, below, texts, codes } = state;
  const bound = (value: number | null): PackedBound =>
    value === null || Number.isFinite(value) ? value : 'infinite';
  return [[channelCodes[channel], since, at, bound(above), bound(below), texts, codes]];
}

function unpackUnreadable([, since, at, above, below, texts, codes]: PackedUnreadable): UnreadableState {
  return {
    since,
    at,
    above: above === 'infinite' ? Infinity : above,
    below: below === 'infinite' ? -Infinity : below,
    texts,
    codes,
  };
}

export function stateOf(text: string): DeviceState {
  const [last, rules, diagnostics = {}, [unreadable, jump] = noOthers] = JSON.parse(text) as [
    [number, number, number, ...number[]][],
    PackedRule[],
    DiagnosticsState?,
    PackedOthers?,
  ];
  return {
    last: Object.fromEntries(
      last.map(([code, at, differs, ...values]) => [channelOf(code), { at, values, differs: differs === 1 }]),
    ),
    rules: Object.fromEntries(
      rules.map(([rule, episode, latest, rate]) => [rule, ruleOf(episode, latest, rate)]),
    ),
    diagnostics,
    unreadable: Object.fromEntries(
      unreadable.map((packed) => [channelOf(packed[0]), unpackUnreadable(packed)]),
    ),
    jump: jump === 0 ? null : jump,
  };
}

function ruleOf(episode: PackedRule[1], latest: PackedRule[2], rate: PackedRule[3]): RuleState {
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
    latest:
      latest === 0
        ? null
        : { from: latest[0], firedAt: latest[1], closedAt: latest[2] === 0 ? null : latest[2] },
    ...(rate !== undefined && rate !== 0 && { rate }),
  };
}

export function writeSyncMark({ alarms, offlineSince }: LedgerSyncMark): string {
  return JSON.stringify([alarms, offlineSince]);
}

export function syncMarkOf(text: string): LedgerSyncMark {
  const [alarms, offlineSince] = JSON.parse(text) as [string, number | null];
  return { alarms, offlineSince };
}
