import { noMailFrom } from '../model/mail-from.ts';
import { requireEnv } from './require-env.ts';

/**
 * The sender of mails to single people; null where the stage sends none.
 * @throws {Error} when the variable is missing.
 */
export function mailFromEnv(): string | null {
  const given = requireEnv('MAIL_FROM');
  return given === noMailFrom ? null : given;
}
