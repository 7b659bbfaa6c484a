import { temperatureUnitNamed } from '../telemetry/temperature-unit.ts';
import { excerpt } from '../model/printable.ts';
import { UnusableArgument } from './logger-file.ts';
import { plainWords } from './plain-words.ts';

/** With more distinct texts than this, a column holds remarks or measurements, not devices. */
const groupsAtMost = 12;
/** Each text must occur at least this often. */
const timesAtLeast = 3;
/** Longest text, in characters, that may be a name. */
const nameAtMost = 80;
/** Two sensors in the same box may differ by up to this much, in degrees Celsius. */
const leastDifference = 0.5;
/** How much farther apart temperatures of different groups must be than those within a group. */
const factor = 3;

/** A heading with any of these words does not name devices. */
const otherHeadings = new Set(
  'status state event events alarm alarms alert alerts warning note notes remark remarks comment comments message bemerkung kommentar notiz phase door mode flag flags quality battery unit units scale signal rssi snr'.split(
    ' ',
  ),
);
/** Texts that are states, not names. */
const states = new Set(
  'ok yes no true false on off open closed opened high low hi lo normal alarm alert warning warn error fault good bad valid invalid in out inside outside start stop ja nein an aus ein oui non si charging discharging idle running cooling heating defrost origin transit in-transit destination full empty active inactive 0 1 none null nan'.split(
    ' ',
  ),
);
const timeZone = /^(?:utc|gmt|z|[a-z]{3,4}|(?:utc|gmt)?[+\-\u2212]\d{1,2}(?::?\d{2})?|[a-z_]+\/[a-z_/+-]+)$/i;

type Group = { count: number; last: number; sum: number; first: number; final: number };

/**
 * Detects a column that is not read but seems to distinguish devices, judged by the temperatures in the same rows. The
 * user is asked about it if all of this is true: it has two to twelve distinct texts, each at least three times; they
 * are not states, units or time zones, and the heading suggests none of these; rows with different texts alternate, or
 * a new text begins where the time jumps back; and a temperature is much closer to the previous one with the same text
 * than to the previous row with another text (by more than a factor of three plus half a degree). A state of one device
 * changes while its temperature stays continuous, so it raises no question; a second sensor does.
 */
export class GroupCheck {
  readonly heading: string;
  readonly #groups = new Map<string, Group>();
  #isOpen: boolean;
  #previous: { readonly name: string; readonly celsius: number; readonly at: number } | null = null;
  /** Temperature differences between neighbouring rows with different texts, and between rows with the same text. */
  #across = { count: 0, sum: 0 };
  #within = { count: 0, sum: 0 };
  #goesBack = false;

  constructor(heading: string) {
    this.heading = heading;
    this.#isOpen = !plainWords(heading).some((word) => otherHeadings.has(word));
  }

  /** Adds a row's text with its temperature in degrees Celsius and its time in epoch milliseconds. */
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

  /** The texts, if they seem to be device names; otherwise empty. */
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

/**
 * Asks which device is meant if the texts of a column or field seem to be devices.
 *
 * @throws {UnusableArgument} when they do.
 */
export function refuseGroups(watches: readonly GroupCheck[]): void {
  for (const check of watches) {
    const names = check.names();
    if (names.length > 0)
      throw new UnusableArgument(
        `the temperatures under ${names.map((name) => excerpt(name)).join(', ')} (in ${excerpt(check.heading)}) seem to be of several devices; say which is meant, as --device ${JSON.stringify(names[0])}, or leave ${excerpt(check.heading)} out where it names none`,
        { question: { option: 'device', candidates: names } },
      );
  }
}
