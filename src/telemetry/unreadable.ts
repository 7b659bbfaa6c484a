import type { OffScaleSide } from '../model/reading.ts';

/** A text sent in place of a number. */
export class UnreadableText {
  /** The first 24 characters, control characters escaped. */
  readonly text: string;
  readonly offScale: OffScaleSide | null;
  /** The end of the sensor's scale that the value lies beyond, in the unit of the text; null if it names none. */
  readonly bound: number | null;

  /** The text names the unit of the bound, which was therefore converted to degrees Celsius already. */
  readonly #isConverted: boolean;

  constructor(
    given: string,
    offScale: OffScaleSide | null = null,
    bound: number | null = null,
    isConverted = false,
  ) {
    this.#isConverted = isConverted;
    this.text = shortened(given);
    this.offScale = offScale;
    this.bound = bound;
  }

  /** Returns the same text with the end of the scale in another unit. */
  convertedBy(convert: (bound: number) => number): UnreadableText {
    if (this.#isConverted || this.bound === null) return this;
    return new UnreadableText(this.text, this.offScale, convert(this.bound));
  }
}

/** The number of characters of an unreadable value that are stored; the archive has all of it. */
const mostCharacters = 24;
/** A JSON number (RFC 8259, section 6), also with a leading plus, or with U+2212 for the minus. */
const spelledNumber = /^[+\-\u2212]?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const number = String.raw`[+\-\u2212]?\d+(?:[.,]\d+)?`;
const beyond = new RegExp(String.raw`^([<>\u2264\u2265])=?\s*(${number})\s*(?:°?\s*([CFK]))?$`, 'i');
/** Control, format and line-separating characters, which must never reach a terminal or a page unescaped. */
const unprintable = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;

/** Units that may follow the end of a scale. */
const toCelsius = {
  C: (celsius: number): number => celsius,
  F: (fahrenheit: number): number => ((fahrenheit - 32) * 5) / 9,
  K: (kelvin: number): number => kelvin - 273.15,
} as const;

/**
 * Marks that loggers and meters write for a value off their scale, in capitals and without dots. OL and OFL are the
 * overload marks of hand-held meters, which do not say on which side.
 */
const marks: { readonly [mark: string]: OffScaleSide } = {
  HI: 'above',
  HIGH: 'above',
  HHH: 'above',
  'OVER RANGE': 'above',
  // Hioki recorders write this on either side.
  OVER: 'either',
  LO: 'below',
  LOW: 'below',
  LLL: 'below',
  UNDER: 'below',
  UFL: 'below',
  OL: 'either',
  OFL: 'either',
  OUTRNG: 'either',
  'OUT OF RANGE': 'either',
  'OUT OF SPEC': 'either',
  'OUT OF LIMITS': 'either',
};

/**
 * Returns the number that a trimmed text spells as in JSON (a leading + and U+2212 are allowed); null for other texts.
 */
export function numberSpelled(text: string): number | null {
  const trimmed = text.trim();
  return spelledNumber.test(trimmed) ? Number(trimmed.replace('\u2212', '-')) : null;
}

/**
 * Interprets a text that is not a number: `>72.0` and `<-40` name the end of the scale, `HI`, `LO` and the like only
 * the side, and everything else (`ERR`, `--.-`, an empty text) neither.
 */
export function unreadableText(given: string): UnreadableText {
  const trimmed = given.trim();
  const named = beyond.exec(trimmed);
  if (named !== null) {
    const bound = Number(named[2]!.replace('\u2212', '-').replace(',', '.'));
    const side = '<\u2264'.includes(named[1]!) ? 'below' : 'above';
    const unit = named[3]?.toUpperCase();
    return unit === undefined
      ? new UnreadableText(given, side, bound)
      : new UnreadableText(given, side, toCelsius[unit as keyof typeof toCelsius](bound), true);
  }
  // A mark is short; only the beginning of a longer text is kept.
  const mark = trimmed
    .slice(0, 100)
    .toUpperCase()
    .replaceAll('.', '')
    .replace(/\s*°\s*[CFK]$|^[+-]/g, '');
  return new UnreadableText(given, Object.hasOwn(marks, mark) ? marks[mark]! : null);
}

/** Returns the first characters of a text in printable form. */
export function shortened(text: string, characters = mostCharacters): string {
  return Array.from(text.slice(0, 2 * characters).toWellFormed())
    .slice(0, characters)
    .join('')
    .replaceAll(unprintable, (found) => `\\u{${found.codePointAt(0)!.toString(16)}}`);
}
