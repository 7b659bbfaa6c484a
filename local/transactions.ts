import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import dynalite, { type DynaliteOptions } from 'dynalite';
import db, { type Fault, type Item, type ItemDb, type Store, type Table } from 'dynalite/db/index.js';
import validations from 'dynalite/validations/index.js';
import putItem from 'dynalite/validations/putItem.js';
import { bodyOf } from './address.ts';
import type { Listener } from './gate.ts';
import { serviceLimits } from './service-limits.ts';

const operation = 'DynamoDB_20120810.TransactWriteItems';
/** Far more than a transaction may have; what is larger than that is refused with a reason. */
const mostRequestBytes = 16 * 1024 * 1024;

/**
 * The engine of the local run with the one operation that it lacks: `TransactWriteItems`, of items that are put into one
 * table without indexes, as the product uses it. All conditions are checked under locks of their items, and all items
 * are written by one batch of the engine's files: after a crash all of them are there or none. As with the service, a
 * transaction that meets another one at an item is cancelled, and does not wait.
 */
export function engineWithTransactions(options: DynaliteOptions): Server {
  const { server, store } = startEngine(options);
  const [answerOthers] = server.listeners('request') as [Listener];
  server.removeAllListeners('request');
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (request.headers['x-amz-target'] !== operation) return answerOthers.call(server, request, response);
    answer(store, request, response).catch((error: unknown) =>
      end(response, 500, {
        __type: 'com.amazonaws.dynamodb.v20120810#InternalServerError',
        message: String(error),
      }),
    );
  });
  return server;
}

/** The engine makes its store itself and gives it to nobody. */
function startEngine(options: DynaliteOptions): { server: Server; store: Store } {
  const { create } = db;
  let store: Store | null = null;
  db.create = (given) => (store = create(given));
  try {
    return { server: dynalite(options), store: store! };
  } finally {
    db.create = create;
  }
}

async function answer(store: Store, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const body = await bodyOf(request, mostRequestBytes);
    if (body === null) throw db.validationError('the request is too large');
    await transact(store, JSON.parse(body.toString('utf8')) as Asked);
    end(response, 200, {});
  } catch (error) {
    const { statusCode, body } = error as Partial<Fault>;
    if (statusCode === undefined) throw error;
    end(response, statusCode, body!);
  }
}

type Asked = { readonly TransactItems?: readonly { readonly Put?: object }[] };
type Put = { readonly TableName: string; readonly Item: Item };

async function transact(store: Store, { TransactItems = [] }: Asked): Promise<void> {
  const puts = TransactItems.map((item) => putOf(store, item));
  const [{ TableName } = { TableName: '' }] = puts;
  const { transactionItems, transactionBytes } = serviceLimits;
  if (puts.length === 0 || puts.length > transactionItems.limit)
    throw db.validationError(`a transaction has from 1 to ${transactionItems.limit} items`);
  if (puts.some((put) => put.TableName !== TableName))
    throw db.validationError('the local run has transactions within one table only');
  const bytes = puts.reduce((sum, { Item }) => sum + Buffer.byteLength(JSON.stringify(Item)), 0);
  if (bytes > transactionBytes.limit)
    throw db.validationError(
      `the items of a transaction have at most ${transactionBytes.limit} bytes together`,
    );
  const table = await promisify<string, Table | undefined>((name, done) => store.getTable(name, done))(
    TableName,
  );
  if (table!.GlobalSecondaryIndexes !== undefined)
    throw db.validationError('the local run has no transactions in a table with indexes');
  for (const { Item } of puts) {
    const fault = db.validateItem(Item, table!);
    if (fault != null) throw fault;
  }
  const keys = puts.map(({ Item }) => db.createKey(Item, table!));
  if (new Set(keys).size < keys.length)
    throw db.validationError('Transaction request cannot include multiple operations on one item');
  const items = store.getItemDb(TableName);
  if (keys.some((key) => items.lock.isLocked(key)))
    throw cancelled(keys.map((key) => (items.lock.isLocked(key) ? 'TransactionConflict' : 'None')));
  await locked(items, keys, () => putAll(items, puts, keys));
}

async function putAll(items: ItemDb, puts: readonly Put[], keys: readonly string[]): Promise<void> {
  const reasons: string[] = [];
  for (const [index, key] of keys.entries())
    reasons.push(
      db.checkConditional(puts[index]!, await itemAt(items, key)) == null ? 'None' : 'ConditionalCheckFailed',
    );
  if (reasons.some((reason) => reason !== 'None')) throw cancelled(reasons);
  const batch = keys.map((key, index) => ({ type: 'put' as const, key, value: puts[index]!.Item }));
  await promisify<void>((done) => items.batch(batch, done))();
}

/** Checks an item of a transaction as the engine checks what is put alone. */
function putOf(store: Store, item: { readonly Put?: object }): Put {
  if (item.Put === undefined || Object.keys(item).length > 1)
    throw db.validationError(
      `the local run has transactions of Put only, not of ${Object.keys(item).join()}`,
    );
  const put = validations.checkTypes(item.Put, putItem.types) as Put;
  validations.checkValidations(put, putItem.types, putItem.custom, store);
  return put;
}

async function itemAt(items: ItemDb, key: string): Promise<Item | undefined> {
  return new Promise((resolve, reject) =>
    items.get(key, (error, item) => {
      if (error !== null && error !== undefined && error.name !== 'NotFoundError') reject(error);
      else resolve(item);
    }),
  );
}

/** Runs `work` while no other request writes these items. */
async function locked(items: ItemDb, keys: readonly string[], work: () => Promise<void>): Promise<void> {
  return new Promise((resolve, reject) =>
    items.lock([...keys], (release) => {
      void work().then(
        () => release(resolve)(),
        (error: unknown) => release(() => reject(error))(),
      );
    }),
  );
}

function cancelled(reasons: readonly string[]): Error {
  return Object.assign(new Error('the transaction is cancelled'), {
    statusCode: 400,
    body: {
      __type: 'com.amazonaws.dynamodb.v20120810#TransactionCanceledException',
      Message: `Transaction cancelled, please refer cancellation reasons for specific reasons [${reasons.join(', ')}]`,
      CancellationReasons: reasons.map((Code) => ({ Code })),
    },
  });
}

function end(response: ServerResponse, status: number, body: object): void {
  if (response.headersSent) return;
  response.writeHead(status, {
    'content-type': 'application/x-amz-json-1.0',
    'x-amzn-requestid': randomUUID(),
  });
  response.end(JSON.stringify(body));
}
