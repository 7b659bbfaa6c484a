import { type ReactElement, type ReactNode, isValidElement } from 'react';

/** The properties of the elements of one tag in a tree of elements, in their order; components in it are not rendered. */
export function elementsIn<Props>(node: ReactNode, tag: string): Props[] {
  if (Array.isArray(node)) return node.flatMap((each: ReactNode) => elementsIn<Props>(each, tag));
  if (!isValidElement(node)) return [];
  const { type, props } = node as ReactElement<{ readonly children?: ReactNode }>;
  return [...(type === tag ? [props as Props] : []), ...elementsIn<Props>(props.children, tag)];
}
