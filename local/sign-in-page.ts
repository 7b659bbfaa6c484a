import { escaped } from './escaped.ts';
import type { LocalPerson } from './people.ts';

/** Renders the page that asks for name and password. */
export function signInPage({
  isStepUp,
  problem,
  username,
  people,
}: {
  isStepUp: boolean;
  /** What is wrong with the input; null where there was none. */
  problem: string | null;
  /** The expected username; empty where any will do. */
  username: string;
  people: readonly Pick<LocalPerson, 'username' | 'name' | 'groups'>[];
}): string {
  const title = isStepUp ? 'Sign with your password' : 'Sign in';
  const why = isStepUp
    ? 'Your name and password are your signature on what you were shown.'
    : 'Names and passwords are printed in the terminal that runs this.';
  return formPage(
    title,
    `<p>${why}</p>
  ${alert(problem)}
  <label>Name <input name="username" autocomplete="username" value="${escaped(username)}" required${username === '' ? ' autofocus' : ''}></label>
  <label>Password <input name="password" type="password" autocomplete="current-password" required${username === '' ? '' : ' autofocus'}></label>
  <button>${isStepUp ? 'Sign' : 'Sign in'}</button>
  ${isStepUp ? '' : `<ul>${people.map((each) => `<li><b>${escaped(each.username)}</b> ${escaped(each.name)}, ${escaped(each.groups.join(', '))}</li>`).join('')}</ul>`}`,
  );
}

/** Renders the page on which somebody who was invited chooses a password of their own. */
export function newPasswordPage(username: string, rules: string, problem: string | null): string {
  return formPage(
    'Choose a password',
    `<p>Welcome, ${escaped(username)}. The password of your invitation is used once; choose one of your own.</p>
  <p id="rules">${escaped(rules)}</p>
  ${alert(problem)}
  <input name="username" autocomplete="username" value="${escaped(username)}" hidden>
  <label>New password <input name="new" type="password" autocomplete="new-password" aria-describedby="rules" required autofocus></label>
  <label>The same again <input name="again" type="password" autocomplete="new-password" required></label>
  <button>Save and sign in</button>`,
  );
}

function alert(problem: string | null): string {
  return problem === null ? '' : `<p role="alert">${escaped(problem)}</p>`;
}

function formPage(title: string, content: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>${title}</title>
<style>
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { display: grid; place-items: center; min-height: 95vh; margin: 0; }
  form { width: min(22rem, 90vw); display: grid; gap: .8rem; }
  h1 { font-size: 1.4rem; margin: 0; }
  p { margin: 0; }
  label { display: grid; gap: .2rem; }
  input, button { font: inherit; padding: .6rem; border: 1px solid #767676; border-radius: .4rem; }
  button { background: #0b5cad; color: #fff; border-color: #0b5cad; cursor: pointer; }
  ul { margin: 0; padding: .8rem 0 0 1.1rem; border-top: 1px solid #767676; font-size: .9rem; }
  [role=alert] { color: #b3261e; font-weight: 600; }
  @media (prefers-color-scheme: dark) { [role=alert] { color: #ff8a80; } }
</style>
<form method="post">
  <h1>${title}</h1>
  ${content}
</form>
</html>
`;
}

/** Renders the page for a sign-in that cannot continue: the reason, and a link back. */
export function endedPage(why: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>Sign-in ended</title>
<style>
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { margin: 15vh auto 0; width: min(28rem, 90vw); }
</style>
<p>${escaped(why)}</p>
<p><a href="/">Go back and try again</a></p>
</html>
`;
}
