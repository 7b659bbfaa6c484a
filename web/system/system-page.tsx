import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { Page } from '../parts/page.tsx';
import { useQueryState } from '../parts/query-state.ts';
import { systemTexts } from '../texts/system.ts';
import { Health } from './health.tsx';
import { RefusedMessages } from './refused-messages.tsx';
import { WaitingMessages } from './waiting-messages.tsx';

const word = systemTexts.system;
const parts = { health: Health, waiting: WaitingMessages, refused: RefusedMessages } as const;
type Part = keyof typeof parts;

/** What operations see of the system, one part at a time (`?part=`). */
export default function SystemPage(): ReactNode {
  const [query, change] = useQueryState();
  const names = Object.keys(parts) as Part[];
  const part = names.find((each) => each === query.get('part')) ?? 'health';
  const Shown = parts[part];
  return (
    <Page
      title={word.title}
      className="system"
      aside={
        <nav className="page-links" aria-label={word.title}>
          <Link href="/audit">{word.toAudit}</Link>
        </nav>
      }
    >
      <div className="chips" role="group" aria-label={word.title}>
        {names.map((each) => (
          <button
            key={each}
            type="button"
            className="chip"
            aria-pressed={each === part}
            onClick={() => change({ part: each })}
          >
            {word.parts[each]}
          </button>
        ))}
      </div>
      <Shown />
    </Page>
  );
}
