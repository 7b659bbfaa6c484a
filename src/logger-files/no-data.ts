import { scalarChannels } from '../model/channels/channels.ts';
import { plainWords } from './plain-words.ts';

/**
 * Words for a total that loggers and spreadsheets write in the time column below a table: minimum, maximum, mean, sum,
 * count; in lower case, without accents. English, German, French, Spanish, Italian, Portuguese, Dutch, Polish, Czech,
 * Danish, Norwegian and Swedish, Finnish, Hungarian, Turkish, Russian. Words that are ordinary in one of the languages
 * (German Ort, Italian numero, English range) are left out.
 */
const totals = new Set(
  [
    'min max minimum maximum minima maxima avg average averages mean median total totals subtotal sum count mkt lowest highest',
    'mittel mittelwert mittelw durchschnitt summe gesamt anzahl kleinster grosster hochster tiefster niedrigster',
    'moyenne moy mediane total totaux somme somma minimale maximale',
    'media promedio prom mediana suma minimo maximo minima maxima cuenta',
    'massimo minimo totale totali conteggio',
    'soma contagem media',
    'gemiddelde gemiddeld gem totaal aantal laagste hoogste',
    'srednia srednie suma lacznie razem liczba minimalna maksymalna maks maksimum',
    'prumer soucet celkem pocet',
    'gennemsnit gjennomsnitt medelvarde antal antall summa hojeste laveste hogsta lagsta',
    'keskiarvo summa yhteensa lukumaara pienin suurin',
    'atlag osszeg osszesen legkisebb legnagyobb',
    'ortalama toplam enkucuk enbuyuk maksimum',
    'минимум максимум мин макс среднее средняя сумма итого всего количество',
  ].flatMap((words) => words.split(' ')),
);

/** Words that may accompany a word for a total and say what it is the total of. */
const alongside = new Set<string>([
  ...scalarChannels,
  ...'value values reading readings temp temperatures kinetic wert werte temperatur valeur valeurs valor valores valore valori waarde wartosc hodnota vaerdi verdi varde arvo ertek deger значение температура'.split(
    ' ',
  ),
]);

/** Standard deviations as whole phrases, because each word alone may be ordinary. */
const deviations = new Set([
  'stdev',
  'stddev',
  'std dev',
  'st dev',
  'standard dev',
  'std deviation',
  'standard deviation',
  'standardabweichung',
  'ecart type',
  'desviacion estandar',
  'desviacion tipica',
  'desvio padrao',
  'desvio estandar',
  'deviazione standard',
  'standaardafwijking',
  'odchylenie standardowe',
  'smerodatna odchylka',
  'standardafvigelse',
  'standardavvik',
  'standardavvikelse',
  'keskihajonta',
  'standart sapma',
  'стандартное отклонение',
]);

/** A unit after a word: "(°C)", "[%]", "°F". */
const unitBehind =
  /\s*(?:[([]\s*(?:°?\s*[cfk]|deg ?[cf]|celsius|fahrenheit|kelvin|%(?:\s*r\.?h\.?)?|[hk]?pa|mbar|bar|psi)\s*[)\]]|°\s*[cf]|%(?:\s*rh)?)\s*[:.]?\s*$/iu;

/** The same for Japanese, Chinese and Korean, which put no spaces between words: a total, and of what. */
const totalsWithoutSpaces =
  /^(?:温度|溫度|気温|湿度|온도|습도)?(?:最大|最小|最高|最低|平均|合計|合计|总计|總計|总数|標準偏差|标准差|최대|최소|최고|최저|평균|합계)(?:値|值|값|温度|溫度|気温|湿度|온도|습도)*$/u;

/** Longer texts are remarks. */
const longestTotal = 100;

/**
 * Whether the time cell of a row names a total ("Max", "Mittelwert:", "Std. Dev.", "Average (°C)") and has no digit. A
 * text that only contains such a word ("mean time unknown") does not count.
 */
export function isTotal(timeCell: string): boolean {
  if (timeCell === '' || timeCell.length > longestTotal || /\p{Nd}/u.test(timeCell)) return false;
  const words = plainWords(timeCell.replace(unitBehind, ''));
  if (words.length === 0) return false;
  if (totalsWithoutSpaces.test(words.join('')) || deviations.has(words.join(' '))) return true;
  return (
    words.some((word) => totals.has(word)) && words.every((word) => totals.has(word) || alongside.has(word))
  );
}

/** Whether a column with this heading only numbers the rows. */
export function namesRowNumbers(heading: string): boolean {
  return /^(?:|no|nr|num|number|nummer|lfd ?nr|(?:row|line|index|record|reading|entry|point|sample|log)(?: (?:no|nr|number))?|zeile|id|n|s(?:r|l)? no|lp|l p|poradi|por c|序号|序號|编号|編號|番号|순번|번호|п п)$/u.test(
    plainWords(heading).join(' '),
  );
}
