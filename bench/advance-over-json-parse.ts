import { advance } from '../domain/advance.ts';
import { initialState } from '../domain/device-state.ts';
import { pairedRatio, timed } from './measure.ts';
import { beginning, messageAt, profile } from './message.ts';

/** Judging a three-channel message against six rules, over `JSON.parse` of it. */
export function advanceOverJsonParse(): number {
  const terms = {
    profile,
    attachedAt: beginning,
    since: beginning,
    phases: null,
    until: null,
    route: null,
    calibratedUntil: null,
  };
  const { state } = advance(initialState, messageAt(0).readings, terms);
  const { readings, json } = messageAt(1);
  const repeats = 2000;
  let sink = 0;
  const judging = (): number =>
    timed(() => {
      for (let index = 0; index < repeats; index++)
        sink += advance(state, readings, terms).transitions.length;
    });
  const parsing = (): number =>
    timed(() => {
      for (let index = 0; index < repeats; index++)
        sink += (JSON.parse(json) as { time: string }).time.length;
    });
  for (let warm = 0; warm < 10; warm++) sink += judging() + parsing();
  const ratio = pairedRatio(200, judging, parsing);
  if (Number.isNaN(sink)) throw new Error('nothing was measured');
  return ratio;
}
