import { type ReactNode, useEffect } from 'react';
import { LandingPicture } from './landing-picture.tsx';
import { signIn } from './session/sign-in.ts';
import { texts } from './texts.ts';

/** The page for people who are not signed in: what this does for whom, what it looks like, and how to sign in. */
export function Landing({ refusal }: { refusal: string | null }): ReactNode {
  const { landing } = texts;
  useEffect(() => {
    document.title = texts.product;
  }, []);
  return (
    <main className="landing">
      <div className="welcome">
        <p className="brand">{texts.product}</p>
        <h1>{landing.title}</h1>
        {refusal !== null && (
          <p role="alert" className="problem">
            {texts.problems.signInRefused(refusal)}
          </p>
        )}
        <p>
          <button type="button" className="primary large" onClick={() => void signIn()}>
            {landing.signIn}
          </button>
        </p>
      </div>
      <LandingPicture />
      <dl className="for-whom">
        {landing.forWhom.map(([who, what]) => (
          <div key={who}>
            <dt>{who}</dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </main>
  );
}
