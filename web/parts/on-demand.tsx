import { type ComponentType, type ReactNode, Component, Suspense, use } from 'react';
import { texts } from '../texts.ts';
import { LoadAgain } from './load-again.tsx';
import { NeedsReload } from './needs-reload.ts';

/** Thrown while rendering where code could not be loaded; after `forget` it is loaded again. */
class NotLoaded extends Error {
  readonly forget: () => void;

  constructor(cause: unknown, forget: () => void) {
    super(texts.problems.notLoaded, { cause });
    this.forget = forget;
  }
}

/**
 * A part of the page whose code is loaded when it is rendered first. Where that fails, the part says so in its own place
 * and tries again; the rest of the page, and what was typed there, stays. `fallback` is shown meanwhile, as large as
 * the part will be if anything follows it.
 */
export function onDemand<Props extends object>(
  load: () => Promise<{ readonly default: ComponentType<Props> }>,
  fallback: (props: Props) => ReactNode = () => <p className="loading">{texts.loading}</p>,
  isPage = false,
): ComponentType<Props> {
  let loading: Promise<{ readonly default: ComponentType<Props> }> | null = null;
  const forget = (): void => {
    loading = null;
  };
  const Loading = (props: Props): ReactNode => {
    loading ??= load().catch((cause: unknown) => {
      throw new NotLoaded(cause, forget);
    });
    const { default: Part } = use(loading);
    return <Part {...props} />;
  };
  return function OnDemand(props) {
    return (
      <Retrying isPage={isPage}>
        <Suspense fallback={fallback(props)}>
          <Loading {...props} />
        </Suspense>
      </Retrying>
    );
  };
}

/** Catches code that could not be loaded; other errors go on to the boundary of the page. */
class Retrying extends Component<
  { isPage: boolean; children: ReactNode },
  { error: unknown; attempts: number }
> {
  override state = { error: null as unknown, attempts: 0 };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  readonly #again = (): void => {
    (this.state.error as NotLoaded).forget();
    this.setState(({ attempts }) => ({ error: null, attempts: attempts + 1 }));
  };

  override render(): ReactNode {
    const { error, attempts } = this.state;
    if (error === null) return this.props.children;
    if (!(error instanceof NotLoaded)) throw error;
    const needsReload = error.cause instanceof NeedsReload;
    return (
      <LoadAgain
        isPage={this.props.isPage}
        attempts={attempts}
        again={needsReload ? () => window.location.reload() : this.#again}
        isByItself={!needsReload || this.props.isPage}
      />
    );
  }
}

/** A page whose code is loaded when it is opened first. */
export function pageOnDemand<Props extends object>(
  load: () => Promise<{ readonly default: ComponentType<Props> }>,
): ComponentType<Props> {
  return onDemand(
    load,
    () => (
      <main id="content">
        <p className="loading">{texts.loading}</p>
      </main>
    ),
    true,
  );
}

/** A dialog whose code is loaded when it is opened first. Nothing moves meanwhile. */
export function dialogOnDemand<Props extends object>(
  load: () => Promise<{ readonly default: ComponentType<Props> }>,
): ComponentType<Props> {
  return onDemand(load, () => null);
}
