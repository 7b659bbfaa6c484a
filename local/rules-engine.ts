import type { TopicRule } from './topic-rule.ts';

/** A topic rule with its action, and the error action for when that fails. */
export type ActiveRule = TopicRule & {
  readonly act: (body: string) => void;
  readonly onError: (body: string) => void;
};

/** Basic Ingest: `$aws/rules/<rule>/<topic>` addresses one rule only, which sees the topic after the prefix. */
export const basicIngest = /^\$aws\/rules\/([^/]+)\/(.+)$/;

/** Runs the rules that match a message; under Basic Ingest only the named rule. */
export function route(rules: readonly ActiveRule[], published: string, payload: Uint8Array): void {
  const direct = basicIngest.exec(published);
  const topic = direct?.[2] ?? published;
  const message = { topic, payload, receivedAt: Date.now() };
  for (const rule of rules) {
    if (direct === null ? !rule.wants(topic) : rule.name !== direct[1]) continue;
    const body = rule.select(message);
    try {
      rule.act(body);
    } catch (error) {
      rule.onError(
        JSON.stringify({
          ruleName: rule.name,
          topic: published,
          base64OriginalPayload: Buffer.from(payload).toString('base64'),
          failures: [{ errorMessage: String(error) }],
        }),
      );
    }
  }
}
