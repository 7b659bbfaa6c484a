import { type ApiOptions, apiOf } from './api.ts';
import { bytesOf, jsonOf } from './given-file.ts';

/** Adds a version of a source's mapping from a JSON file. */
export async function sourceMap(source: string, file: string, options: ApiOptions): Promise<string> {
  const api = await apiOf(options, 'addMapping');
  const { version, writtenBy, approvedBy } = await api.call('addMapping', {
    path: { source },
    body: jsonOf(file),
  });
  const next =
    approvedBy === null
      ? `Someone other than ${writtenBy} must approve it: source approve-mapping ${source} ${version}`
      : `${approvedBy} approved it.`;
  return `Version ${version} of the mapping of ${source} is stored. ${next}`;
}

/** Approves a version of a source's mapping. */
export async function sourceApproveMapping(
  source: string,
  version: string,
  options: ApiOptions,
): Promise<string> {
  const api = await apiOf(options, 'approveMapping');
  const { mappings } = await api.call('showSource', { path: { source } });
  const sha256 = mappings.find((each) => String(each.version) === version)?.sha256 ?? 'none';
  const { approvedBy } = await api.call('approveMapping', { path: { source, version }, body: { sha256 } });
  return `Version ${version} of the mapping of ${source} is in force, approved by ${approvedBy}.`;
}

/** Shows what a mapping makes of a message. */
export async function sourcePreview(
  source: string,
  options: ApiOptions & { mapping?: string; message?: string; json?: true },
): Promise<string> {
  const api = await apiOf(options, 'previewMapping');
  const preview = await api.call('previewMapping', {
    path: { source },
    body: {
      mapping: options.mapping === undefined ? null : jsonOf(options.mapping),
      message: options.message === undefined ? null : bytesOf(options.message).toString('utf8'),
    },
  });
  if (options.json === true) return JSON.stringify(preview, null, 2);
  const { receivedAt, message, devices, refused, paths } = preview;
  return [
    receivedAt === null ? 'The given message:' : `The message refused ${receivedAt}:`,
    `  ${message}`,
    ...devices.flatMap(({ named, device, readings, more, refused: own }) => [
      '',
      `${named}: ${device === null ? `not registered; source register ${source} ${JSON.stringify(`${named}=DEVICE`)} registers it` : `device ${device}`}`,
      ...readings.map(
        ({ channel, value, unit, time, isReadable }) =>
          `  ${time}  ${channel} ${value} ${unit}${isReadable ? '' : ' (unreadable)'}`,
      ),
      ...(more > 0 ? [`  and ${more} more`] : []),
      ...own.map((reason) => `  refused: ${reason}`),
    ]),
    ...(refused.length === 0 ? [] : ['', 'Refused:', ...refused.map((reason) => `  ${reason}`)]),
    ...(devices.length > 0 || paths.length === 0
      ? []
      : [
          '',
          'Paths from which a mapping can read:',
          ...paths.map(
            ({ path, value, records }) =>
              `  ${path}  ${value}${records === null ? '' : ` (records: ${records})`}`,
          ),
        ]),
  ].join('\n');
}
