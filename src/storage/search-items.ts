import { written } from './schema-version.ts';

// The index of words. A word of a shipment is an item under its site and its first characters, with nothing but its
// key; what a shipment's words are now is one item under the shipment. The sites with shipments are a list of their
// own, for people who may see every site.

/** The shortest word that can be looked up: the characters of a word that are part of its partition key. */
export const charactersOfKey = 2;

/** The key of a site's words that begin like this one. */
export function partitionOfWord(site: string, word: string): string {
  return `${Array.from(word).slice(0, charactersOfKey).join('')} ${site}`;
}

/** A word of a shipment. Words are letters and digits only, and ids have no "#". */
export function wordItem(site: string, word: string, shipment: string) {
  return { under: { S: partitionOfWord(site, word) }, item: { S: `${word}#${shipment}` }, ...written };
}

/** The shipment of the item of a word. */
export function shipmentOfWord(item: string): string {
  return item.slice(item.indexOf('#') + 1);
}

/** The key of all words of a shipment. Nothing else has a "#" in the key of the table. */
export function wordsKey(shipment: string) {
  return { under: { S: `#${shipment}` }, item: { S: 'words' } };
}

const sites = '#';

/** The item that lists a site among those with shipments. */
export function siteItem(site: string) {
  return { under: { S: sites }, item: { S: site }, ...written };
}

/** The key under which all sites are listed. */
export const sitesKey = { S: sites } as const;
