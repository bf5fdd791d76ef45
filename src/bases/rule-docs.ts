import docs from '../../data/rule-docs.json' with { type: 'json' };

const pages: Readonly<Record<string, string>> = docs.pages;

/** The Markdown page of a rule, null for an unknown name. */
export function rulePage(id: string): string | null {
  return Object.hasOwn(pages, id) ? (pages[id] ?? null) : null;
}

export function rulePages(): readonly { readonly id: string; readonly title: string }[] {
  return Object.entries(pages).map(([id, text]) => ({ id, title: text.split('\n')[2]?.replace(/\.$/, '') ?? '' }));
}
