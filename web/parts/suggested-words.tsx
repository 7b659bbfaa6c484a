import type { ReactNode } from 'react';

/** Words that are often written in a field; pressing them adds them to what is written, once. */
export function SuggestedWords({
  label,
  suggestions,
  text,
  onText,
}: {
  label: string;
  suggestions: readonly string[];
  text: string;
  onText: (text: string) => void;
}): ReactNode {
  const add = (suggestion: string): void => {
    if (!text.includes(suggestion)) onText(`${text.trimEnd()} ${suggestion}`.trimStart());
  };
  return (
    <div className="chips" role="group" aria-label={label}>
      {suggestions.map((suggestion) => (
        <button key={suggestion} type="button" className="chip" onClick={() => add(suggestion)}>
          {suggestion}
        </button>
      ))}
    </div>
  );
}
