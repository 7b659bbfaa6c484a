const temperature = { channel: 'temperature', severity: 'major' };

/** Minutes between readings, of each profile. */
export const minutesOfProfiles = [10, 60, 720];

/** The profiles of simulated shipments, one for each reporting interval. */
export const profiles = minutesOfProfiles.map((minutes, index) => ({
  id: `sim-${minutes}`,
  version: 1,
  name: `Every ${minutes} minutes`,
  reportingInterval: `PT${minutes}M`,
  maxGap: `PT${3 * minutes}M`,
  completeness: { minimumCoverage: 0.9, longestGap: `PT${6 * minutes}M` },
  rules: [
    { ...temperature, id: 'warm', above: 8, mode: 'consecutive', for: `PT${2 * minutes}M` },
    {
      ...temperature,
      id: 'long',
      above: 8,
      mode: 'cumulative',
      longerThan: `PT${6 * minutes}M`,
      severity: 'minor',
    },
    {
      ...temperature,
      id: 'frozen',
      atMost: 0,
      mode: 'instant',
      severity: 'critical',
      ...(index === 0 && { rejects: true }),
    },
    // Only some readings have a pressure, so that its runs end in gaps.
    {
      id: 'cabin',
      channel: 'pressure',
      below: 75,
      mode: 'cumulative',
      for: `PT${3 * minutes}M`,
      severity: 'minor',
    },
    ...(index === 1
      ? [
          {
            ...temperature,
            id: 'cold',
            below: 2,
            mode: 'consecutive',
            for: `PT${minutes}M`,
            phases: ['in-transit'],
          },
        ]
      : []),
  ],
  meanKineticTemperature: { max: 9, window: 'PT24H' },
}));
