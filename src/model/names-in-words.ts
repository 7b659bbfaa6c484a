/** Some names, as "Vaccine A, Vaccine B and Serum". */
export function namesInWords(names: readonly string[]): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** "Affects Vaccine A; Vaccine B is within its limits." Empty where neither list names any product. */
export function affectedInWords(affected: readonly string[], within: readonly string[]): string {
  const all = [
    ...(affected.length === 0 ? [] : [`Affects ${namesInWords(affected)}`]),
    ...(within.length === 0
      ? []
      : [`${namesInWords(within)} ${within.length === 1 ? 'is within its' : 'are within their'} limits`]),
  ];
  return all.length === 0 ? '' : `${all.join('; ')}.`;
}
