import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { Answer } from '../api/answer.ts';
import { call } from '../api/client.ts';
import { useApi } from '../api/use-api.ts';
import { oneLine } from '../format/one-line.ts';
import { FactList } from '../parts/fact-list.tsx';
import { Page } from '../parts/page.tsx';
import { Loaded, Problem } from '../parts/problem.tsx';
import { useDraft } from '../session/draft.ts';
import { useFormats } from '../session/preferences.tsx';
import { usePerson } from '../session/session.tsx';
import { peopleTexts } from '../texts/people.ts';
import { PeopleTable } from './people-table.tsx';

const word = peopleTexts.reviews;

/** The access review: everybody with roles, sites and last change, to print and sign, and to record as reviewed. */
export default function ReviewPage(): ReactNode {
  const isOperations = usePerson().roles.includes('operations');
  // The list that somebody reads must not change below their eyes.
  const list = useApi('getAccessList', {}, { enabled: isOperations, staleTime: Infinity });
  if (!isOperations)
    return (
      <Page title={word.title}>
        <p>{peopleTexts.onlyOperations}</p>
      </Page>
    );
  return (
    <Page
      title={word.title}
      className="people access-review"
      aside={
        <Link className="button" href="/people">
          {word.back}
        </Link>
      }
    >
      <p className="lead">{word.lead}</p>
      <Loaded of={list}>
        {(read) => <Review key={read.readAt} list={read} onAgain={() => void list.refetch()} />}
      </Loaded>
    </Page>
  );
}

function Review({ list, onAgain }: { list: Answer<'getAccessList'>; onAgain: () => void }): ReactNode {
  const { moment, number } = useFormats();
  const [comment, setComment, clear] = useDraft('access-review', '');
  const { sha256 } = list;
  const record = useMutation<Answer<'recordReview'>>({
    mutationFn: () => call('recordReview', { body: { sha256, comment: comment.trim() } }),
    onSuccess: clear,
  });
  return (
    <>
      <FactList
        facts={[
          [word.readAt, moment(list.readAt)],
          [word.people, number(list.items.length)],
          [word.hash, <code key="hash">{sha256}</code>],
        ]}
      />
      <PeopleTable people={list.items} label={word.title} />
      <div className="signature-lines" aria-hidden="true">
        {[word.reviewedBy, word.date, word.signature].map((line) => (
          <p key={line}>{line}</p>
        ))}
      </div>
      {record.data === undefined ? (
        <form
          className="record-review"
          onSubmit={(event) => {
            event.preventDefault();
            if (comment.trim() !== '') record.mutate();
          }}
        >
          <label className="field">
            <span>{word.comment}</span>
            <textarea
              rows={2}
              required
              maxLength={1000}
              value={comment}
              aria-describedby="review-hint"
              onChange={({ target }) => setComment(oneLine(target.value))}
            />
          </label>
          <p id="review-hint" className="quiet">
            {word.commentHint}
          </p>
          {record.error !== null && (
            <>
              <Problem error={record.error} />
              <button type="button" onClick={onAgain}>
                {word.again}
              </button>
            </>
          )}
          <div className="actions">
            <span className="quiet lacking">{comment.trim() === '' ? word.noComment : ''}</span>
            <button type="button" onClick={() => window.print()}>
              {word.print}
            </button>
            <button type="submit" className="primary" disabled={record.isPending || comment.trim() === ''}>
              {word.record}
            </button>
          </div>
        </form>
      ) : (
        <p role="status" className="note">
          {word.recorded(record.data.reviewedBy, moment(record.data.reviewedAt))}
        </p>
      )}
    </>
  );
}
