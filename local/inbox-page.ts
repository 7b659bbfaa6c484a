import { type Address, answerJson } from './address.ts';
import { escaped } from './escaped.ts';
import type { Inbox, Received } from './inbox.ts';

const channels: Readonly<Record<string, string>> = { email: 'Mail', sms: 'SMS', webhook: 'Webhook' };

/** Serves the inbox: to browsers as a page, to programs as JSON. */
export function serveInbox(inbox: Inbox, address: Address): void {
  address.mount('/_local/inbox', ({ headers }, response) => {
    if (headers.accept?.includes('text/html') !== true) {
      answerJson(response, 200, inbox.received);
      return;
    }
    response.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'self'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    });
    response.end(inboxPage(inbox.received));
  });
}

/** Renders notifications for people, the newest first: a mail as its reader sees it, beside its plain text. */
export function inboxPage(received: readonly Received[]): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>Inbox of the local run</title>
<style>
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { margin: 1rem auto; width: min(84rem, 92vw); }
  h1 { font-size: 1.4rem; }
  h2 { font-size: 1.1rem; margin: 0; overflow-wrap: anywhere; }
  p { margin: .2rem 0 .6rem; overflow-wrap: anywhere; }
  article { border-top: 1px solid #767676; padding: 1rem 0; }
  .forms { display: grid; gap: 1rem; }
  pre { margin: 0; font: inherit; white-space: pre-wrap; overflow-wrap: anywhere; }
  iframe { width: 100%; height: 24rem; border: 1px solid #767676; border-radius: .4rem; background: #fff; }
  @media (min-width: 60rem) { .has-html { grid-template-columns: 1fr 1fr; } }
</style>
<h1>Inbox of the local run</h1>
<p>What was sent to anybody, the newest first. Load the page again to see what has come since.</p>
${received.length === 0 ? '<p>Nothing has been sent yet.</p>' : received.toReversed().map(article).join('\n')}
</html>
`;
}

function article({ to, protocol, subject, message, html, receivedAt }: Received): string {
  const channel = channels[protocol] ?? protocol;
  const frame =
    html === null
      ? ''
      : `<iframe title="${escaped(`HTML of the mail to ${to}`)}" loading="lazy" sandbox="allow-popups allow-popups-to-escape-sandbox" srcdoc="${escaped(inOwnTab(html))}"></iframe>`;
  return `<article>
  <h2>${escaped(subject ?? `${channel} to ${to}`)}</h2>
  <p>${escaped(channel)} to ${escaped(to)}, ${escaped(receivedAt.slice(0, 19).replace('T', ' '))} UTC</p>
  <div class="forms${html === null ? '' : ' has-html'}">${frame}<pre>${linked(message)}</pre></div>
</article>`;
}

/** A mail whose links open tabs of their own, as in a mail program: no page of ours lets itself be framed. */
function inOwnTab(html: string): string {
  const base = '<base target="_blank">';
  return html.includes('<head>') ? html.replace('<head>', `<head>${base}`) : base + html;
}

/** Plain text whose addresses can be followed. */
function linked(text: string): string {
  return escaped(text).replaceAll(
    /https?:\/\/(?:(?!&#)[^\s])+/g,
    (address) => `<a href="${address}" target="_blank" rel="noreferrer">${address}</a>`,
  );
}
