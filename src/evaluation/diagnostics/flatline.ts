import {
  type ScalarChannel,
  scalarChannelDefinitions,
  scalarChannels,
} from '../../model/channels/channels.ts';
import { duration, moment, quantity } from '../../model/wording.ts';
import type { Detector } from './detector.ts';
import type { Diagnostic } from './diagnostic.ts';

type Stay = { readonly value: number; readonly from: number; readonly until: number };
type State = { readonly [channel in ScalarChannel]?: Stay };

/** Reports a sensor that repeats the same value for so long that it may not be measuring anything. */
export const stuck: Detector<State> = {
  channels: scalarChannels.filter((channel) => !scalarChannelDefinitions[channel].mayStayConstant),
  see(state, channel, { at, values }, { profile: { health } }, end) {
    if (health.stuckForMs === null) return undefined;
    const stay = state?.[channel as ScalarChannel];
    const value = values[0]!;
    const stays = values.length === 1 && stay?.value === value;
    if (stay !== undefined && !stays && isStuck(stay, health.stuckForMs))
      end(diagnosticOf(channel as ScalarChannel, stay, stay.until));
    return { ...state, [channel]: stays ? { ...stay, until: at } : { value, from: at, until: at } };
  },
  openNow: (state, { profile: { health } }) =>
    (Object.entries(state) as [ScalarChannel, Stay][])
      .filter(([, stay]) => health.stuckForMs !== null && isStuck(stay, health.stuckForMs))
      .map(([channel, stay]) => diagnosticOf(channel, stay, null)),
};

function isStuck({ from, until }: Stay, forMs: number): boolean {
  return until - from >= forMs;
}

function diagnosticOf(channel: ScalarChannel, { value, from, until }: Stay, to: number | null): Diagnostic {
  return {
    kind: 'stuck',
    subject: channel,
    severity: 'minor',
    from,
    to,
    sentence: `The sensor read exactly ${quantity(channel, value)} for ${duration(until - from)} from ${moment(from)}: it may be stuck.`,
  };
}
