import { escaped } from '../html-mail.ts';
import type { MessageBody } from '../message-body.ts';
import { shortened } from '../short-forms.ts';
import { partsOf } from './parts-of.ts';
import type { WebhookForm } from './webhook-content.ts';

/** Lengths that Slack accepts: https://docs.slack.dev/reference/block-kit/blocks */
const [headerLength, textLength, fieldLength, mostFields] = [150, 3000, 2000, 10];

/** A message of blocks for a Slack channel; its `text` is what a notification of Slack shows. */
export const slack: WebhookForm = (content) => {
  const { bodies, more } = partsOf(content);
  const { link } = content.body;
  return [
    {
      text: escaped(content.subject),
      blocks: [
        ...bodies.flatMap(blocksOf),
        ...(more.length === 0 ? [] : [section(more.join('\n'))]),
        ...(link === null
          ? []
          : [
              {
                type: 'actions',
                elements: [{ type: 'button', text: plainText(link.words, 75), url: link.address }],
              },
            ]),
      ],
    },
  ];
};

function blocksOf({ question, heading, lead, todo, rows, lists }: MessageBody): object[] {
  const said = [
    ...(question === null ? [] : [question]),
    lead,
    ...(todo === null ? [] : [`What to do: ${todo}`]),
  ];
  const fields = rows.map(([name, value]) => plainText(`${name}:\n${value}`, fieldLength));
  return [
    { type: 'header', text: plainText(heading, headerLength) },
    section(said.join('\n\n')),
    ...Array.from({ length: Math.ceil(fields.length / mostFields) }, (_, index) => ({
      type: 'section',
      fields: fields.slice(index * mostFields, (index + 1) * mostFields),
    })),
    ...lists.map(({ title, items }) => section([title, ...items.map((item) => `• ${item}`)].join('\n'))),
  ];
}

function section(text: string): object {
  return { type: 'section', text: plainText(text, textLength) };
}

/** Text that Slack shows as it is, without links or mentions. */
function plainText(text: string, length: number): object {
  return { type: 'plain_text', text: shortened(text, length), emoji: false };
}
