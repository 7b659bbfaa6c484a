import { temperatureUnitNamed } from '../telemetry/temperature-unit.ts';
import { excerpt } from '../model/excerpt.ts';
import { UnusableArgument } from './logger-file.ts';
import { plainWords } from './plain-words.ts';

/** More different texts than these are no devices of one file, but remarks or measurements. */
const groupsAtMost = 12;
/** So often each text must stand there. */
const timesAtLeast = 3;
/** Characters of a text that may be a name. */
const nameAtMost = 80;
/** In degrees Celsius: by less two sensors in one box may differ. */
const leastDifference = 0.5;
/** By how much farther the temperatures of two groups must lie apart than those of one. */
const factor = 3;

/** Headings of what is no device, by any of their words. */
const otherHeadings = new Set(
  'status state event events alarm alarms alert alerts warning note notes remark remarks comment comments message bemerkung kommentar notiz phase door mode flag flags quality battery unit units scale signal rssi snr'.split(
    ' ',
  ),
);
/** Texts that are states and no names. */
const states = new Set(
  'ok yes no true false on off open closed opened high low hi lo normal alarm alert warning warn error fault good bad valid invalid in out inside outside start stop ja nein an aus ein oui non si charging discharging idle running cooling heating defrost origin transit in-transit destination full empty active inactive 0 1 none null nan'.split(
    ' ',
  ),
);
const timeZone = /^(?:utc|gmt|z|[a-z]{3,4}|(?:utc|gmt)?[+\-\u2212]\d{1,2}(?::?\d{2})?|[a-z_]+\/[a-z_/+-]+)$/i;

type Group = { count: number; last: number; sum: number; first: number; final: number };

/**
 * A column or field that is not read and may name devices by what it does to the temperatures. It is asked about where
 * all of this holds: it has two to twelve different texts, each at least three times; they are no states, units or time
 * zones, and its heading is none of those; rows of different texts take turns, or a new one begins where the time goes
 * back; and a temperature is much nearer to the one before it under the same text than to that of the row before it under
 * another (by more than a factor of three and half a degree). So a state of one device, which changes while the
 * temperature goes on, is not asked about, but a second sensor is.
 */
export class GroupCheck {
  readonly heading: string;
  readonly #groups = new Map<string, Group>();
  #isOpen: boolean;
  #previous: { readonly name: string; readonly celsius: number; readonly at: number } | null = null;
  /** Differences of neighbours under different texts, and under the same one. */
  #across = { count: 0, sum: 0 };
  #within = { count: 0, sum: 0 };
  #goesBack = false;

  constructor(heading: string) {
    this.heading = heading;
    this.#isOpen = !plainWords(heading).some((word) => otherHeadings.has(word));
  }

  /** Takes what a row says beside a temperature at a time, in epoch milliseconds. */
  see(name: string, celsius: number, at: number): void {
    if (!this.#isOpen || name === '') return;
    let group = this.#groups.get(name);
    if (group === undefined) {
      if (this.#groups.size === groupsAtMost || name.length > nameAtMost) {
        this.#isOpen = false;
        this.#groups.clear();
        return;
      }
      group = { count: 0, last: celsius, sum: 0, first: at, final: at };
      this.#groups.set(name, group);
    }
    if (group.count > 0) add(this.#within, celsius - group.last);
    if (this.#previous !== null && this.#previous.name !== name) {
      add(this.#across, celsius - this.#previous.celsius);
      this.#goesBack ||= at < this.#previous.at;
    }
    group.count++;
    group.sum += celsius;
    group.last = celsius;
    group.first = Math.min(group.first, at);
    group.final = Math.max(group.final, at);
    this.#previous = { name, celsius, at };
  }

  /** The texts, where they seem to be names of devices; else none. */
  names(): string[] {
    const groups = [...this.#groups.values()];
    const names = [...this.#groups.keys()];
    if (!this.#isOpen || groups.length < 2 || groups.some(({ count }) => count < timesAtLeast)) return [];
    if (
      names.every((name) => isState(name)) ||
      names.every((name) => timeZone.test(name) && this.#isOfZones())
    )
      return [];
    const within = this.#within.sum / this.#within.count;
    const far = (difference: number): boolean => difference > within * factor + leastDifference;
    const takeTurns = this.#across.count >= 2 * groups.length;
    if (takeTurns && far(this.#across.sum / this.#across.count)) return names.sort();
    const means = groups.map(({ sum, count }) => sum / count);
    const overlap =
      Math.max(...groups.map(({ first }) => first)) <= Math.min(...groups.map(({ final }) => final));
    return this.#goesBack && overlap && far(Math.max(...means) - Math.min(...means)) ? names.sort() : [];
  }

  #isOfZones(): boolean {
    return plainWords(this.heading).some(
      (word) => word.includes('zone') || word === 'tz' || word === 'offset',
    );
  }
}

function isState(name: string): boolean {
  return states.has(name.trim().toLowerCase()) || temperatureUnitNamed(name) !== null;
}

function add(sums: { count: number; sum: number }, difference: number): void {
  sums.count++;
  sums.sum += Math.abs(difference);
}

/** Asks about a column or field whose texts seem to be devices. */
export function refuseGroups(watches: readonly GroupCheck[]): void {
  for (const check of watches) {
    const names = check.names();
    if (names.length > 0)
      throw new UnusableArgument(
        `the temperatures under ${names.map((name) => excerpt(name)).join(', ')} (in ${excerpt(check.heading)}) seem to be of several devices; say which is meant, as --device ${JSON.stringify(names[0])}, or leave ${excerpt(check.heading)} out where it names none`,
      );
  }
}
