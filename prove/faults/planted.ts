/** A bug that is put into the product's source for a simulation, to see that it would be found. */
export type Planted = {
  readonly name: string;
  readonly what: string;
  readonly file: string;
  /** What stands in the file exactly once, and what takes its place. */
  readonly find: string;
  readonly replace: string;
};

export const plantedBugs: readonly Planted[] = [
  {
    name: 'told before recorded',
    what: 'People are told of what is found before it is in the ledger.',
    file: 'functions/steps/record-and-tell.ts',
    find: 'const found = await record(database, shipment, recorder, decide);',
    replace: `const { readLedger } = await import('../../store/ledger.ts');
    const soon = await readLedger(database, shipment);
    const next = (await decide(soon.entries)).map((each, index) => ({ ...each, shipment, by: 'coldwatch', previous: null, hash: 'none', recordedAt: Date.now(), sequence: soon.entries.length + 1 + index }));
    await tell(database, telling, profileOf, { ...soon, entries: [...soon.entries, ...next] }, next, Date.now());
    const found = await record(database, shipment, recorder, decide);`,
  },
  {
    name: 'conditional append',
    what: 'A message is appended only if it is not there; who delivers it again fails.',
    file: 'store/append.ts',
    find: "      ReturnValues: 'ALL_NEW',",
    replace: "      ReturnValues: 'ALL_NEW', ConditionExpression: 'attribute_not_exists(#0)',",
  },
  {
    name: 'fold in order of arrival',
    what: 'Readings are judged in the order in which they came, not in that of their times.',
    file: 'domain/series.ts',
    find: 'rows.sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);',
    replace: '',
  },
  {
    name: 'seal removes the whole head',
    what: 'A seal removes all messages of the head, not just those that its segment holds.',
    file: 'store/seal.ts',
    find: 'remove: segment.names,',
    replace: 'remove: [...head.messages.keys()],',
  },
  {
    name: 'noted before told',
    what: 'An entry is marked as told before it is published; who dies between tells nobody.',
    file: 'functions/steps/tell.ts',
    find: 'await publish(message);',
    replace:
      'for (const entry of entries) await markTold(database, entry, now);\n    await publish(message);',
  },
  {
    name: 'not begun anew',
    what: 'Who is overtaken in a ledger goes on by what it had read.',
    file: 'store/ledger.ts',
    find: 'if (isOvertaken) continue;',
    replace: '',
  },
];
