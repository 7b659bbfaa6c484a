import type { DeviceState, RuleState } from '../domain/advance.ts';
import { channels } from '../domain/reading.ts';
import type { Assignment, Told } from './head.ts';

// How the head spells what it holds: lists without names, because every byte is paid for with each message.

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

export function stateOf(text: string): DeviceState {
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

export function writeTold({ alarms, silentSince }: Told): string {
  return JSON.stringify([alarms, silentSince]);
}

export function toldOf(text: string): Told {
  const [alarms, silentSince] = JSON.parse(text) as [string, number | null];
  return { alarms, silentSince };
}
