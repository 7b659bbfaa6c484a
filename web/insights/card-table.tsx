import type { ReactNode } from 'react';

/** A table whose rows are cards where the screen is narrow, with the name of its column before each value. */
export function CardTable<Column extends string>({
  label,
  columns,
  rows,
}: {
  readonly label: string;
  readonly columns: { readonly [column in Column]: string };
  readonly rows: readonly {
    readonly key: string;
    readonly cells: { readonly [column in Column]: ReactNode };
  }[];
}): ReactNode {
  const named = Object.entries(columns) as [Column, string][];
  return (
    <table className="cards" aria-label={label}>
      <thead>
        <tr>
          {named.map(([column, name]) => (
            <th key={column} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, cells }) => (
          <tr key={key}>
            {named.map(([column, name]) => (
              <td key={column}>
                <span className="cell-name" aria-hidden="true">
                  {name}
                </span>
                <span>{cells[column]}</span>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
