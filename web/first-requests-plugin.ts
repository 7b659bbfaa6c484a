import type { Plugin } from 'vite';
import { type Route, type RouteId, routes } from '../src/api/routes/routes.ts';

/** The requests that `first-requests.ts` starts, by its own names. */
const requests = {
  configuration: 'getConfiguration',
  me: 'getMe',
  board: 'listBoard',
  shipment: 'showShipment',
  alarms: 'listShipmentAlarms',
  verdict: 'getVerdict',
  profile: 'showProfile',
} satisfies Record<string, RouteId>;

/** The pages whose code is loaded at once where the URL names them: by the first part of the path. */
const pages: Readonly<Record<string, string>> = {
  shipment: 'shipment/shipment-page.tsx',
  receipt: 'receive/receipt-page.tsx',
  receive: 'receive/receive-page.tsx',
  alarms: 'alarms/alarms-page.tsx',
};

/** Gives `first-requests.ts` the paths of the API. */
export function firstPaths(): Plugin {
  const name = 'virtual:first-paths';
  return {
    name: 'coldwatch-first-paths',
    resolveId: (id) => (id === name ? `\0${name}` : null),
    load: (id) =>
      id === `\0${name}`
        ? `export default ${JSON.stringify(
            Object.fromEntries(
              Object.entries<RouteId>(requests).map(([key, route]) => [key, (routes[route] as Route).path]),
            ),
          )}`
        : null,
  };
}

/**
 * Puts `first-requests.ts` in front of the page's own script, and lists in the document which files have the code of
 * which page.
 */
export function firstRequests(): Plugin {
  return {
    name: 'coldwatch-first-requests',
    transformIndexHtml: {
      order: 'post',
      handler(_, { bundle }) {
        if (bundle === undefined) return [];
        const chunks = Object.values(bundle).filter((each) => each.type === 'chunk');
        const first = chunks.find((each) => each.name === 'first-requests')!;
        const entry = chunks.find((each) => each.isEntry)!;
        const codeOf = (file: string): string[] => {
          const chunk = chunks.find(({ fileName }) => fileName === file)!;
          return [file, ...chunk.imports.flatMap(codeOf)];
        };
        const early = new Set(codeOf(entry.fileName));
        const code = Object.entries(pages).map(([page, file]) => {
          const own = chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith(`/web/${file}`))!;
          const files = new Set(codeOf(own.fileName).filter((each) => !early.has(each)));
          return [page, [...files].map((each) => `/${each}`)];
        });
        return [
          {
            tag: 'meta',
            attrs: { name: 'page-code', content: JSON.stringify(Object.fromEntries(code)) },
            injectTo: 'head',
          },
          {
            tag: 'script',
            attrs: { type: 'module', async: true, crossorigin: true, src: `/${first.fileName}` },
            injectTo: 'head-prepend',
          },
        ];
      },
    },
  };
}
