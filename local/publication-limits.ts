import type { Attribute } from './filter-policy.ts';
import { serviceLimits } from './service-limits.ts';

/** What a publication is made of, as far as SNS limits it: all its forms are in `message`. */
export type LimitedPublication = {
  readonly subject: string | null;
  readonly message: string;
  readonly attributes: Readonly<Record<string, Attribute>>;
};

/** What SNS does not take of a publication; null where it takes it. */
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
