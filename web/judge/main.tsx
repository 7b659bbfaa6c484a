import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { PreferencesProvider } from '../session/preferences.tsx';
import '../styles.css';
import '../styles/judge.css';
import { JudgePage } from './judge-page.tsx';

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <PreferencesProvider>
      <JudgePage />
    </PreferencesProvider>
  </StrictMode>,
);
