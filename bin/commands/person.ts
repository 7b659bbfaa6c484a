import { userInfo } from 'node:os';

/** Who takes a step from the command line, where nobody is named: the user of this machine. */
export function person(): string {
  return userInfo().username;
}
