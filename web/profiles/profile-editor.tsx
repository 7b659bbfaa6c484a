import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useMemo, useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import { type CheckedProfile, checkProfile } from '../../src/model/profile.ts';
import { call } from '../api/client.ts';
import { useApi } from '../api/use-api.ts';
import { Page } from '../parts/page.tsx';
import { Loaded, Problem } from '../parts/problem.tsx';
import { useDraft } from '../session/draft.ts';
import { usePerson } from '../session/session.tsx';
import { profileTexts } from '../texts/profiles.ts';
import { Preview } from './preview.tsx';
import { ProfileInWords } from './profile-in-words.tsx';

const word = profileTexts;

/** An example profile to start from. */
const example = {
  id: 'my-profile',
  version: 1,
  name: 'Refrigerated goods, 2 to 8 °C',
  sources: ['Where the limits come from'],
  reportingInterval: 'PT10M',
  maxGap: 'PT30M',
  completeness: { minimumCoverage: 0.95, longestGap: 'PT2H' },
  rules: [
    { id: 'warm', channel: 'temperature', above: 8, mode: 'consecutive', for: 'PT2H', severity: 'major' },
    { id: 'frozen', channel: 'temperature', atMost: 0, mode: 'instant', severity: 'critical', rejects: true },
  ],
};

/** Edits a new version of a profile, starting from the version that "from" names, or from an example. */
export default function ProfileEditor(): ReactNode {
  const from = new URLSearchParams(useSearch()).get('from');
  const [, id, version] = /^(.+)@(\d+)$/.exec(from ?? '') ?? [];
  const base = useApi(
    'showProfile',
    { path: { profile: id ?? '', version: version ?? '' } },
    { enabled: id !== undefined, staleTime: Infinity },
  );
  const { roles } = usePerson();
  const mayWrite = roles.includes('pharmacist') || roles.includes('operations');
  return (
    <Page title={word.editorTitle} className="editor">
      <p className="lead">{word.editorHint}</p>
      {!mayWrite ? (
        <p>{word.noRight}</p>
      ) : id === undefined ? (
        <Editor name="new" initially={JSON.stringify(example, null, 2)} />
      ) : (
        <Loaded of={base}>
          {({ profile }) => (
            <Editor
              name={from!}
              initially={JSON.stringify({ ...profile, version: Number(version) + 1 }, null, 2)}
            />
          )}
        </Loaded>
      )}
    </Page>
  );
}

type Read = { readonly json: unknown; readonly checked: CheckedProfile };

function read(text: string): Read {
  try {
    const json: unknown = JSON.parse(text);
    return { json, checked: checkProfile(json) };
  } catch (error) {
    return { json: null, checked: { ok: false, problems: [word.notJson((error as Error).message)] } };
  }
}

function Editor({ name, initially }: { name: string; initially: string }): ReactNode {
  const [text, setText, clear] = useDraft(`profile ${name}`, initially);
  const [, navigate] = useLocation();
  const queries = useQueryClient();
  const { json, checked } = useMemo(() => read(text), [text]);
  const [last, setLast] = useState(checked);
  // The last valid version stays visible while an edit is incomplete.
  if (checked.ok && checked !== last) setLast(checked);
  const submit = useMutation({
    mutationFn: () => call('addProfile', { body: json }),
    onSuccess: async ({ id, version }) => {
      clear();
      await queries.invalidateQueries({ queryKey: ['listProfiles'] });
      navigate(`/profiles/${encodeURIComponent(id)}/${version}`);
    },
  });
  const preview = useMutation({ mutationFn: () => call('previewProfile', { body: json }) });
  const sources = (json as { sources?: unknown } | null)?.sources;
  return (
    <>
      <div className="side-by-side">
        <section>
          <label className="field">
            <span>{word.json}</span>
            <textarea
              className="code"
              rows={28}
              spellCheck={false}
              value={text}
              aria-invalid={!checked.ok}
              aria-describedby="profile-problems"
              onChange={(event) => setText(event.target.value)}
            />
          </label>
          <div id="profile-problems" role="status" className={checked.ok ? 'quiet' : 'problem'}>
            {checked.ok ? (
              <p>{word.valid}</p>
            ) : (
              <>
                <p>{word.invalid(checked.problems.length)}:</p>
                <ul>
                  {checked.problems.map((each) => (
                    <li key={each}>{each}</li>
                  ))}
                </ul>
              </>
            )}
          </div>
          <div className="actions">
            <button type="button" disabled={text === initially} onClick={clear}>
              {word.discard}
            </button>
            <button
              type="button"
              disabled={!checked.ok || preview.isPending}
              onClick={() => preview.mutate()}
            >
              {preview.isPending ? word.previewing : word.preview}
            </button>
            <button
              type="button"
              className="primary"
              disabled={!checked.ok || submit.isPending}
              onClick={() => submit.mutate()}
            >
              {word.submit}
            </button>
          </div>
          {submit.error !== null && <Problem error={submit.error} />}
        </section>
        <section className={checked.ok ? undefined : 'stale'}>
          <h2>{word.readable}</h2>
          {last.ok && (
            <ProfileInWords
              profile={last.profile}
              sources={Array.isArray(sources) ? sources.map(String) : []}
            />
          )}
        </section>
      </div>
      {preview.error !== null && <Problem error={preview.error} />}
      {preview.data !== undefined && <Preview items={preview.data.items} />}
    </>
  );
}
