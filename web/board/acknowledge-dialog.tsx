import { type ReactNode, useState } from 'react';
import { ReasonDialog } from '../parts/reason-dialog.tsx';
import type { BoardItem } from '../parts/shipment-state.ts';
import { StepProblem } from '../parts/step-problem.tsx';
import { useDraft } from '../session/draft.ts';
import { useFormats } from '../session/preferences.tsx';
import { texts } from '../texts.ts';
import type { AlarmRule } from './alarm-rules.ts';
import { alarmInWords } from './alarm-words.ts';
import { byUrgency } from './row-words.ts';
import { useAcknowledge } from './use-acknowledge.ts';

/** Acknowledges what is wrong with a shipment without leaving the board: with a comment, which suggestions begin. */
export default function AcknowledgeDialog({
  item,
  rules,
  onClose,
}: {
  item: BoardItem;
  rules: ReadonlyMap<string, AlarmRule> | undefined;
  onClose: () => void;
}): ReactNode {
  const formats = useFormats();
  const { shipment } = item;
  // The board goes on meanwhile; what is acknowledged is what was shown when the dialog opened.
  const [shown] = useState(item);
  const [openedAt] = useState(Date.now);
  const open = byUrgency(shown.standingAlarms).filter(({ acknowledgedAt }) => acknowledgedAt === null);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(open.map(({ rule }) => rule)));
  const [comment, setComment, clear] = useDraft(`acknowledge ${shipment}`, '');
  const step = useAcknowledge(shown, () => {
    clear();
    onClose();
  });
  const choose = (rule: string, isChosen: boolean): void => {
    setChosen(new Set([...chosen].filter((each) => each !== rule).concat(isChosen ? [rule] : [])));
  };
  const suggest = (suggestion: string): void => {
    const before = comment.trim();
    setComment(before === '' ? suggestion : `${before} ${suggestion}`);
  };
  const wordsOf = (alarm: (typeof open)[number]): string =>
    alarmInWords(alarm, rules?.get(alarm.rule) ?? null, shown, openedAt, formats);
  return (
    <ReasonDialog
      title={texts.board.acknowledgeOf(shipment)}
      label={texts.board.actionTaken}
      hint={<p className="quiet">{texts.board.actionHint}</p>}
      confirm={texts.board.acknowledge}
      reason={comment}
      onReason={setComment}
      isPending={step.isPending || chosen.size === 0}
      problem={step.error !== null && <StepProblem error={step.error} />}
      onSend={() => step.mutate({ rules: [...chosen], comment })}
      onClose={onClose}
    >
      {open.length === 1 ? (
        <p className="note stand-alarm">{wordsOf(open[0]!)}</p>
      ) : (
        <fieldset className="choice">
          <legend>{texts.board.whichAlarms}</legend>
          {open.map((alarm) => (
            <label key={alarm.rule}>
              <input
                type="checkbox"
                checked={chosen.has(alarm.rule)}
                onChange={({ target }) => choose(alarm.rule, target.checked)}
              />
              <span>{wordsOf(alarm)}</span>
            </label>
          ))}
        </fieldset>
      )}
      <div className="chips" role="group" aria-label={texts.board.suggestions}>
        {texts.board.suggested.map((suggestion) => (
          <button key={suggestion} type="button" className="chip" onClick={() => suggest(suggestion)}>
            {suggestion}
          </button>
        ))}
      </div>
    </ReasonDialog>
  );
}
