import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { checkProfile } from '../../src/model/profile.ts';
import { call } from '../api/client.ts';
import { useApi, useWholeList } from '../api/use-api.ts';
import { Page } from '../parts/page.tsx';
import { Loaded, Problem } from '../parts/problem.tsx';
import { useQueryState } from '../parts/query-state.ts';
import { useFormats } from '../session/preferences.tsx';
import { usePerson } from '../session/session.tsx';
import { profileTexts } from '../texts/profiles.ts';
import { ProfileInWords, linesOf } from './profile-in-words.tsx';
import type { Answer } from '../api/answer.ts';

const word = profileTexts;
type Shown = Answer<'showProfile'>;

/**
 * One version of a profile, in words and as JSON, optionally compared with another version; people with the permission
 * can approve it.
 */
export default function ProfilePage({ profile, version }: { profile: string; version: number }): ReactNode {
  const [query, change] = useQueryState();
  const path = (number: number) => ({ path: { profile, version: String(number) } });
  const shown = useApi('showProfile', path(version));
  const all = useWholeList('listProfiles', { query: { limit: 100 } });
  const versions = (all.data ?? [])
    .filter(({ id }) => id === profile)
    .map((each) => each.version)
    .sort((a, b) => b - a);
  // The approver sees at once what is new.
  const before = shown.data?.approvedBy === null ? versions.find((each) => each < version) : undefined;
  const compared = Number(query.get('beside') ?? before ?? 0);
  const other = useApi('showProfile', path(compared), { enabled: compared > 0 });
  const { roles } = usePerson();
  const mayWrite = roles.includes('pharmacist') || roles.includes('operations');
  return (
    <Loaded of={shown}>
      {(data) => (
        <Page title={`${profile} ${word.version(version)}`} heading={data.name} className="profile-page">
          <p className="lead">
            {word.named(profile, version)}: {word.writtenBy(data.writtenBy)},{' '}
            {data.approvedBy === null ? word.notApproved : word.approvedBy(data.approvedBy)}
          </p>
          <div className="toolbar">
            {versions.length > 1 && (
              <>
                <nav aria-label={word.versions} className="views">
                  {versions.map((each) => (
                    <Link
                      key={each}
                      href={`/profiles/${encodeURIComponent(profile)}/${each}`}
                      aria-current={each === version ? 'page' : undefined}
                    >
                      {word.version(each)}
                    </Link>
                  ))}
                </nav>
                <label className="field inline">
                  <span>{word.sideBySide}</span>
                  <select value={compared} onChange={(event) => change({ beside: event.target.value })}>
                    <option value={0}>{word.nothingToCompare}</option>
                    {versions
                      .filter((each) => each !== version)
                      .map((each) => (
                        <option key={each} value={each}>
                          {each}
                        </option>
                      ))}
                  </select>
                </label>
              </>
            )}
            {mayWrite && (
              <Link
                className="button"
                href={`/profiles/new?from=${encodeURIComponent(`${profile}@${version}`)}`}
              >
                {word.newVersion}
              </Link>
            )}
          </div>
          {data.approvedBy === null && roles.includes('pharmacist') && <Approve shown={data} />}
          <div className={compared > 0 && other.data !== undefined ? 'side-by-side' : ''}>
            <Version shown={data} comparedWith={other.data} />
            {compared > 0 && (
              <Loaded of={other}>{(second) => <Version shown={second} comparedWith={data} />}</Loaded>
            )}
          </div>
        </Page>
      )}
    </Loaded>
  );
}

function Version({ shown, comparedWith }: { shown: Shown; comparedWith: Shown | undefined }): ReactNode {
  const formats = useFormats();
  const checked = checkProfile(shown.profile);
  const comparedChecked = comparedWith === undefined ? null : checkProfile(comparedWith.profile);
  if (!checked.ok) return <pre>{JSON.stringify(shown.profile, null, 2)}</pre>;
  const same =
    comparedChecked?.ok === true ? new Set(linesOf(comparedChecked.profile, formats).map(String)) : null;
  return (
    <section>
      <h2>{word.version(shown.version)}</h2>
      <ProfileInWords
        profile={checked.profile}
        sources={(shown.profile as { sources?: string[] }).sources ?? []}
        isChanged={(line) => same !== null && !same.has(String(line))}
      />
      <details>
        <summary>{word.json}</summary>
        <pre tabIndex={0}>{JSON.stringify(shown.profile, null, 2)}</pre>
        <p className="quiet">
          SHA-256 <code className="hash">{shown.sha256}</code>
        </p>
      </details>
    </section>
  );
}

function Approve({ shown }: { shown: Shown }): ReactNode {
  const queries = useQueryClient();
  const { username } = usePerson();
  const { id, version, sha256, writtenBy } = shown;
  const approve = useMutation({
    mutationFn: () =>
      call('approveProfile', { path: { profile: id, version: String(version) }, body: { sha256 } }),
    onSuccess: () => queries.invalidateQueries(),
  });
  if (writtenBy === username) return <p className="quiet">{word.approveOwn}</p>;
  return (
    <section className="card">
      {approve.error !== null && <Problem error={approve.error} />}
      <button type="button" className="primary" disabled={approve.isPending} onClick={() => approve.mutate()}>
        {word.approve}
      </button>
    </section>
  );
}
