import { type ReactNode, useId } from 'react';
import { useNow } from '../format/use-now.ts';
import { MomentInput } from '../parts/moment-input.tsx';
import { useFormats } from '../session/preferences.tsx';
import { pageTexts } from '../texts/shipment-page.ts';
import { type Bound, type Bounds, outsideOf } from './sensible-time.ts';

const word = pageTexts.run;

/** When something happened: now, at the time that positions show, or at a time that the person gives. */
export type When = { readonly kind: 'now' | 'seen' | 'earlier'; readonly at: string | null };

/** Returns the time to send; null stands for now, by the server's clock. */
export function timeOf({ kind, at }: When): string | null {
  return kind === 'now' ? null : at;
}

/**
 * Says what is wrong with a time; null where nothing is. `isEarliestSoft` lets an earlier time pass, which the caller
 * then explains. `now` is epoch milliseconds.
 */
export function whenProblem(when: When, bounds: Bounds, now: number, isEarliestSoft = false): string | null {
  if (when.kind === 'now') return outsideOf(bounds, now, now) === 'late' ? word.tooLate : null;
  if (when.at === null) return word.noTime;
  const outside = outsideOf(bounds, Date.parse(when.at), now);
  if (outside === 'late') return word.tooLate;
  return outside === 'early' && !isEarliestSoft ? word.tooEarly : null;
}

/** Fields for a time: now or earlier, with the earliest and the latest time that it can have been. */
export function WhenFields({
  legend = word.when,
  value,
  onChange,
  bounds,
  seen = null,
  problem,
}: {
  legend?: string;
  value: When;
  onChange: (when: When) => void;
  bounds: Bounds;
  /** The time that positions show; null where they show none. */
  seen?: string | null;
  problem: string | null;
}): ReactNode {
  const { moment } = useFormats();
  const now = useNow();
  const name = useId();
  const choices: readonly (readonly [When['kind'], string, string | null])[] = [
    ...(seen === null ? [] : [['seen', word.asSeen(moment(seen)), seen] as const]),
    ['now', word.now, null],
    ['earlier', word.earlier, seen ?? value.at ?? roundedDown(now)],
  ];
  return (
    <>
      <fieldset className="choice when">
        <legend>{legend}</legend>
        {choices.map(([kind, text, at]) => (
          <label key={kind}>
            <input
              type="radio"
              name={name}
              checked={value.kind === kind}
              onChange={() => onChange({ kind, at })}
            />
            {text}
          </label>
        ))}
      </fieldset>
      {value.kind === 'earlier' && (
        <MomentInput
          label={word.time}
          value={value.at}
          onChange={(at) => onChange({ kind: 'earlier', at })}
          hint={<BoundsInWords bounds={bounds} />}
          problem={problem}
        />
      )}
    </>
  );
}

function BoundsInWords({ bounds: { earliest, latest } }: { bounds: Bounds }): ReactNode {
  const { moment } = useFormats();
  const inWords = (bound: Bound | null): string =>
    bound === null ? word.bounds.now : word.bounds[bound.because](moment(bound.at));
  return earliest === null ? word.until(inWords(latest)) : word.between(inWords(earliest), inWords(latest));
}

function roundedDown(now: number): string {
  return new Date(Math.floor(now / 60_000) * 60_000).toISOString();
}
