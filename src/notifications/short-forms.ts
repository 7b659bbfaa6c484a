import { toSms } from './gsm7.ts';

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

/** What happened and what to do as one SMS, which has no degree sign. Text that is too long is cut from `facts`. */
export function smsOf(facts: string, todo: string): string {
  const ofSms = (text: string): string => text.replaceAll(' °C', ' C');
  return toSms(ofSms(facts), ofSms(todo));
}
