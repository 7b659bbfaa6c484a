/** A length of time while it is typed. */
export type TypedTime = { readonly hours: string; readonly minutes: string };

export const noTime: TypedTime = { hours: '', minutes: '' };

/** Reads a typed length of time, in milliseconds; null where nothing is typed, "wrong" where it is none. */
export function readTime({ hours, minutes }: TypedTime): number | null | 'wrong' {
  const typed = [hours.trim(), minutes.trim()];
  if (typed.every((each) => each === '')) return null;
  if (typed.some((each) => !/^\d{0,6}$/.test(each))) return 'wrong';
  return (Number(typed[0]) * 60 + Number(typed[1])) * 60_000;
}

/** Reads a typed number of freeze-thaw cycles; null where nothing is typed, "wrong" where it is no whole number. */
export function readCycles(typed: string): number | null | 'wrong' {
  const given = typed.trim();
  if (given === '') return null;
  return /^\d{1,6}$/.test(given) ? Number(given) : 'wrong';
}
