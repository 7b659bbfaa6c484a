import { type ApiOptions, apiOf } from './api.ts';
import { unusableArguments } from './exit-status.ts';

export type SourceCreateOptions = ApiOptions & {
  readonly transport: string;
  readonly description: string;
  readonly authentication?: string;
  readonly messagesPerMinute?: string;
  readonly silentAfter?: string;
  readonly audience?: string[];
};

const onlyNow = 'This secret is not shown again.';

/** Creates a source. */
export async function sourceCreate(source: string, options: SourceCreateOptions): Promise<string> {
  const { transport, description, authentication, messagesPerMinute, silentAfter, audience } = options;
  const api = await apiOf(options, 'createSource');
  const { sendsTo, secret } = await api.call('createSource', {
    body: {
      source,
      transport,
      description,
      authentication,
      silentAfter,
      audience,
      ...(messagesPerMinute !== undefined && { messagesPerMinute: Number(messagesPerMinute) }),
    },
  });
  if (secret === null)
    return `Gateway ${source} publishes to ${sendsTo}. Add it with "device add ${source} --gateway", and register its devices with "source register".`;
  return `Source ${source} sends to\n  POST ${sendsTo}\nSecret:\n  ${secret}\n${onlyNow} Register its devices with "source register".`;
}

/** Lists the sources. */
export async function* sourceList(options: ApiOptions): AsyncGenerator<string> {
  const api = await apiOf(options, 'listSources');
  for await (const each of api.all('listSources')) {
    const { source, transport, description, mapping, silentSince, retiredAt } = each;
    const silent = silentSince === null ? '' : `, SILENT since ${silentSince}`;
    const state = retiredAt === null ? silent : `, retired since ${retiredAt}`;
    yield `${source}  ${transport}, ${description}, ${mapping === null ? 'built-in layouts' : `mapping ${mapping}`}${state}`;
  }
}

/** Shows a source. */
export async function sourceShow(source: string, options: ApiOptions & { json?: true }): Promise<string> {
  const api = await apiOf(options, 'showSource');
  const shown = await api.call('showSource', { path: { source } });
  if (options.json === true) return JSON.stringify(shown, null, 2);
  const { transport, description, sendsTo, authentication, devices, mappings, refused } = shown;
  const listed = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : ['', `${title}:`, ...lines.map((line) => `  ${line}`)];
  return [
    `${source}, ${description}${shown.retiredAt === null ? '' : `; RETIRED since ${shown.retiredAt}`}`,
    `  sends to        ${sendsTo} (${transport}${authentication === null ? '' : `, ${authentication}`})`,
    `  last heard      ${shown.heardAt ?? 'never'}${shown.silentSince === null ? '' : `; SILENT since ${shown.silentSince}`}`,
    ...settingLines(shown),
    `  read by         ${shown.mapping === null ? 'the built-in layouts' : `mapping ${shown.mapping}`}`,
    ...listed(
      `Devices (${devices.length})`,
      devices.map(({ named, device }) => `${named} = ${device}`),
    ),
    ...listed(
      'Mappings',
      mappings.map(
        ({ version, writtenBy, approvedBy, sha256 }) =>
          `${version}  by ${writtenBy}, ${approvedBy === null ? 'not approved' : `approved by ${approvedBy}`}, ${sha256.slice(0, 16)}`,
      ),
    ),
    ...listed(
      'Changes',
      shown.changes.map(({ at, by, before, after, retiredFor }) =>
        retiredFor === null
          ? `${at}  by ${by}: ${changedInWords(before, after)}`
          : `${at}  by ${by}: retired, ${retiredFor}`,
      ),
    ),
    ...listed(
      'Refused last',
      refused.map(
        ({ receivedAt, reason, reasons }) =>
          `${receivedAt}  ${reason}${reasons > 1 ? ` (and ${reasons - 1} more)` : ''}`,
      ),
    ),
  ].join('\n');
}

export type SourceChangeOptions = ApiOptions & {
  readonly description?: string;
  readonly messagesPerMinute?: string;
  readonly silentAfter?: string;
  /** False: nobody in particular. */
  readonly audience?: string[] | boolean;
};

/** Changes settings of a source. */
export async function sourceChange(source: string, options: SourceChangeOptions): Promise<string> {
  const { description, messagesPerMinute, silentAfter, audience } = options;
  const api = await apiOf(options, 'changeSource');
  const changed = await api.call('changeSource', {
    path: { source },
    body: {
      description,
      silentAfter,
      ...(Array.isArray(audience) && { audience }),
      ...(audience === false && { audience: [] }),
      ...(messagesPerMinute !== undefined && { messagesPerMinute: Number(messagesPerMinute) }),
    },
  });
  return [`Source ${source}, ${changed.description}:`, ...settingLines(changed)].join('\n');
}

/** Retires a source. */
export async function sourceRetire(
  source: string,
  options: ApiOptions & { readonly reason: string },
): Promise<string> {
  const api = await apiOf(options, 'retireSource');
  const { transport, retiredAt } = await api.call('retireSource', {
    path: { source },
    body: { reason: options.reason },
  });
  const last =
    transport === 'mqtt'
      ? `What its gateway still publishes is refused within a minute; "device revoke ${source}" ends its certificate.`
      : 'Its secret is no longer accepted.';
  return `Source ${source} is retired since ${retiredAt}. ${last} Its devices can be registered with another source.`;
}

/** The settings of a source, a line each. */
function settingLines(source: {
  readonly transport: string;
  readonly silentAfterSeconds: number;
  readonly audience: readonly string[];
  readonly messagesPerMinute: number;
}): string[] {
  const { transport, silentAfterSeconds, audience, messagesPerMinute } = source;
  return [
    `  silent after    ${silentAfterSeconds} s, notified are ${audience.join(', ') || 'subscribers of everything'}`,
    // The broker bounds a gateway.
    ...(transport === 'https' ? [`  at most         ${messagesPerMinute} messages a minute`] : []),
  ];
}

function changedInWords(before: object, after: object): string {
  const was = before as Record<string, unknown>;
  return Object.entries(after)
    .map(([field, value]) => `${field} from ${JSON.stringify(was[field])} to ${JSON.stringify(value)}`)
    .join(', ');
}

/** Gives a source a new secret. */
export async function sourceRotateSecret(
  source: string,
  options: ApiOptions & { overlap: string },
): Promise<string> {
  const api = await apiOf(options, 'rotateSecret');
  const { secret, previousUntil } = await api.call('rotateSecret', {
    path: { source },
    body: { overlap: options.overlap },
  });
  return `New secret of ${source}:\n  ${secret}\n${onlyNow} The one before ${previousUntil === null ? 'has ended' : `is accepted until ${previousUntil}`}.`;
}

/** Registers devices, each as the name in the messages, an equals sign, and the name here. */
export async function sourceRegister(
  source: string,
  given: readonly string[],
  options: ApiOptions,
): Promise<string> {
  const devices = given.map((each) => {
    const at = each.lastIndexOf('=');
    if (at <= 0)
      throw unusableArguments(
        `${each} must be the name in the messages, an equals sign, and the name of the device, as eui-70b3d5=box-1`,
      );
    return { named: each.slice(0, at), device: each.slice(at + 1) };
  });
  const api = await apiOf(options, 'registerDevices');
  await api.call('registerDevices', { path: { source }, body: { devices } });
  return `${source} may speak for ${devices.map(({ named, device }) => `${named} as ${device}`).join(', ')}.`;
}

/** Removes a device from a source. */
export async function sourceDeregister(source: string, device: string, options: ApiOptions): Promise<string> {
  const api = await apiOf(options, 'deregisterDevice');
  await api.call('deregisterDevice', { path: { source, device } });
  return `${source} no longer speaks for ${device}.`;
}
