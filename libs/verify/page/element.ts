type Child = Node | string;

/** An element with what is in it. Text is only ever text: nothing that a bundle says becomes markup. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Partial<HTMLElementTagNameMap[Name]> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  Object.assign(made, properties);
  made.append(...children);
  return made;
}

/** @throws {Error} where the page is not the one that this was written for. */
export function byId<Element extends HTMLElement>(id: string, type: new () => Element): Element {
  const found = document.getElementById(id);
  if (!(found instanceof type)) {
    throw new Error(`There is no ${id}.`);
  }
  return found;
}
