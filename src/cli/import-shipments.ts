import { basename } from 'node:path';
import { type PlanTable, readPlanTable } from '../planning/plan-table.ts';
import { type Api, type ApiOptions, Refused, apiOf } from './api.ts';
import { unusableInput } from './exit-status.ts';
import { bytesOf } from './given-file.ts';
import { siteOf } from './own-site.ts';
import { say } from './print.ts';

type ImportOptions = ApiOptions & { check?: boolean; site?: string; timeZone?: string };

/** A problem of a line, in words. */
type Problem = { readonly line: number; readonly inWords: string };

/**
 * Plans the shipments of a table, all of them or none. With `--check`, plans nothing.
 *
 * @throws {CommandError} with every problem and its line, when there is any; nothing is planned then.
 */
export async function shipmentImport(path: string, options: ImportOptions): Promise<string> {
  const { check = false } = options;
  const name = basename(path);
  const bytes = bytesOf(path);
  const api = await apiOf(options, 'planShipments');
  const table = await readPlanTable(bytes, name, await knownTo(api, options));
  const { rows } = table;
  for (const { line, notes } of rows)
    for (const { field, message } of notes) say(`note: ${inWords(table, line, field, message)}`);
  const problems = rows.flatMap(({ line, problems: own }) =>
    own.map(({ field, message }) => ({ line, inWords: inWords(table, line, field, message) })),
  );
  const isWrong = problems.length > 0;
  problems.push(...(await planAll(api, table, check || isWrong)));
  if (problems.length > 0) throw refused(name, problems);
  const numbers = rows.flatMap(({ plan }) => (plan === null ? [] : [String(plan['shipment'])]));
  const count = numbers.length === 1 ? '1 shipment' : `${numbers.length} shipments`;
  if (check) return `${count} can be planned, and none was: ${numbers.join(', ')}`;
  return `${count} ${numbers.length === 1 ? 'is' : 'are'} planned: ${numbers.join(', ')}`;
}

/** Plans the lines that could be read, or only checks them. Returns what the API says is wrong. */
async function planAll(api: Api, table: PlanTable, check: boolean): Promise<Problem[]> {
  const readable = table.rows.filter(({ plan }) => plan !== null);
  if (readable.length === 0) return [];
  const toProblem = ({ item, field, message }: { item: number; field: string; message: string }): Problem => {
    const { line } = readable[item]!;
    return { line, inWords: inWords(table, line, field, message) };
  };
  try {
    const body = { check, shipments: readable.map(({ plan }) => plan) };
    const { problems } = await api.call('planShipments', { body });
    return problems.map(toProblem);
  } catch (error) {
    if (!(error instanceof Refused) || error.problem.items === undefined) throw error;
    return error.problem.items.map(toProblem);
  }
}

/** What the table may name, as the API knows it. */
async function knownTo(api: Api, { site: given, timeZone }: ImportOptions) {
  const site = await siteOf(api, given);
  const { places, carriers } = await api.call('getAddressBook', { path: { site } });
  const profiles = await Array.fromAsync(api.all('listProfiles'));
  return { site, places, carriers, profiles, zone: timeZone ?? null };
}

function refused(name: string, problems: readonly Problem[]) {
  const inOrder = problems.toSorted((one, other) => one.line - other.line);
  return unusableInput(
    [`nothing of ${name} is planned:`, ...new Set(inOrder.map((problem) => problem.inWords))].join('\n  '),
  );
}

/** A problem with its line and the heading of its column. */
function inWords({ columns }: PlanTable, line: number, field: string, message: string): string {
  const [root] = field.split(/[.[]/);
  const heading = columns.find((column) => column.field === root)?.heading ?? field;
  return `line ${line}${heading === '' ? '' : `, ${heading}`}: ${message}`;
}
