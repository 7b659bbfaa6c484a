import { type ReactNode, useState } from 'react';
import { allProducts } from '../../src/model/all-products.ts';
import { QuestionCard } from '../parts/question-form.tsx';
import { type NamedProduct, StandsFor } from '../plan/stands-for.tsx';
import { questionTexts as word } from '../texts/questions.ts';

/** Asks with which of the shipment's products a file's logger stood. Nothing is chosen before a person does. */
export function ProductQuestion({
  sentence,
  products,
  takesFocus,
  isBusy,
  onAnswer,
}: {
  sentence: string;
  products: readonly NamedProduct[];
  takesFocus: boolean;
  isBusy: boolean;
  onAnswer: (products: readonly string[]) => void;
}): ReactNode {
  const [chosen, setChosen] = useState<readonly string[] | null>();
  const answer = chosen === null ? [allProducts] : (chosen ?? []);
  return (
    <QuestionCard
      sentence={sentence}
      takesFocus={takesFocus}
      isBusy={isBusy}
      confirm={word.answerWithThis}
      onSubmit={() => {
        if (answer.length > 0) onAnswer(answer);
      }}
    >
      <StandsFor products={products} chosen={chosen} legend={word.answers.product} onChange={setChosen} />
    </QuestionCard>
  );
}
