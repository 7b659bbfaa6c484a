/** Why a sensor is no longer evaluated. */
export const sensorFates = ['broken', 'lost', 'silent'] as const;
export type SensorFate = (typeof sensorFates)[number];
