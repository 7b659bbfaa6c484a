/** What a device may publish, with one topic rule each. `telemetry` may contain any mix. */
export const kinds = ['temperature', 'pressure', 'location', 'telemetry'] as const;
export type Kind = (typeof kinds)[number];

/**
 * The kinds of messages about many devices: what a gateway publishes, and what the ingest route of the API accepts,
 * which has no topic of its own.
 */
export const sourceKinds = ['gateway', 'source'] as const;
export type SourceKind = (typeof sourceKinds)[number];
/** What has a topic rule each. */
export const publishedKinds = [...kinds, 'gateway'] as const;
export type PublishedKind = (typeof publishedKinds)[number];

/** Thing names that AWS IoT allows. */
const thingPattern = /^[A-Za-z0-9:_-]{1,128}$/;

/** Whether a text can be a device's name. */
export function isThingName(name: string): boolean {
  return thingPattern.test(name);
}

/** The topic on which a thing publishes a kind, below the root of its stage. */
export function topicOf(thing: string, kind: PublishedKind, root = 'coldwatch'): string {
  return `${root}/${thing}/${kind}`;
}

/** What is recorded as the topic of a source's message: that of a gateway, or that it came over HTTPS. */
export function sourceTopicOf(source: string, kind: SourceKind, root: string): string {
  return kind === 'gateway' ? topicOf(source, kind, root) : `source/${source}`;
}

/**
 * Returns the thing and the kind of a topic, also under Basic Ingest; null if the topic is not one of the expected
 * ones.
 */
export function readTopic(topic: string, root: string): { thing: string; kind: PublishedKind } | null {
  const [found, thing, kind, ...more] = topic.replace(/^\$aws\/rules\/[^/]+\//, '').split('/');
  const known = publishedKinds.find((each) => each === kind);
  if (found !== root || thing === undefined || !isThingName(thing) || known === undefined || more.length > 0)
    return null;
  return { thing, kind: known };
}
