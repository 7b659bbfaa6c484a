import type { MessageBody, Tone } from './message-body.ts';

/** Dark enough for white text, and bright enough on a dark page. */
const colours: Readonly<Record<Tone, string>> = {
  alarm: '#b3261e',
  warning: '#8a5300',
  resolved: '#1b6e3c',
  neutral: '#35536f',
};
const dark =
  '@media (prefers-color-scheme:dark){.page{background:#111418!important}.card{background:#1c2127!important;color:#e6e9ed!important}.fine,.name{color:#a9b2bd!important}.line{border-color:#343b44!important}.link{color:#8fc1ff!important}}';
const fonts = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";

/**
 * A mail as HTML, at most 600 px wide: `intro` above, then each body as a card, then links to end these mails. Programs
 * that read mail keep inline styles; the style sheet only darkens it where the reader's device is dark.
 */
export function htmlOf(
  subject: string,
  bodies: readonly MessageBody[],
  { intro = [], unsubscribeAddress }: HtmlAround = {},
): string {
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width,initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    `<title>${escaped(subject)}</title><style>${dark}</style></head>`,
    `<body class="page" style="margin:0;padding:0;background:#eef1f4;${fonts}">`,
    '<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td align="center" style="padding:16px 8px">',
    '<div role="main" style="max-width:600px;text-align:left">',
    ...intro.map(introOf),
    ...bodies.map(cardOf),
    ...(unsubscribeAddress === undefined
      ? []
      : [
          `<p class="fine" style="margin:12px 4px;font-size:13px;color:#545e69">${linkOf(unsubscribeAddress, 'Stop these mails')}</p>`,
        ]),
    '</div></td></tr></table></body></html>',
  ].join('\n');
}

export type HtmlAround = {
  /** Lists above the first card. */
  readonly intro?: MessageBody['lists'];
  readonly unsubscribeAddress?: string;
};

function introOf({ title, items }: MessageBody['lists'][number]): string {
  return [
    '<div class="card" style="background:#ffffff;color:#1b1f24;border-radius:8px;padding:16px 20px;margin:0 0 16px;font-size:15px;line-height:1.45;overflow-wrap:anywhere">',
    `<h1 style="margin:0;font-size:18px">${escaped(title)}</h1>`,
    ...listOf(items, 'margin:8px 0 0'),
    '</div>',
  ].join('\n');
}

function listOf(items: readonly string[], margin: string): string[] {
  if (items.length === 0) return [];
  return [
    `<ul style="${margin};padding:0 0 0 20px">`,
    ...items.map((item) => `<li style="margin:4px 0">${withDates(item)}</li>`),
    '</ul>',
  ];
}

function cardOf({ tone, question, heading, lead, rows, lists, todo, link, fine }: MessageBody): string {
  const paragraph = 'margin:0 0 12px';
  return [
    '<div class="card" style="background:#ffffff;color:#1b1f24;border-radius:8px;margin:0 0 16px;font-size:15px;line-height:1.45;overflow-wrap:anywhere">',
    `<h1 style="margin:0;background:${colours[tone]};color:#ffffff;border-radius:8px 8px 0 0;padding:12px 20px;font-size:18px">${escaped(heading)}</h1>`,
    '<div style="padding:16px 20px">',
    ...(question === null ? [] : [`<p style="${paragraph}"><strong>${escaped(question)}</strong></p>`]),
    `<p style="${paragraph};font-size:17px">${escaped(lead)}</p>`,
    ...(todo === null ? [] : [`<p style="${paragraph}"><strong>What to do:</strong> ${escaped(todo)}</p>`]),
    ...(link === null
      ? []
      : [
          `<p style="${paragraph}"><a href="${escaped(link.address)}" style="display:inline-block;background:#1d5fa8;color:#ffffff;border-radius:6px;padding:10px 18px;text-decoration:none;font-weight:600">${escaped(link.words)}</a></p>`,
        ]),
    ...(rows.length === 0
      ? []
      : [
          `<table cellpadding="0" cellspacing="0" style="width:100%;margin:0 0 16px;border-collapse:collapse;font-size:15px">`,
          ...rows.map(
            ([name, value, address]) =>
              `<tr><th class="name line" scope="row" style="width:32%;padding:6px 12px 6px 0;border-top:1px solid #dfe3e8;font-weight:normal;text-align:left;vertical-align:top;color:#545e69;overflow-wrap:normal">${escaped(name)}</th><td class="line" style="padding:6px 0;border-top:1px solid #dfe3e8;vertical-align:top">${address === undefined ? escaped(value) : linkOf(address, value)}</td></tr>`,
          ),
          '</table>',
        ]),
    ...lists.flatMap(({ title, items }) => [
      `<h2 style="margin:0 0 4px;font-size:15px">${escaped(title)}</h2>`,
      ...listOf(items, 'margin:0 0 16px'),
    ]),
    ...(fine === ''
      ? []
      : [`<p class="fine" style="margin:0;font-size:13px;color:#545e69">${escaped(fine)}</p>`]),
    '</div></div>',
  ].join('\n');
}

/** Text whose dates stand in one line. */
function withDates(text: string): string {
  return escaped(text).replace(/\b\d{4}-\d\d-\d\d\b/g, '<span style="white-space:nowrap">$&</span>');
}

function linkOf(address: string, words: string): string {
  return `<a class="link" href="${escaped(address)}" style="color:#1d5fa8">${escaped(words)}</a>`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text that cannot be taken for markup, in an element or in an attribute. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => entities[letter]!);
}
