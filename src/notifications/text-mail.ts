import type { MessageBody } from './message-body.ts';
import type { Receiver } from './receiver.ts';

/** A message as the plain text of a mail: what happened first, then what to do, then the details. */
export function textOf({ question, heading, lead, rows, lists, todo, link, fine }: MessageBody): string {
  const parts = [
    ...(question === null ? [] : [question]),
    ...[heading, lead].filter((each) => each !== ''),
    ...(todo === null ? [] : [`What to do: ${todo}`]),
    ...(rows.length === 0 ? [] : [tableOf(rows)]),
    ...lists.map(listAsText),
    ...(link === null ? [] : [`${link.words}: ${link.address}`]),
    ...(fine === '' ? [] : [fine]),
  ];
  return parts.join('\n\n');
}

/** A list under its title; a title without items is a line of its own. */
export function listAsText({ title, items }: MessageBody['lists'][number]): string {
  return [items.length === 0 ? title : `${title}:`, ...items.map((item) => `- ${item}`)].join('\n');
}

/** A mail's text with the address that ends these mails, where there is one. */
export function withUnsubscribing(
  text: string,
  { unsubscribeAddress }: Pick<Receiver, 'unsubscribeAddress'>,
): string {
  return unsubscribeAddress === undefined ? text : `${text}\n\nStop these mails: ${unsubscribeAddress}`;
}

function tableOf(rows: MessageBody['rows']): string {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${`${name}:`.padEnd(width + 2)}${value}`).join('\n');
}
