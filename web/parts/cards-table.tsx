import type { ReactNode } from 'react';

/** A table whose rows are cards, with the headings beside the values, where the screen is narrow. */
export function CardsTable<Column extends string>({
  label,
  columns,
  rows,
}: {
  label: string;
  /** The headings by column. */
  columns: Readonly<Record<Column, string>>;
  rows: readonly { readonly key: string; readonly cells: Readonly<Record<Column, ReactNode>> }[];
}): ReactNode {
  const names = Object.entries(columns) as [Column, string][];
  return (
    <table className="cards" aria-label={label}>
      <thead>
        <tr>
          {names.map(([column, name]) => (
            <th key={column} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, cells }) => (
          <tr key={key}>
            {names.map(([column, name]) => (
              <td key={column} className={`of-${column}`}>
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
