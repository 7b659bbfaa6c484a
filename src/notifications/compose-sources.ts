import type { StoredSource } from '../model/source.ts';
import type { SourceNotification } from '../model/source-notification.ts';
import { clockIn } from '../model/local-time.ts';
import { counted } from '../model/wording.ts';
import type { MessageBody, WrittenMessage } from './message-body.ts';
import type { Receiver } from './receiver.ts';
import { textOf } from './text-mail.ts';
import { writeMessage } from './write-message.ts';

/** A source of which people are notified, with the silence that is meant and the number of its devices. */
export type SilentSource = {
  readonly source: Pick<StoredSource, 'name' | 'transport' | 'description' | 'audience'>;
  /** Epoch milliseconds. */
  readonly silentSince: number;
  readonly devices: number;
};

/** A message about sources in the form of each channel. */
export type SourceMessage = WrittenMessage & {
  readonly audience: readonly string[];
  readonly notification: SourceNotification;
};

/** The most sources that a message writes out; the rest is a number. */
const mostWritten = 50;

const kinds = {
  'source-silent': {
    severity: 'major',
    tone: 'warning',
    heading: 'No signal',
    state: '',
    lead: 'Nothing is being received from',
    since: 'nothing received since',
    todo: 'Check the connection of the gateway, or that the vendor still sends: its service, its address, its secret. "coldwatch source show SOURCE" lists what was refused last. Until then nothing is known of these devices, and each shipment counts the time as a gap.',
    inShort: 'Check gateway, vendor and secret.',
  },
  'source-heard': {
    severity: 'info',
    tone: 'resolved',
    heading: 'RESOLVED',
    state: ' back online',
    lead: 'Data is arriving again from',
    since: 'nothing was received after',
    todo: 'Nothing, unless the devices do not send what they stored meanwhile.',
    inShort: 'Nothing to do.',
  },
} as const satisfies Record<SourceNotification['kind'], object>;

/**
 * Words what happened to sources of one audience: one message, whatever their number. There is at least one. Times are
 * local to the receiver.
 */
export function composeSources(
  kind: SourceNotification['kind'],
  all: readonly SilentSource[],
  receiver: Receiver,
): SourceMessage {
  const { severity, tone, heading, state, lead, since, todo, inShort } = kinds[kind];
  const [first] = all as readonly [SilentSource, ...SilentSource[]];
  const devices = counted(
    all.reduce((sum, each) => sum + each.devices, 0),
    'device',
  );
  const what = all.length === 1 ? `source ${first.source.name}` : `${all.length} sources`;
  const headline = `${heading}: ${what}${state}, ${devices}`;
  const { moment } = clockIn(receiver.zone);
  const written = all.slice(0, mostWritten);
  const body: MessageBody = {
    tone,
    question: null,
    heading: headline,
    lead: `${lead} ${what} (${devices}).`,
    rows: [],
    lists: [
      {
        title: all.length === 1 ? 'Source' : 'Sources',
        items: [
          ...written.map(
            ({ source, silentSince, devices: own }) =>
              `${source.name} (${source.transport === 'mqtt' ? 'gateway' : 'HTTPS'}), ${source.description}: ${since} ${moment(silentSince)}, ${counted(own, 'device')}`,
          ),
          ...(all.length > mostWritten ? [`and ${all.length - mostWritten} more`] : []),
        ],
      },
    ],
    todo,
    link: null,
    fine: `Severity: ${severity}.`,
  };
  const message = writeMessage({ subject: headline, body, sms: [[`${headline}.`], [inShort]] }, receiver);
  return {
    ...message,
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
      subject: message.subject,
      text: textOf(body),
    },
  };
}
