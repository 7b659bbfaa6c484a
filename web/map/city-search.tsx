import { type KeyboardEvent, type ReactNode, useEffect, useId, useState } from 'react';
import { texts } from '../texts.ts';
import type { City } from './city.ts';
import { findCities } from './find-city.ts';
import { whereOfCity } from './where-of-city.ts';

const most = 8;
const typingMs = 200;

/** A field that finds a city by the beginning of its name. Enter takes the first, Tab reaches the others. */
export function CitySearch({ onFound }: { onFound: (city: City) => void }): ReactNode {
  const [words, setWords] = useState('');
  const [found, setFound] = useState<readonly City[] | 'away' | null>(null);
  const described = useId();
  useEffect(() => {
    if (words.trim() === '') return undefined;
    let isWanted = true;
    const timer = setTimeout(() => {
      findCities(words, most).then(
        (cities) => isWanted && setFound(cities),
        () => isWanted && setFound('away'),
      );
    }, typingMs);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [words]);
  const cities = found === null || found === 'away' || words.trim() === '' ? [] : found;
  const choose = (city: City): void => {
    setWords('');
    setFound(null);
    onFound(city);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    // Enter never sends the form around this one, and Escape closes first what was found.
    if (event.key === 'Enter') {
      event.preventDefault();
      if (cities[0] !== undefined) choose(cities[0]);
    } else if (event.key === 'Escape' && words !== '') {
      event.stopPropagation();
      event.preventDefault();
      setWords('');
    }
  };
  return (
    <div className="city-search">
      <label className="field">
        <span>{texts.area.findCity}</span>
        <input
          type="text"
          autoComplete="off"
          spellCheck={false}
          value={words}
          aria-describedby={described}
          onChange={({ target }) => setWords(target.value)}
          onKeyDown={onKeyDown}
        />
      </label>
      {cities.length > 0 && (
        <ul>
          {cities.map((city) => (
            <li key={`${city.name} ${city.latitude} ${city.longitude}`}>
              <button type="button" onClick={() => choose(city)}>
                {city.name} <span className="quiet">{whereOfCity(city, cities)}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <p id={described} className="quiet" role="status">
        {noteOf(words.trim(), found)}
      </p>
    </div>
  );
}

function noteOf(words: string, found: readonly City[] | 'away' | null): string {
  if (words === '' || found === null) return texts.area.findCityHint;
  if (found === 'away') return texts.area.citiesAway;
  const [first] = found;
  return first === undefined ? texts.area.noCity(words) : texts.area.cityFound(first.name);
}
