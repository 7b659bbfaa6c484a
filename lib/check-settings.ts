import { fieldOf } from '../src/model/problems.ts';
import { settingsSchema } from './settings.ts';

/**
 * Checks the settings of a stage, which come from a file that may never have been type-checked. Returns one sentence
 * per problem: which setting, its value, and what is allowed.
 */
export function problemsOfSettings(settings: unknown): string[] {
  const { error } = settingsSchema.safeParse(settings);
  return (error?.issues ?? []).map((issue) => {
    const field = fieldOf(issue.path);
    return issue.code === 'unrecognized_keys'
      ? `${field || 'the file'} has ${issue.keys.map((key) => JSON.stringify(key)).join(', ')}; there is no such setting`
      : `${field} ${issue.message}`;
  });
}
