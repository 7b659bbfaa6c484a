import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { bodyOf } from './address.ts';
import { CallRate } from './call-rate.ts';
import type { Gate } from './gate.ts';
import type { Received } from './inbox.ts';
import { type LoopbackServer, serveLocally } from './loopback.ts';
import { serviceLimits } from './service-limits.ts';
import { region } from './template.ts';

type SesOptions = {
  /** The addresses that mails may come from. */
  readonly senders: ReadonlySet<string>;
  /** The addresses that mails may go to while the account is in its sandbox; null: it has left it. */
  readonly sandbox: ReadonlySet<string> | null;
  readonly receive: (received: Received) => void;
};

/** Simple mail of `SendEmail`, as far as it is known here. */
type Mail = {
  readonly FromEmailAddress?: string;
  readonly Destination?: { readonly ToAddresses?: readonly string[] };
  readonly Content?: {
    readonly Simple?: {
      readonly Subject?: { readonly Data?: string };
      readonly Body?: {
        readonly Text?: { readonly Data?: string };
        readonly Html?: { readonly Data?: string };
      };
      readonly Headers?: readonly { readonly Name: string; readonly Value: string }[];
    };
  };
};

type Answer = { readonly status: number; readonly error?: string; readonly body: object };

/** Starts the mail service: `SendEmail` of its second version with simple mails, which go to the inbox. */
export async function startSes(callers: Gate, options: SesOptions): Promise<LoopbackServer> {
  const { sandboxMailsOfSecond, mailsSentOfSecond, sandboxMailsOfDay } = serviceLimits;
  const isSandboxed = options.sandbox !== null;
  const rate = new CallRate({ mail: (isSandboxed ? sandboxMailsOfSecond : mailsSentOfSecond).limit });
  const sentAt: number[] = [];
  const answerTo = async (request: IncomingMessage): Promise<Answer> => {
    if (request.method !== 'POST' || request.url !== '/v2/email/outbound-emails')
      return refused(404, 'NotFoundException', 'the local run knows SendEmail only');
    const body = await bodyOf(request, serviceLimits.mailBytes.limit);
    if (body === null) return refused(400, 'BadRequestException', 'Message length is more than allowed.');
    const mail = JSON.parse(body.toString('utf8')) as Mail;
    const refusal = refusalOf(mail, options);
    if (refusal !== null) return refusal;
    const now = Date.now();
    if (rate.isExceededBy('mail', now))
      return refused(429, 'TooManyRequestsException', 'Maximum sending rate exceeded.');
    while (sentAt.length > 0 && now - sentAt[0]! >= 86_400_000) sentAt.shift();
    if (isSandboxed && sentAt.length >= sandboxMailsOfDay.limit)
      return refused(429, 'TooManyRequestsException', 'Daily message quota exceeded.');
    sentAt.push(now);
    const received = receivedFrom(mail, now);
    options.receive(received);
    return { status: 200, body: { MessageId: received.messageId } };
  };
  return serveLocally(
    (request, response) => {
      answerTo(request)
        .catch((error: unknown) => refused(400, 'BadRequestException', String(error)))
        .then(({ status, error, body }) => {
          response.writeHead(status, {
            'content-type': 'application/json',
            ...(error !== undefined && { 'x-amzn-errortype': error }),
          });
          return response.end(JSON.stringify(body));
        })
        .catch(() => response.destroy());
    },
    { refusalOf: callers },
  );
}

function refusalOf(mail: Mail, { senders, sandbox }: SesOptions): Answer | null {
  const { FromEmailAddress: from = '', Destination, Content } = mail;
  const to = Destination?.ToAddresses ?? [];
  const { Subject, Body, Headers = [] } = Content?.Simple ?? {};
  if (to.length === 0 || to.length > serviceLimits.mailRecipients.limit)
    return refused(400, 'BadRequestException', 'Recipient count is not allowed.');
  if (!Subject?.Data || !(Body?.Text?.Data || Body?.Html?.Data))
    return refused(400, 'BadRequestException', 'The local run knows simple mails with a subject and a body.');
  if (Headers.some(({ Value }) => Value.length > serviceLimits.mailHeaderCharacters.limit))
    return refused(400, 'BadRequestException', 'A header is too long.');
  const unknown = [from].filter((each) => !senders.has(each));
  const others = sandbox === null ? [] : to.filter((each) => !sandbox.has(each));
  const failed = [...unknown, ...others];
  return failed.length === 0
    ? null
    : refused(
        400,
        'MessageRejected',
        `Email address is not verified. The following identities failed the check in region ${region.toUpperCase()}: ${failed.join(', ')}`,
      );
}

function receivedFrom({ Destination, Content }: Mail, now: number): Received {
  const { Subject, Body, Headers = [] } = Content!.Simple!;
  return {
    to: Destination!.ToAddresses!.join(', '),
    protocol: 'email',
    subject: Subject!.Data!,
    message: Body!.Text?.Data ?? '',
    html: Body!.Html?.Data ?? null,
    attributes: Object.fromEntries(Headers.map(({ Name, Value }) => [Name, Value])),
    messageId: randomUUID(),
    receivedAt: new Date(now).toISOString(),
  };
}

function refused(status: number, error: string, message: string): Answer {
  return { status, error, body: { message } };
}
