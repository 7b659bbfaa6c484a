import type { MessageBody } from '../message-body.ts';
import type { WebhookContent } from './webhook-content.ts';

/** A channel of people shows no more in full: Teams takes 28 KB of a message, Slack 50 blocks. */
const mostInFull = 4;
const mostLines = 20;

/** What a channel of people shows of a message: the first parts in full, more of them by their subjects. */
export function partsOf({ body, merged }: WebhookContent): {
  readonly bodies: readonly MessageBody[];
  readonly more: readonly string[];
} {
  if (merged === undefined) return { bodies: [body], more: [] };
  const { messages, unwritten } = merged;
  const lines = messages.slice(mostInFull, mostInFull + mostLines).map(({ subject }) => subject);
  const left = messages.length + unwritten.length - Math.min(messages.length, mostInFull) - lines.length;
  return {
    bodies: messages.slice(0, mostInFull).map((each) => each.body),
    more: left === 0 ? lines : [...lines, `and ${left} more`],
  };
}
