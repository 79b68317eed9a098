// Deletes the type declarations of dist/ that no entry leads to: no user can import them, and they are a tenth of the
// package. The compiler writes one for each file, and cannot be asked for fewer.
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

const dist = resolve('dist')
const declarations = readdirSync(dist, { recursive: true })
  .filter((path) => path.endsWith('.d.ts'))
  .map((path) => join(dist, path))

/** The declarations that a declaration imports: `from './a.ts'`, `import("./a.ts")`, `import './a.ts'`. */
const importsOf = (path) =>
  [...readFileSync(path, 'utf8').matchAll(/\b(?:from|import)\s*\(?\s*(["'])(\.{1,2}\/[^"']+)\.[jt]s\1/g)].map(
    ([, , specifier]) => resolve(dirname(path), `${specifier}.d.ts`),
  )

const entries = declarations.filter((path) => dirname(path) === join(dist, 'entries'))
const reached = new Set(entries)
// A set gives what is added to it while it is walked, too.
for (const path of reached) for (const imported of importsOf(path)) reached.add(imported)
for (const path of declarations) if (!reached.has(path)) rmSync(path)
