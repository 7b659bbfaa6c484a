import type { Api } from './api.ts';
import { unusableArguments } from './exit-status.ts';

/**
 * The site that a command is about: the given one, else the only site of the person.
 *
 * @throws {CommandError} when the person has several sites, or none.
 */
export async function siteOf(api: Api, site: string | undefined): Promise<string> {
  if (site !== undefined) return site;
  const { username, sites } = await api.call('getMe');
  if (sites.length === 1) return sites[0]!;
  throw unusableArguments(
    sites.length === 0
      ? `${username} has no site of their own; name one, as --site north`
      : `say which site is meant, ${sites.map((each) => `--site ${each}`).join(' or ')}`,
  );
}
