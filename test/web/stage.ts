import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { seedProfiles } from '../../local/demonstration/seed.ts';
import { type SignedIn, signInAs } from '../support/api-client.ts';
import { type LocalRun, startLocalRun } from '../support/local-run.ts';
import { chromiumPath, launch } from './browser.ts';

/** A local run with someone of logistics signed in at its API, and a browser. */
export type Stage = { readonly run: LocalRun; readonly lena: SignedIn; readonly browser: Browser };

/** Sets the stage for the tests of a file, and clears it; nothing is set where there is no Chromium. */
export function onStage(enter: (stage: Stage) => Promise<void> | void): void {
  let clear = async (): Promise<void> => undefined;
  let closePages = async (): Promise<void> => undefined;
  beforeAll(async () => {
    if (chromiumPath === undefined) return;
    const run = await startLocalRun();
    clear = () => run.stop();
    await seedProfiles(run.database);
    const lena = await signInAs(run, 'lena');
    const browser = await launch();
    // A page left open would go on asking the API.
    closePages = async () => {
      for (const context of browser.contexts()) await context.close();
    };
    clear = async () => {
      await browser.close();
      await run.stop();
    };
    await enter({ run, lena, browser });
  }, 120_000);
  afterEach(() => closePages());
  afterAll(() => clear());
}
