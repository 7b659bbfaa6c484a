import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { Refused, TooManyRequests } from './api/client.ts';
import { renewed } from './api/renewed.ts';
import { PreferencesProvider } from './session/preferences.tsx';
import './styles.css';

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5000,
      // The API would refuse the same request again.
      retry: (failures, error) =>
        failures < 2 &&
        !(error instanceof TooManyRequests) &&
        !(error instanceof Refused && error.problem.status < 500),
      // The page says when it will try again, and does so.
      refetchInterval: renewed(false),
      // Requests are sent even if the browser reports being offline: it may be wrong, and the local run needs no
      // network.
      networkMode: 'always',
      // With that mode the default would be never.
      refetchOnReconnect: true,
    },
    mutations: { networkMode: 'always' },
  },
});

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <PreferencesProvider>
        <App />
      </PreferencesProvider>
    </QueryClientProvider>
  </StrictMode>,
);
