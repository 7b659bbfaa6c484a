import type { MessageBody, Tone } from '../message-body.ts';
import { partsOf } from './parts-of.ts';
import type { WebhookForm } from './webhook-content.ts';

const colours: Readonly<Record<Tone, string>> = {
  alarm: 'Attention',
  warning: 'Warning',
  resolved: 'Good',
  neutral: 'Default',
};

/** An adaptive card in a message for the workflow of a Teams channel (https://adaptivecards.io/explorer/). */
export const teams: WebhookForm = (content) => {
  const { bodies, more } = partsOf(content);
  const { link } = content.body;
  return [
    {
      type: 'message',
      attachments: [
        {
          contentType: 'application/vnd.microsoft.card.adaptive',
          content: {
            $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
            type: 'AdaptiveCard',
            version: '1.4',
            msteams: { width: 'Full' },
            body: [...bodies.flatMap(blocksOf), ...more.map((line) => block(line))],
            actions: link === null ? [] : [{ type: 'Action.OpenUrl', title: link.words, url: link.address }],
          },
        },
      ],
    },
  ];
};

function blocksOf({ tone, question, heading, lead, todo, rows, lists }: MessageBody): object[] {
  return [
    block(heading, { size: 'Large', weight: 'Bolder', color: colours[tone] }),
    ...(question === null ? [] : [block(question, { weight: 'Bolder' })]),
    block(lead),
    ...(todo === null ? [] : [named('What to do', todo)]),
    ...rows.map(([name, value]) => named(name, value)),
    ...lists.flatMap(({ title, items }) => [
      block(title, { weight: 'Bolder' }),
      ...items.map((each) => block(each)),
    ]),
  ];
}

/** Runs of text are shown as they are; a text block would read names as Markdown. */
function block(text: string, style: object = {}): object {
  return { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text, ...style }] };
}

function named(name: string, value: string): object {
  return {
    type: 'RichTextBlock',
    spacing: 'Small',
    inlines: [
      { type: 'TextRun', text: `${name}: `, weight: 'Bolder' },
      { type: 'TextRun', text: value },
    ],
  };
}
