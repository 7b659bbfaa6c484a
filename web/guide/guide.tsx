import { type ReactNode, useId, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { usePerson } from '../session/session.tsx';
import { texts } from '../texts.ts';

const { guide } = texts;
type Steps = readonly (readonly [title: string, text: string, path: string])[];

/** The pages that begin a person's work; elsewhere the guide would be in the way. */
const beginnings: ReadonlySet<string> = new Set(['/board', '/receive', '/alarms']);

/**
 * Shows what to do first, in three steps for the person's role, until they close it; then never again in this browser.
 * `alarm` is a shipment with an alarm that nobody has acknowledged; without one the steps are others.
 */
export function Guide({ alarm }: { alarm: { shipment: string; goods: string } | undefined }): ReactNode {
  const { username, roles } = usePerson();
  const [location] = useLocation();
  const [isClosed, setClosed] = useState(() => wasClosed(username));
  const title = useId();
  if (isClosed || !beginnings.has(location)) return null;
  const role = roles.includes('logistics') ? 'logistics' : (roles[0] ?? 'logistics');
  const close = (): void => {
    setClosed(true);
    noteClosed(username);
    document.querySelector<HTMLElement>('main h1')?.focus();
  };
  return (
    <section className="guide no-print" aria-labelledby={title}>
      <h2 id={title}>{guide.title}</h2>
      {/* Both lie in one place, so that nothing moves when an alarm is raised. */}
      <div className="guide-steps">
        <StepList steps={guide.calm[role]} isShown={alarm === undefined} />
        <StepList
          steps={guide.alarm[role](alarm?.shipment ?? '', alarm?.goods ?? '')}
          isShown={alarm !== undefined}
        />
      </div>
      <button type="button" aria-label={guide.closeLabel} onClick={close}>
        {guide.close}
      </button>
    </section>
  );
}

function StepList({ steps, isShown }: { steps: Steps; isShown: boolean }): ReactNode {
  return (
    <ol className={isShown ? '' : 'elsewhere'} aria-hidden={!isShown}>
      {steps.map(([title, text, path]) => (
        <li key={title}>
          <Link href={path}>{title}</Link>
          <p>{text}</p>
        </li>
      ))}
    </ol>
  );
}

const keyOf = (username: string): string => `coldwatch.guide.${username}`;

function wasClosed(username: string): boolean {
  try {
    return localStorage.getItem(keyOf(username)) !== null;
  } catch {
    // It would come back each time.
    return true;
  }
}

function noteClosed(username: string): void {
  try {
    localStorage.setItem(keyOf(username), 'closed');
  } catch {
    // Closed for this visit.
  }
}
