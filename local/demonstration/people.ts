/** Who uses the local run: one who watches, two who judge at different sites, one who runs it. */
export const people = [
  { username: 'lena', name: 'Lena Hoff', groups: ['logistics', 'site:north', 'site:south'] },
  { username: 'paul', name: 'Paul Okafor', groups: ['pharmacist', 'site:north'] },
  { username: 'petra', name: 'Petra Lindqvist', groups: ['pharmacist', 'site:south'] },
  { username: 'otto', name: 'Otto Brandt', groups: ['operations'] },
] as const;
