import { type RepeatedKeys, repeatedKeys } from '../telemetry/repeated-keys.ts';

/** Bare words that are not valid JSON but that devices write as numbers; quoted texts are skipped. */
const bareWords = /"(?:[^"\\]|\\.)*"|(?<![\w.])[+-]?(?:nan|inf(?:inity)?)\b/gi;

/** A value of a JSON file with its position, counted from 1, and its text where it stands in a line of its own. */
export type GivenValue = { readonly value: unknown; readonly line: number; readonly content: string | null };

/** What the text of a JSON file contains: its value, undefined for JSON Lines, and the values that may be records. */
export type JsonFile = { readonly whole: unknown; readonly values: readonly GivenValue[] };

/** Parses a JSON file. A line that is not JSON is undefined. */
export function jsonFileOf(text: string): JsonFile {
  const whole = parsed(text);
  if (whole === undefined)
    return {
      whole,
      values: text.split('\n').flatMap((content, index) => {
        const isEmpty = content.trim() === '';
        return isEmpty ? [] : [{ value: parsed(content), line: index + 1, content }];
      }),
    };
  const values: readonly unknown[] = Array.isArray(whole) ? whole : [whole];
  return { whole, values: values.map((value, index) => ({ value, line: index + 1, content: null })) };
}

/**
 * The first key of each value that one object in it has twice, by the value's line. Lines that are not JSON have none.
 */
export function repeatedKeysOf(text: string, values: readonly GivenValue[]): RepeatedKeys {
  if (values[0]?.content == null) return repeatedKeys(text, null, 'all');
  return new Map(
    values.flatMap(({ value, line, content }) => {
      const key = value === undefined ? undefined : repeatedKeys(content!, null, 'all').get(1);
      return key === undefined ? [] : [[line, key] as const];
    }),
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(
      text.replaceAll(bareWords, (word) => (word.startsWith('"') ? word : JSON.stringify(word))),
    );
  } catch {
    return undefined;
  }
}
