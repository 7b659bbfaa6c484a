import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import {
  type Given,
  type Item,
  type Reader,
  Refused,
  type Value,
  nameOf,
  remembered,
  valueOf,
  whole,
} from './expression-reader.ts';

type Test = (item: Item, given: Given) => boolean;
type Change = (item: Item, changed: Record<string, AttributeValue>, given: Given) => void;
/** A comparison with a key attribute, as a query needs it. */
type KeyTest = {
  readonly path: (given: Given) => string;
  readonly operator: string;
  readonly value: Value;
  readonly test: Test;
};

/** Compares as DynamoDB does; undefined where the types differ. */
export function compare(a: AttributeValue, b: AttributeValue): number | undefined {
  if (a.S !== undefined && b.S !== undefined) return a.S < b.S ? -1 : a.S > b.S ? 1 : 0;
  if (a.N !== undefined && b.N !== undefined) return Number(a.N) - Number(b.N);
  if (a.B !== undefined && b.B !== undefined) return Buffer.compare(a.B, b.B);
  return undefined;
}

const comparisons: Readonly<Record<string, (order: number) => boolean>> = {
  '=': (order) => order === 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

function sumOf(one: Value, other: Value): Value {
  return (item, given) => ({ N: String(Number(one(item, given)?.N) + Number(other(item, given)?.N)) });
}

/** A single test, with its path if it can be part of a key condition. */
function single(reader: Reader): Test & { key?: KeyTest } {
  if (reader.takes('(')) {
    const inner = either(reader);
    reader.must(')');
    return inner;
  }
  for (const [called, isThere] of [
    ['ATTRIBUTE_EXISTS', true],
    ['ATTRIBUTE_NOT_EXISTS', false],
  ] as const)
    if (reader.takes(called)) {
      reader.must('(');
      const name = nameOf(reader.take());
      reader.must(')');
      return (item, given) => (item[name(given)] !== undefined) === isThere;
    }
  if (reader.takes('BEGINS_WITH')) {
    reader.must('(');
    const path = nameOf(reader.take());
    reader.must(',');
    const prefix = valueOf(reader);
    reader.must(')');
    const test: Test = (item, given) => {
      const start = prefix(item, given)?.S;
      return start !== undefined && item[path(given)]?.S?.startsWith(start) === true;
    };
    return Object.assign(test, { key: { path, operator: 'begins_with', value: prefix, test } });
  }
  if (reader.takes('CONTAINS')) {
    reader.must('(');
    const path = nameOf(reader.take());
    reader.must(',');
    const part = valueOf(reader);
    reader.must(')');
    return (item, given) => {
      const [text, sought] = [item[path(given)]?.S, part(item, given)?.S];
      return text !== undefined && sought !== undefined && text.includes(sought);
    };
  }
  const token = reader.take();
  const path = nameOf(token);
  if (reader.takes('IN')) {
    reader.must('(');
    const values = [valueOf(reader)];
    while (reader.takes(',')) values.push(valueOf(reader));
    reader.must(')');
    return (item, given) => {
      const [value, listed] = [item[path(given)], values.map((each) => each(item, given))];
      return value !== undefined && listed.some((each) => each !== undefined && compare(value, each) === 0);
    };
  }
  if (reader.takes('BETWEEN')) {
    const low = valueOf(reader);
    reader.must('AND');
    const high = valueOf(reader);
    const test: Test = (item, given) => {
      const [value, least, most] = [item[path(given)], low(item, given), high(item, given)];
      if (value === undefined || least === undefined || most === undefined) return false;
      return (compare(value, least) ?? -1) >= 0 && (compare(value, most) ?? 1) <= 0;
    };
    return Object.assign(test, { key: { path, operator: 'BETWEEN', value: low, test } });
  }
  const operator = reader.take();
  const right = valueOf(reader);
  const isUnequal = operator === '<>';
  const order = comparisons[operator];
  if (order === undefined && !isUnequal) throw new Refused(`${operator} is not known here`);
  const test: Test = (item, given) => {
    const [a, b] = [item[path(given)], right(item, given)];
    const compared = a === undefined || b === undefined ? undefined : compare(a, b);
    return isUnequal ? compared !== 0 : compared !== undefined && order!(compared);
  };
  return Object.assign(test, { key: { path, operator, value: right, test } });
}

function all(reader: Reader, keys: KeyTest[] = []): Test {
  const tests: Test[] = [];
  do {
    const test = single(reader);
    if (test.key !== undefined) keys.push(test.key);
    tests.push(test);
  } while (reader.takes('AND'));
  // All are evaluated, so that every name in the request is marked as used.
  return (item, given) => tests.map((test) => test(item, given)).every(Boolean);
}

function either(reader: Reader): Test {
  const tests = [all(reader)];
  while (reader.takes('OR')) tests.push(all(reader));
  return (item, given) => tests.map((test) => test(item, given)).some(Boolean);
}

/** A condition or a filter. */
export const conditionOf = remembered((text) => whole(text, either));

/** The tests of a key condition, joined by AND. */
export const keyTestsOf = remembered((text) =>
  whole(text, (reader) => {
    const keys: KeyTest[] = [];
    all(reader, keys);
    return keys;
  }),
);

/** The effect of an update expression. Values are read from the item before the update. */
export const updateOf = remembered((text) =>
  whole(text, (reader): Change => {
    const changes: Change[] = [];
    while (!reader.isAtEnd)
      if (reader.takes('SET'))
        do {
          const name = nameOf(reader.take());
          reader.must('=');
          const first = valueOf(reader);
          const value = reader.takes('+') ? sumOf(first, valueOf(reader)) : first;
          changes.push((item, changed, given) => {
            changed[name(given)] = value(item, given)!;
          });
        } while (reader.takes(','));
      else if (reader.takes('REMOVE'))
        do {
          const name = nameOf(reader.take());
          changes.push((_, changed, given) => {
            delete changed[name(given)];
          });
        } while (reader.takes(','));
      else throw new Refused(`${reader.take()} is not known here`);
    return (item, changed, given) => {
      for (const change of changes) change(item, changed, given);
    };
  }),
);
