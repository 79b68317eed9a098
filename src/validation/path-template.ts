/** A path template (OpenAPI, "Path Templating") that tells the raw text of its parameters from a raw path. */
export interface PathTemplate {
  /** The raw, still encoded texts by name; undefined where the path is another one. */
  match(path: string): ReadonlyMap<string, string> | undefined
  /** The path with each parameter replaced by its written text. */
  fill(write: (name: string) => string): string
}

const PARAMETER = /\{([^{}/]+)\}/g

export function pathTemplate(template: string): PathTemplate {
  const names = [...template.matchAll(PARAMETER)].map(([, name]) => name ?? '')
  const literals = template.split(PARAMETER).filter((_, index) => index % 2 === 0)
  const pattern = new RegExp(
    `^${literals.map((literal) => literal.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')).join('([^/]+)')}$`,
  )
  return {
    match(path) {
      const found = pattern.exec(path)
      return found ? new Map(names.map((name, index) => [name, found[index + 1] ?? ''])) : undefined
    },
    fill: (write) =>
      names.reduce((path, name, index) => path + write(name) + (literals[index + 1] ?? ''), literals[0] ?? ''),
  }
}
