// Loaded before any TypeScript: an older Node would only say that it does not know the file's ending.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `Coldwatch needs Node 22.18 or later, this is ${process.version}. On Linux "npm ci" brings Node 24: use the npm scripts. Elsewhere install it from https://nodejs.org.`,
  );
  process.exit(1);
}
