import type { Locator, Page } from 'playwright-core';

/** A way through the page as a person walks it: how often they touch it, and how long it takes from the first time. */
export type Walk = {
  /** Touches something; a field that is typed into is touched once. */
  readonly tap: (what: Locator) => Promise<void>;
  readonly type: (field: Locator, words: string) => Promise<void>;
  /** Opens a list of choices and takes one: twice. */
  readonly choose: (list: Locator, option: string) => Promise<void>;
  readonly taps: () => number;
  readonly seconds: () => number;
};

/** Begins a way through a page. */
export function walkOn(page: Page): Walk {
  let taps = 0;
  const beganAt = performance.now();
  const touch = page.viewportSize()!.width < 768;
  const tap = async (what: Locator): Promise<void> => {
    taps += 1;
    await (touch ? what.tap() : what.click());
  };
  return {
    tap,
    async type(field, words) {
      await tap(field);
      await page.keyboard.type(words);
    },
    async choose(list, option) {
      taps += 2;
      await list.selectOption(option);
    },
    taps: () => taps,
    seconds: () => (performance.now() - beganAt) / 1000,
  };
}
