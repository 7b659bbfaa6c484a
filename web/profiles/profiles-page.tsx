import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useWholeList } from '../api/use-api.ts';
import { Page } from '../parts/page.tsx';
import { Loaded } from '../parts/problem.tsx';
import { usePerson } from '../session/session.tsx';
import { profileTexts } from '../texts/profiles.ts';

const word = profileTexts;

/** Every profile with its versions, their authors and approvers. */
export default function ProfilesPage(): ReactNode {
  const profiles = useWholeList('listProfiles', { query: { limit: 100 } });
  const { roles } = usePerson();
  const mayWrite = roles.includes('pharmacist') || roles.includes('operations');
  return (
    <Page title={word.title}>
      <p className="lead">
        {word.lead}{' '}
        {mayWrite && (
          <Link className="button" href="/profiles/new">
            {word.new}
          </Link>
        )}
      </p>
      <Loaded of={profiles}>
        {(all) =>
          all.length === 0 ? (
            <p className="empty">{word.empty}</p>
          ) : (
            <ul className="rows">
              {[...Map.groupBy(all, ({ id }) => id)]
                .sort(([a], [b]) => (a < b ? -1 : 1))
                .map(([id, versions]) => {
                  const newestFirst = [...versions].sort((a, b) => b.version - a.version);
                  return (
                    <li key={id} className="row profile">
                      <b>{newestFirst[0]!.name}</b> <span className="quiet">{id}</span>
                      <ul>
                        {newestFirst.map(({ version, writtenBy, approvedBy }) => (
                          <li key={version}>
                            <Link href={`/profiles/${encodeURIComponent(id)}/${version}`}>
                              {word.version(version)}
                            </Link>{' '}
                            <span className={approvedBy === null ? 'note stand-warning' : 'quiet'}>
                              {word.writtenBy(writtenBy)},{' '}
                              {approvedBy === null ? word.notApproved : word.approvedBy(approvedBy)}
                            </span>
                          </li>
                        ))}
                      </ul>
                    </li>
                  );
                })}
            </ul>
          )
        }
      </Loaded>
    </Page>
  );
}
