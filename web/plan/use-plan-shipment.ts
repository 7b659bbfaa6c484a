import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Refused, call } from '../api/client.ts';
import type { Answer } from '../api/answer.ts';
import { draftKey } from '../session/draft.ts';
import { usePerson } from '../session/session.tsx';
import { type DraftLogger, chosenProducts, namedLoggers } from './draft-logger.ts';
import type { DraftPlan } from './draft-plan.ts';
import { forgetKey, isUnanswered, keptKey } from './kept-key.ts';
import { toPlanned } from './planned-form.ts';
import type { Created, WizardDraft } from './wizard-draft.ts';

/** Why a logger was not attached. */
export type NotAttached = { readonly device: string; readonly error: Error };

type State =
  | { readonly kind: 'open'; readonly error: Error | null }
  | { readonly kind: 'planning' }
  | { readonly kind: 'attaching' }
  | { readonly kind: 'incomplete'; readonly failed: readonly NotAttached[] };

/**
 * Records a plan, and then attaches its loggers one after the other. What is done is noted in the draft at once, so that
 * another attempt, after a reload too, goes on where the last one ended. `onDone` is called once nothing is left to do.
 */
export function usePlanShipment(
  onProgress: (draft: WizardDraft) => void,
  onDone: (created: Created) => void,
) {
  const queries = useQueryClient();
  const key = draftKey(usePerson().username, 'planning request');
  const [state, setState] = useState<State>({ kind: 'open', error: null });

  const record = async (draft: WizardDraft): Promise<Created> => {
    if (draft.created !== null) return draft.created;
    setState({ kind: 'planning' });
    const body = toPlanned(draft.plan);
    const { shipment } = await call('createShipment', { body, key: keptKey(key, body) }).catch(
      (error: unknown) => {
        if (error instanceof Refused) forgetKey(key);
        throw error;
      },
    );
    forgetKey(key);
    const created = { shipment, attached: [] };
    onProgress({ ...draft, created });
    void queries.invalidateQueries({ queryKey: ['board'] });
    return created;
  };

  const attach = async (created: Created, logger: DraftLogger): Promise<void> => {
    const path = { shipment: created.shipment };
    const { device, role } = logger;
    const checked = queries.getQueryData<Answer<'checkDevice'>>(['checkDevice', { device }, {}]);
    const calibratedUntil = logger.calibratedUntil ?? checked?.calibratedUntil ?? null;
    const { sequence, attachments, plan } = await call('showShipment', { path });
    // The answer to an earlier attempt may have been lost.
    if (attachments.some((each) => each.device === device && each.detachedAt === null)) return;
    const known = plan.products ?? [];
    const names = chosenProducts(logger, [...new Set(known.map(({ name }) => name))]);
    const products = known.filter(({ name }) => names?.includes(name)).map(({ id }) => id);
    await call('attachDevice', {
      path,
      body: { device, role, calibratedUntil, basedOn: sequence, ...(names !== null && { products }) },
    });
  };

  const send = async (draft: WizardDraft): Promise<void> => {
    let created: Created;
    try {
      created = await record(draft);
    } catch (error) {
      return setState({ kind: 'open', error: error as Error });
    }
    setState({ kind: 'attaching' });
    const failed: NotAttached[] = [];
    for (const logger of namedLoggers(draft.loggers)) {
      if (created.attached.includes(logger.device)) continue;
      try {
        await attach(created, logger);
        created = { ...created, attached: [...created.attached, logger.device] };
        onProgress({ ...draft, created });
      } catch (error) {
        failed.push({ device: logger.device, error: error as Error });
      }
    }
    await queries.invalidateQueries({ queryKey: ['shipment', created.shipment] });
    if (failed.length > 0) return setState({ kind: 'incomplete', failed });
    onDone(created);
  };
  /** Whether this plan was sent and its answer lost: its number may then be taken by itself. */
  const wasSent = (plan: DraftPlan): boolean => isUnanswered(key, toPlanned(plan));
  return { state, send, wasSent };
}
