import { writtenVersion } from '../model/written-version.ts';
import { type ApiOptions, apiOf } from './api.ts';
import { unusableArguments } from './exit-status.ts';
import { readProfileJson } from './find-profile.ts';

/** Adds a profile version, built-in or from a JSON file, for use by shipments. A version never changes. */
export async function profileAdd(idOrFile: string, options: ApiOptions): Promise<string> {
  const api = await apiOf(options, 'addProfile');
  const { id, version, writtenBy, approvedBy } = await api.call('addProfile', {
    body: readProfileJson(idOrFile),
  });
  return `Profile ${id}, version ${version}, can be used by shipments. ${approvedBy === null ? `Someone other than ${writtenBy} must approve it: profile approve ${writtenVersion({ id, version })}` : `${approvedBy} approved it.`}`;
}

/** Approves a profile version that someone else wrote. */
export async function profileApprove(name: string, options: ApiOptions): Promise<string> {
  const match = /^(.+)@(\d+)$/.exec(name);
  if (match === null) throw unusableArguments(`${name} must name a version, such as who-storage@1`);
  const path = { profile: match[1]!, version: match[2]! };
  const api = await apiOf(options, 'approveProfile');
  const { sha256 } = await api.call('showProfile', { path });
  const { approvedBy } = await api.call('approveProfile', { path, body: { sha256 } });
  return `Profile ${name} is approved by ${approvedBy}.`;
}

/** Lists the versions that shipments can name, with author and approver. */
export async function* profileStored(options: ApiOptions): AsyncGenerator<string> {
  const api = await apiOf(options, 'listProfiles');
  for await (const { id, version, name, writtenBy, approvedBy } of api.all('listProfiles'))
    yield `${writtenVersion({ id, version })}  ${name}, written by ${writtenBy}, ${approvedBy === null ? 'not approved' : `approved by ${approvedBy}`}`;
}
