import { type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import { personRoles } from '../../src/model/enumerations.ts';
import { personStatuses } from '../../src/model/person-fields.ts';
import { FilterSelect } from '../parts/filter-select.tsx';
import { Page } from '../parts/page.tsx';
import { Loaded } from '../parts/problem.tsx';
import { useQueryState } from '../parts/query-state.ts';
import { SearchField } from '../parts/search-field.tsx';
import { usePerson } from '../session/session.tsx';
import { peopleTexts as word } from '../texts/people.ts';
import { ChangeDialog, RemoveDialog } from './change-dialog.tsx';
import { InviteDialog } from './invite-dialog.tsx';
import { PeopleTable } from './people-table.tsx';
import { PersonActions } from './person-actions.tsx';
import { type Person, usePeople } from './use-people.ts';

export type Opened =
  { readonly kind: 'invite' } | { readonly kind: 'change' | 'remove'; readonly person: Person };

/** Who may sign in: found by name, role, site and status; invited, changed and removed. */
export default function PeoplePage(): ReactNode {
  const isOperations = usePerson().roles.includes('operations');
  const everybody = usePeople(isOperations);
  if (!isOperations)
    return (
      <Page title={word.title}>
        <p>{word.onlyOperations}</p>
      </Page>
    );
  return (
    <Page
      title={word.title}
      className="people"
      aside={
        <Link className="button" href="/people/review">
          {word.review}
        </Link>
      }
    >
      <p className="lead">{word.lead}</p>
      <Loaded of={everybody}>{({ people, sites }) => <Everybody people={people} sites={sites} />}</Loaded>
    </Page>
  );
}

function Everybody({ people, sites }: { people: readonly Person[]; sites: readonly string[] }): ReactNode {
  const [query, setQuery] = useQueryState();
  const [opened, setOpened] = useState<Opened | null>(null);
  const [said, setSaid] = useState('');
  const chosen = (name: string): string => query.get(name) ?? '';
  const fits = ({ person, name, email, roles, sites: own, status }: Person): boolean =>
    `${person} ${name} ${email ?? ''}`.toLowerCase().includes(chosen('find').trim().toLowerCase()) &&
    (chosen('role') === '' || roles.some((role) => role === chosen('role'))) &&
    (chosen('site') === '' || own.includes(chosen('site'))) &&
    (chosen('status') === '' || status === chosen('status'));
  const found = people.filter(fits);
  const close = (): void => setOpened(null);
  const finish = (sentence: string): void => {
    close();
    setSaid(sentence);
  };
  const filter = (name: string, label: string, options: readonly (readonly [string, string])[]) => (
    <FilterSelect
      label={label}
      value={chosen(name)}
      options={[['', word.any], ...options]}
      onChange={(value) => setQuery({ [name]: value })}
    />
  );
  return (
    <>
      <button type="button" className="primary invite" onClick={() => setOpened({ kind: 'invite' })}>
        {word.invite}
      </button>
      <div className="filters" role="search">
        <SearchField value={chosen('find')} hint={word.findHint} onChange={(find) => setQuery({ find })} />
        {filter(
          'role',
          word.role,
          personRoles.map((role) => [role, word.roles[role][0]] as const),
        )}
        {filter(
          'site',
          word.site,
          sites.map((site) => [site, site] as const),
        )}
        {filter(
          'status',
          word.status,
          personStatuses.map((each) => [each, word.statuses[each]] as const),
        )}
      </div>
      <p role="status" className={said === '' ? 'quiet' : 'note'}>
        {said === '' ? word.count(found.length, people.length) : said}
      </p>
      {found.length === 0 ? (
        <p className="empty">{word.noMatch}</p>
      ) : (
        <PeopleTable
          people={found}
          label={word.title}
          renderActions={(person) => <PersonActions person={person} onOpen={setOpened} onDone={setSaid} />}
        />
      )}
      {opened?.kind === 'invite' && <InviteDialog sites={sites} onDone={finish} onClose={close} />}
      {opened?.kind === 'change' && (
        <ChangeDialog person={opened.person} sites={sites} onDone={finish} onClose={close} />
      )}
      {opened?.kind === 'remove' && <RemoveDialog person={opened.person} onDone={finish} onClose={close} />}
    </>
  );
}
