import type { ReactNode } from 'react';
import { useFormats } from '../session/preferences.tsx';
import { peopleTexts as word } from '../texts/people.ts';
import type { Person } from './use-people.ts';

type Column = keyof typeof word.columns;
type Cell = readonly [column: Column, content: ReactNode];

/** People as a table; on a phone each is a card. `renderActions` gives the buttons of a row, which paper does not have. */
export function PeopleTable({
  people,
  label,
  renderActions,
}: {
  people: readonly Person[];
  label: string;
  renderActions?: (person: Person) => ReactNode;
}): ReactNode {
  const columns = (Object.keys(word.columns) as Column[]).filter(
    (column) => column !== 'actions' || renderActions !== undefined,
  );
  return (
    <table className="cards people" aria-label={label}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col" className={`of-${column}`}>
              {word.columns[column]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {people.map((person) => (
          <PersonRow key={person.person} person={person} actions={renderActions?.(person)} />
        ))}
      </tbody>
    </table>
  );
}

function PersonRow({ person, actions }: { person: Person; actions: ReactNode }): ReactNode {
  const { shortMoment } = useFormats();
  const { person: username, name, email, roles, sites, status, invitedAt, changedAt } = person;
  const cells: readonly Cell[] = [
    [
      'person',
      <>
        <b>{name}</b>
        <span className="quiet block">{username}</span>
        {email !== null && <span className="quiet block">{email}</span>}
      </>,
    ],
    ['roles', roles.map((role) => word.roles[role][0]).join(', ') || word.none],
    ['sites', roles.includes('operations') ? word.everySite : sites.join(', ') || word.none],
    [
      'status',
      <>
        <span className={`person-status is-${status}`}>{word.statuses[status]}</span>
        {status === 'invited' && (
          <span className="quiet block">{word.invitedOn(shortMoment(invitedAt))}</span>
        )}
      </>,
    ],
    ['changed', shortMoment(changedAt)],
    ...(actions === undefined ? [] : [['actions', actions] as const]),
  ];
  return (
    <tr>
      {cells.map(([column, content]) => (
        <td key={column} className={`of-${column}`}>
          <span className="cell-name" aria-hidden="true">
            {word.columns[column]}
          </span>
          <span>{content}</span>
        </td>
      ))}
    </tr>
  );
}
