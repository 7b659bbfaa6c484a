import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { problemsOfSettings } from './check-settings.ts';
import type { Settings } from './settings.ts';

const folder = join(import.meta.dirname, '../config');

/** Thrown for a stage that cannot be deployed with its settings; the message gives the reasons, one sentence each. */
export class UnusableStage extends Error {}

/** Files of `config/` that do not define a stage to deploy. */
const others = new Set(['local', 'account']);

/** Returns the stages that can be deployed, one per file of `config/`. */
export function stages(): string[] {
  return readdirSync(folder)
    .map((name) => name.replace(/\.ts$/, ''))
    .filter((name) => !others.has(name))
    .sort();
}

/**
 * Reads the settings of a stage and checks them, both alone and for conflicts with other stages of the account.
 *
 * @throws {UnusableStage} When a check fails or the stage does not exist.
 */
export async function settingsOf(stage: string): Promise<Settings> {
  if (!/^[a-z][a-z0-9-]*$/.test(stage) || !stages().includes(stage))
    throw new UnusableStage(
      `there is no stage ${JSON.stringify(stage)}; there are ${stages().join(', ')}, a file of config/ each`,
    );
  const settings = await load(stage);
  const problems = problemsOfSettings(settings);
  for (const other of stages()) {
    if (other === stage) continue;
    problems.push(...problemsBetween(settings, other, await load(other)));
  }
  if (problems.length > 0)
    throw new UnusableStage(`config/${stage}.ts cannot be deployed:\n  ${problems.join('\n  ')}`);
  return settings;
}

/** Compares two stages of one account; `other` is the name of the second. Returns a sentence for each conflict. */
export function problemsBetween(settings: Settings, other: string, theirs: Settings): string[] {
  const sentence = (name: 'stackName' | 'topicRoot', how = ''): string =>
    `${name} is ${JSON.stringify(settings[name])}, as in config/${other}.ts${how}; stages side by side need their own`;
  const problems = [];
  if (theirs.stackName === settings.stackName) problems.push(sentence('stackName'));
  // Sign-in page and database have lower-case names, so stack names that differ only in case would collide.
  else if (theirs.stackName.toLowerCase() === settings.stackName.toLowerCase())
    problems.push(sentence('stackName', ' but for small and capital letters'));
  if (theirs.topicRoot === settings.topicRoot) problems.push(sentence('topicRoot'));
  // CloudFront assigns a domain to only one distribution.
  const { pageDomain } = settings;
  if (pageDomain !== null && theirs.pageDomain?.name === pageDomain.name)
    problems.push(
      `pageDomain.name is ${JSON.stringify(pageDomain.name)}, as in config/${other}.ts; stages side by side need their own`,
    );
  return problems;
}

async function load(stage: string): Promise<Settings> {
  const { settings } = (await import(join(folder, `${stage}.ts`))) as { settings?: Settings };
  if (settings === undefined) throw new UnusableStage(`config/${stage}.ts exports no "settings"`);
  return settings;
}
