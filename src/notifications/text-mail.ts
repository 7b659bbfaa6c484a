import type { MessageBody } from './message-body.ts';

/** A message as the plain text of a mail: what happened first, then what to do, then the details. */
export function textOf({ lead, heading, rows, lists, todo, link, fine }: MessageBody): string {
  const parts = [
    `${heading}\n\n${lead}`,
    ...(todo === null ? [] : [`What to do: ${todo}`]),
    ...(rows.length === 0 ? [] : [tableOf(rows)]),
    ...lists.map(({ title, items }) => [`${title}:`, ...items.map((item) => `- ${item}`)].join('\n')),
    ...(link === null ? [] : [`${link.words}: ${link.address}`]),
    ...(fine === '' ? [] : [fine]),
  ];
  return parts.join('\n\n');
}

function tableOf(rows: MessageBody['rows']): string {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${`${name}:`.padEnd(width + 2)}${value}`).join('\n');
}
