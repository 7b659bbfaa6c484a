import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { compileFunction } from 'node:vm';
import { transformSync } from 'esbuild';
import { isHandedOver } from '../../local/function-payload.ts';
import { type AsynchronousRuns, runAsynchronously } from '../../local/run-asynchronously.ts';
import type { Chance } from '../proof/chance.ts';
import { type Mortal, running } from './services.ts';
import type { VirtualTime } from './virtual-time.ts';

type Handler = (event: unknown, context: unknown) => Promise<unknown>;
/** Creates a new instance. */
export type Make = () => Handler;
type Outcome = { readonly ok: true; readonly answer: unknown } | { readonly ok: false };

const folder = join(import.meta.dirname, '../../functions');

/**
 * Loads a function so that new instances are cheap: its own file runs again for each, as in Lambda, while its imports
 * load once. `change` may edit its source first.
 */
export async function loadInstances(
  name: string,
  change: (file: string, source: string) => string,
): Promise<Make> {
  const path = join(folder, `${name}.ts`);
  const { code } = transformSync(change(`functions/${name}.ts`, readFileSync(path, 'utf8')), {
    loader: 'ts',
    format: 'cjs',
    target: 'es2024',
  });
  const modules = new Map<string, unknown>();
  for (const [, specifier] of code.matchAll(/\brequire\("([^"]+)"\)/g))
    modules.set(
      specifier!,
      await import(specifier!.startsWith('.') ? pathToFileURL(join(folder, specifier!)).href : specifier!),
    );
  // Functions load some modules on first use. They are loaded here in advance, because loading takes no virtual time.
  await Promise.all([
    import('@aws-sdk/client-s3'),
    import('../../src/storage/archive/objects.ts'),
    import('@aws-sdk/client-sqs'),
  ]);
  const begin = compileFunction(code, ['require', 'module']) as unknown as (
    load: (specifier: string) => unknown,
    module: { exports: { handler?: Handler } },
  ) => void;
  return () => {
    const module: { exports: { handler?: Handler } } = { exports: {} };
    begin((specifier) => modules.get(specifier), module);
    return module.exports.handler!;
  };
}

/**
 * Runs a function as Lambda does: an instance handles one invocation at a time, is stopped at its timeout, and may die
 * earlier.
 */
export class FunctionHost {
  readonly #name: string;
  readonly #make: Make;
  readonly #time: VirtualTime;
  readonly #chance: Chance;
  readonly #timeoutMs: number;
  readonly #idle: Handler[] = [];
  #underway = 0;
  crashes = 0;

  constructor(name: string, make: Make, parts: { time: VirtualTime; chance: Chance; timeoutMs: number }) {
    this.#name = name;
    this.#make = make;
    this.#time = parts.time;
    this.#chance = parts.chance;
    this.#timeoutMs = parts.timeoutMs;
  }

  get underway(): number {
    return this.#underway;
  }

  /** Invokes it asynchronously: a failed invocation is repeated as the function's configuration says. */
  async invokeAsynchronously(event: unknown, runs: AsynchronousRuns): Promise<void> {
    const run = async (): Promise<void> => {
      const { ok } = await this.invoke(event);
      if (!ok) throw new Error(`${this.#name} failed`);
    };
    const time = {
      now: () => this.#time.now,
      wait: (milliseconds: number) => this.#time.sleep(milliseconds),
    };
    await runAsynchronously(run, runs, time).catch(() => undefined);
  }

  /**
   * Invokes it once. The invocation fails if the function throws or dies, or if the request or the response exceeds
   * Lambda's limits.
   */
  async invoke(event: unknown): Promise<Outcome> {
    if (!isHandedOver(event)) return { ok: false };
    // Lambda occasionally retires an idle instance.
    if (this.#chance.is(0.03)) this.#idle.pop();
    const handler = this.#idle.pop() ?? this.#make();
    this.#underway++;
    const deadline = this.#time.now + this.#timeoutMs;
    const outcome = await new Promise<Outcome>((resolve) => {
      const mortal: Mortal = {
        isDead: false,
        die: () => {
          if (mortal.isDead) return;
          mortal.isDead = true;
          this.crashes++;
          resolve({ ok: false });
        },
      };
      const context = {
        functionName: this.#name,
        awsRequestId: 'simulated',
        getRemainingTimeInMillis: () => deadline - this.#time.now,
      };
      this.#time.after(this.#timeoutMs, () => mortal.die());
      running.run(mortal, () => {
        void this.#finish(handler, handler(event, context), mortal).then(resolve);
      });
    });
    this.#underway--;
    return outcome;
  }

  async #finish(handler: Handler, answered: Promise<unknown>, mortal: Mortal): Promise<Outcome> {
    let outcome: Outcome;
    try {
      const answer = await answered;
      outcome = isHandedOver(answer) ? { ok: true, answer } : { ok: false };
    } catch {
      outcome = { ok: false };
    }
    // An instance that died in the meantime returns nothing.
    if (mortal.isDead) return { ok: false };
    mortal.isDead = true;
    this.#idle.push(handler);
    return outcome;
  }
}
