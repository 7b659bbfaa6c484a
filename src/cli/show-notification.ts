import type { Received } from '../../local/inbox.ts';

/** Prints a notification as its recipient reads it; a repeated text is replaced with the other recipient's address. */
export function notificationPrinter(print: (text: string) => void): (received: Received) => void {
  const seen = new Set<string>();
  return ({ to, protocol, subject, message }) => {
    if (protocol === 'sms') return print(`  >> SMS to ${to}: ${message}`);
    const text = `${subject ?? ''}\n${message}`;
    if (seen.has(text)) return print(`  >> the same ${protocol} to ${to}`);
    seen.add(text);
    print(
      [
        `  >> ${protocol} to ${to}`,
        ...(subject === null ? [] : [`Subject: ${subject}`]),
        ...message.split('\n'),
      ]
        .map((line, index) => (index === 0 ? line : `     | ${line}`))
        .join('\n'),
    );
  };
}
