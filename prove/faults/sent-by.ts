import type { Chance } from '../chance.ts';
import type { Sent, ShipmentPlan, Size } from './plan.ts';

const minute = 60_000;
const hour = 60 * minute;

/** What a device reads, and what of it it sends when: some stored, some late, some twice. */
export function sentBy(
  thing: string,
  { intervalMs, createdAt }: ShipmentPlan,
  chance: Chance,
  { endsAt }: { endsAt: number },
  { hasDisorder }: Size,
): Sent[] {
  const disorder = chance.of('disorder');
  const weather = chance.of('weather');
  const offsetMs = hasDisorder && disorder.is(0.3) ? disorder.between(-3, 3) * minute : 0;
  const drift = hasDisorder && disorder.is(0.2) ? disorder.between(-2e-4, 2e-4) : 0;
  const together = disorder.pick(intervalMs > hour ? [2, 6, 6, 12, 12] : [1, 1, 2, 4, 6]);
  const sent: Sent[] = [];
  let waiting: object[] = [];
  let silentUntil = 0;
  let outsideUntil = 0;
  let goal = 5;
  const send = (at: number, readings: readonly object[], form: number): void => {
    const payload =
      form < 0.8 ? JSON.stringify(readings.length === 1 ? readings[0] : readings) : senML(readings);
    sent.push({ thing, at, payload, isMislaid: hasDisorder && disorder.is(0.01) });
  };
  for (let at = createdAt; at < endsAt; at += intervalMs) {
    if (at > outsideUntil) {
      goal = 5;
      if (weather.is(intervalMs > hour ? 0.012 : 0.03)) {
        outsideUntil = at + weather.between(0.5, 9) * intervalMs;
        goal = weather.pick([9, 12, 12, -1, 1]);
      }
    }
    if (hasDisorder && at > silentUntil && disorder.is(0.02))
      silentUntil = at + disorder.between(2, 12) * intervalMs;
    const time = Math.round(at + offsetMs + drift * (at - createdAt));
    const reading = {
      time,
      temperature: Math.round((goal + weather.between(-0.8, 0.8)) * 10) / 10,
      ...(weather.is(0.4) && { pressure: weather.is(0.2) ? 70 : 101 }),
      ...(weather.is(0.3) && {
        latitude: Math.round(51e4 + (at - createdAt) / minute) / 1e4,
        longitude: 0.1,
      }),
    };
    // What is read out of coverage is stored, or lost with the device's power.
    if (at <= silentUntil) {
      if (disorder.is(0.8)) waiting.push(reading);
      continue;
    }
    waiting.push(reading);
    if (waiting.length < together) continue;
    send(at + disorder.between(0, 2000), waiting, disorder.number());
    if (hasDisorder && disorder.is(0.05)) send(at + disorder.between(0, 6 * hour), waiting, 0);
    if (hasDisorder && disorder.is(0.01))
      send(at + disorder.between(0, hour), [{ ...reading, temperature: reading.temperature + 4 }], 0);
    if (hasDisorder && disorder.is(0.01)) send(at, [{ time: at + 40 * minute, temperature: 5 }], 0);
    waiting = [];
  }
  if (waiting.length > 0 && disorder.is(0.8)) send(endsAt - disorder.number() * intervalMs, waiting, 0);
  return sent.filter(({ at }) => at < endsAt);
}

function senML(readings: readonly object[]): string {
  const fields = { temperature: 'Cel', pressure: 'hPa', latitude: 'lat', longitude: 'lon' };
  return JSON.stringify(
    (readings as { time: number; [field: string]: number }[]).flatMap(({ time, ...values }) =>
      Object.entries(values).map(([field, v]) => ({
        t: time / 1000,
        n: field,
        u: fields[field as keyof typeof fields],
        v: field === 'pressure' ? v * 10 : v,
      })),
    ),
  );
}
