import type { StoredSource } from '../model/source.ts';
import type { SourceNotification } from '../model/source-notification.ts';
import { moment } from '../model/wording.ts';
import { smsOf, toSubject } from './short-forms.ts';

/** A source of which people are notified, with the silence that is meant and the number of its devices. */
export type SilentSource = {
  readonly source: Pick<StoredSource, 'name' | 'transport' | 'description' | 'audience'>;
  /** Epoch milliseconds. */
  readonly silentSince: number;
  readonly devices: number;
};

/** A message about sources in the form of each channel. */
export type SourceMessage = {
  readonly subject: string;
  readonly email: string;
  readonly sms: string;
  readonly audience: readonly string[];
  readonly notification: SourceNotification;
};

/** The most sources that a message writes out; the rest is a number. */
const mostWritten = 50;

const kinds = {
  'source-silent': {
    severity: 'major',
    state: (count: number) => (count === 1 ? 'is silent' : 'are silent'),
    todo: 'Check the connection of the gateway, or that the vendor still sends: its service, its address, its secret. "coldwatch source show SOURCE" lists what was refused last. Until then nothing is known of these devices, and each shipment counts the time as a gap.',
    inShort: 'Check gateway, vendor and secret.',
  },
  'source-heard': {
    severity: 'info',
    state: (count: number) => (count === 1 ? 'is heard again' : 'are heard again'),
    todo: 'Nothing, unless the devices do not send what they stored meanwhile.',
    inShort: 'Nothing to do.',
  },
} as const satisfies Record<SourceNotification['kind'], object>;

/** Words what happened to sources of one audience: one message, whatever their number. There is at least one. */
export function composeSources(
  kind: SourceNotification['kind'],
  all: readonly SilentSource[],
): SourceMessage {
  const { severity, state, todo, inShort } = kinds[kind];
  const [first] = all as readonly [SilentSource, ...SilentSource[]];
  const devices = all.reduce((sum, each) => sum + each.devices, 0);
  const what = all.length === 1 ? `source ${first.source.name}` : `${all.length} sources`;
  const line = `${severity.toUpperCase()} ${what} ${state(all.length)} (${devicesInWords(devices)})`;
  const written = all.slice(0, mostWritten);
  const email = [
    `${what.slice(0, 1).toUpperCase()}${what.slice(1)} ${state(all.length)}: ${devicesInWords(devices)} ${devices === 1 ? 'depends' : 'depend'} on ${all.length === 1 ? 'it' : 'them'}.`,
    '',
    ...written.map(
      ({ source, silentSince, devices: own }) =>
        `- ${source.name} (${source.transport === 'mqtt' ? 'gateway' : 'HTTPS'}), ${source.description}: ${kind === 'source-silent' ? 'nothing heard since' : 'nothing was heard after'} ${moment(silentSince)}, ${devicesInWords(own)}`,
    ),
    ...(all.length > mostWritten ? [`and ${all.length - mostWritten} more`] : []),
    '',
    `What to do: ${todo}`,
    '',
    `Severity: ${severity}.`,
  ].join('\n');
  const subject = toSubject(line);
  return {
    subject,
    email,
    sms: smsOf(line, `. ${inShort}`),
    audience: first.source.audience,
    notification: {
      schema: 'coldwatch/source-notification/1',
      id: `${kind}/${first.source.name}/${first.silentSince}`,
      kind,
      severity,
      sources: written.map(({ source, silentSince, devices: own }) => ({
        source: source.name,
        description: source.description,
        silentSince: new Date(silentSince).toISOString(),
        devices: own,
      })),
      subject,
      text: email,
    },
  };
}

function devicesInWords(count: number): string {
  return count === 1 ? '1 device' : `${count} devices`;
}
