import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { writeWhole } from './write-whole.ts';

/** Someone who may sign in from the start, with the groups that the identity provider reports. */
export type SeededPerson = {
  readonly username: string;
  readonly name: string;
  readonly email?: string;
  readonly groups: readonly string[];
};

/** Someone whose password was made for this run, which is shown in the terminal. */
export type LocalPerson = SeededPerson & { readonly password: string };

/** Someone of the user pool, as it is stored. Times are epoch milliseconds. */
export type LocalUser = {
  readonly username: string;
  readonly name: string;
  readonly email: string | null;
  readonly groups: readonly string[];
  /** The password that was made for this run; null where only the hash of another is known. */
  readonly password: string | null;
  /** Salt and hash of a password that somebody chose, or that was mailed; null where `password` is given. */
  readonly hash: string | null;
  readonly status: 'CONFIRMED' | 'FORCE_CHANGE_PASSWORD';
  /** When a temporary password ends; null for one of their own. */
  readonly passwordEndsAt: number | null;
  readonly isEnabled: boolean;
  readonly createdAt: number;
  readonly modifiedAt: number;
  /** The attribute `updated_at` as it was given; null without it. */
  readonly updatedAt: string | null;
};

const letters = 'abcdefghjkmnpqrstuvwxyz';

/** The people of a run, stored in a file. Names are the same in capitals and in small letters. */
export class LocalPeople {
  readonly #file: string | null;
  #users: LocalUser[];
  #changed: () => void = () => undefined;

  /**
   * Seeded people keep the password and what was changed of them in an earlier run. Without a file, nothing outlives the
   * process.
   */
  constructor(file: string | null, seeded: readonly SeededPerson[]) {
    this.#file = file;
    const known =
      file !== null && existsSync(file)
        ? (JSON.parse(readFileSync(file, 'utf8')) as Partial<LocalUser>[])
        : [];
    const first = seeded.map((person) => {
      const stored = known.find(({ username }) => username === person.username);
      return {
        ...newUser(person, Date.now()),
        ...stored,
        ...(typeof stored?.updatedAt !== 'string' && person),
      };
    });
    const isSeeded = ({ username }: Partial<LocalUser>): boolean =>
      seeded.some((person) => person.username === username);
    // A file of an earlier version has seeded people only, so whoever was invited since is whole.
    this.#users = [...first, ...(known.filter((each) => !isSeeded(each) && 'hash' in each) as LocalUser[])];
    this.#store();
  }

  get all(): readonly LocalUser[] {
    return this.#users;
  }

  /** Those who may sign in with a password that was made for this run. */
  get shown(): LocalPerson[] {
    return this.#users.flatMap(({ username, name, groups, password, isEnabled }) =>
      password === null || !isEnabled ? [] : [{ username, name, groups, password }],
    );
  }

  find(username: string): LocalUser | undefined {
    return this.#users.find((each) => each.username.toLowerCase() === username.toLowerCase());
  }

  /** Calls back whenever somebody was added or changed. */
  onChange(changed: () => void): void {
    this.#changed = changed;
  }

  add(user: LocalUser): void {
    this.#users.push(user);
    this.#store();
  }

  change(username: string, changes: Partial<LocalUser>): void {
    this.#users = this.#users.map((each) =>
      each === this.find(username) ? { ...each, modifiedAt: Date.now(), ...changes } : each,
    );
    this.#store();
  }

  /** Returns the person with this name or mail address, and password; undefined where there is none. */
  withPassword(given: string, password: string): LocalUser | undefined {
    const name = given.trim().toLowerCase();
    const user = this.find(name) ?? this.#users.find(({ email }) => email?.toLowerCase() === name);
    return user !== undefined && isPasswordOf(user, password) ? user : undefined;
  }

  #store(): void {
    if (this.#file !== null) writeWhole(this.#file, JSON.stringify(this.#users, null, 2));
    this.#changed();
  }
}

/** Salt and hash of a password. */
export function hashOf(password: string, salt = randomBytes(16).toString('hex')): string {
  return `${salt}:${scryptSync(password, salt, 32, { cost: 4096 }).toString('hex')}`;
}

function isPasswordOf({ password, hash }: LocalUser, given: string): boolean {
  const [own, tried] =
    hash === null ? [password ?? '', given.trim()] : [hash, hashOf(given, hash.split(':')[0])];
  const [known, compared] = [Buffer.from(own), Buffer.from(tried)];
  return known.length === compared.length && known.length > 0 && timingSafeEqual(known, compared);
}

function newUser({ username, name, email, groups }: SeededPerson, now: number): LocalUser {
  return {
    username,
    name,
    email: email ?? null,
    groups,
    password: newPassword(),
    hash: null,
    status: 'CONFIRMED',
    passwordEndsAt: null,
    isEnabled: true,
    createdAt: now,
    modifiedAt: now,
    updatedAt: null,
  };
}

/** Eight letters, easy to read off a terminal and type on a phone. */
function newPassword(): string {
  return Array.from(randomBytes(8), (byte) => letters[byte % letters.length]).join('');
}
