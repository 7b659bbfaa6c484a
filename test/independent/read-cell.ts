import type { Channel } from './profile-as-written.ts';
import { roundToNineDecimals } from './rounding.ts';

/** A value without a number: its text, and in which direction it is off the scale, if any. */
export type Unreadable = {
  text: string;
  offScale: 'above' | 'below' | 'either' | null;
  /** The end of the scale, if the mark names it (`>72.0`), in the unit of the channel. */
  scaleEnd: number | null;
};

export type Cell = { kind: 'value'; value: number } | ({ kind: 'unreadable' } & Unreadable);

// Design, section 3: the bounds of each channel; the bounds themselves are readable.
const bounds: Record<Channel, readonly [lowest: number, highest: number]> = {
  temperature: [-210, 150],
  pressure: [0, 200],
  humidity: [0, 110],
  battery: [0, 110],
};

const jsonNumber = /^[+-]?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** The number that a text spells, or null. U+2212 is a minus; a leading plus is allowed. */
export function spelledNumber(text: string): number | null {
  const plain = text.trim().replace('\u2212', '-');
  if (!jsonNumber.test(plain)) return null;
  const value = Number(plain);
  return Number.isFinite(value) ? value : null;
}

/** The content of a channel's cell: a number within the bounds, or an unreadable value. */
export function readCell(channel: Channel, text: string): Cell {
  const value = spelledNumber(text);
  const [lowest, highest] = bounds[channel];
  if (value !== null && value >= lowest && value <= highest)
    return { kind: 'value', value: roundToNineDecimals(value) };
  return { kind: 'unreadable', text: shortText(text), ...offScaleOf(text.trim()) };
}

function offScaleOf(text: string): Pick<Unreadable, 'offScale' | 'scaleEnd'> {
  const word = text.toUpperCase();
  if (word === 'HI') return { offScale: 'above', scaleEnd: null };
  if (word === 'LO') return { offScale: 'below', scaleEnd: null };
  if (word === 'OL') return { offScale: 'either', scaleEnd: null };
  const scaleEnd = spelledNumber(text.slice(1));
  if (text.startsWith('>') && scaleEnd !== null) return { offScale: 'above', scaleEnd };
  if (text.startsWith('<') && scaleEnd !== null) return { offScale: 'below', scaleEnd };
  return { offScale: null, scaleEnd: null };
}

function shortText(text: string): string {
  const characters = Array.from(text.trim()).slice(0, 24);
  return characters.map((character) => (isControl(character) ? escaped(character) : character)).join('');
}

function isControl(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  return code < 32 || (code >= 127 && code < 160);
}

function escaped(character: string): string {
  return `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;
}
