import { type ReactNode, useState } from 'react';
import { usePerson } from '../session/session.tsx';
import { alertTexts } from '../texts/alerts.ts';
import { showingAlarms, startShowingAlarms, stopShowingAlarms } from './showing-alarms.ts';

const word = alertTexts.browser;

/** Whether new alarms are shown on the screen by this browser; its permission is asked for only at a click. */
export function BrowserNotifications(): ReactNode {
  const { username } = usePerson();
  const [showing, setShowing] = useState(() => showingAlarms(username));
  return (
    <section className="card in-browser" aria-labelledby="in-browser">
      <h2 id="in-browser">{word.title}</h2>
      <p>{word.hint}</p>
      <p role="status">{word[showing]}</p>
      {showing === 'on' && (
        <button
          type="button"
          onClick={() => {
            stopShowingAlarms(username);
            setShowing(showingAlarms(username));
          }}
        >
          {word.turnOff}
        </button>
      )}
      {showing === 'off' && (
        <button
          type="button"
          onClick={() => void startShowingAlarms(username, word.example).then(setShowing)}
        >
          {word.turnOn}
        </button>
      )}
    </section>
  );
}
