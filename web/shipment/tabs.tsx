import { type KeyboardEvent, type ReactNode, useRef } from 'react';
import { pageTexts } from '../texts/shipment-page.ts';

const shipmentTabs = ['overview', 'chart', 'history'] as const;
export type ShipmentTab = (typeof shipmentTabs)[number];

/** Returns the tab that an address asks for, by its query or its fragment; the overview where it asks for none. */
export function tabAsked(query: string | null, hash: string): ShipmentTab {
  const asked = query ?? hash.replace(/^#/, '');
  return shipmentTabs.find((tab) => tab === asked) ?? 'overview';
}

const word = pageTexts.tabs;
const tabId = (tab: ShipmentTab): string => `tab-${tab}`;
const panelId = (tab: ShipmentTab): string => `panel-${tab}`;

/**
 * The parts of a shipment in tabs. Only the selected one is rendered, and so loads what it needs; on paper there are all
 * of them. Arrow keys move between tabs.
 */
export function Tabs({
  selected,
  onSelect,
  showsAll,
  children,
}: {
  selected: ShipmentTab;
  onSelect: (tab: ShipmentTab) => void;
  /** Whether the page is about to be printed. */
  showsAll: boolean;
  children: (tab: ShipmentTab) => ReactNode;
}): ReactNode {
  const list = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent): void => {
    const from = shipmentTabs.indexOf(selected);
    const last = shipmentTabs.length - 1;
    const to = { ArrowRight: from + 1, ArrowLeft: from - 1, Home: 0, End: last }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = shipmentTabs[(to + shipmentTabs.length) % shipmentTabs.length]!;
    onSelect(next);
    list.current?.querySelector<HTMLElement>(`#${tabId(next)}`)?.focus();
  };
  return (
    <>
      <div ref={list} className="tabs no-print" role="tablist" aria-label={word.label}>
        {shipmentTabs.map((tab) => (
          <button
            key={tab}
            id={tabId(tab)}
            type="button"
            role="tab"
            aria-selected={tab === selected}
            aria-controls={tab === selected ? panelId(tab) : undefined}
            tabIndex={tab === selected ? 0 : -1}
            onKeyDown={move}
            onClick={() => onSelect(tab)}
          >
            {word[tab]}
          </button>
        ))}
      </div>
      {shipmentTabs
        .filter((tab) => showsAll || tab === selected)
        .map((tab) => (
          <div key={tab} id={panelId(tab)} role="tabpanel" aria-labelledby={tabId(tab)} className="tab-panel">
            {children(tab)}
          </div>
        ))}
    </>
  );
}
