// Loaded before any TypeScript: an older Node would only complain about an unknown file extension.
import { join } from 'node:path';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `Coldwatch needs Node 22.18 or later, this is ${process.version}. On Linux "npm ci" brings Node 24: use the npm scripts. Elsewhere install it from https://nodejs.org.`,
  );
  process.exit(1);
}

// The compile cache halves the start time of commands.
const { enableCompileCache } = await import('node:module');
enableCompileCache(join(import.meta.dirname, '../node_modules/.cache/node'));
