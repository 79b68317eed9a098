import { escapeUnsafe, escapeUnsafeLines } from '../text/index.ts'

/** Text that is HTML already. Only `html`, `preformatted` and the page's own assets make it; all other text is escaped. */
export class Html {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

export type Content = string | number | Html | readonly Content[]

const REFERENCES: { readonly [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

const refer = (text: string): string => text.replace(/[&<>"']/g, (character) => REFERENCES[character] ?? character)

/** Escapes foreign text for an element or a quoted attribute: no markup and no unsafe character remains. */
export const escapeHtml = (text: string): string => refer(escapeUnsafe(text))

/** The same for several lines. */
export const preformatted = (text: string): Html => new Html(refer(escapeUnsafeLines(text)))

/** A template tag for HTML that escapes its values. */
export const html = (strings: TemplateStringsArray, ...values: readonly Content[]): Html =>
  new Html(strings.map((part, index) => part + render(values[index] ?? '')).join(''))

function render(content: Content): string {
  if (content instanceof Html) return content.text
  if (typeof content === 'string') return escapeHtml(content)
  return typeof content === 'number' ? String(content) : content.map(render).join('')
}
