/** What a device may publish, with one topic rule each. `telemetry` may contain any mix. */
export const kinds = ['temperature', 'pressure', 'location', 'telemetry'] as const;
export type Kind = (typeof kinds)[number];

/** Thing names that AWS IoT allows. */
const thingPattern = /^[A-Za-z0-9:_-]{1,128}$/;

/** Whether a text can be a device's name. */
export function isThingName(name: string): boolean {
  return thingPattern.test(name);
}

/** The topic on which a thing publishes a kind, below the root of its stage. */
export function topicOf(thing: string, kind: Kind, root = 'coldwatch'): string {
  return `${root}/${thing}/${kind}`;
}

/**
 * Returns the thing and the kind of a topic, also under Basic Ingest; null if the topic is not one of the expected
 * ones.
 */
export function readTopic(topic: string, root: string): { thing: string; kind: Kind } | null {
  const [found, thing, kind, ...more] = topic.replace(/^\$aws\/rules\/[^/]+\//, '').split('/');
  const known = kinds.find((each) => each === kind);
  if (found !== root || thing === undefined || !isThingName(thing) || known === undefined || more.length > 0)
    return null;
  return { thing, kind: known };
}
