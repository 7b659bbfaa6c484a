declare module 'dynalite' {
  import type { Server } from 'node:http';

  export type DynaliteOptions = {
    path?: string;
    createTableMs?: number;
    deleteTableMs?: number;
    updateTableMs?: number;
  };

  export default function dynalite(options: DynaliteOptions): Server;
}

// The parts of the engine of which a transaction consists, as `local/transactions.ts` uses them.

declare module 'dynalite/db/index.js' {
  /** An error as the engine answers it. */
  export type Fault = Error & { readonly statusCode: number; readonly body: object };
  export type Item = Record<string, unknown>;
  export type Table = { readonly GlobalSecondaryIndexes?: readonly unknown[] };
  type Done<Value = void> = (error: Error | null, value?: Value) => void;

  /** The items of one table. A batch is written as a whole or not at all. */
  export type ItemDb = {
    get(key: string, done: Done<Item>): void;
    batch(
      puts: readonly { readonly type: 'put'; readonly key: string; readonly value: Item }[],
      done: Done,
    ): void;
    readonly lock: ((keys: string[], run: (release: (done: () => void) => () => void) => void) => void) & {
      isLocked(key: string): boolean;
    };
  };
  export type Store = {
    getTable(name: string, done: Done<Table>): void;
    getItemDb(name: string): ItemDb;
  };
  type Db = {
    create: (options: object) => Store;
    createKey(item: Item, table: Table): string;
    validateItem(item: Item, table: Table): Fault | null;
    checkConditional(put: object, existing: Item | undefined): Fault | null;
    validationError(message: string): Fault;
  };
  const db: Db;
  export default db;
}

declare module 'dynalite/validations/index.js' {
  import type { Store } from 'dynalite/db/index.js';

  const validations: {
    checkTypes(data: object, types: object): unknown;
    checkValidations(data: object, types: object, custom: unknown, store: Store): void;
  };
  export default validations;
}

declare module 'dynalite/validations/putItem.js' {
  const putItem: { readonly types: object; readonly custom: unknown };
  export default putItem;
}
