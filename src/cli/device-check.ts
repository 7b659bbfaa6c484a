import type * as z from 'zod/mini';
import type { deviceChecked } from '../api/routes/responses.ts';
import { moment, quantity } from '../model/wording.ts';
import { type ApiOptions, apiOf } from './api.ts';

type Checked = z.output<typeof deviceChecked>;

/** Says what is known of a device before it is attached: a line for each. */
export async function deviceCheck(device: string, options: ApiOptions & { json?: boolean }): Promise<string> {
  const checked = await (await apiOf(options, 'checkDevice')).call('checkDevice', { path: { device } });
  return options.json === true ? JSON.stringify(checked, null, 2) : inWords(checked).join('\n');
}

const at = (time: string): string => moment(Date.parse(time));

function inWords(checked: Checked): string[] {
  const { device, attachedTo, calibratedUntil, refused } = checked;
  if (attachedTo !== null && attachedTo.shipment === null)
    return [
      `${device}: ${registration(checked)}`,
      `attached to a shipment of another site since ${at(attachedTo.since)}`,
    ];
  return [
    `${device}: ${registration(checked)}`,
    contact(checked),
    ...(calibratedUntil === null
      ? ['calibration: unknown, check its certificate']
      : [`calibrated until ${at(calibratedUntil)}`]),
    attachedTo === null
      ? 'attached to no shipment'
      : `attached to ${attachedTo.shipment} since ${at(attachedTo.since)}`,
    ...(refused === null
      ? []
      : [`messages refused: ${refused.messages}, the last ${at(refused.lastAt)}: ${refused.reason}`]),
  ];
}

function registration({ isRegistered, certificateUntil }: Checked): string {
  if (isRegistered === null)
    return 'not known whether it is registered, the registry did not answer; try again';
  if (!isRegistered) return 'not registered';
  return certificateUntil === null
    ? 'registered, without an active certificate'
    : `registered, with a certificate until ${at(certificateUntil)}`;
}

function contact({ lastHeardAt, lastReadAt, celsius, batteryPercent }: Checked): string {
  if (lastHeardAt === null) return 'never heard: check the name';
  const values = [
    ...(celsius === null ? [] : [quantity('temperature', celsius)]),
    ...(batteryPercent === null ? [] : [`battery ${quantity('battery', batteryPercent)}`]),
  ];
  const reading =
    lastReadAt === null
      ? 'no readings'
      : `last reading ${at(lastReadAt)}${values.length === 0 ? '' : `: ${values.join(', ')}`}`;
  return `last heard ${at(lastHeardAt)}, ${reading}`;
}
