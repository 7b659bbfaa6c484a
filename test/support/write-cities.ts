import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { knownCities } from './known-cities.ts';

// Writes the cities that messages name, after the package of cities has changed: node test/support/write-cities.ts
const file = join(import.meta.dirname, '../../src/notifications/cities.json');
writeFileSync(file, `${JSON.stringify(knownCities(), null, 2)}\n`);
