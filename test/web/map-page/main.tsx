import { type ReactNode, StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import '../../../web/styles.css';
import { shared } from './route.ts';
import AreaInput from '../../../web/map/area-input.tsx';
import { type Area, areasOf } from '../../../web/map/area.ts';
import RouteMap from '../../../web/map/route-map.tsx';
import WorldMap from '../../../web/map/world-map.tsx';
import { PreferencesProvider } from '../../../web/session/preferences.tsx';
import { itemsOf } from './items.ts';
import { plan, series, track } from './route.ts';

// The maps alone, with what the address asks for: ?area, ?world=NUMBER or ?route.

const asked = new URLSearchParams(location.search);

function World(): ReactNode {
  const [items] = useState(() => itemsOf(Number(asked.get('world'))));
  const [highlighted, setHighlighted] = useState<string | null>(asked.get('highlighted'));
  return (
    <>
      <WorldMap
        items={items}
        opened={asked.get('opened')}
        highlighted={highlighted}
        onHighlight={setHighlighted}
      />
      <p style={{ height: '120vh' }}>Highlighted: {highlighted ?? 'none'}</p>
    </>
  );
}

function Fields(): ReactNode {
  const given = asked.get('area');
  const [area, setArea] = useState<Area | null>(given === '' ? null : (JSON.parse(given!) as Area));
  return (
    <>
      <AreaInput value={area} onChange={setArea} near={[]} />
      <button
        type="button"
        onClick={() => setArea({ circle: { latitude: 1, longitude: 2, radiusMeters: 3000 } })}
      >
        Take another
      </button>
      <output style={{ overflowWrap: 'anywhere' }}>{JSON.stringify(area)}</output>
    </>
  );
}

function Route(): ReactNode {
  const [{ way, estimatedArrival }] = useState(() => itemsOf(1)[0]!);
  return (
    <RouteMap
      tracks={[track]}
      series={[series]}
      limits={[2, 8]}
      excursions={() => []}
      gaps={() => []}
      unread={() => ({ gaps: [], maxGapMs: Infinity })}
      together={shared}
      way={way}
      areas={areasOf(plan)}
      estimatedArrival={estimatedArrival}
    />
  );
}

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <PreferencesProvider>
      <main>
        <h1>Maps</h1>
        {asked.has('area') && <Fields />}
        {asked.has('world') && <World />}
        {asked.has('route') && <Route />}
      </main>
    </PreferencesProvider>
  </StrictMode>,
);
