import { templateTables } from '../support/database.ts';
import { type TableProperties, tableShape } from '../models/table-shape.ts';
import type { TableShape } from '../models/table-shape.ts';

/** The shapes of the tables that the app deploys, by the names that the store uses. */
export function shapesOfTemplate(): Readonly<Record<string, TableShape>> {
  return Object.fromEntries(
    templateTables().map(([name, properties]: [string, TableProperties]) => [name, tableShape(properties)]),
  );
}
