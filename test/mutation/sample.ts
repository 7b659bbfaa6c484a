import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Instrumenter } from '@stryker-mutator/instrumenter';

const root = join(import.meta.dirname, '../..');

/** A mutant of the code. */
export type Drawn = {
  /** Identifies the mutant as long as its own expression stays the same; moving code does not change it. */
  readonly id: string;
  readonly file: string;
  readonly line: number;
  /** In Stryker's format: lines start at 1, columns at 0. */
  readonly range: string;
  readonly operator: string;
  readonly original: string;
  readonly replacement: string;
};

/** Every mutant that Stryker's operators create in these files, which are relative to the root of the project. */
export async function everyMutant(files: readonly string[]): Promise<Drawn[]> {
  const instrumenter = new Instrumenter(silent);
  const made: Drawn[] = [];
  for (const file of files) {
    const content = readFileSync(join(root, file), 'utf8');
    const options = { plugins: null, excludedMutations: [], ignorers: [], noHeader: true };
    const { mutants } = await instrumenter.instrument([{ name: file, mutate: true, content }], options);
    const alike = new Map<string, number>();
    for (const { location, mutatorName: operator, replacement } of mutants) {
      const original = textAt(content.split('\n'), location);
      const parts = JSON.stringify([file, operator, original, replacement]);
      const nth = (alike.get(parts) ?? 0) + 1;
      alike.set(parts, nth);
      const id = hashOf(`${parts}/${nth}`).slice(0, 10);
      const line = location.start.line + 1;
      made.push({ id, file, line, range: rangeOf(location), operator, original, replacement });
    }
  }
  return made;
}

/**
 * Draws `count` mutants: those whose hashes with the seed are the lowest, returned in the order of the code. This is as
 * fair as drawing lots, and changing one expression affects only the mutants of that expression.
 */
export function drawn(all: readonly Drawn[], seed: number, count: number): Drawn[] {
  const lots = all.map(({ id }) => ({ id, lot: hashOf(`${seed}/${id}`) }));
  lots.sort((a, b) => (a.lot < b.lot ? -1 : 1));
  const chosen = new Set(lots.slice(0, count).map(({ id }) => id));
  return all.filter(({ id }) => chosen.has(id));
}

type Position = { readonly line: number; readonly column: number };
type Location = { readonly start: Position; readonly end: Position };

function rangeOf({ start, end }: Location): string {
  return `${start.line + 1}:${start.column}-${end.line + 1}:${end.column}`;
}

function textAt(lines: readonly string[], { start, end }: Location): string {
  const text = lines.slice(start.line, end.line + 1);
  text[text.length - 1] = text.at(-1)!.slice(0, end.column);
  text[0] = text[0]!.slice(start.column);
  return text.join('\n');
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

const nothing = (): void => {};
const no = (): boolean => false;
const silent = {
  isTraceEnabled: no,
  isDebugEnabled: no,
  isInfoEnabled: no,
  isWarnEnabled: no,
  isErrorEnabled: no,
  isFatalEnabled: no,
  trace: nothing,
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  fatal: nothing,
};
