import type { ReactNode } from 'react';
import { Scroll } from '../parts/scroll.tsx';
import { useFormats } from '../session/preferences.tsx';
import { planTexts } from '../texts/plan.ts';
import { manyTexts as word } from '../texts/plan-many.ts';
import { problemInWords } from './import-rows.ts';
import { useLimitsName } from './limits-field.tsx';
import type { PlannedProduct } from './draft-product.ts';
import { productInWords } from './product-in-words.ts';
import type { PlanRow } from './read-table.ts';

const { fields } = planTexts;

/** The lines of a table, each with its problems and what is worth knowing about it. */
export function RowsTable({ rows }: { rows: readonly PlanRow[] }): ReactNode {
  const formats = useFormats();
  const limitsName = useLimitsName();
  return (
    <Scroll label={word.tableLabel}>
      <table className="lines-table">
        <thead>
          <tr>
            {[
              word.line,
              fields.shipment,
              fields.goods,
              fields.origin,
              fields.destination,
              fields.profile,
              fields.plannedDeparture,
              fields.plannedArrival,
            ].map((heading) => (
              <th key={heading} scope="col">
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        {rows.filter(saysSomething).map((row) => (
          <LineOf key={row.line} row={row} moment={formats.shortMoment} limitsName={limitsName} />
        ))}
      </table>
    </Scroll>
  );
}

/** A further line of a shipment is shown where something is wrong with it; its product stands at the first one. */
function saysSomething({ partOf, problems }: PlanRow): boolean {
  return partOf === undefined || problems.length > 0;
}

function LineOf({
  row: { line, plan, problems, notes },
  moment,
  limitsName,
}: {
  row: PlanRow;
  moment: (at: string) => string;
  limitsName: (value: string) => string;
}): ReactNode {
  const text = (field: string): string => {
    const value = plan?.[field];
    if (typeof value === 'string') return value;
    return typeof value === 'object' && value !== null && 'name' in value ? String(value.name) : '';
  };
  const products = (plan?.['products'] ?? []) as readonly PlannedProduct[];
  const time = (field: string): string => {
    const value = text(field);
    return value === '' || Number.isNaN(Date.parse(value)) ? value : moment(value);
  };
  const cells = [
    [fields.shipment, text('shipment')],
    [
      fields.goods,
      products.length === 0 ? (
        text('goods')
      ) : (
        <Products key="products" of={products} limitsName={limitsName} />
      ),
    ],
    [fields.origin, text('origin')],
    [fields.destination, text('destination')],
    [fields.profile, text('profile') === '' ? '' : limitsName(text('profile'))],
    [fields.plannedDeparture, time('plannedDeparture')],
    [fields.plannedArrival, time('plannedArrival')],
  ] as const;
  return (
    <tbody className={problems.length > 0 ? 'wrong' : undefined}>
      <tr>
        <th scope="row" data-label={word.line}>
          {line}
        </th>
        {cells.map(([label, value]) => (
          <td key={label} data-label={label}>
            {value}
          </td>
        ))}
      </tr>
      {problems.length + notes.length > 0 && (
        <tr className="line-notes">
          <td colSpan={cells.length + 1}>
            <ul>
              {problems.map((problem) => (
                <li key={`${problem.field} ${problem.message}`} className="bad">
                  {problemInWords(problem)}
                </li>
              ))}
              {notes.map((note) => (
                <li key={`${note.field} ${note.message}`} className="quiet">
                  {problemInWords(note)}
                </li>
              ))}
            </ul>
          </td>
        </tr>
      )}
    </tbody>
  );
}

function Products({
  of,
  limitsName,
}: {
  of: readonly PlannedProduct[];
  limitsName: (value: string) => string;
}): ReactNode {
  return (
    <ul>
      {of.map((product, index) => (
        <li key={index}>{productInWords(product, limitsName)}</li>
      ))}
    </ul>
  );
}
