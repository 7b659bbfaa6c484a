import { MessageRejected, SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { afterEach, describe, expect, test } from 'vitest';
import { callGate, newCredentials } from '../../local/gate.ts';
import type { Received } from '../../local/inbox.ts';
import { serviceLimits } from '../../local/service-limits.ts';
import { startSes } from '../../local/ses.ts';
import { textMessages } from '../../local/text-messages.ts';
import { mailSender } from '../../src/notifications/send/send-mail.ts';
import { SendingFailed } from '../../src/notifications/send/sending-failed.ts';

const credentials = newCredentials();
const sender = 'coldwatch@example.org';
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function service(sandbox: readonly string[] | null, from = sender) {
  const received: Received[] = [];
  const ses = await startSes(callGate(credentials), {
    senders: new Set([sender]),
    sandbox: sandbox === null ? null : new Set(sandbox),
    receive: (each) => received.push(each),
  });
  const client = new SESv2Client({
    endpoint: ses.endpoint,
    region: 'us-east-1',
    credentials,
    maxAttempts: 1,
  });
  closing.push(
    () => ses.stop(),
    async () => client.destroy(),
  );
  const mail = { subject: 'Größe', text: 'text', html: '<p>html</p>', unsubscribe: 'https://x.example/u' };
  return { received, client, send: (to: string) => mailSender(client, from)({ ...mail, to }) };
}

describe('the mail service', () => {
  test('puts a mail with its headers into the inbox', async () => {
    const { received, send } = await service(null);
    await send('ann@example.net');
    expect(received).toMatchObject([
      {
        to: 'ann@example.net',
        protocol: 'email',
        subject: 'Größe',
        message: 'text',
        html: '<p>html</p>',
        attributes: {
          'List-Unsubscribe': '<https://x.example/u>',
          'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
        },
      },
    ]);
  });

  test('in its sandbox sends to verified addresses only, and one mail a second', async () => {
    const { received, send } = await service(['ann@example.net']);
    await expect(send('eve@example.net')).rejects.toThrow(SendingFailed);
    await expect(send('eve@example.net')).rejects.toThrow('eve@example.net');
    await send('ann@example.net');
    await expect(send('ann@example.net')).rejects.toThrow('Maximum sending rate exceeded');
    expect(received).toHaveLength(1);
  });

  test('sends from verified addresses only', async () => {
    const { send } = await service(null, 'other@example.org');
    await expect(send('ann@example.net')).rejects.toThrow('other@example.org');
  });

  test('refuses more mails in a second than the account may send', async () => {
    const { received, send } = await service(null);
    const { limit } = serviceLimits.mailsSentOfSecond;
    const sent = await Promise.allSettled(Array.from({ length: limit * 3 }, () => send('ann@example.net')));
    const refused = sent.filter(({ status }) => status === 'rejected');
    expect(refused.length).toBeGreaterThan(0);
    expect(received).toHaveLength(limit * 3 - refused.length);
  });

  test('refuses a header that is too long', async () => {
    const { client } = await service(null);
    const Data = 'x';
    const sending = client.send(
      new SendEmailCommand({
        FromEmailAddress: sender,
        Destination: { ToAddresses: ['ann@example.net'] },
        Content: {
          Simple: {
            Subject: { Data },
            Body: { Text: { Data } },
            Headers: [{ Name: 'X-Long', Value: 'x'.repeat(serviceLimits.mailHeaderCharacters.limit + 1) }],
          },
        },
      }),
    );
    await expect(sending).rejects.toThrow('A header is too long.');
    await expect(sending).rejects.not.toBeInstanceOf(MessageRejected);
  });
});

describe('text messages', () => {
  const publish = (PhoneNumber: string, Message: string) =>
    new URLSearchParams({ Action: 'Publish', PhoneNumber, Message });

  test('reach the inbox; what is no number, empty or too long is refused', () => {
    const received: Received[] = [];
    const answer = textMessages((each) => received.push(each));
    const { limit } = serviceLimits.textMessageCharacters;
    expect(answer(publish('+441632960123', 'x'.repeat(limit)))?.status).toBe(200);
    for (const [to, text] of [
      ['12', 'x'],
      ['+441632960123', ''],
      ['+441632960123', 'x'.repeat(limit + 1)],
    ] as const)
      expect(answer(publish(to, text))?.status).toBe(400);
    expect(answer(new URLSearchParams({ Action: 'Publish', TopicArn: 'x' }))).toBeNull();
    expect(received).toMatchObject([{ to: '+441632960123', protocol: 'sms' }]);
  });

  test('are limited by the second', () => {
    const answer = textMessages(() => undefined);
    const { limit } = serviceLimits.textMessagesOfSecond;
    const statuses = Array.from({ length: limit + 1 }, () => answer(publish('+441632960123', 'x'))?.status);
    expect(statuses.at(-1)).toBe(400);
    expect(statuses.slice(0, -1).every((status) => status === 200)).toBe(true);
  });
});
