import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { isThingName } from '../telemetry/topic.ts';
import { hasFiles, writeNewFiles } from './device.ts';
import { type DeviceOptions, deviceRegistry } from './device-registry.ts';
import { unusableInput } from './exit-status.ts';

type Row = { readonly line: number; readonly thing: string; readonly certificate: string | null };

/**
 * Adds the devices of a CSV file with a column `thing` and, if the manufacturer installed a certificate, a column
 * `certificate` (a PEM file in the same folder). The whole file is checked before anything is added. Devices that
 * already exist are left alone, so running the command again completes an interrupted import.
 *
 * @throws {CommandError} when the file is unusable, or a device already has files in the state folder.
 */
export async function* deviceImport(file: string, options: DeviceOptions): AsyncGenerator<string> {
  const rows = rowsOf(file);
  const registry = await deviceRegistry(options);
  const known = new Set(await Array.fromAsync(registry.things()));
  const taken = rows.filter(
    ({ thing, certificate }) => certificate === null && !known.has(thing) && hasFiles(thing, options.state),
  );
  if (taken.length > 0)
    throw unusableInput(
      `${file} is not imported: ${taken.map(({ thing }) => thing).join(', ')} ${taken.length === 1 ? 'has' : 'have'} files in ${join(options.state, 'devices')} of another run or stage; move them away, or name another folder with --state`,
    );
  let added = 0;
  for (const { thing, certificate } of rows) {
    const isIn = known.has(thing) && (await registry.certificatesOf(thing)).length > 0;
    if (isIn) {
      yield `${thing.padEnd(24)} exists; unchanged`;
      continue;
    }
    if (certificate === null) await writeNewFiles(thing, registry, options.state);
    else await registry.register(thing, certificate);
    added++;
    yield `${thing.padEnd(24)} added${certificate === null ? `, files in ${join(options.state, 'devices', thing)}` : ' with its own certificate'}`;
  }
  yield `${added} of ${rows.length} ${rows.length === 1 ? 'device' : 'devices'} added.`;
}

function rowsOf(file: string): Row[] {
  const records = recordsOf(file);
  const problems: string[] = [];
  const seen = new Map<string, number>();
  const rows = records.map(({ thing = '', certificate = '' }, index): Row => {
    // The header is line 1.
    const line = index + 2;
    if (!isThingName(thing))
      problems.push(
        `line ${line}: thing is ${JSON.stringify(thing)}; letters, digits, ":", "_", "-", at most 128`,
      );
    const before = seen.get(thing);
    if (before !== undefined) problems.push(`line ${line}: ${thing} is already in line ${before}`);
    seen.set(thing, line);
    const path = join(dirname(file), certificate);
    if (certificate === '') return { line, thing, certificate: null };
    const pem = existsSync(path) ? readFileSync(path, 'utf8') : '';
    if (!pem.includes('-----BEGIN CERTIFICATE-----'))
      problems.push(
        `line ${line}: ${path} ${pem === '' ? 'does not exist' : 'is not a certificate in PEM format'}`,
      );
    return { line, thing, certificate: pem };
  });
  if (problems.length > 0) throw unusableInput(`${file} is not imported:\n  ${problems.join('\n  ')}`);
  return rows;
}

function recordsOf(file: string): { thing?: string; certificate?: string }[] {
  let records: Record<string, string>[];
  try {
    records = parse(readFileSync(file), { columns: true, bom: true, trim: true, skip_empty_lines: true });
  } catch (cause) {
    throw unusableInput(`${file} cannot be read as CSV: ${(cause as Error).message}`, cause);
  }
  if (records.length === 0 || !('thing' in records[0]!))
    throw unusableInput(
      `${file} names no devices: start with a line "thing" or "thing,certificate", then one device per line`,
    );
  return records;
}
