import { alertRoutes } from './alert-routes.ts';
import { deviceRoutes } from './device-routes.ts';
import { fileRoutes } from './file-routes.ts';
import { operatingRoutes } from './operating-routes.ts';
import { insightRoutes } from './insight-routes.ts';
import { peopleRoutes } from './people-routes.ts';
import { laneRoutes } from './lane-routes.ts';
import { legRoutes } from './leg-routes.ts';
import { planningRoutes } from './planning-routes.ts';
import { shipmentRoutes } from './shipment-routes.ts';
import { shareRoutes } from './share-routes.ts';
import { signRoutes } from './sign-routes.ts';
import { sourceRoutes } from './source-routes.ts';
import { systemRoutes } from './system-routes.ts';
import { writeRoutes } from './write-routes.ts';

export { type ApiFunction, type Route, type RouteFunction, apiFunctions } from './route.ts';

/** Every route of the API by name. Path parameters are in braces. */
export const routes = {
  ...systemRoutes,
  ...shipmentRoutes,
  ...deviceRoutes,
  ...fileRoutes,
  ...writeRoutes,
  ...planningRoutes,
  ...insightRoutes,
  ...sourceRoutes,
  ...legRoutes,
  ...shareRoutes,
  ...signRoutes,
  ...alertRoutes,
  ...operatingRoutes,
  ...peopleRoutes,
  ...laneRoutes,
} as const;

export type RouteId = keyof typeof routes;
