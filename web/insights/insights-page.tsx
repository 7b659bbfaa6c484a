import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { Page } from '../parts/page.tsx';
import { insightsTexts as word } from '../texts/insights.ts';
import { texts } from '../texts.ts';
import { EndedInsights } from './ended-insights.tsx';
import { Waiting } from './waiting.tsx';

/** What many shipments have in common, and which of them wait for a decision. The selection is part of the URL. */
export default function InsightsPage(): ReactNode {
  return (
    <Page
      title={word.title}
      className="insights"
      aside={
        <nav className="page-links" aria-label={word.title}>
          <Link href="/ended">{texts.ended.title}</Link>
        </nav>
      }
    >
      <EndedInsights />
      <Waiting />
    </Page>
  );
}
