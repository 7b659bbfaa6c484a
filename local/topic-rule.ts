import { NotLocal } from './template.ts';

/** A published message. */
type Published = { readonly topic: string; readonly payload: Uint8Array; readonly receivedAt: number };

/** A topic rule that can be run: whether it matches a topic, and what it selects from a message. */
export type TopicRule = {
  readonly name: string;
  readonly wants: (topic: string) => boolean;
  readonly select: (message: Published) => string;
};

const statement = /^\s*SELECT\s+(.+?)\s+FROM\s+'([^']+)'\s*$/is;
const items: readonly [pattern: RegExp, evaluate: (message: Published, match: RegExpExecArray) => unknown][] =
  [
    [/^encode\(\s*\*\s*,\s*'base64'\s*\)$/i, ({ payload }) => Buffer.from(payload).toString('base64')],
    // Topic levels count from one. A missing level is undefined and left out.
    [/^topic\(\s*([1-9])\s*\)$/i, ({ topic }, match) => topic.split('/')[Number(match[1]) - 1]],
    [/^timestamp\(\s*\)$/i, ({ receivedAt }) => receivedAt],
  ];

/**
 * Reads the SQL of a topic rule: `SELECT` of encode(*, 'base64'), topic(n) and timestamp(), each with a name, `FROM` a
 * topic filter. Anything else is refused with an error that names it.
 */
export function readTopicRule(name: string, sql: string): TopicRule {
  const match = statement.exec(sql);
  if (match === null) throw refused(name, sql);
  const columns = match[1]!.split(/,(?![^(]*\))/).map((item) => {
    const named = /^\s*(.+?)\s+AS\s+([A-Za-z_][A-Za-z0-9_]*)\s*$/i.exec(item);
    if (named === null) throw refused(name, item.trim());
    for (const [pattern, evaluate] of items) {
      const found = pattern.exec(named[1]!);
      if (found !== null)
        return { key: named[2]!, evaluate: (message: Published) => evaluate(message, found) };
    }
    throw refused(name, named[1]!);
  });
  const filter = match[2]!;
  return {
    name,
    wants: (topic) => matchesFilter(filter, topic),
    select: (message) =>
      JSON.stringify(Object.fromEntries(columns.map(({ key, evaluate }) => [key, evaluate(message)]))),
  };
}

function refused(name: string, part: string): NotLocal {
  return new NotLocal(
    `rule ${name}: the local run does not know this SQL: ${part}. It knows SELECT encode(*, 'base64') AS a, topic(n) AS b, timestamp() AS c FROM 'filter'`,
  );
}

/**
 * Matches a topic filter (MQTT 3.1.1, section 4.7): "+" matches one level, a final "#" all remaining levels; wildcards
 * do not match a leading "$".
 */
export function matchesFilter(filter: string, topic: string): boolean {
  const wanted = filter.split('/');
  const levels = topic.split('/');
  if (topic.startsWith('$') && /^[+#]/.test(filter)) return false;
  for (const [index, level] of wanted.entries()) {
    if (level === '#') return true;
    if (index >= levels.length || (level !== '+' && level !== levels[index])) return false;
  }
  return wanted.length === levels.length;
}
