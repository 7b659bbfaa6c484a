// Loaded before any TypeScript: an older Node would only say that it does not know the file's ending.
import { join } from 'node:path';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `Coldwatch needs Node 22.18 or later, this is ${process.version}. On Linux "npm ci" brings Node 24: use the npm scripts. Elsewhere install it from https://nodejs.org.`,
  );
  process.exit(1);
}

// What was compiled once is taken from there the next time: commands begin in half the time.
const { enableCompileCache } = await import('node:module');
enableCompileCache(join(import.meta.dirname, '../node_modules/.cache/node'));
