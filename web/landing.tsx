import { type ReactNode, useEffect } from 'react';
import { signIn } from './session/sign-in.ts';
import { texts } from './texts.ts';

/** The page for people who are not signed in: what this is, and how to sign in. */
export function Landing({ refusal }: { refusal: string | null }): ReactNode {
  useEffect(() => {
    document.title = texts.product;
  }, []);
  return (
    <main className="landing">
      <p className="brand">{texts.product}</p>
      <h1>{texts.landing.title}</h1>
      <p className="lead">{texts.landing.lead}</p>
      {refusal !== null && (
        <p role="alert" className="problem">
          {texts.problems.signInRefused(refusal)}
        </p>
      )}
      <p>
        <button type="button" className="primary large" onClick={() => void signIn()}>
          {texts.landing.signIn}
        </button>
      </p>
      <ol className="steps">
        {texts.landing.steps.map(([title, text]) => (
          <li key={title}>
            <h2>{title}</h2>
            <p>{text}</p>
          </li>
        ))}
      </ol>
    </main>
  );
}
