import type { BrowserContext, Page, Route } from 'playwright-core';
import { pathParameters } from '../../src/model/path-parameters.ts';
import { shipmentSchema } from '../../src/model/shipment.ts';

// The routes of planning that are built elsewhere, answered in the browser. Where they are real, `answerPlanning` has
// nothing left to do, and is removed together with this file.

type Named = { id: string; name: string; changedBy: string; changedAt: string };
type Body = Record<string, unknown>;

/** A request that the page made to one of these routes. */
export type Sent = { readonly route: string; readonly body: Body; readonly key: string | undefined };

/** What the answered routes know and were asked. */
export type PlanningApi = {
  /** What the address book has, by list. */
  readonly book: { places: (Named & Body)[]; carriers: (Named & Body)[]; templates: (Named & Body)[] };
  readonly sent: Sent[];
  /** Numbers that are taken. */
  readonly taken: Set<string>;
  /** What is known of devices, by name; nothing of others. */
  readonly devices: Map<string, Body>;
  /** Answers to `changePlan`, the next first; done where there is none. */
  readonly changeAnswers: { status: number; body: unknown }[];
};

const lists = { places: 'place', carriers: 'carrier', templates: 'template' } as const;

/** Something that is remembered, under an id made from its name. */
export function remembered(name: string, rest: Body): Named & Body {
  const id = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  return { id, name, changedBy: 'lena', changedAt: '2026-11-02T09:30:00.000Z', ...rest };
}

/** What is known of a device that is as it should be. */
export function healthyDevice(device: string, changes: Body = {}): Body {
  return {
    device,
    isRegistered: true,
    certificateUntil: '2031-01-01T00:00:00.000Z',
    lastHeardAt: new Date().toISOString(),
    lastReadAt: new Date().toISOString(),
    celsius: 4.6,
    batteryPercent: 87,
    calibratedUntil: '2027-06-30T23:59:59.000Z',
    attachedTo: null,
    refused: null,
    ...changes,
  };
}

/** Answers the routes of planning for every page of a context. */
export async function answerPlanning(pages: BrowserContext | Page): Promise<PlanningApi> {
  const api: PlanningApi = {
    book: { places: [], carriers: [], templates: [] },
    sent: [],
    taken: new Set(),
    devices: new Map(),
    changeAnswers: [],
  };
  const note = (route: Route, name: string): Body => {
    const body = (route.request().postDataJSON() ?? {}) as Body;
    api.sent.push({ route: name, body, key: route.request().headers()['idempotency-key'] });
    return body;
  };
  await pages.route(/\/api\/sites\/[^/]+\/address-book$/, (route) => route.fulfill({ json: api.book }));
  for (const [list, kind] of Object.entries(lists) as ['places' | 'carriers' | 'templates', string][]) {
    await pages.route(new RegExp(`/api/sites/[^/]+/${list}(/[^/]+)?$`), async (route) => {
      if (route.request().method() === 'DELETE') {
        const id = route.request().url().split('/').at(-1)!;
        note(route, `remove ${kind}`);
        api.book[list] = api.book[list].filter((each) => each.id !== id);
        return route.fulfill({ json: { id } });
      }
      const body = note(route, `save ${kind}`);
      const entry = remembered(nameOf(body), kind === 'carrier' ? { carrier: body } : body);
      api.book[list] = [...api.book[list].filter(({ id }) => id !== entry.id), entry].sort((a, b) =>
        a.name.localeCompare(b.name),
      );
      return route.fulfill({ json: entry });
    });
  }
  await pages.route('**/api/shipments/batch', (route) => {
    const { check, shipments } = note(route, 'planShipments') as { check: boolean; shipments: Body[] };
    const problems = shipments.flatMap((shipment, item) => problemsOf(shipment, item, api.taken));
    if (check) return route.fulfill({ json: { planned: [], problems } });
    if (problems.length > 0)
      return route.fulfill({
        status: 422,
        json: {
          type: 'about:blank',
          title: 'Refused',
          status: 422,
          detail: 'None was planned.',
          items: problems,
        },
      });
    const planned = shipments.map((each) => ({ shipment: String(each['shipment']), sequence: 1 }));
    return route.fulfill({ json: { planned, problems: [] } });
  });
  await pages.route(/\/api\/devices\/[^/]+\/check$/, (route) => {
    const device = decodeURIComponent(route.request().url().split('/').at(-2)!);
    return route.fulfill({ json: api.devices.get(device) ?? unknownDevice(device) });
  });
  await pages.route(/\/api\/shipments\/[^/]+\/(plan|cancellation)$/, (route) => {
    const [shipment, name] = route.request().url().split('/').slice(-2) as [string, string];
    note(route, name);
    const answer = api.changeAnswers.shift();
    return answer === undefined
      ? route.fulfill({ json: { shipment, sequence: 9, hash: 'a'.repeat(64) } })
      : route.fulfill({ status: answer.status, json: answer.body });
  });
  return api;
}

function nameOf(body: Body): string {
  const { name, place } = body as { name?: string; place?: string | { name: string } };
  if (name !== undefined) return name;
  return typeof place === 'string' ? place : place!.name;
}

function unknownDevice(device: string): Body {
  return healthyDevice(device, {
    isRegistered: false,
    certificateUntil: null,
    lastHeardAt: null,
    lastReadAt: null,
    celsius: null,
    batteryPercent: null,
    calibratedUntil: null,
  });
}

function problemsOf(shipment: Body, item: number, taken: ReadonlySet<string>) {
  const number = String(shipment['shipment']);
  const named = pathParameters['shipment']!.test(number) ? number : null;
  const issues = shipmentSchema.safeParse(shipment).error?.issues ?? [];
  const found = issues.map(({ path, message }) => ({ field: path.join('.'), message }));
  if (taken.has(number)) found.push({ field: 'shipment', message: `shipment ${number} already exists` });
  return found.map((problem) => ({ item, shipment: named, ...problem }));
}
