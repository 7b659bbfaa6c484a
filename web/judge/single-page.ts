import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin, Rolldown } from 'vite';

type Chunk = Rolldown.OutputChunk;

/**
 * Runs CommonJS parts in a page. A part that is needed later stands in the page as text and is run as a classic script
 * when it is first required, because a page opened from disk may neither import modules nor fetch its neighbours.
 */
const loader = `const coldwatchParts = {};
const coldwatchLoaded = {};
function coldwatchRequire(path) {
  const name = path.replace('./', '');
  if (coldwatchLoaded[name] === undefined) {
    if (coldwatchParts[name] === undefined) {
      const script = document.createElement('script');
      script.textContent = document.getElementById('part-' + name).textContent;
      document.head.append(script);
      script.remove();
    }
    const module = (coldwatchLoaded[name] = { exports: {} });
    coldwatchParts[name](module, module.exports, coldwatchRequire);
  }
  return coldwatchLoaded[name].exports;
}
`;

/** The module through which Vite imports a part that is needed later. */
const preloadHelper = '\0vite/preload-helper.js';

/** Puts scripts and styles into one HTML file, with a policy that allows exactly these and no request at all. */
export function singlePage(): Plugin {
  return {
    name: 'coldwatch-single-page',
    enforce: 'post',
    resolveId(id, importer) {
      if (id.startsWith('node:')) throw new Error(`${importer} imports ${id}, which no browser has`);
    },
    load: {
      order: 'pre',
      // There are no neighbours to preload.
      handler: (id) => (id === preloadHelper ? 'export const __vitePreload = (load) => load();' : null),
    },
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const outputs = Object.values(bundle);
        const chunks = outputs.filter((each) => each.type === 'chunk');
        const styles = outputs
          .filter((each) => each.type === 'asset')
          .map(({ source }) => (typeof source === 'string' ? source : Buffer.from(source).toString('utf8')))
          .join('\n');
        for (const { fileName } of outputs) delete bundle[fileName];
        this.emitFile({ type: 'asset', fileName: 'index.html', source: pageOf(chunks, styles) });
      },
    },
  };
}

function pageOf(chunks: readonly Chunk[], styles: string): string {
  const entry = chunks.find(({ isEntry }) => isEntry)!;
  const first = neededBy(entry, chunks);
  const later = chunks
    .filter((chunk) => !first.has(chunk))
    .map((chunk) => ({ name: chunk.fileName, text: asPart(chunk) }));
  const script = `${loader}${[...first].map(asPart).join('')}coldwatchRequire(${JSON.stringify(entry.fileName)});`;
  const policy = [
    "default-src 'none'",
    `script-src ${[script, ...later.map(({ text }) => text)].map(sourceOf).join(' ')}`,
    `style-src ${sourceOf(styles)}`,
    'img-src data:',
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const parts: Record<string, string> = {
    policy: `<meta http-equiv="Content-Security-Policy" content="${policy}" />`,
    styles: `<style>${styles}</style>`,
    later: later
      .map(({ name, text }) => `<script type="text/plain" id="part-${name}">${text}</script>`)
      .join('\n'),
    script: `<script>${script}</script>`,
  };
  const template = readFileSync(join(import.meta.dirname, 'index.html'), 'utf8');
  return template.replaceAll(/<!-- (\w+) -->/g, (_, name: string) => parts[name]!);
}

/** A chunk and everything that it requires at once. */
function neededBy(entry: Chunk, chunks: readonly Chunk[]): Set<Chunk> {
  const needed = new Set([entry]);
  // A set also visits what is added while it is iterated, each once.
  for (const { imports } of needed)
    for (const chunk of chunks) if (imports.includes(chunk.fileName)) needed.add(chunk);
  return needed;
}

/** A chunk as a function in an HTML file: what would end the script element or begin a comment is escaped. */
function asPart({ fileName, code }: Chunk): string {
  const text = code.replaceAll(/<(?=\/script|script|!--)/gi, String.raw`\x3c`);
  return `coldwatchParts[${JSON.stringify(fileName)}]=function(module,exports,require){${text}\n};\n`;
}

function sourceOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
