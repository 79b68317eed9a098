// Deletes the type declarations of dist/ that no entry leads to, as no user can import them. The compiler writes one for
// each file, and cannot be asked for fewer. Of a door (index.d.ts) only the names that somebody asks for stay.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'

const dist = resolve('dist')
const declarations = readdirSync(dist, { recursive: true })
  .filter((path) => path.endsWith('.d.ts'))
  .map((path) => join(dist, path))

const NAMED = /^(?:import|export) (?:type )?\{([^}]*)\} from (["'])(\.{1,2}\/[^"']+)\.[jt]s\2;$/gm
const WHOLE = /^(?:import|export) (?:type )?\*(?: as \w+)? from (["'])(\.{1,2}\/[^"']+)\.[jt]s\1;$/gm
const INLINE = /\bimport\((["'])(\.{1,2}\/[^"']+)\.[jt]s\1\)\.(\w+)/g
const ANY = /\b(?:from|import)\s*\(?\s*(["'])\.{1,2}\/[^"']+\.[jt]s\1/g

/** What a declaration imports or exports again: `{ path, name, as }`. Throws if it is written in a way not known here. */
function importsOf(path) {
  const text = readFileSync(path, 'utf8')
  const pathOf = (specifier) => resolve(dirname(path), `${specifier}.d.ts`)
  const named = [...text.matchAll(NAMED)]
  const inline = [...text.matchAll(INLINE)]
  const whole = [...text.matchAll(WHOLE)].filter(([, , specifier]) => !isDoor(pathOf(specifier)))
  if (named.length + inline.length + whole.length !== [...text.matchAll(ANY)].length)
    throw new Error(`${path} has an import that cannot be read`)
  return [
    ...named.flatMap(([, names, , specifier]) =>
      names
        .split(',')
        .map((part) => part.replace(/\btype /, '').trim())
        .filter((part) => part !== '')
        .map((part) => part.split(' as '))
        .map(([name, as = name]) => ({ path: pathOf(specifier), name, as })),
    ),
    ...whole.map(([, , specifier]) => ({ path: pathOf(specifier), name: '*', as: '*' })),
    ...inline.map(([, , specifier, name]) => ({ path: pathOf(specifier), name, as: name })),
  ]
}

const isDoor = (path) => basename(path) === 'index.d.ts' && dirname(path) !== join(dist, 'entries')

/** The names that are asked for, by path. */
const asked = new Map()

function ask({ path, name }) {
  const names = asked.get(path) ?? new Set()
  asked.set(path, names)
  const isNew = isDoor(path) ? !names.has(name) : names.size === 0
  names.add(name)
  if (isNew)
    importsOf(path)
      .filter(({ as }) => !isDoor(path) || as === name)
      .forEach(ask)
}

for (const path of declarations) if (dirname(path) === join(dist, 'entries')) ask({ path, name: '*' })
for (const path of declarations) {
  const names = asked.get(path)
  if (names === undefined) rmSync(path)
  else if (isDoor(path)) writeFileSync(path, onlyNames(readFileSync(path, 'utf8'), names))
}

function onlyNames(text, names) {
  return text
    .replace(NAMED, (statement, list) => {
      const kept = list.split(',').filter((part) =>
        names.has(
          part
            .trim()
            .split(/ as |\s/)
            .at(-1),
        ),
      )
      return kept.length === 0 ? '' : statement.replace(/\{[^}]*\}/, `{${kept.join(',')}}`)
    })
    .replace(/^\n+/gm, '')
}
