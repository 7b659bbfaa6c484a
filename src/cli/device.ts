import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isThingName, topicOf } from '../telemetry/topic.ts';
import { type DeviceOptions, type DeviceRegistry, deviceRegistry } from './device-registry.ts';
import { unusableArguments } from './exit-status.ts';
import type { DeviceCertificate } from './thing-certificates.ts';

const dayMs = 86_400_000;
/** Enough time to visit a device, or to wait for its return. */
const endsSoonDays = 60;

/** The paths of a device's files on this machine. */
function filesOf(thing: string, state: string) {
  const folder = join(state, 'devices', thing);
  return {
    folder,
    ca: join(folder, 'ca.pem'),
    certificate: join(folder, 'certificate.pem'),
    key: join(folder, 'private.key'),
  };
}

/**
 * Adds a device. Its key never leaves this machine. Returns where its files are and how to publish with them.
 *
 * @throws {CommandError} when the name is invalid or the device already has files.
 */
export async function deviceAdd(thing: string, options: DeviceOptions): Promise<string> {
  const files = filesOf(named(thing), options.state);
  if (hasFiles(thing, options.state))
    throw unusableArguments(
      `${thing} has files in ${files.folder} already; "device rotate" gives it new ones`,
    );
  const registry = await deviceRegistry(options);
  await writeNewFiles(thing, registry, options.state);
  return `${thing} is added; its files are in ${files.folder}. It publishes as:

${await publishLine(thing, registry, options)}`;
}

/**
 * Lists the things in the registry, one per line, with the status and expiry of each certificate.
 *
 * @throws {CommandError} when `endingWithin` is not a number of days.
 */
export async function* deviceCertificates(
  options: DeviceOptions & { endingWithin?: string },
): AsyncGenerator<string> {
  const within = options.endingWithin === undefined ? null : Number(options.endingWithin);
  if (within !== null && !(within > 0))
    throw unusableArguments(`--ending-within ${options.endingWithin} must be a number of days`);
  const registry = await deviceRegistry(options);
  let count = 0;
  for await (const thing of registry.things()) {
    const certificates = await registry.certificatesOf(thing);
    if (within !== null && !certificates.some((each) => endsWithin(each, within))) continue;
    count++;
    yield `${thing.padEnd(24)} ${certificates.length === 0 ? 'no certificate' : certificates.map(inWords).join('; ')}`;
  }
  if (count === 0)
    yield within === null
      ? 'There are no devices; "device add" adds one.'
      : `No active certificate ends within ${within} days.`;
}

/** Whether an active certificate expires within `days`, so that it has to be renewed. */
export function endsWithin({ status, endsAt }: DeviceCertificate, days = endsSoonDays): boolean {
  return status === 'ACTIVE' && endsAt - Date.now() < days * dayMs;
}

function inWords(certificate: DeviceCertificate): string {
  const { status, endsAt } = certificate;
  const date = new Date(endsAt).toISOString().slice(0, 10);
  const days = Math.floor((endsAt - Date.now()) / dayMs);
  const end = days < 0 ? `ended ${date}` : `valid until ${date}`;
  return `${status.toLowerCase()}, ${end}${endsWithin(certificate) && days >= 0 ? ` (in ${days} days: rotate it)` : ''}`;
}

/**
 * Revokes every certificate of a device, which can then no longer connect.
 *
 * @throws {CommandError} when it has no certificate.
 */
export async function deviceRevoke(thing: string, options: DeviceOptions): Promise<string> {
  const registry = await deviceRegistry(options);
  const certificates = await registry.certificatesOf(thing);
  if (certificates.length === 0) throw unusableArguments(`${thing} has no certificate to revoke`);
  await registry.revoke(thing, certificates);
  return `${thing} is revoked: ${counted(certificates.length)}.`;
}

/**
 * Gives a device an additional key and certificate, so that it is never locked out. With `finish`, once the device uses
 * the new ones, revokes all older certificates.
 *
 * @throws {CommandError} when there is nothing to rotate or to finish.
 */
export async function deviceRotate(
  thing: string,
  { finish, ...options }: DeviceOptions & { finish?: boolean },
): Promise<string> {
  const registry = await deviceRegistry(options);
  const [latest, ...older] = (await registry.certificatesOf(named(thing))).filter(
    ({ status }) => status === 'ACTIVE',
  );
  if (latest === undefined)
    throw unusableArguments(`${thing} has no active certificate to rotate; "device add" adds a device`);
  if (finish) {
    if (older.length === 0)
      throw unusableArguments(`${thing} has only one active certificate, so there is no older one to revoke`);
    await registry.revoke(thing, older);
    return `${thing} now connects with its newest certificate only; ${counted(older.length)} revoked.`;
  }
  const { folder, ...files } = filesOf(thing, options.state);
  const before = join(folder, `until-${new Date().toISOString().slice(0, 19).replaceAll(':', '')}`);
  if (existsSync(files.key)) {
    mkdirSync(before, { mode: 0o700 });
    for (const path of Object.values(files))
      if (existsSync(path)) renameSync(path, join(before, path.slice(folder.length + 1)));
  }
  // A gateway stays a gateway.
  await writeNewFiles(thing, registry, options.state, await registry.policiesOf(latest));
  const where = options.cloud ? ' --cloud' : '';
  return `${thing} has new files in ${folder}${existsSync(before) ? `, the old ones are in ${before}` : ''}. Both are accepted.
Bring the new ones to the device. Once it speaks by them, end the old:

  npm run --silent coldwatch -- device rotate ${thing} --finish${where}`;
}

/** Whether a device has files here. An interrupted run may leave a key without a certificate, which does not count. */
export function hasFiles(thing: string, state: string): boolean {
  return existsSync(filesOf(thing, state).certificate);
}

/** Issues a key and a certificate, and writes the files of a device. */
export async function writeNewFiles(
  thing: string,
  registry: DeviceRegistry,
  state: string,
  policies?: readonly string[],
): Promise<void> {
  const { folder, ...files } = filesOf(thing, state);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const save = ({ key, certificate }: { readonly key: string; readonly certificate: string }): void => {
    writeFileSync(files.key, key, { mode: 0o600 });
    writeFileSync(files.certificate, certificate, { mode: 0o600 });
    writeFileSync(files.ca, registry.ca, { mode: 0o600 });
  };
  await registry.issue(thing, save, policies);
}

/** How a thing publishes. A gateway sends SenML here, whose base name says which of its devices is meant. */
async function publishLine(
  thing: string,
  registry: DeviceRegistry,
  { state, gateway = false }: DeviceOptions,
): Promise<string> {
  const files = filesOf(thing, state);
  const message = gateway
    ? `'[{"bn": "DEVICE", "u": "Cel", "v": 4.6}]'`
    : `'{"time": "'$(date -u +%FT%TZ)'", "temperature": 4.6}'`;
  return `  mosquitto_pub -h ${await registry.host()} -p ${registry.port} -i ${thing} -q 1 \\
    --cafile ${files.ca} --cert ${files.certificate} --key ${files.key} \\
    -t ${topicOf(thing, gateway ? 'gateway' : 'telemetry', registry.topicRoot)} -m ${message}`;
}

function named(thing: string): string {
  if (isThingName(thing)) return thing;
  throw unusableArguments(
    `${thing} is not a valid thing name: use letters, digits, ":", "_", "-", at most 128`,
  );
}

function counted(certificates: number): string {
  return `${certificates} certificate${certificates === 1 ? '' : 's'}`;
}
