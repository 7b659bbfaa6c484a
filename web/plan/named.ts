/** Finds what has a name, whatever its capitals and the space around it. */
export function named<Item extends { readonly name: string }>(
  items: readonly Item[],
  name: string,
): Item | undefined {
  const plain = plainOf(name);
  return plain === '' ? undefined : items.find((each) => plainOf(each.name) === plain);
}

function plainOf(name: string): string {
  return name.trim().toLocaleLowerCase('en');
}
