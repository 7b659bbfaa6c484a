import { countLogged } from './count-logged.ts';
import { type Used, nothingUsed } from './meter.ts';

/** What a function's invocations use of the services. */
export type Share = Used & {
  invocations: number;
  /** Processor time of this machine's one thread. */
  cpuMs: number;
  logBytes: number;
};

export const noShare = (): Share => ({ ...nothingUsed(), invocations: 0, cpuMs: 0, logBytes: 0 });

/** Wraps a handler to add up what its invocations use; `read` returns what was used since its last call. */
export function share(handler: (event: unknown) => Promise<unknown>, read: () => Promise<Used>) {
  const used = noShare();
  return {
    used,
    async run(event: unknown): Promise<void> {
      await read();
      const logged = countLogged();
      const before = process.threadCpuUsage();
      try {
        await handler(event);
      } finally {
        const { user, system } = process.threadCpuUsage(before);
        used.cpuMs += (user + system) / 1000;
        used.logBytes += logged();
        used.invocations++;
      }
      const asked = await read();
      used.writeUnits += asked.writeUnits;
      used.readUnits += asked.readUnits;
      used.streamedBytes += asked.streamedBytes;
      used.streamedRaw.push(...asked.streamedRaw.map((bytes) => Buffer.from(bytes)));
      for (const [name, count] of Object.entries(asked.requests))
        used.requests[name] = (used.requests[name] ?? 0) + count;
    },
  };
}
