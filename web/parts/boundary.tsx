import { Component, type ReactNode } from 'react';
import { useLocation } from 'wouter';
import { texts } from '../texts.ts';

/** An error boundary: says that a page cannot be shown, and leaves the navigation usable. */
export function Boundary({ children }: { children: ReactNode }): ReactNode {
  const [location] = useLocation();
  return <Catcher key={location}>{children}</Catcher>;
}

class Catcher extends Component<{ children: ReactNode }, { hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError() {
    return { hasFailed: true };
  }

  override render(): ReactNode {
    if (!this.state.hasFailed) return this.props.children;
    return (
      <main id="content">
        <div role="alert" className="problem">
          <p>{texts.problems.unknown}</p>
          <button type="button" onClick={() => window.location.reload()}>
            {texts.problems.again}
          </button>
        </div>
      </main>
    );
  }
}
