import { Server } from 'node:http';
import { type ListenOptions, Server as NetServer } from 'node:net';
import { type Gate, guard } from './gate.ts';

/**
 * Starts a part that always listens on every address of the machine. While it starts, servers that try to listen
 * everywhere are made to listen on this machine only, behind a gate.
 */
export async function onLoopback<Part>(start: () => Promise<Part>, refusalOf: Gate): Promise<Part> {
  const everywhere = '0.0.0.0';
  let gates = 0;
  const listen = function (this: Server, options: ListenOptions, ...more: never[]): Server {
    if (options.host !== everywhere) return NetServer.prototype.listen.call(this, options, ...more) as Server;
    gates++;
    guard(this, refusalOf);
    return NetServer.prototype.listen.call(this, { ...options, host: '127.0.0.1' }, ...more) as Server;
  };
  Object.defineProperty(Server.prototype, 'listen', { value: listen, configurable: true });
  try {
    const part = await start();
    if (gates !== 1) throw new Error(`a part opened ${gates} servers where it opened one before`);
    return part;
  } finally {
    Reflect.deleteProperty(Server.prototype, 'listen');
  }
}
