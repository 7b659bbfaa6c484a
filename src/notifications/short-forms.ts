import { leastFacts, lengthInSms, smsLength, toSms } from './gsm7.ts';

/** SNS accepts subjects of fewer than 100 characters without line breaks or control characters. */
const subjectLength = 99;

/** Makes an email subject of a line, cut to the length that SNS accepts, which is counted in UTF-16 code units. */
export function toSubject(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  return line.length <= subjectLength ? line : `${cutAt(line, subjectLength - 1)}…`;
}

/** The start of a text, at most `length` UTF-16 code units long, without splitting a surrogate pair. */
export function cutAt(text: string, length: number): string {
  return text.slice(0, length).toWellFormed() === text.slice(0, length)
    ? text.slice(0, length)
    : text.slice(0, length - 1);
}

/** A name, cut to so many UTF-16 code units. */
export function shortened(name: string, length: number): string {
  return name.length <= length ? name : `${cutAt(name, length - 1)}…`;
}

/**
 * What happened, what to do and where to read more, as one SMS, which has no degree sign. `facts` and `todos` are given
 * in their forms from long to short; the longest that fit are taken. If none do, the facts are cut; if little would be
 * left of them, the link is left out, because a part of it leads nowhere.
 */
export function smsOf(facts: Forms, todos: Forms, link: string | null | undefined = null): string {
  const ends = todos.map((todo) => ` ${[ofSms(todo), ...(link === null ? [] : [link])].join(' ')}`);
  for (const said of facts.map(ofSms))
    for (const end of ends) if (lengthInSms(said + end) <= smsLength) return toSms(said, end);
  const said = ofSms(facts.at(-1)!);
  const least = Math.min(lengthInSms(said), leastFacts);
  const end = ends.find((each) => lengthInSms(each) + least <= smsLength);
  return toSms(said, end ?? ` ${ofSms(todos.at(-1)!)}`);
}

/** A text from its longest form to its shortest. */
export type Forms = readonly [string, ...string[]];

function ofSms(text: string): string {
  return text.replaceAll(' °C', ' C').replaceAll('…', '...');
}
