import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const page = readFileSync('docs/first-deploy.md', 'utf8');

describe('the list for the first deploy', () => {
  test.each([
    ['how long a change of a policy takes', 'six to eight minutes'],
    ['how many functions a new account runs at once', '10 and 50 are common'],
    ['that SMS go to verified numbers only', 'create-sms-sandbox-phone-number'],
    ['what SMS may cost', '1 USD a month'],
    ['how many mails Cognito sends', '50 a day'],
  ])('explains %s', (_, words) => {
    expect(page).toContain(words);
  });

  test('contains a working command that shows whether payloads arrive byte for byte', () => {
    const [, making] = /^ *node -e '(.+)' > probe\.bin$/m.exec(page)!;
    const [, comparing] = /^ *node -pe '(.+)'$/m.exec(page)!;
    const folder = mkdtempSync(join(tmpdir(), 'coldwatch-probe-'));
    try {
      // Runs the two commands with the archive's output in between.
      const run = (flag: string, code: string, input = ''): Buffer =>
        execFileSync(process.execPath, [flag, code], { cwd: folder, input });
      const probe = run('-e', making!);
      expect([...probe]).toEqual(Array.from({ length: 256 }, (_, byte) => byte));
      writeFileSync(join(folder, 'probe.bin'), probe);
      const compared = (payload: Buffer): string => {
        const archived = JSON.stringify({ receivedAt: 1, payload: payload.toString('base64') });
        return run('-pe', comparing!, archived).toString().trim();
      };
      expect(compared(probe)).toBe('true');
      // As a service would deliver it that treats every payload as text.
      expect(compared(Buffer.from(probe.toString('utf8'), 'utf8'))).toBe('false');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
