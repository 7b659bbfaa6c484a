import { texts } from '../texts.ts';

const steps = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

/** Seconds as a person says them: the two largest units that are not zero, as "2 h 5 min". */
export function durationInWords(seconds: number): string {
  let left = Math.max(0, Math.round(seconds));
  const words: string[] = [];
  for (const [unit, length] of steps) {
    const amount = Math.floor(left / length);
    left -= amount * length;
    if (amount > 0) words.push(texts.units[unit](amount));
    else if (words.length > 0) break;
    if (words.length === 2) break;
  }
  return words.length === 0 ? texts.units.second(0) : words.join(' ');
}

/** How long ago something was, in one unit. */
export function agoInWords(at: number, now: number): string {
  const seconds = Math.max(0, (now - at) / 1000);
  if (seconds < 60) return texts.units.justNow;
  const [unit, length] = steps.find(([, each]) => seconds >= each)!;
  return texts.units.ago(texts.units[unit](Math.floor(seconds / length)));
}
