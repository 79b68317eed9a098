import { existsSync, lstatSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
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
    throw new UsageError(`${rival} is there already, and only one configuration can be; nothing was written.`)
  const there = new Set([...INIT_FILES.keys()].filter(isThere))
  const [first] = there
  if (first !== undefined && !force)
    throw new UsageError(`${first} is there already; nothing was written. Give --force to write over it.`)
  const written: string[] = []
  for (const [path, text] of INIT_FILES) {
    try {
      mkdirSync(dirname(path), { recursive: true })
      // Without force, what has come to be there meanwhile stays, too.
      writeFileSync(path, text, { flag: force ? 'w' : 'wx' })
      written.push(path)
    } catch (error) {
      for (const done of written) if (!there.has(done)) rmSync(done)
      throw new UsageError(`${path} cannot be written: ${reasonOf(error)}.`)
    }
  }
  writeStdout(
    [
      ...written.map((path) => `wrote ${path}`),
      'Next: fgs-contract plan; then set the variable DEPLOYMENT_URL and the secrets that the workflow names.',
      '',
    ].join('\n'),
  )
  return 0
}

/** Also of a link that leads nowhere. */
function isThere(path: string): boolean {
  try {
    lstatSync(path)
    return true
  } catch {
    return false
  }
}
