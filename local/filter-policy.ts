import { serviceLimits } from './service-limits.ts';
import { NotLocal, type Properties } from './template.ts';

/** An attribute of a message, as SNS delivers it. */
export type Attribute = { readonly Type: string; readonly Value: string };
type FilterPolicy = (attributes: { readonly [name: string]: Attribute }) => boolean;

/**
 * Reads a subscription's filter policy: for each attribute, the values of which one must match.
 *
 * @throws {NotLocal} When it matches by anything other than exact strings.
 */
export function readFilterPolicy(subscription: string, policy: Properties = {}): FilterPolicy {
  const wanted = Object.entries(policy).map(([name, texts]) => {
    if (!Array.isArray(texts) || texts.some((text) => typeof text !== 'string'))
      throw new NotLocal(
        `subscription ${subscription}: the local run knows filters on exact texts only, not ${JSON.stringify(texts)}`,
      );
    return { name, texts: texts as string[] };
  });
  return (attributes) =>
    wanted.every(({ name, texts }) => {
      const attribute = attributes[name];
      return attribute !== undefined && valuesOf(attribute).some((value) => texts.includes(value));
    });
}

/**
 * A filter with SNS's delay: it takes up to a quarter of an hour to take effect, and until then everything passes.
 * Times are epoch milliseconds.
 */
export function actingLate(
  filter: FilterPolicy,
  setAt: number,
  afterMs: number = serviceLimits.filterPolicyActsAfterMs.limit,
): (attributes: Parameters<FilterPolicy>[0], publishedAt: number) => boolean {
  return (attributes, publishedAt) => publishedAt < setAt + afterMs || filter(attributes);
}

function valuesOf({ Type, Value }: Attribute): string[] {
  return Type === 'String.Array' ? (JSON.parse(Value) as unknown[]).map(String) : [Value];
}
