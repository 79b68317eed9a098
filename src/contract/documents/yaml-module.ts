import { createRequire } from 'node:module'

let yaml: typeof import('yaml') | undefined

/** The `yaml` package, loaded when a text first needs it: most commands never look at a line number. */
export function yamlModule(): typeof import('yaml') {
  if (yaml === undefined) {
    const loaded: typeof import('yaml') = createRequire(import.meta.url)('yaml')
    yaml = loaded
  }
  return yaml
}
