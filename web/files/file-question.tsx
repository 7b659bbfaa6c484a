import { useMutation, useQueryClient } from '@tanstack/react-query';
import { onDemand } from '../parts/on-demand.tsx';
import { type ReactNode } from 'react';
import type { AttachedFile } from '../../src/model/attached-file.ts';
import { call } from '../api/client.ts';
import { Problem } from '../parts/problem.tsx';
import { QuestionForm } from '../parts/question-form.tsx';
import { sentenceInWords } from '../parts/question-in-words.ts';
import { Scroll } from '../parts/scroll.tsx';
import type { NamedProduct } from '../plan/stands-for.tsx';
import { filesTexts } from '../texts/files.ts';
import { filesKey } from './attached-files.ts';
import { ProductQuestion } from './product-question.tsx';

// The library that draws charts is not needed before there is a question.
const FileChart = onDemand(() => import('./file-chart.tsx'));

const { files: word } = filesTexts;

/** What a file leaves open, with its first rows and its values. The answer is sent at once, and the file read again. */
export function FileQuestion({
  shipment,
  file,
  products,
  mayAnswer,
  takesFocus,
  onAnswered,
}: {
  shipment: string;
  file: AttachedFile;
  /** The products of the shipment among which one has to choose. */
  products: readonly NamedProduct[];
  mayAnswer: boolean;
  /** Whether the person has just answered an earlier question about this file. */
  takesFocus: boolean;
  onAnswered: () => void;
}): ReactNode {
  const queries = useQueryClient();
  const { sha256, question } = file;
  const answer = useMutation({
    mutationFn: (given: string | readonly string[]) =>
      call('requestFileReading', {
        path: { shipment, sha256 },
        body: { answers: answersOf(question!, given) },
      }),
    onSuccess: async () => {
      onAnswered();
      await queries.invalidateQueries({ queryKey: filesKey(shipment) });
    },
  });
  if (question === null) return null;
  const evidence = (
    <>
      {file.preview !== null && <Preview name={file.name} preview={file.preview} />}
      {file.chart !== null && (
        <FileChart name={file.name} chart={file.chart} isInOwnUnit={question.option === 'unit'} />
      )}
    </>
  );
  const hint = question.option === 'source-of-record' && <p className="quiet">{word.sourceHint}</p>;
  if (!mayAnswer)
    return (
      <>
        <p>{sentenceInWords(question.sentence)}</p>
        {hint}
        {evidence}
      </>
    );
  const common = {
    sentence: question.sentence,
    // A question that appears while the person does something else does not interrupt it.
    takesFocus,
    isBusy: answer.isPending,
    onAnswer: (given: string | readonly string[]) => answer.mutate(given),
  };
  return (
    <>
      {question.option === 'product' && products.length > 0 ? (
        <ProductQuestion key={question.sentence} {...common} products={products} />
      ) : (
        <QuestionForm key={question.sentence} {...common} question={question}>
          {hint}
        </QuestionForm>
      )}
      {answer.error !== null && <Problem error={answer.error} />}
      {/* On a phone it fills the screen, and the question comes first. */}
      {evidence}
    </>
  );
}

function answersOf(
  { option, quantity }: NonNullable<AttachedFile['question']>,
  given: string | readonly string[],
): Readonly<Record<string, unknown>> {
  if (option === 'column') return { column: { [quantity ?? 'temperature']: given } };
  return { [option]: option === 'product' ? [given].flat() : given };
}

function Preview({
  name,
  preview: { headings, rows },
}: {
  name: string;
  preview: NonNullable<AttachedFile['preview']>;
}): ReactNode {
  return (
    <Scroll label={word.previewOf(name)}>
      <table className="preview">
        <caption>{word.preview}</caption>
        {headings.length > 0 && (
          <thead>
            <tr>
              {headings.map((heading, column) => (
                <th key={column} scope="col">
                  {heading}
                </th>
              ))}
            </tr>
          </thead>
        )}
        <tbody>
          {rows.map((cells, row) => (
            <tr key={row}>
              {cells.map((cell, column) => (
                <td key={column}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
