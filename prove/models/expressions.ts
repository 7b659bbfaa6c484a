import type { AttributeValue } from '@aws-sdk/client-dynamodb';

// The part of DynamoDB's expression language that the store speaks; what is beyond it is refused.

export type Item = Readonly<Record<string, AttributeValue>>;
/** Names and values of a request, and which of them its expressions used. */
export type Given = {
  readonly names: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, AttributeValue>>;
  readonly used: Set<string>;
};

type Value = (item: Item, given: Given) => AttributeValue | undefined;
type Test = (item: Item, given: Given) => boolean;
type Change = (item: Item, changed: Record<string, AttributeValue>, given: Given) => void;
/** A comparison with one of a key's attributes, as a query needs it. */
export type KeyTest = {
  readonly path: (given: Given) => string;
  readonly operator: string;
  readonly test: Test;
};

class Refused extends Error {}

/** Compares as DynamoDB does; undefined where the types differ. */
export function compare(a: AttributeValue, b: AttributeValue): number | undefined {
  if (a.S !== undefined && b.S !== undefined) return a.S < b.S ? -1 : a.S > b.S ? 1 : 0;
  if (a.N !== undefined && b.N !== undefined) return Number(a.N) - Number(b.N);
  if (a.B !== undefined && b.B !== undefined) return Buffer.compare(a.B, b.B);
  return undefined;
}

const holds: Readonly<Record<string, (order: number) => boolean>> = {
  '=': (order) => order === 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

class Reader {
  readonly #tokens: readonly string[];
  #at = 0;

  constructor(text: string) {
    this.#tokens = text.match(/[#:]?[A-Za-z0-9_-]+|<>|<=|>=|[=<>(),]|\S/g) ?? [];
  }

  take(): string {
    const token = this.#tokens[this.#at++];
    if (token === undefined) throw new Refused('an expression ends too early');
    return token;
  }

  takes(expected: string): boolean {
    if (this.#tokens[this.#at]?.toUpperCase() !== expected) return false;
    this.#at++;
    return true;
  }

  must(expected: string): void {
    if (!this.takes(expected)) throw new Refused(`${expected} is missing before ${this.#tokens[this.#at]}`);
  }

  get isAtEnd(): boolean {
    return this.#at === this.#tokens.length;
  }
}

function nameOf(token: string): (given: Given) => string {
  if (!token.startsWith('#')) return () => token;
  return ({ names, used }) => {
    used.add(token);
    const name = names[token];
    if (name === undefined) throw new Refused(`${token} has no name`);
    return name;
  };
}

function valueOf(reader: Reader): Value {
  const token = reader.take();
  if (token === 'if_not_exists') {
    reader.must('(');
    const name = nameOf(reader.take());
    reader.must(',');
    const otherwise = valueOf(reader);
    reader.must(')');
    return (item, given) => {
      const other = otherwise(item, given);
      return item[name(given)] ?? other;
    };
  }
  if (token.startsWith(':'))
    return (_, { values, used }) => {
      used.add(token);
      const value = values[token];
      if (value === undefined) throw new Refused(`${token} has no value`);
      return value;
    };
  const name = nameOf(token);
  return (item, given) => item[name(given)];
}

function sumOf(one: Value, other: Value): Value {
  return (item, given) => ({ N: String(Number(one(item, given)?.N) + Number(other(item, given)?.N)) });
}

/** One test; where it may be one of a key, its path. */
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
    return Object.assign(test, { key: { path, operator: 'begins_with', test } });
  }
  const token = reader.take();
  const path = nameOf(token);
  const operator = reader.take();
  const right = valueOf(reader);
  const isUnequal = operator === '<>';
  const order = holds[operator];
  if (order === undefined && !isUnequal) throw new Refused(`${operator} is not known here`);
  const test: Test = (item, given) => {
    const [a, b] = [item[path(given)], right(item, given)];
    const compared = a === undefined || b === undefined ? undefined : compare(a, b);
    return isUnequal ? compared !== 0 : compared !== undefined && order!(compared);
  };
  return Object.assign(test, { key: { path, operator, test } });
}

function all(reader: Reader, keys: KeyTest[] = []): Test {
  const tests: Test[] = [];
  do {
    const test = single(reader);
    if (test.key !== undefined) keys.push(test.key);
    tests.push(test);
  } while (reader.takes('AND'));
  // Each is asked, so that what a request names is seen to be used.
  return (item, given) => tests.map((test) => test(item, given)).every(Boolean);
}

function either(reader: Reader): Test {
  const tests = [all(reader)];
  while (reader.takes('OR')) tests.push(all(reader));
  return (item, given) => tests.map((test) => test(item, given)).some(Boolean);
}

function whole<Read>(text: string, read: (reader: Reader) => Read): Read {
  const reader = new Reader(text);
  const result = read(reader);
  if (!reader.isAtEnd) throw new Refused(`${text} goes on with ${reader.take()}`);
  return result;
}

function remembered<Read>(read: (text: string) => Read): (text: string) => Read {
  const known = new Map<string, Read>();
  return (text) => {
    let result = known.get(text);
    if (result === undefined) {
      // Appends have as many shapes as batches have sizes.
      if (known.size > 500) known.clear();
      known.set(text, (result = read(text)));
    }
    return result;
  };
}

/** A condition or a filter. */
export const conditionOf = remembered((text) => whole(text, either));

/** The tests of a key condition, which are all joined by AND. */
export const keyTestsOf = remembered((text) =>
  whole(text, (reader) => {
    const keys: KeyTest[] = [];
    all(reader, keys);
    return keys;
  }),
);

/** What an update does. Values are read of the item as it was. */
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
