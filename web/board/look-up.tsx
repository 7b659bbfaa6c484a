import { type FormEvent, type ReactNode, useState } from 'react';
import { useLocation } from 'wouter';
import { findShipment } from '../receive/find-shipment.ts';
import { texts } from '../texts.ts';

/** Opens any shipment, including decided ones, by its number or label. */
export function ShipmentSearch(): ReactNode {
  const [, navigate] = useLocation();
  const [given, setGiven] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const open = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (given.trim() === '') return;
    try {
      const found = await findShipment(given);
      if (found === null) setProblem(texts.board.notHere(given.trim()));
      else navigate(`/shipments/${encodeURIComponent(found.shipment)}`);
    } catch (error) {
      setProblem((error as Error).message);
    }
  };
  return (
    <form className="look-up" onSubmit={(event) => void open(event)}>
      <p className="quiet">{texts.board.decidedHint}</p>
      <label className="field inline">
        <span>{texts.board.openShipmentHint}</span>
        <input value={given} onChange={(event) => setGiven(event.target.value)} autoComplete="off" />
      </label>
      <button type="submit">{texts.board.openShipment}</button>
      {problem !== null && <p role="alert">{problem}</p>}
    </form>
  );
}
