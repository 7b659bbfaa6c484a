import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type * as z from 'zod/mini';
import type { configuration } from '../api/routes/responses.ts';
import { routes } from '../api/routes/routes.ts';
import { commandLineCallback } from '../model/command-line-callback.ts';
import { type Tokens, beginSignIn } from './code-flow.ts';
import { unusableArguments } from './exit-status.ts';
import { say } from './print.ts';

const waitMs = 5 * 60_000;

/**
 * Signs in a person to a deployed API through their browser, and stores the token for later commands.
 *
 * @throws {CommandError} when there is no address, or nobody signs in within five minutes.
 */
export async function signIn(api: string | undefined): Promise<string> {
  const address = (api ?? process.env['COLDWATCH_API'] ?? '').replace(/\/$/, '');
  if (address === '')
    throw unusableArguments(
      'name the API with --api https://... or the variable COLDWATCH_API; the local run needs no sign-in',
    );
  const { issuer, clientId, scope } = await configurationOf(address);
  const tokens = await inBrowser({ issuer, clientId, scope: `openid profile ${scope}` });
  const file = fileOf(address);
  mkdirSync(join(file, '..'), { recursive: true, mode: 0o700 });
  writeFileSync(file, JSON.stringify(tokens), { mode: 0o600 });
  return `Signed in to ${address} until ${new Date(tokens.expiresAt).toISOString()}.`;
}

/**
 * The access token of the last sign-in to an address.
 *
 * @throws {CommandError} when there is none, or it has expired.
 */
export async function storedTokens(address: string): Promise<string> {
  try {
    const { accessToken, expiresAt } = JSON.parse(readFileSync(fileOf(address), 'utf8')) as Tokens;
    if (expiresAt > Date.now()) return accessToken;
  } catch {
    // Nobody has signed in yet.
  }
  throw unusableArguments(`sign in first: coldwatch sign-in --api ${address}`);
}

/**
 * The error for signing by command. Tokens that sign are issued only to the web page, because any program on the
 * machine could listen on a local port.
 */
export function signsOnPage(address: string): Error {
  return unusableArguments(
    `with a deployed system, decisions are signed on the page, not with commands: open ${address} and choose Receive`,
  );
}

async function configurationOf(address: string): Promise<z.output<typeof configuration>> {
  const response = await fetch(`${address}${routes.getConfiguration.path}`).catch((cause: unknown) => {
    throw unusableArguments(`${address} does not answer`, cause);
  });
  if (!response.ok)
    throw unusableArguments(`${address} is not a Coldwatch API: it answered ${response.status}`);
  return (await response.json()) as z.output<typeof configuration>;
}

/** Prints an address to open, and waits on loopback until the person is redirected. */
async function inBrowser(asked: { issuer: string; clientId: string; scope: string }): Promise<Tokens> {
  const { url, finish } = await beginSignIn({ ...asked, redirectUri: commandLineCallback });
  say(`Open this address in your browser and sign in:\n\n  ${url}\n`);
  const { port, pathname } = new URL(commandLineCallback);
  const answer = await new Promise<URL>((resolve, reject) => {
    const server = createServer((request, response) => {
      const came = new URL(request.url!, commandLineCallback);
      if (came.pathname !== pathname) return void response.writeHead(404).end();
      response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' });
      response.end('You can close this window.\n');
      server.close();
      server.closeAllConnections();
      resolve(came);
    }).listen(Number(port), '127.0.0.1');
    server.once('error', reject);
    setTimeout(() => {
      server.close();
      reject(unusableArguments('nobody signed in within five minutes; try again'));
    }, waitMs).unref();
  });
  return finish(answer);
}

function fileOf(address: string): string {
  const folder = process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config');
  return join(folder, 'coldwatch', `${new URL(address).host.replaceAll(/[^A-Za-z0-9.-]/g, '_')}.json`);
}
