/** A path template (OpenAPI, "Path Templating") that tells the raw text of its parameters from a raw path. */
export interface PathTemplate {
  /** The raw, still encoded texts by name; undefined if the path is another one. */
  match(path: string): ReadonlyMap<string, string> | undefined
  /** The path with each parameter replaced by its written text. */
  fill(write: (name: string) => string): string
}

const PARAMETER = /\{([^{}/]+)\}/g

export function pathTemplate(template: string): PathTemplate {
  const names = [...template.matchAll(PARAMETER)].map(([, name]) => name ?? '')
  const literals = template.split(PARAMETER).filter((_, index) => index % 2 === 0)
  return {
    match(path) {
      const texts = textsBetween(literals, path)
      return texts && new Map(names.map((name, index) => [name, texts[index] ?? '']))
    },
    fill: (write) =>
      names.reduce((path, name, index) => path + write(name) + (literals[index + 1] ?? ''), literals[0] ?? ''),
  }
}

/**
 * The texts between literals, each of one character at least and without a slash, the earlier as short as can be. By
 * hand, since a regular expression would try every way to cut a text up before it says that none fits.
 */
function textsBetween(literals: readonly string[], path: string): string[] | undefined {
  const [first = '', ...otherLiterals] = literals
  if (!path.startsWith(first)) return undefined
  if (otherLiterals.length === 0) return path === first ? [] : undefined
  const texts: string[] = []
  let position = first.length
  for (const [index, literal] of otherLiterals.entries()) {
    const isLast = index === otherLiterals.length - 1
    const end = isLast ? path.length - literal.length : path.indexOf(literal, position + 1)
    if (end < position + 1 || (isLast && !path.endsWith(literal))) return undefined
    const text = path.slice(position, end)
    if (text.includes('/')) return undefined
    texts.push(text)
    position = end + literal.length
  }
  return texts
}
