import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { useMedia } from './parts/use-media.ts';
import { Menu } from './parts/menu.tsx';
import { usePerson } from './session/session.tsx';
import { texts } from './texts.ts';

const { nav } = texts;

type Destination = {
  readonly path: string;
  readonly name: string;
  /** Which paths belong to it. */
  readonly has: RegExp;
  /** Whether only logistics can use it. */
  readonly isLogistics?: true;
  /** Whether only operations can use it. */
  readonly isOperations?: true;
};

/** What people need daily is in the bar everywhere; the rest folds into a menu where there is no room. */
const daily: readonly Destination[] = [
  {
    path: '/board',
    name: nav.board,
    has: /^\/(board$|shipments\/(?!(new|import)$)[^/]+(\/plan)?$)/,
  },
  { path: '/shipments/new', name: nav.newShipment, has: /^\/shipments\/(new|import)$/, isLogistics: true },
  { path: '/receive', name: nav.receive, has: /^\/(receive$|signing$|shipments\/[^/]+\/receipt$)/ },
  { path: '/alarms', name: nav.alarms, has: /^\/alarms$/ },
];
const others: readonly Destination[] = [
  { path: '/ended', name: nav.ended, has: /^\/ended$/ },
  { path: '/insights', name: nav.insights, has: /^\/insights$/ },
  { path: '/devices', name: nav.devices, has: /^\/devices$/ },
  { path: '/address-book', name: nav.addressBook, has: /^\/address-book$/, isLogistics: true },
  { path: '/profiles', name: nav.profiles, has: /^\/profiles(\/|$)/ },
  { path: '/audit', name: nav.audit, has: /^\/audit$/ },
  { path: '/system', name: nav.system, has: /^\/system$/, isOperations: true },
  { path: '/people', name: nav.people, has: /^\/people(\/|$)/, isOperations: true },
];

/** Where so many names have room in one line beside the menus. */
const wide = (names: number): string => `(min-width: ${20 + 7 * names}rem)`;

/** The main navigation; the current page is marked, and the number of alarms shown. */
export function Navigation({ alarms }: { alarms: number }): ReactNode {
  const [location] = useLocation();
  const { roles } = usePerson();
  const isTheirs = ({ isLogistics, isOperations }: Destination): boolean =>
    (isLogistics !== true || roles.includes('logistics')) &&
    (isOperations !== true || roles.includes('operations'));
  const [ownDaily, ownOthers] = [daily.filter(isTheirs), others.filter(isTheirs)];
  const isWide = useMedia(wide(ownDaily.length + ownOthers.length));
  const linkTo = ({ path, name, has }: Destination): ReactNode => (
    <Link key={path} href={path} aria-current={has.test(location) ? 'page' : undefined}>
      {name}
      {path === '/alarms' && alarms > 0 && <span className="count">{alarms}</span>}
    </Link>
  );
  const isFolded = ownOthers.some(({ has }) => has.test(location));
  return (
    <nav aria-label={nav.label}>
      {ownDaily.map(linkTo)}
      {isWide ? (
        ownOthers.map(linkTo)
      ) : (
        <div className={isFolded ? 'more here' : 'more'}>
          {/* Following a link closes the menu. */}
          <Menu key={location} label={nav.more} name={nav.more}>
            {ownOthers.map(linkTo)}
          </Menu>
        </div>
      )}
    </nav>
  );
}
