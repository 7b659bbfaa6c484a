/** Types of vaccine vial monitors, named by the days that they last at 37 degrees Celsius. */
export const vialMonitors = ['VVM2', 'VVM7', 'VVM14', 'VVM30'] as const;
export type VialMonitor = (typeof vialMonitors)[number];
