import { texts } from '../texts.ts';

let title: string = texts.product;
let alarms = 0;
let isNewUnseen = false;

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

/** Says in front of the title that there is a new alarm, until the tab is seen. */
export function markNewAlarm(): void {
  if (document.visibilityState === 'visible') return;
  isNewUnseen = true;
  show();
}

document.addEventListener('visibilitychange', () => {
  if (document.visibilityState !== 'visible') return;
  isNewUnseen = false;
  show();
});

function show(): void {
  const counted = alarms > 0 ? `(${alarms}) ${title}` : title;
  document.title = isNewUnseen ? `${texts.board.newInTitle} ${counted}` : counted;
}
