import type { DeviceState, RuleState, UnreadableState } from '../evaluation/device-state.ts';
import type { Channel } from '../model/reading.ts';
import type { DiagnosticsState } from '../evaluation/diagnostics/diagnostics.ts';
import { channelCodes, channelOf, channelsByCode } from './readings-codec.ts';

// The stored form of a device's evaluation state: lists without property names, as in the rest of the device item.

type PackedRule = [
  rule: string,
  episode: [number, number, number, number | null, number | null, 0 | 1, string | null] | 0,
  /** `closedAt` is 0 while the excursion is open. Device items of earlier releases have 1 once it was closed. */
  latest: [from: number, firedAt: number, closedAt: number] | 0,
  rate?: RuleState['rate'] | 0,
];

type PackedBound = number | 'infinite' | null;

const noOthers: PackedOthers = [[], 0];

type PackedOthers = [unreadable: PackedUnreadable[], jump: NonNullable<DeviceState['jump']> | 0];

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

type PackedUnreadable = [
  channel: number,
  since: number,
  at: number,
  above: PackedBound,
  below: PackedBound,
  texts: readonly string[],
  codes: UnreadableState['codes'],
];

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

/** An end of a scale. It is "infinite" where only the side is known, because JSON has no infinity. */
