/** The users of the local run: one who monitors, two who decide at different sites, and one who operates it. */
export const people = [
  { username: 'lena', name: 'Lena Hoff', groups: ['logistics', 'site:north', 'site:south'] },
  { username: 'paul', name: 'Paul Okafor', groups: ['pharmacist', 'site:north'] },
  { username: 'petra', name: 'Petra Lindqvist', groups: ['pharmacist', 'site:south'] },
  { username: 'otto', name: 'Otto Brandt', groups: ['operations'] },
] as const;
