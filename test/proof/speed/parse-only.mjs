// Reads and parses a CSV of times and temperatures with the product's library, and does nothing else.
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';

let sum = 0;
for (const [time, temperature] of parse(readFileSync(process.argv[2], 'utf8'), { fromLine: 2 }))
  sum += Date.parse(time) + Number(temperature);
console.log(sum);
