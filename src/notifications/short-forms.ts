import { toSms } from './gsm7.ts';

/** SNS takes subjects of fewer than 100 characters without line breaks or control characters. */
const subjectLength = 99;

/** A line as the subject of a mail. The length is counted in UTF-16 units: a letter of two counts as two. */
export function toSubject(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  return line.length <= subjectLength ? line : `${cutAt(line, subjectLength - 1)}…`;
}

/** The beginning of a text, at most so many UTF-16 units long, no letter of which is split. */
export function cutAt(text: string, length: number): string {
  return text.slice(0, length).toWellFormed() === text.slice(0, length)
    ? text.slice(0, length)
    : text.slice(0, length - 1);
}

/** Facts and what to do as one SMS, which has no degree sign; where both are too long, the facts are cut. */
export function smsOf(facts: string, todo: string): string {
  const ofSms = (text: string): string => text.replaceAll(' °C', ' C');
  return toSms(ofSms(facts), ofSms(todo));
}
