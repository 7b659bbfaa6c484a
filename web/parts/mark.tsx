import type { ReactNode } from 'react';
import type { ShipmentState } from './shipment-state.ts';

/** One shape per state, so that states are not distinguished by colour alone. Drawn on a 16 by 16 grid. */
export const shapes: Readonly<Record<ShipmentState, ReactNode>> = {
  alarm: <path d="M8 1 15.5 15H.5Z" />,
  contradicted: <path d="M1 1h14v14H1ZM4 4l8 8M12 4l-8 8" className="cut" />,
  silent: <circle cx="8" cy="8" r="6" className="hollow" strokeDasharray="3 2.3" />,
  'no-logger': <path d="M2 2h12v12H2ZM2 14 14 2" className="hollow" />,
  'departure-overdue': <path d="M2 1.5 14.5 8 2 14.5Z" />,
  late: <path d="M8 .5 15.5 8 8 15.5.5 8Z" />,
  warning: <path d="M8 1.5 14.5 8 8 14.5 1.5 8Z" className="hollow" />,
  answered: <path d="M8 2.5 14 14H2Z" className="hollow" />,
  decide: <path d="M1.5 1.5h13v13h-13Z" />,
  travelling: <circle cx="8" cy="8" r="6.5" />,
  planned: <circle cx="8" cy="8" r="5.5" className="hollow" />,
};

/** The mark of a state, always shown next to its name. */
export function Mark({ state, size = 16 }: { state: ShipmentState; size?: number }): ReactNode {
  return (
    <svg className={`mark stand-${state}`} viewBox="0 0 16 16" width={size} height={size} aria-hidden="true">
      {shapes[state]}
    </svg>
  );
}
