import { randomInt } from 'node:crypto';

/** The password policy of a user pool, as its template has it. */
export type PasswordPolicy = {
  readonly MinimumLength: number;
  readonly RequireLowercase: boolean;
  readonly RequireUppercase: boolean;
  readonly RequireNumbers: boolean;
  readonly RequireSymbols: boolean;
  /** How many days a temporary password lasts. */
  readonly TemporaryPasswordValidityDays: number;
};

const classes = [
  ['RequireLowercase', /[a-z]/, 'a lower-case letter', 'abcdefghjkmnpqrstuvwxyz'],
  ['RequireUppercase', /[A-Z]/, 'an upper-case letter', 'ABCDEFGHJKLMNPQRSTUVWXYZ'],
  ['RequireNumbers', /\d/, 'a number', '23456789'],
  // The symbols that Cognito counts, without the space, which counts inside a password.
  ['RequireSymbols', /[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+-]/, 'a symbol', '!#%*+-=?@'],
] as const;

/** What a password lacks, in words; null where it satisfies the policy. */
export function passwordProblem(policy: PasswordPolicy, password: string): string | null {
  const lacks = classes.filter(([rule, pattern]) => policy[rule] && !pattern.test(password));
  const wanted = [
    ...(password.length < policy.MinimumLength ? [`at least ${policy.MinimumLength} characters`] : []),
    ...lacks.map(([, , words]) => words),
  ];
  return wanted.length === 0 ? null : `The new password needs ${wanted.join(', ')}.`;
}

/** Makes a temporary password that satisfies the policy. */
export function temporaryPassword({ MinimumLength }: PasswordPolicy): string {
  const pick = (from: string): string => from[randomInt(from.length)]!;
  const rest = Array.from({ length: MinimumLength - classes.length }, () =>
    pick(classes[randomInt(classes.length - 1)]![3]),
  );
  return [...classes.map(([, , , from]) => pick(from)), ...rest].join('');
}
