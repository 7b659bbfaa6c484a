import type { TopicRule } from './topic-rule.ts';

/** A rule with what it does: its action, and its error action when that fails. */
export type ActiveRule = TopicRule & {
  readonly act: (body: string) => void;
  readonly onError: (body: string) => void;
};

/** Basic Ingest: `$aws/rules/<rule>/<topic>` goes to one rule only, which sees the topic behind it. */
export const basicIngest = /^\$aws\/rules\/([^/]+)\/(.+)$/;

/** Runs the rules that want a message; under Basic Ingest the one that is named. */
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
