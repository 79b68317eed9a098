import {
  constants,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  renameSync,
  rmSync,
  type Stats,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'
import type { CommandArguments } from '../../options/index.ts'
import { UsageError } from '../../report/results/index.ts'
import { CONFIG_FILES } from '../config/index.ts'
import { INIT_FILES } from './init-files.ts'
import { reasonOf, writeStdout } from './output.ts'

/** Writes all of its files or none. Throws UsageError. */
export function runInit({ force = false }: CommandArguments<'init'>): number {
  const rival = CONFIG_FILES.find((name) => !INIT_FILES.has(name) && existsSync(name))
  if (rival !== undefined)
    throw new UsageError(`${rival} is there already, and there can be only one configuration; nothing was written.`)
  const existing = new Set([...INIT_FILES.keys()].filter(exists))
  const [first] = existing
  if (first !== undefined && !force)
    throw new UsageError(`${first} is there already; nothing was written. Give --force to overwrite it.`)
  const link = [...INIT_FILES.keys()].flatMap(placesTo).find(isLink)
  if (link !== undefined)
    throw new UsageError(`${link} is a symbolic link, which is not followed; nothing was written. Remove it first.`)
  const written = writeAll(force)
  writeStdout(
    [
      ...written.map((path) => `wrote ${path}`),
      'Next: npx fgs-contract plan; then set the variable DEPLOYMENT_URL and the secrets that the workflow names.',
      '',
    ].join('\n'),
  )
  return 0
}

/** Each file is whole or not there: it is written beside its place, and then put there. */
function writeAll(force: boolean): string[] {
  const drafts: string[] = []
  const written: string[] = []
  let current = ''
  try {
    for (const [path, text] of INIT_FILES) {
      current = path
      mkdirSync(dirname(path), { recursive: true })
      // Written to what nobody else has: `wx` follows no link.
      writeFileSync(draftOf(path), text, { flag: 'wx' })
      drafts.push(draftOf(path))
    }
    for (const path of INIT_FILES.keys()) {
      current = path
      // Without --force, a file that somebody has created meanwhile stays as well. Neither follows a link.
      if (force) renameSync(draftOf(path), path)
      else copyFileSync(draftOf(path), path, constants.COPYFILE_EXCL)
      written.push(path)
    }
    return written
  } catch (error) {
    if (!force) for (const path of written) rmSync(path)
    throw new UsageError(`${current} cannot be written: ${reasonOf(error)}.`)
  } finally {
    for (const draft of drafts) rmSync(draft, { force: true })
  }
}

const draftOf = (path: string): string => `${path}.${process.pid}.tmp`

/** A path, and each folder on the way to it. */
const placesTo = (path: string): string[] => (path === '.' ? [] : [...placesTo(dirname(path)), path])

/** True for a link that leads nowhere, too. */
const exists = (path: string): boolean => statusOf(path) !== undefined

const isLink = (path: string): boolean => statusOf(path)?.isSymbolicLink() === true

function statusOf(path: string): Stats | undefined {
  try {
    return lstatSync(path)
  } catch {
    return undefined
  }
}
