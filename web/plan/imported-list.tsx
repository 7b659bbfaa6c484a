import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { manyTexts as word } from '../texts/plan-many.ts';

/** The shipments that were planned together, each with the way to its page. */
export function ImportedList({
  shipments,
  onAgain,
}: {
  shipments: readonly string[];
  onAgain: () => void;
}): ReactNode {
  return (
    <section className="card field-group">
      <div role="status">
        <h2>{word.planned(shipments.length)}</h2>
      </div>
      <p>{word.loggersLater}</p>
      <ul className="rows">
        {shipments.map((shipment) => (
          <li key={shipment} className="row">
            <Link href={`/shipments/${encodeURIComponent(shipment)}`}>{shipment}</Link>
          </li>
        ))}
      </ul>
      <p>
        <button type="button" onClick={onAgain}>
          {word.again}
        </button>
      </p>
    </section>
  );
}
