import type { AttributeValue } from '@aws-sdk/client-dynamodb';

// The tokens of DynamoDB's expression language, as far as the store uses it; anything else is refused.

export type Item = Readonly<Record<string, AttributeValue>>;
/** Names and values of a request, with those that its expressions have used. */
export type Given = {
  readonly names: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, AttributeValue>>;
  readonly used: Set<string>;
};

export type Value = (item: Item, given: Given) => AttributeValue | undefined;

export class Refused extends Error {}

export class Reader {
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

/** The name that a token stands for: itself, or the request's substitution. */
export function nameOf(token: string): (given: Given) => string {
  if (!token.startsWith('#')) return () => token;
  return ({ names, used }) => {
    used.add(token);
    const name = names[token];
    if (name === undefined) throw new Refused(`${token} has no name`);
    return name;
  };
}

/** An attribute, a value of the request, or `if_not_exists`. */
export function valueOf(reader: Reader): Value {
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

/** Parses a text to its end. */
export function whole<Read>(text: string, read: (reader: Reader) => Read): Read {
  const reader = new Reader(text);
  const result = read(reader);
  if (!reader.isAtEnd) throw new Refused(`${text} goes on with ${reader.take()}`);
  return result;
}

/** Parses each text once. */
export function remembered<Read>(read: (text: string) => Read): (text: string) => Read {
  const known = new Map<string, Read>();
  return (text) => {
    let result = known.get(text);
    if (result === undefined) {
      // Appends produce as many expressions as there are batch sizes.
      if (known.size > 500) known.clear();
      known.set(text, (result = read(text)));
    }
    return result;
  };
}
