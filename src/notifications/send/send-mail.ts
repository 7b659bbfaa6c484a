import { MessageRejected, type SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { SendingFailed } from './sending-failed.ts';

/** A mail to one receiver. */
export type Mail = {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Where a request by POST ends these mails (RFC 8058); null for mails that were asked for one by one. */
  readonly unsubscribe: string | null;
};

/** Makes a function that sends mails from one address. It rejects with {@link SendingFailed} where SES refuses one. */
export function mailSender(client: SESv2Client, from: string): (mail: Mail) => Promise<void> {
  return async ({ to, subject, text, html, unsubscribe }) => {
    const utf8 = (Data: string) => ({ Data, Charset: 'UTF-8' });
    try {
      await client.send(
        new SendEmailCommand({
          FromEmailAddress: from,
          Destination: { ToAddresses: [to] },
          Content: {
            Simple: {
              Subject: utf8(subject),
              Body: { Text: utf8(text), Html: utf8(html) },
              ...(unsubscribe !== null && {
                Headers: [
                  { Name: 'List-Unsubscribe', Value: `<${unsubscribe}>` },
                  { Name: 'List-Unsubscribe-Post', Value: 'List-Unsubscribe=One-Click' },
                ],
              }),
            },
          },
        }),
      );
    } catch (error) {
      if (!(error instanceof MessageRejected)) throw error;
      throw new SendingFailed(
        `the mail service refused the mail: ${error.message} While the account is in the sandbox of SES it sends to verified addresses only; ask operations`,
        { cause: error },
      );
    }
  };
}
