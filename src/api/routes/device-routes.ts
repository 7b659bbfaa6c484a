import * as z from 'zod/mini';
import * as answers from './responses.ts';
import { page, wholeNumber } from './request-fields.ts';
import type { Route } from './route.ts';

/** A calibration or a certificate that lasts longer is no reason to look. */
const withinDays = z.optional(wholeNumber(0, 3650));

/** Routes about devices, whether they are attached or not. */
export const deviceRoutes = {
  listDevices: {
    function: 'api-read',
    method: 'GET',
    path: '/api/devices',
    summary:
      'Devices with battery, last contact, calibration, certificate, shipment and what is wrong with them; a page may be empty although more follow',
    action: 'read-device',
    query: z.object({
      ...page.shape,
      batteryBelowPercent: z.optional(wholeNumber(1, 110)),
      notHeardForHours: z.optional(wholeNumber(1, 8760)),
      calibrationWithinDays: withinDays,
      certificateWithinDays: withinDays,
      withDiagnostics: z.optional(z.literal('true', 'must be true, or left out')),
      unknown: z.optional(z.literal('include', 'must be include, or left out')),
    }),
    answer: answers.devicesListed,
  },
  checkDevice: {
    function: 'api-read',
    method: 'GET',
    path: '/api/devices/{device}/check',
    summary:
      'What is known of a device before it is attached: registered, heard, battery, calibration, certificate',
    action: 'read-device',
    answer: answers.deviceChecked,
  },
} as const satisfies Record<string, Route>;
