import { randomBytes, timingSafeEqual } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { writeWhole } from './write-whole.ts';

/** Someone who may sign in, with the groups that the identity provider reports. */
export type SeededPerson = {
  readonly username: string;
  readonly name: string;
  readonly groups: readonly string[];
};
export type LocalPerson = SeededPerson & { readonly password: string };

const letters = 'abcdefghjkmnpqrstuvwxyz';

/** Returns the people of a run. New ones receive a password; the others keep theirs. */
export function peopleOf(file: string, seeded: readonly SeededPerson[]): LocalPerson[] {
  const known = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as LocalPerson[]) : [];
  const people = seeded.map((person) => ({
    ...person,
    password: known.find(({ username }) => username === person.username)?.password ?? newPassword(),
  }));
  writeWhole(file, JSON.stringify(people, null, 2));
  return people;
}

/** Returns the person with this name and password; undefined where there is none. */
export function personWithPassword(
  people: readonly LocalPerson[],
  username: string,
  password: string,
): LocalPerson | undefined {
  const person = people.find((each) => each.username === username.trim().toLowerCase());
  const [given, own] = [Buffer.from(password.trim()), Buffer.from(person?.password ?? '')];
  return given.length === own.length && own.length > 0 && timingSafeEqual(given, own) ? person : undefined;
}

/** Eight letters, easy to read off a terminal and type on a phone. */
function newPassword(): string {
  return Array.from(randomBytes(8), (byte) => letters[byte % letters.length]).join('');
}
