import { type LocalPeople, type LocalUser, hashOf } from './people.ts';
import { type PasswordPolicy, passwordProblem } from './password-policy.ts';

/** Lets people who were invited choose a password of their own at their first sign-in, as Cognito does. */
export function newPasswordOf(people: LocalPeople, policy: PasswordPolicy) {
  /** Who has given a temporary password, by the sign-in that goes on. */
  const choosing = new Map<string, string>();
  return {
    /** What a new password needs, in words. */
    rules: passwordProblem(policy, '') ?? '',
    /** Why somebody with the right password may not sign in; null if they may. */
    refusalOf({ isEnabled, passwordEndsAt }: LocalUser): string | null {
      if (!isEnabled) return 'User is disabled.';
      return passwordEndsAt !== null && passwordEndsAt <= Date.now()
        ? 'Temporary password has expired and must be reset by an administrator.'
        : null;
    },
    /** Whether somebody must choose a password first; remembers the sign-in in which they do. */
    isNeeded({ username, status }: LocalUser, signIn: string): boolean {
      if (status === 'CONFIRMED') return false;
      choosing.set(signIn, username);
      return true;
    },
    /** Saves the password that was chosen; null where nobody is choosing one in this sign-in. */
    save(
      signIn: string,
      chosen: string,
      again: string,
    ): { person: LocalUser; problem: string | null } | null {
      const person = people.find(choosing.get(signIn) ?? '');
      if (person === undefined) return null;
      const problem =
        chosen === again ? passwordProblem(policy, chosen) : 'The two passwords are not the same.';
      if (problem === null) {
        choosing.delete(signIn);
        people.change(person.username, { hash: hashOf(chosen), status: 'CONFIRMED', passwordEndsAt: null });
      }
      return { person, problem };
    },
  };
}
