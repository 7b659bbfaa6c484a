import { legTexts } from '../texts/legs.ts';
import { type TypedTime, noTime, readCycles, readTime } from './typed-time.ts';

const word = legTexts.openDialog;

/** What was used before, while it is typed. */
export type OpeningDraft = {
  readonly kind: 'unused' | 'spent' | 'unknown' | null;
  /** By the allowance's id. */
  readonly times: { readonly [allowance: string]: TypedTime };
  readonly cycles: string;
  readonly source: string;
  readonly reason: string;
};
export const noOpening: OpeningDraft = { kind: null, times: {}, cycles: '', source: '', reason: '' };

/** What is missing or wrong before it can be entered, besides the reason; null where nothing is. */
export function lackOfOpening(draft: OpeningDraft, allowances: readonly string[]): string | null {
  const { kind, cycles, source } = draft;
  if (kind === null) return word.noKind;
  if (kind === 'unknown') return null;
  if (kind === 'spent') {
    const times = allowances.map((id) => readTime(draft.times[id] ?? noTime));
    if (times.includes('wrong')) return legTexts.fields.badTime;
    if (readCycles(cycles) === 'wrong') return legTexts.fields.badCycles;
    if ([...times, readCycles(cycles)].every((each) => each === null)) return word.noAmount;
  }
  return source.trim() === '' ? word.noSource : null;
}

/** What is sent of a draft that lacks nothing. */
export function openingOf(draft: OpeningDraft, allowances: readonly string[]): Record<string, unknown> {
  const source = draft.source.trim();
  if (draft.kind !== 'spent')
    return draft.kind === 'unused' ? { kind: 'unused', source } : { kind: 'unknown' };
  const spent = allowances.flatMap((id) => {
    const ms = readTime(draft.times[id] ?? noTime);
    return typeof ms === 'number' ? [[id, `PT${ms / 60_000}M`] as const] : [];
  });
  return { kind: 'spent', spent: Object.fromEntries(spent), cycles: readCycles(draft.cycles), source };
}
