import { useEffect, useRef, useState } from 'react';
import { Refusal } from '../parts/refusal.ts';
import { judgeTexts as word } from '../texts/judge.ts';
import type { CheckedBundle } from './check-bundle.ts';
import { type ChosenFile, takeFile } from '../parts/chosen-file.ts';
import { isBundle, withFiles } from './chosen-file.ts';
import { type GivenAnswers, noAnswers } from './given-answers.ts';
import type { ProfileFile, UsableProfile } from './profiles.ts';
import type { ReadResult } from './read-input.ts';

/** What went wrong: a title, and sentences with what to do. */
export type Problem = { readonly title: string; readonly lines: readonly string[] };

type Chosen = { readonly file: ProfileFile; readonly usable: UsableProfile };

/** What is known of the files. */
type Reading =
  | ReadResult
  | { readonly kind: 'bundle'; readonly checked: CheckedBundle }
  | { readonly kind: 'nothing' | 'reading' };

type Judging = {
  readonly files: readonly ChosenFile[];
  readonly answers: GivenAnswers;
  readonly reading: Reading;
  /** The profiles that came from files. */
  readonly own: readonly ProfileFile[];
  readonly by: Chosen | null;
  readonly other: Chosen | null;
  readonly problem: Problem | null;
  readonly addFiles: (files: readonly File[]) => void;
  readonly removeFile: (file: ChosenFile) => void;
  readonly answer: (answers: GivenAnswers) => void;
  readonly judgeBy: (profile: ProfileFile | null) => void;
  readonly compareWith: (profile: ProfileFile | null) => void;
  readonly addProfile: (file: File) => void;
};

/** The files and profiles that a person chose on this page, and what the files contain. */
export function useJudging(): Judging {
  const [files, setFiles] = useState<readonly ChosenFile[]>([]);
  const [answers, setAnswers] = useState(noAnswers);
  const [own, setOwn] = useState<readonly ProfileFile[]>([]);
  const [by, setBy] = useState<Chosen | null>(null);
  const [other, setOther] = useState<Chosen | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const reading = useReading(files, answers, setProblem);
  const failed = (error: unknown): void => setProblem(unexpected(error));

  const choose = (profile: ProfileFile | null, set: (chosen: Chosen | null) => void): void => {
    setProblem(null);
    if (profile === null) return set(null);
    chosenProfile(profile).then((result) => ('usable' in result ? set(result) : setProblem(result)), failed);
  };
  return {
    files,
    answers,
    reading,
    own,
    by,
    other,
    problem,
    addFiles(more) {
      setProblem(null);
      Promise.all([...more].map(takeFile)).then(
        (taken) => setFiles((known) => withFiles(known, taken)),
        failed,
      );
    },
    removeFile(file) {
      setProblem(null);
      // Answers are to questions of the files; without files there are none.
      if (files.length === 1) setAnswers(noAnswers);
      setFiles(files.filter((each) => each !== file));
    },
    answer: setAnswers,
    judgeBy(profile) {
      if (profile === null || profile.key === other?.file.key) setOther(null);
      choose(profile, setBy);
    },
    compareWith: (profile) => choose(profile, setOther),
    addProfile(file) {
      setProblem(null);
      profileFrom(file).then((result) => {
        if (!('usable' in result)) return setProblem(result);
        setOwn((known) => [...known.filter(({ key }) => key !== result.file.key), result.file]);
        return setBy(result);
      }, failed);
    },
  };
}

/** Reads the files anew whenever they or the answers change. */
function useReading(
  files: readonly ChosenFile[],
  answers: GivenAnswers,
  onProblem: (problem: Problem) => void,
): Reading {
  const [reading, setReading] = useState<Reading>({ kind: 'nothing' });
  const latest = useRef(0);
  useEffect(() => {
    const turn = ++latest.current;
    if (files.length === 0) return setReading({ kind: 'nothing' });
    setReading({ kind: 'reading' });
    readFiles(files, answers).then(
      // Another reading may have begun meanwhile.
      (result) => turn === latest.current && setReading(result),
      (error: unknown) => {
        if (turn !== latest.current) return;
        setReading({ kind: 'nothing' });
        onProblem(unexpected(error));
      },
    );
  }, [files, answers, onProblem]);
  return reading;
}

async function readFiles(files: readonly ChosenFile[], answers: GivenAnswers): Promise<Reading> {
  const [first] = files;
  if (files.some(isBundle)) {
    if (files.length > 1) return { kind: 'refused', sentence: word.bundleAlone };
    const { checkBundle } = await import('./check-bundle.ts');
    return { kind: 'bundle', checked: await checkBundle(first!) };
  }
  const { readInput } = await import('./read-input.ts');
  return readInput(files, answers);
}

/** An error that no sentence was written for. */
function unexpected(error: unknown): Problem {
  return {
    title: word.refused,
    lines: [error instanceof Refusal ? error.message : word.fault(String(error))],
  };
}

async function chosenProfile(file: ProfileFile): Promise<Chosen | Problem> {
  const { usableProfile } = await import('./check-profile.ts');
  const checked = await usableProfile(file);
  return checked.ok
    ? { file, usable: checked.usable }
    : { title: word.profileRefused(file.name), lines: checked.problems };
}

async function profileFrom(file: File): Promise<Chosen | Problem> {
  const text = await file.text();
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return { title: word.profileRefused(file.name), lines: [word.notJson((error as Error).message)] };
  }
  const { name } = (json ?? {}) as { name?: unknown };
  const called = typeof name === 'string' ? `${name} (${file.name})` : file.name;
  return chosenProfile({ key: `file ${file.name}`, name: called, json });
}
