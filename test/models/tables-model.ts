import {
  type AttributeValue,
  ConditionalCheckFailedException,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import { serviceLimits } from '../../local/service-limits.ts';
import type { Given, Item } from './expression-reader.ts';
import { conditionOf, updateOf } from './expressions.ts';
import { InvalidRequest } from './invalid-request.ts';
import { sizeOf } from './item-size.ts';
import type { TableShape } from './table-shape.ts';
import { type Asked, type Consumed, Table, none } from './table.ts';

type Answer = { readonly output: Record<string, unknown>; readonly consumed: Consumed };

type Input = Asked & {
  readonly TableName: string;
  readonly Key?: Item;
  readonly Item?: Item;
  readonly ConsistentRead?: boolean;
  readonly ConditionExpression?: string;
  readonly FilterExpression?: string;
  readonly UpdateExpression?: string;
  readonly ExpressionAttributeNames?: Record<string, string>;
  readonly ExpressionAttributeValues?: Record<string, AttributeValue>;
  readonly ExclusiveStartKey?: Item;
  readonly Limit?: number;
  readonly ReturnValues?: string;
  readonly TransactItems?: readonly { readonly Put?: Input }[];
  readonly RequestItems?: Record<string, { readonly Keys: readonly Item[] }>;
};

/**
 * DynamoDB in memory, as far as the store uses it: conditions, updates, queries by key and index, pages, capacity.
 * Every read is up to date, unless `asOf` allows an older state.
 */
export class TablesModel {
  readonly #tables = new Map<string, Table>();
  readonly #now: () => number;

  constructor(shapes: Readonly<Record<string, TableShape>>, now: () => number = () => Date.now()) {
    this.#now = now;
    for (const [name, shape] of Object.entries(shapes)) this.#tables.set(name, new Table(shape));
  }

  get names(): string[] {
    return [...this.#tables.keys()];
  }

  /** Every item of a table, for checks of its content. */
  *items(table: string): Generator<Item> {
    for (const { item } of this.#table(table).all()) yield item;
  }

  /** Executes a command of the client. A read that need not be consistent sees the tables as of `asOf`. */
  answer(command: string, given: unknown, asOf: number | null = null): Answer {
    const input = given as Input;
    const at = input.ConsistentRead === true ? null : asOf;
    switch (command) {
      case 'GetItemCommand':
        return this.#get(input, at);
      case 'BatchGetItemCommand':
        return this.#getMany(input, at);
      case 'PutItemCommand':
        return this.#put(input);
      case 'UpdateItemCommand':
        return this.#update(input);
      case 'DeleteItemCommand':
        return this.#delete(input);
      case 'TransactWriteItemsCommand':
        return this.#transact(input);
      case 'QueryCommand':
        return this.#query(input, at);
      case 'ScanCommand':
        return this.#query(input, at);
      default:
        throw new InvalidRequest(`the model knows no ${command}`);
    }
  }

  #table(name: string): Table {
    const table = this.#tables.get(name);
    if (table === undefined) throw new InvalidRequest(`there is no table ${name}`);
    table.expire(this.#now());
    return table;
  }

  #get(input: Input, at: number | null): Answer {
    const item = this.#table(input.TableName).get(input.Key!, at);
    const consumed = { ...none, readUnits: unitsToRead(item === undefined ? 1 : sizeOf(item), input) };
    return { output: item === undefined ? {} : { Item: { ...item } }, consumed };
  }

  #getMany({ RequestItems }: Input, at: number | null): Answer {
    const Responses: Record<string, Item[]> = {};
    let readUnits = 0;
    for (const [name, { Keys }] of Object.entries(RequestItems!)) {
      const { limit } = serviceLimits.batchedKeys;
      if (Keys.length > limit) throw new InvalidRequest(`more than ${limit} keys`);
      const items = Keys.map((key) => this.#table(name).get(key, at)).filter((item) => item !== undefined);
      for (const item of items) readUnits += unitsToRead(sizeOf(item), {});
      readUnits += (Keys.length - items.length) * 0.5;
      Responses[name] = items.map((item) => ({ ...item }));
    }
    return { output: { Responses, UnprocessedKeys: {} }, consumed: { ...none, readUnits } };
  }

  #put(input: Input): Answer {
    const table = this.#table(input.TableName);
    const before = table.get(input.Item!, null);
    const given = givenOf(input);
    checkCondition(input, before, given);
    checkUsed(given);
    const isReturned = input.ReturnValues === 'ALL_OLD' && before !== undefined;
    return {
      output: isReturned ? { Attributes: { ...before } } : {},
      consumed: table.write(before, input.Item!, this.#now()),
    };
  }

  /** Puts all items, or none if a condition is not met. Each write costs twice. */
  #transact({ TransactItems }: Input): Answer {
    const { transactionItems, transactionBytes } = serviceLimits;
    const puts = TransactItems!.map(({ Put }) => {
      if (Put === undefined) throw new InvalidRequest('the model has transactions of Put only');
      return { put: Put, table: this.#table(Put.TableName), given: givenOf(Put) };
    });
    if (puts.length === 0 || puts.length > transactionItems.limit)
      throw new InvalidRequest(`a transaction has from 1 to ${transactionItems.limit} items`);
    const keys = puts.map(({ put, table }) => JSON.stringify([put.TableName, table.keyOf(put.Item!)]));
    if (new Set(keys).size < keys.length) throw new InvalidRequest('one item twice in a transaction');
    if (puts.reduce((sum, { put }) => sum + sizeOf(put.Item!), 0) > transactionBytes.limit)
      throw new InvalidRequest(`a transaction of more than ${transactionBytes.limit} bytes`);
    const isMet = puts.map(({ put, table, given }) => {
      const isOwnMet = conditionHolds(put, table.get(put.Item!, null), given);
      checkUsed(given);
      return isOwnMet;
    });
    if (isMet.includes(false))
      throw new TransactionCanceledException({
        message: 'Transaction cancelled',
        CancellationReasons: isMet.map((each) => ({ Code: each ? 'None' : 'ConditionalCheckFailed' })),
        $metadata: {},
      });
    let writeUnits = 0;
    for (const { put, table } of puts)
      writeUnits += 2 * table.write(table.get(put.Item!, null), put.Item!, this.#now()).writeUnits;
    return { output: {}, consumed: { ...none, writeUnits } };
  }

  #update(input: Input): Answer {
    const table = this.#table(input.TableName);
    const before = table.get(input.Key!, null);
    const given = givenOf(input);
    const changed: Record<string, AttributeValue> = { ...before, ...input.Key };
    updateOf(input.UpdateExpression!)(before ?? {}, changed, given);
    const isConditionMet = conditionHolds(input, before, given);
    checkUsed(given);
    if (!isConditionMet) throw conditionFailed();
    const consumed = table.write(before, changed, this.#now());
    return { output: input.ReturnValues === 'ALL_NEW' ? { Attributes: { ...changed } } : {}, consumed };
  }

  #delete(input: Input): Answer {
    const table = this.#table(input.TableName);
    const before = table.get(input.Key!, null);
    const given = givenOf(input);
    checkCondition(input, before, given);
    checkUsed(given);
    return { output: {}, consumed: table.delete(before, this.#now()) };
  }

  #query(input: Input, at: number | null): Answer {
    const table = this.#table(input.TableName);
    const given = givenOf(input);
    const found =
      input.KeyConditionExpression === undefined
        ? table.all(at).map(({ item }) => item)
        : table.query(input.IndexName ?? null, input.KeyConditionExpression, given, at);
    const ordered = input.ScanIndexForward === false ? found.toReversed() : found;
    const start = input.ExclusiveStartKey;
    let index = start === undefined ? 0 : ordered.findIndex((item) => table.isAfter(item, start, input));
    if (index < 0) index = ordered.length;
    const Items: Item[] = [];
    let bytes = 0;
    let seen = 0;
    while (
      index < ordered.length &&
      seen < (input.Limit ?? Infinity) &&
      bytes < serviceLimits.pageBytes.limit
    ) {
      const item = ordered[index++]!;
      bytes += sizeOf(item);
      seen++;
      if (input.FilterExpression === undefined || conditionOf(input.FilterExpression)(item, given))
        Items.push({ ...item });
    }
    const isCut = index < ordered.length || (seen > 0 && seen === input.Limit);
    return {
      output: {
        Items,
        Count: Items.length,
        ...(isCut && { LastEvaluatedKey: table.keyOf(ordered[index - 1]!, input.IndexName) }),
      },
      consumed: { ...none, readUnits: unitsToRead(Math.max(bytes, 1), input) },
    };
  }
}

function givenOf(input: Input): Given {
  const { ExpressionAttributeNames = {}, ExpressionAttributeValues = {} } = input;
  const { limit } = serviceLimits.expressionBytes;
  for (const [name, value] of Object.entries(input))
    if (name.endsWith('Expression') && Buffer.byteLength(value as string) > limit)
      throw new InvalidRequest(`${name} is longer than ${limit} bytes`);
  return { names: ExpressionAttributeNames, values: ExpressionAttributeValues, used: new Set() };
}

function checkUsed({ names, values, used }: Given): void {
  for (const name in names)
    if (!used.has(name)) throw new InvalidRequest(`${name} is given and used in no expression`);
  for (const value in values)
    if (!used.has(value)) throw new InvalidRequest(`${value} is given and used in no expression`);
}

function conditionHolds({ ConditionExpression }: Input, before: Item | undefined, given: Given): boolean {
  return ConditionExpression === undefined || conditionOf(ConditionExpression)(before ?? {}, given);
}

function checkCondition(input: Input, before: Item | undefined, given: Given): void {
  if (!conditionHolds(input, before, given)) throw conditionFailed();
}

function conditionFailed(): ConditionalCheckFailedException {
  return new ConditionalCheckFailedException({ message: 'The conditional request failed', $metadata: {} });
}

function unitsToRead(bytes: number, { ConsistentRead }: Pick<Input, 'ConsistentRead'>): number {
  return Math.ceil(bytes / 4096) * (ConsistentRead === true ? 1 : 0.5);
}
