import type { Page } from 'playwright-core';

// The routes of planning that are built elsewhere, answered in the browser: `checkDevice`, `changePlan` and
// `cancelShipment`. Where they are real, this answers nothing any more, and only watches.

type Body = Record<string, unknown>;

/** A request that the page made, with its idempotency key. */
export type Sent = { readonly path: string; readonly body: Body; readonly key: string | undefined };

/** What the answered routes know, and what was asked of the API. */
export type PlanningApi = {
  /** Every request that writes. */
  readonly sent: readonly Sent[];
  /** What is known of devices, by name; of others nothing is. */
  readonly devices: Map<string, Body>;
  /** Answers to `changePlan`, the next first; done where there is none. */
  readonly changeAnswers: { status: number; body: unknown }[];
};

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
    calibratedUntil: '2027-06-30T21:59:59.000Z',
    attachedTo: null,
    refused: null,
    ...changes,
  };
}

/** Answers the routes that are not there yet on a page, and notes what it sends. */
export async function answerPlanning(page: Page): Promise<PlanningApi> {
  const sent: Sent[] = [];
  const api: PlanningApi = { sent, devices: new Map(), changeAnswers: [] };
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (request.method() === 'GET' || !pathname.startsWith('/api/')) return;
    const body = (request.postDataJSON() ?? {}) as Body;
    sent.push({ path: pathname, body, key: request.headers()['idempotency-key'] });
  });
  await page.route(/\/api\/devices\/[^/]+\/check$/, (route) => {
    const device = decodeURIComponent(route.request().url().split('/').at(-2)!);
    return route.fulfill({ json: api.devices.get(device) ?? unknownDevice(device) });
  });
  await page.route(/\/api\/shipments\/[^/]+\/(plan|cancellation)$/, (route) => {
    const shipment = route.request().url().split('/').at(-2);
    const answer = api.changeAnswers.shift();
    return answer === undefined
      ? route.fulfill({ json: { shipment, sequence: 9, hash: 'a'.repeat(64) } })
      : route.fulfill({ status: answer.status, json: answer.body });
  });
  return api;
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
