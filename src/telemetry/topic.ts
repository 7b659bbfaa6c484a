/** What a device may speak of, one rule each. `telemetry` carries any mix. */
export const kinds = ['temperature', 'pressure', 'location', 'telemetry'] as const;
export type Kind = (typeof kinds)[number];

/** Names of things, as AWS IoT allows them. */
const thingPattern = /^[A-Za-z0-9:_-]{1,128}$/;

/** Whether a text can be a device's name. */
export function isThingName(name: string): boolean {
  return thingPattern.test(name);
}

/** The topic on which a thing speaks of a kind, below the root of its stage. */
export function topicOf(thing: string, kind: Kind, root = 'coldwatch'): string {
  return `${root}/${thing}/${kind}`;
}

/** Who speaks of what on a topic, also under Basic Ingest; null where it is none of ours. */
export function readTopic(topic: string, root: string): { thing: string; kind: Kind } | null {
  const [found, thing, kind, ...more] = topic.replace(/^\$aws\/rules\/[^/]+\//, '').split('/');
  const known = kinds.find((each) => each === kind);
  if (found !== root || thing === undefined || !isThingName(thing) || known === undefined || more.length > 0)
    return null;
  return { thing, kind: known };
}
