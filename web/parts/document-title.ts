import { texts } from '../texts.ts';

let title: string = texts.product;
let alarms = 0;

/** Names the page in the title of the browser's tab. */
export function nameDocument(page: string): void {
  title = `${page} · ${texts.product}`;
  show();
}

/** Puts the number of alarms in front of the title, so that a tab in the background shows them; 0: none. */
export function countAlarms(count: number): void {
  alarms = count;
  show();
}

function show(): void {
  document.title = alarms > 0 ? `(${alarms}) ${title}` : title;
}
