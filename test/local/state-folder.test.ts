import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { StartupError } from '../../local/startup-error.ts';
import { takeStateFolder } from '../../local/state-folder.ts';

const folder = mkdtempSync(join(tmpdir(), 'coldwatch-state-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const markerName = 'coldwatch-state.json';

/** Returns the sentence with which a state folder is refused. */
function refusalOf(state: string, { fresh = false } = {}): string {
  try {
    takeStateFolder(state, { fresh }).release();
  } catch (error) {
    expect(error).toBeInstanceOf(StartupError);
    return (error as Error).message;
  }
  return 'it is taken';
}

/** Creates the state folder of a run that has ended. */
function stateOf(name: string): string {
  const state = join(folder, name);
  takeStateFolder(state, { fresh: false }).release();
  writeFileSync(join(state, 'people.json'), '[]');
  return state;
}

describe('a state folder', () => {
  test('is created with its parents, for its owner alone, and can be taken again', () => {
    const state = join(folder, 'parent', 'new');
    const taken = takeStateFolder(state, { fresh: false });
    expect(taken.folder).toBe(state);
    expect(statSync(state).mode & 0o777).toBe(0o700);
    expect(statSync(`${state}.lock`).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(join(state, markerName), 'utf8'))).toEqual({
      product: 'coldwatch',
      layout: 1,
    });
    taken.release();
    takeStateFolder(state, { fresh: false }).release();
  });

  test('that exists and is empty is taken, and closed to everybody else', () => {
    const state = join(folder, 'empty');
    mkdirSync(state, { mode: 0o755 });
    takeStateFolder(state, { fresh: false }).release();
    expect(statSync(state).mode & 0o777).toBe(0o700);
  });

  test('keeps its files, which --fresh deletes', () => {
    const state = stateOf('own');
    takeStateFolder(state, { fresh: false }).release();
    expect(readdirSync(state).toSorted()).toEqual([markerName, 'people.json']);
    takeStateFolder(state, { fresh: true }).release();
    expect(readdirSync(state)).toEqual([markerName]);
  });

  test('is used by one run at a time, whatever name it is given', () => {
    const state = stateOf('used');
    const other = join(folder, 'other-name');
    symlinkSync(state, other);
    const taken = takeStateFolder(state, { fresh: false });
    for (const name of [state, other])
      for (const fresh of [true, false])
        expect(refusalOf(name, { fresh })).toBe(
          `another run uses the state folder ${state}; stop it, or give this one its own with --state DIR`,
        );
    expect(existsSync(join(state, 'people.json'))).toBe(true);
    taken.release();
    expect(refusalOf(other)).toBe('it is taken');
  });

  test('of another release is refused, unless it is emptied', () => {
    const state = stateOf('later');
    writeFileSync(join(state, markerName), '{"product":"coldwatch","layout":99}');
    expect(refusalOf(state)).toBe(
      `${state} is the state of another release (layout 99, this one has 1); start with --fresh to discard it, or give another folder with --state DIR`,
    );
    expect(existsSync(join(state, 'people.json'))).toBe(true);
    expect(refusalOf(state, { fresh: true })).toBe('it is taken');
    expect(existsSync(join(state, 'people.json'))).toBe(false);
  });
});

describe('a folder of something else', () => {
  test.each([
    ['no marker', null],
    ['an empty marker', ''],
    ['the marker of another product', '{"product":"thesis","layout":1}'],
    ['a marker without a layout', '{"product":"coldwatch"}'],
  ])('is never touched: %s', (name, marker) => {
    const foreign = join(folder, name);
    for (const part of ['tables', 'authority', 'queues']) mkdirSync(join(foreign, part), { recursive: true });
    writeFileSync(join(foreign, 'tables', 'thesis.txt'), 'the work of years');
    if (marker !== null) writeFileSync(join(foreign, markerName), marker);
    for (const fresh of [true, false])
      expect(refusalOf(foreign, { fresh })).toBe(
        `${foreign} contains files but no ${markerName} that marks them as the state of a local run, so nothing in it is touched. Give an empty or a new folder with --state DIR; if it is the state of a release before 0.3, remove it yourself`,
      );
    expect(readFileSync(join(foreign, 'tables', 'thesis.txt'), 'utf8')).toBe('the work of years');
  });

  test('is refused where it is a file', () => {
    const file = join(folder, 'file');
    writeFileSync(file, 'x');
    expect(refusalOf(file)).toBe(`${file} is a file; give a folder with --state DIR`);
    expect(readFileSync(file, 'utf8')).toBe('x');
  });

  test('is refused where it cannot be created', () => {
    const file = join(folder, 'parent-file');
    writeFileSync(file, 'x');
    const below = join(file, 'below');
    expect(refusalOf(below)).toBe(
      `the state folder ${below} cannot be written (EEXIST: file already exists, mkdir '${file}'); give another with --state DIR`,
    );
    expect(refusalOf('/proc/coldwatch')).toBe(
      'the state folder /proc/coldwatch cannot be written (unable to open database file); give another with --state DIR',
    );
  });

  test.skipIf(process.getuid?.() === 0)('is refused where its parent is read-only', () => {
    const parent = join(folder, 'read-only');
    mkdirSync(parent, { mode: 0o500 });
    expect(refusalOf(join(parent, 'state'))).toBe(
      `the state folder ${join(parent, 'state')} cannot be written (unable to open database file); give another with --state DIR`,
    );
    chmodSync(parent, 0o700);
  });
});
