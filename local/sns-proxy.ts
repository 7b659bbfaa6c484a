import type { IncomingMessage } from 'node:http';
import type { Attribute } from './filter-policy.ts';
import type { Gate } from './gate.ts';
import { type LoopbackServer, serveLocally } from './loopback.ts';
import { faultOfPublication } from './publication-limits.ts';
import type { Received } from './inbox.ts';
import { textMessages } from './text-messages.ts';
import { answerOnSubscriptions } from './sns-answers.ts';
import type { LocalSubscriptions } from './subscriptions.ts';

/**
 * A forwarded request differs from the signed one, so the proxy identifies itself with a password that nobody else
 * knows.
 */
export const passwordHeader = 'x-coldwatch-passed-on';

/**
 * A proxy for the embedded SNS. It refuses what SNS refuses, and forwards a message with all its forms (email, SMS,
 * default) unchanged, so that each inbox can show the form for its protocol. A new subscription receives an inbox at
 * once.
 */
export async function startSnsProxy(
  target: { readonly endpoint: string; readonly password: string },
  subscriptions: LocalSubscriptions,
  { callers, receive }: { readonly callers: Gate; readonly receive: (received: Received) => void },
): Promise<LoopbackServer> {
  const texts = textMessages(receive);
  return serveLocally(
    (request, response) => {
      forward(request, target, { subscriptions, texts }).then(
        ({ status, type, body }) => response.writeHead(status, { 'content-type': type }).end(body),
        (error: unknown) => response.writeHead(502).end(String(error)),
      );
    },
    { refusalOf: callers },
  );
}

async function forward(
  request: IncomingMessage,
  { endpoint, password }: { readonly endpoint: string; readonly password: string },
  {
    subscriptions,
    texts,
  }: { readonly subscriptions: LocalSubscriptions; readonly texts: ReturnType<typeof textMessages> },
) {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const form = new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
  const text = texts(form);
  if (text !== null) return text;
  const isPublication = form.get('Action') === 'Publish';
  const attributes = isPublication ? attributesOf(form) : {};
  const refusal = isPublication ? refusalOf(form, attributes) : null;
  if (refusal !== null)
    return {
      status: 400,
      type: 'text/xml',
      body: `<ErrorResponse><Error><Type>Sender</Type><Code>InvalidParameter</Code><Message>Invalid parameter: ${refusal}</Message></Error></ErrorResponse>`,
    };
  if (isPublication) subscriptions.published(form.get('TopicArn') ?? '', attributes, Date.now());
  const answered = answerOnSubscriptions(form, subscriptions);
  if (answered !== null) return answered;
  form.delete('MessageStructure');
  const headers = new Headers({ [passwordHeader]: password });
  for (const name of ['authorization', 'content-type', 'x-amz-date'])
    if (request.headers[name] !== undefined) headers.set(name, String(request.headers[name]));
  const response = await fetch(endpoint, { method: 'POST', headers, body: form.toString() });
  return {
    status: response.status,
    type: response.headers.get('content-type') ?? 'text/xml',
    body: await response.text(),
  };
}

/** Reads the attributes of a message from SNS's numbered query parameters. */
function attributesOf(form: URLSearchParams): Record<string, Attribute> {
  const attributes: Record<string, Attribute> = {};
  for (const [key, name] of form) {
    const entry = /^(MessageAttributes\.entry\.\d+)\.Name$/.exec(key)?.[1];
    if (entry === undefined) continue;
    attributes[name] = {
      Type: form.get(`${entry}.Value.DataType`) ?? '',
      Value: form.get(`${entry}.Value.StringValue`) ?? '',
    };
  }
  return attributes;
}

function refusalOf(form: URLSearchParams, attributes: Readonly<Record<string, Attribute>>): string | null {
  const message = form.get('Message') ?? '';
  const fault = faultOfPublication({ subject: form.get('Subject'), message, attributes });
  if (fault !== null) return fault;
  if (form.get('MessageStructure') !== 'json') return null;
  try {
    const forms = JSON.parse(message) as Record<string, unknown>;
    return typeof forms['default'] === 'string'
      ? null
      : 'Message Structure - No default entry in JSON message body';
  } catch {
    return 'Message Structure - JSON message body failed to parse';
  }
}
