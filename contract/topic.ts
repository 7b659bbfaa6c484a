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
