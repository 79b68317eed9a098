import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the project, with a slash at its end. */
export const root = fileURLToPath(new URL('../../', import.meta.url))

export interface ProjectFile {
  /** From the root, with slashes. */
  readonly path: string
  readonly text: string
}

/** Every file that git does not ignore; git itself need not be there. */
export function projectFiles(): ProjectFile[] {
  const ignored = readFileSync(join(root, '.gitignore'), 'utf8').split('\n')
  const isIgnored = (name: string): boolean =>
    name === '.git' ||
    ignored.some(
      (line) => line === name || line === `${name}/` || (line.startsWith('*') && name.endsWith(line.slice(1))),
    )
  const below = (folder: string): string[] =>
    readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
      const path = `${folder}${entry.name}`
      if (isIgnored(entry.name)) return []
      return entry.isDirectory() ? below(`${path}/`) : [path]
    })
  return below('')
    .sort()
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
}
