import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { open } from './browser.ts';

/** A file to drop on the page: its name and content. */
export type Dropped = { readonly name: string; readonly content: string | Uint8Array };

/** Opens the page that judges files from disk; `requested` lists everything that it asked for. */
export async function openFromDisk(
  browser: Browser,
  path: string,
  options?: BrowserContextOptions,
): Promise<{ page: Page; complaints: string[]; requested: string[] }> {
  const { page, complaints } = await open(browser, options);
  const requested: string[] = [];
  page.on('request', (request) => requested.push(request.url()));
  await page.goto(pathToFileURL(path).href);
  await page.waitForSelector('main h1');
  return { page, complaints, requested };
}

/** Drops files as a person does who drags them from a folder. */
export async function drop(page: Page, ...files: readonly Dropped[]): Promise<void> {
  const encoded = files.map(({ name, content }) => ({
    name,
    base64: Buffer.from(content).toString('base64'),
  }));
  const dataTransfer = await page.evaluateHandle((each) => {
    const transfer = new DataTransfer();
    for (const { name, base64 } of each) {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      transfer.items.add(new File([bytes], name));
    }
    return transfer;
  }, encoded);
  await page.dispatchEvent('.drop', 'drop', { dataTransfer });
}

/** Chooses a profile by its id. */
export async function judgeBy(page: Page, profile: string): Promise<void> {
  await page.getByRole('combobox', { name: 'Judge by' }).selectOption(profile);
}

/** The verdict as the page saves it. */
export async function savedVerdict(page: Page): Promise<unknown> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save the verdict (JSON)' }).click(),
  ]);
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}
