import { type ReactNode, Suspense, lazy } from 'react';
import { Boundary } from '../parts/boundary.tsx';
import { DisplayMenu } from '../parts/display-menu.tsx';
import { Page } from '../parts/page.tsx';
import { QuestionForm } from '../parts/question-form.tsx';
import { texts } from '../texts.ts';
import { judgeTexts as word } from '../texts/judge.ts';
import { answered, listed } from './answers.ts';
import type { CheckedBundle } from './check-bundle.ts';
import { FilesChoice } from './files-choice.tsx';
import { ProfileChoice } from './profile-choice.tsx';
import { type GivenAnswers, noAnswers } from './given-answers.ts';
import { type Problem, useJudging } from './use-judging.ts';

// What reads files, judges them and draws charts is not needed before there is a file.
const Judged = lazy(() => import('./judged.tsx'));

/** The page that judges files without a server. */
export function JudgePage(): ReactNode {
  const judging = useJudging();
  const { files, answers, reading, by, other } = judging;
  return (
    <>
      <header className="top">
        <span className="brand">{texts.product}</span>
        <div className="menus">
          <DisplayMenu />
        </div>
      </header>
      <Page title={word.title} className="judge">
        <p>{word.lead}</p>
        <p className="quiet">{word.stays}</p>
        <div className="choices no-print">
          <FilesChoice files={files} onChoose={judging.addFiles} onRemove={judging.removeFile} />
          <ProfileChoice
            own={judging.own}
            chosen={by?.file ?? null}
            other={other?.file ?? null}
            onChoose={judging.judgeBy}
            onCompare={judging.compareWith}
            onOwn={judging.addProfile}
          />
        </div>
        {judging.problem !== null && <ProblemBox problem={judging.problem} />}
        <Answers given={answers} onAskAgain={() => judging.answer(noAnswers)} />
        {reading.kind === 'reading' && <p className="loading">{word.reading}</p>}
        {reading.kind === 'refused' && (
          <ProblemBox problem={{ title: word.refused, lines: reading.sentence.split('\n') }} />
        )}
        {reading.kind === 'open' && (
          <QuestionForm
            key={reading.sentence}
            sentence={reading.sentence}
            question={reading.question}
            onAnswer={(answer) => judging.answer(answered(answers, reading.question, answer))}
          />
        )}
        {reading.kind === 'bundle' && <BundleCard checked={reading.checked} />}
        {reading.kind === 'read' && by === null && (
          <p role="status" className="empty">
            {word.needLimits(files.length)}
          </p>
        )}
        {reading.kind === 'read' && by !== null && (
          <Boundary>
            <Suspense fallback={<p className="loading">{texts.loading}</p>}>
              <Judged
                key={reading.input.files.map(({ sha256 }) => sha256).join()}
                timeZone={answers.timeZone}
                input={reading.input}
                by={by.usable}
                other={other?.usable ?? null}
              />
            </Suspense>
          </Boundary>
        )}
      </Page>
    </>
  );
}

/** What the check of an evidence bundle found, as `coldwatch verify` prints it. */
function BundleCard({ checked: { isConsistent, lines } }: { checked: CheckedBundle }): ReactNode {
  return (
    <section className="card bundle" aria-live="polite">
      <h2>{word.bundle}</h2>
      <p className={`recommendation ${isConsistent ? 'release' : 'reject'}`}>
        <span className="sign" aria-hidden="true">
          {isConsistent ? '✓' : '✕'}
        </span>
        {isConsistent ? word.consistent : word.notConsistent}
      </p>
      <pre tabIndex={0}>{lines.join('\n')}</pre>
      <p className="quiet">{word.bundleHint}</p>
    </section>
  );
}

function ProblemBox({ problem: { title, lines } }: { problem: Problem }): ReactNode {
  return (
    <div role="alert" className="problem">
      <p>
        <b>{title}</b>
      </p>
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
    </div>
  );
}

/** The answers given so far, which can be taken back. */
function Answers({ given, onAskAgain }: { given: GivenAnswers; onAskAgain: () => void }): ReactNode {
  const all = listed(given);
  if (all.length === 0) return null;
  return (
    <section className="answers">
      <h2>{word.answered}</h2>
      <dl className="figures">
        {all.map(([question, answer]) => (
          <div key={question}>
            <dt>{question}</dt>
            <dd>{answer}</dd>
          </div>
        ))}
      </dl>
      <button type="button" onClick={onAskAgain}>
        {word.askAgain}
      </button>
    </section>
  );
}
