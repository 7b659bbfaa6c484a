import type { Attribute } from './filter-policy.ts';
import { serviceLimits } from './service-limits.ts';

/** The parts of a publication that SNS limits; `message` contains all its forms. */
type LimitedPublication = {
  readonly subject: string | null;
  readonly message: string;
  readonly attributes: Readonly<Record<string, Attribute>>;
};

/** Returns why SNS would refuse a publication; null where it accepts it. */
export function faultOfPublication({ subject, message, attributes }: LimitedPublication): string | null {
  if (subject !== null && !isSubject(subject)) return 'Subject';
  if (message === '') return 'Empty message';
  const ofAttributes = Object.entries(attributes).map(([name, { Type, Value }]) => name + Type + Value);
  const bytes = Buffer.byteLength(message + ofAttributes.join(''));
  return bytes > serviceLimits.publicationBytes.limit ? 'Message too long' : null;
}

function isSubject(text: string): boolean {
  const { length } = Array.from(text);
  return length > 0 && length <= serviceLimits.subjectCharacters.limit && !/\p{Cc}/u.test(text);
}
