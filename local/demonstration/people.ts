/** The users of the local run: one who monitors, two who decide at different sites, and one who operates it. */
export const people = [
  {
    username: 'lena',
    name: 'Lena Hoff',
    email: 'lena.hoff@example.org',
    groups: ['logistics', 'site:north', 'site:south'],
  },
  {
    username: 'paul',
    name: 'Paul Okafor',
    email: 'paul.okafor@example.org',
    groups: ['pharmacist', 'site:north'],
  },
  {
    username: 'petra',
    name: 'Petra Lindqvist',
    email: 'petra.lindqvist@example.org',
    groups: ['pharmacist', 'site:south'],
  },
  { username: 'otto', name: 'Otto Brandt', email: 'otto.brandt@example.org', groups: ['operations'] },
] as const;
